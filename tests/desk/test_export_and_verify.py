"""``export`` and ``verify`` at the command line, with the exit codes of the verifier."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from desk.casework import installation
from incidents.services.seal_ledger import seal_ledger
from notices.export.bag import BagError
from tests.support.intruder import Intruder, changed
from tests.support.sealed import AGENCY, NUMBER, Sealed

Call = Callable[..., Result]


@pytest.fixture
def sealed(home: Path) -> Sealed:
    """Give a case that was sealed, in the home that the commands use."""
    sealed = Sealed(installation().engine, home)
    sealed.lives_a_little()
    return sealed


def test_an_intact_record_ends_with_0(sealed: Sealed, duenotice: Call) -> None:
    result = duenotice("verify")

    assert result.exit_code == 0
    assert result.output.startswith("Result: INTACT\nChecked: 2 logs")
    assert "it does not show that what was written was true" in result.output
    assert f"{NUMBER}: " in result.output
    assert sealed.verify().faults == ()


def test_an_altered_record_ends_with_1_and_names_the_entry(sealed: Sealed, duenotice: Call) -> None:
    intruder = Intruder(sealed.engine)
    rows = intruder.rows(NUMBER)
    rows[3] = changed(rows[3], actor="somebody-else")
    intruder.put(NUMBER, rows)
    result = duenotice("verify", NUMBER)

    assert result.exit_code == 1
    assert f"Result: ALTERED\nFirst wrong entry: 3 of {NUMBER}\n" in result.output


def test_a_shortened_record_ends_with_2(sealed: Sealed, duenotice: Call) -> None:
    intruder = Intruder(sealed.engine)
    intruder.put(NUMBER, intruder.rows(NUMBER)[:-2])
    result = duenotice("verify", "--json")

    said = json.loads(result.output)
    assert result.exit_code == said["exit"] == 2
    assert said["verdict"] == "incomplete"
    assert said["first_wrong"]["log"] == NUMBER
    assert said["faults"][0]["sentence"].startswith("The log ends before entry")


@pytest.mark.parametrize(
    "arguments",
    [
        ["KINGSTON-2026-009"],
        ["--nonsense"],
        ["--checkpoint", "absent.txt"],
        ["--checkpoint", __file__],
        ["one", "two"],
    ],
)
def test_what_cannot_be_checked_ends_with_3(
    sealed: Sealed, duenotice: Call, arguments: list[str]
) -> None:
    assert sealed.verify().faults == ()
    assert duenotice("verify", *arguments).exit_code == 3


def test_a_missing_key_ends_with_3(sealed: Sealed, duenotice: Call) -> None:
    for path in (sealed.home / "keys").iterdir():
        path.unlink()
    result = duenotice("verify", "--json")

    assert result.exit_code == 3
    assert json.loads(result.output)["verdict"] == "cannot check"
    assert "put kingston-csd.pub back" in result.output


def test_a_saved_message_finds_a_record_rebuilt_here(
    sealed: Sealed, duenotice: Call, tmp_path: Path
) -> None:
    message = tmp_path / "message.eml"
    message.write_text("Subject: Keep this\n\n" + "\n".join(sealed.notes()), "utf-8")
    assert duenotice("verify", "--checkpoint", message).exit_code == 0

    for path in (sealed.home / "checkpoints").rglob("*.txt"):
        path.unlink()
    intruder = Intruder(sealed.engine)
    intruder.put(NUMBER, intruder.rows(NUMBER)[:-2])
    intruder.put(AGENCY, intruder.rows(AGENCY)[:1])
    intruder.run("DELETE FROM checkpoints")
    assert duenotice("verify").exit_code == 0
    assert duenotice("verify", "--checkpoint", message).exit_code == 2


def test_without_a_database_nothing_is_made_and_3_is_said(tmp_path: Path) -> None:
    environment = {**os.environ, "DUENOTICE_HOME": str(tmp_path / "home")}
    environment.pop("DUENOTICE_DATABASE_URL", None)
    found = subprocess.run(
        [sys.executable, "-m", "desk", "verify"],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )

    assert found.returncode == 3
    assert "There is no database" in found.stdout
    assert not (tmp_path / "home").exists()


def test_an_export_is_written_and_verified(sealed: Sealed, duenotice: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    written = duenotice("export", NUMBER, out, "--zip")

    assert written.exit_code == 0
    assert f"The record of {NUMBER} lies in {out} and {out}.zip." in written.output
    assert "The case is still open, so this is a draft." in written.output
    for place in (out, f"{out}.zip"):
        result = duenotice("verify", place)
        assert result.exit_code == 0
        assert result.output.startswith("Result: INTACT")
    assert duenotice("verify").exit_code == 0
    assert sealed.verify().faults == ()


def test_export_says_what_it_wrote_as_json(sealed: Sealed, duenotice: Call, tmp_path: Path) -> None:
    out = tmp_path / "out"
    said = json.loads(duenotice("export", NUMBER, out, "--json").output)

    with sealed.reading() as work:
        size = work.logs.get(NUMBER).size
    assert said == {"case": NUMBER, "entries": size, "closed": False, "written": [str(out)]}


def test_an_altered_bag_ends_with_1_as_its_own_verifier_says(
    sealed: Sealed, duenotice: Call, tmp_path: Path
) -> None:
    duenotice("export", NUMBER, tmp_path / "out")
    events = tmp_path / "out" / "data" / "events.jsonl"
    events.write_bytes(events.read_bytes().replace(b'"actor":"dpo"', b'"actor":"dpp"', 1))
    own = subprocess.run(
        [sys.executable, "-I", str(tmp_path / "out" / "verify.py")],
        capture_output=True,
        text=True,
        check=False,
    )
    plain = duenotice("verify", tmp_path / "out")
    said = json.loads(duenotice("verify", tmp_path / "out", "--json").output)

    assert own.returncode == plain.exit_code == said["exit"] == 1
    assert own.stdout == plain.output
    assert said["verdict"] == "altered"
    assert sealed.verify().faults == ()


def test_a_folder_that_is_no_bag_cannot_be_checked(duenotice: Call, tmp_path: Path) -> None:
    (tmp_path / "folder").mkdir()

    assert duenotice("verify", tmp_path / "folder").exit_code == 3
    assert json.loads(duenotice("verify", tmp_path / "folder", "--json").output)["exit"] == 3


def test_an_export_writes_over_nothing(sealed: Sealed, duenotice: Call, tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    result = duenotice("export", NUMBER, tmp_path / "out")

    assert isinstance(result.exception, BagError)
    assert sealed.verify().faults == ()


def test_many_logs_are_summed_up(sealed: Sealed, duenotice: Call) -> None:
    for _ in range(20):
        sealed.case.opens("2026-04-02T10:00-04:00")
    seal_ledger(sealed.work(), sealed.seals)
    result = duenotice("verify")

    assert result.exit_code == 0
    assert "Checked: 22 logs" in result.output
    assert NUMBER not in result.output
