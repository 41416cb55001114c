"""The export of a whole case: checked by a stranger, the same bytes each time.

On SQLite and on PostgreSQL, with a case that has everything in it.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import bagit
import openpyxl
import pytest

from config.exporting import Exported, export_case
from config.settings import Settings
from config.wiring import Installation
from incidents.ledger import standalone
from incidents.ledger.findings import Verdict
from incidents.moments import Instant
from incidents.services.export_case import IncompleteRecordError
from incidents.services.people import UnknownPersonError
from incidents.services.ports import StoreError, UnknownCaseError
from incidents.services.seal_ledger import SealRefusedError
from incidents.services.verify_ledger import verify_ledger
from incidents.store import sqlite_url
from notices.export.bag import BagError
from tests.support.intruder import Intruder
from tests.support.sealed import AGENCY, NUMBER, Sealed
from tests.support.whole_case import HOSTILE

JULY = "2026-07-01T09:00-04:00"


@pytest.fixture
def home(database: str, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation with a case that has everything, closed."""
    installation = Installation(Settings(home=tmp_path / "home", database_url=database))
    case = Sealed(installation.engine, tmp_path / "home").case
    case.opens()
    case.grows()
    case.closes()
    yield installation
    installation.engine.dispose()


@pytest.fixture
def opened(sqlite_database: Path, tmp_path: Path) -> Iterator[Installation]:
    """Give an installation with a case that was only opened; one database will do."""
    url = f"sqlite:///{sqlite_database}"
    installation = Installation(Settings(home=tmp_path / "home", database_url=url))
    Sealed(installation.engine, tmp_path / "home").case.opens()
    yield installation
    installation.engine.dispose()


@pytest.fixture(scope="module")
def bag(made_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the export of the whole case, to be read and never changed."""
    folder = tmp_path_factory.mktemp("whole")
    shutil.copy(made_sqlite, folder / "duenotice.db")
    url = sqlite_url(folder / "duenotice.db")
    installation = Installation(Settings(home=folder / "home", database_url=url))
    case = Sealed(installation.engine, folder / "home").case
    case.opens()
    case.grows()
    case.closes()
    export(installation, folder / "out", zipped=True)
    installation.engine.dispose()
    return folder / "out"


def export(home: Installation, out: Path, at: str = JULY, *, zipped: bool = False) -> Exported:
    """Export the case."""
    return export_case(home, NUMBER, out, by="dpo", now=Instant.parse(at), zipped=zipped)


def contents(folder: Path) -> dict[str, bytes]:
    """Give every file of a folder by its path."""
    files = (path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def stranger(*arguments: object) -> subprocess.CompletedProcess[str]:
    """Run a verifier as somebody who has nothing but Python."""
    command = [sys.executable, "-I", *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_a_stranger_finds_the_export_intact(home: Installation, tmp_path: Path) -> None:
    found = export(home, tmp_path / "out", zipped=True)
    folder, zipped = stranger(tmp_path / "out" / "verify.py"), tmp_path / "out.zip"

    assert found.is_final
    assert folder.returncode == 0, folder.stdout
    assert folder.stdout.startswith("Result: INTACT")
    assert stranger(tmp_path / "out" / "verify.py", zipped).returncode == 0
    bagit.Bag(str(tmp_path / "out")).validate()


def test_it_holds_against_a_key_and_a_checkpoint_kept_elsewhere(bag: Path) -> None:
    key = (bag.parent / "home" / "keys" / f"{AGENCY}.pub").read_text("ascii").strip()
    note = max((bag.parent / "home" / "checkpoints" / NUMBER).glob("*.txt"))
    found = stranger(bag / "verify.py", "--key", key, "--checkpoint", note)

    assert found.returncode == 0, found.stdout


def test_a_message_about_several_cases_serves_the_stranger(bag: Path, tmp_path: Path) -> None:
    notes = (bag.parent / "home" / "checkpoints").rglob("*.txt")
    message = tmp_path / "message.txt"
    message.write_text(
        "Keep this.\n\n" + "\n".join(note.read_text("utf-8") for note in notes), "utf-8"
    )
    other = tmp_path / "other.txt"
    other.write_text(message.read_text("utf-8").replace(NUMBER, "KINGSTON-2026-002"), "utf-8")

    found = stranger(bag / "verify.py", "--checkpoint", message)
    assert found.returncode == 0, found.stdout
    assert stranger(bag / "verify.py", "--checkpoint", other).returncode == 3


def test_two_exports_at_one_checkpoint_are_the_same(home: Installation, tmp_path: Path) -> None:
    export(home, tmp_path / "first", zipped=True)
    export(home, tmp_path / "second", "2027-02-03T11:00-05:00", zipped=True)

    assert contents(tmp_path / "first") == contents(tmp_path / "second")
    assert (tmp_path / "first.zip").read_bytes() == (tmp_path / "second.zip").read_bytes()


_EXPORT = """
import sys
from pathlib import Path
from config.exporting import export_case
from config.settings import Settings
from config.wiring import Installation
from incidents.moments import Instant
home, url, out = sys.argv[1:4]
installation = Installation(Settings(home=Path(home), database_url=url))
now = Instant.parse("2026-08-01T09:00-04:00")
export_case(installation, "KINGSTON-2026-001", Path(out), by="dpo", now=now, zipped=True)
"""


def test_programs_started_apart_write_the_same_bytes(home: Installation, tmp_path: Path) -> None:
    url, outs = home.settings.database_url, [tmp_path / "first", tmp_path / "second"]
    running = [
        subprocess.Popen([sys.executable, "-c", _EXPORT, str(home.settings.home), url, str(out)])
        for out in outs
    ]
    assert [each.wait() for each in running] == [0, 0]

    export(home, tmp_path / "third", zipped=True)
    assert contents(outs[0]) == contents(outs[1]) == contents(tmp_path / "third")
    assert (
        len({(tmp_path / f"{name}.zip").read_bytes() for name in ("first", "second", "third")}) == 1
    )


def test_everything_that_was_kept_is_in_it(home: Installation, tmp_path: Path) -> None:
    export(home, tmp_path / "out")
    found = contents(tmp_path / "out")
    with home.reading(Instant.parse(JULY)) as work:
        (notice,) = work.notices.of_case(NUMBER)
        entries = list(work.logs.stream(NUMBER))

    assert found["verify.py"] == Path(standalone.__file__).read_bytes()
    assert found["data/events.jsonl"] == b"".join(entry + b"\n" for entry, *_ in entries)
    assert found[f"data/notices/{notice.digest}.txt"] == notice.text.encode()
    assert found[f"data/notices/{notice.digest}.pdf"] == notice.pdf
    assert found[f"data/notices/{notice.digest}.html"] == (notice.html or "").encode()
    evidence = {path for path in found if path.startswith("data/evidence/")}
    assert {found[path] for path in evidence} == {b"confirmation", b"5,200 letters"}
    assert found["data/key.txt"].startswith(b"duenotice/kingston-csd+")
    assert f"data/checkpoints/{len(entries):04}.txt" in found
    assert found["data/rules/packs/ny/part-121.yaml"].startswith(b"#")
    assert "data/rules/calendars/ny-state.yaml" in found
    assert found["data/report.pdf"].startswith(b"%PDF-")
    assert {"README.txt", "bag-info.txt", "bagit.txt"} <= set(found)


def test_facts_and_plans_are_shown_over_time(bag: Path) -> None:
    found = contents(bag)
    facts = sorted(path for path in found if path.startswith("data/facts/"))
    plans = sorted(path for path in found if path.startswith("data/plans/"))

    first, last = json.loads(found[facts[0]]), json.loads(found[facts[-1]])
    assert first["waves"]["1"]["affected"][0]["count"] == 4800
    assert last["waves"]["1"]["affected"][0]["count"] == 5200
    assert set(last["waves"]) == {"1", "2"}
    early = json.loads(found[plans[0]])
    cpo = next(
        each
        for each in early["waves"]["1"]["duties"]
        if each["id"] == "ny.8nycrr121.cpo-after-receipt"
    )
    assert (cpo["state"], cpo["limit"]) == ("running", "2026-03-26")
    assert len(facts) == len({found[path] for path in facts})


def test_the_terms_kept_with_each_duty_are_listed(bag: Path) -> None:
    terms = json.loads((bag / "data" / "rules" / "terms.json").read_text("utf-8"))

    first = next(each for each in terms if each["duty"] == "ny.8nycrr121.cpo-after-receipt")
    assert first["terms"]["period"] == "10 calendar days"
    assert first["wave"] == 1


def test_no_register_holds_a_live_formula(bag: Path) -> None:
    data = bag / "data"
    seen = set()
    for path in (data / "registers").glob("*.csv"):
        rows = csv.reader(io.StringIO(path.read_text("utf-8-sig"), newline=""))
        fields = [field for row in rows for field in row]
        seen |= set(fields)
        assert not any(field.lstrip().startswith(("=", "+", "@")) for field in fields)
    assert f"'{HOSTILE}" in seen

    book = openpyxl.load_workbook(data / "registers.xlsx")
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert HOSTILE in {cell.value for cell in cells}
    assert {cell.data_type for cell in cells} <= {"s", "n"}


def test_every_file_altered_or_removed_is_found(
    bag: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    shutil.copytree(bag, out)
    for path in sorted(contents(out)):
        # Without its declaration a folder is no bag, and cannot be checked.
        found = {1, 2, 3} if path == "bagit.txt" else {1, 2}
        place, original = out / path, (out / path).read_bytes()
        place.write_bytes(original[:-1] + bytes([original[-1] ^ 1]))
        assert standalone.main([str(out)]) in found, path
        place.unlink()
        assert standalone.main([str(out)]) in found, path
        place.write_bytes(original)
    assert standalone.main([str(out)]) == 0
    assert "INTACT" in capsys.readouterr().out


def test_the_reading_is_recorded_in_the_agencys_log(opened: Installation, tmp_path: Path) -> None:
    export(opened, tmp_path / "out")
    with opened.reading(Instant.parse(JULY)) as work:
        of_agency, of_case = work.history(AGENCY), work.history(NUMBER)

    (read,) = [event for event in of_agency if event.tag == "case:exported"]
    assert "case:exported" not in {event.tag for event in of_case}
    assert (read.actor, read.body["by"], read.body["number"]) == ("dpo", "dpo", NUMBER)
    manifest = (tmp_path / "out" / "tagmanifest-sha256.txt").read_bytes()
    assert read.body["bag"] == hashlib.sha256(manifest).hexdigest()


def test_nobody_gets_a_bag_of_which_the_log_does_not_say_so(
    opened: Installation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_room(*_arguments: object, **_names: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("config.exporting.release", no_room)
    with pytest.raises(BagError, match="No space left on device"):
        export(opened, tmp_path / "out")
    with opened.reading(Instant.parse(JULY)) as work:
        tags = [event.tag for event in work.history(AGENCY)]

    assert tags[-1] == "case:exported"
    assert not any("out" in path.name for path in tmp_path.iterdir())


def test_after_an_export_the_record_verifies(home: Installation, tmp_path: Path) -> None:
    export(home, tmp_path / "out")
    sealed = Sealed(home.engine, tmp_path / "home")

    with home.reading(Instant.parse(JULY)) as work:
        found = verify_ledger(work, sealed.seals)
    assert found.verdict is Verdict.INTACT
    assert all(check.entries == check.vouched_outside for check in found.logs)


def test_an_open_case_is_exported_as_a_draft(opened: Installation, tmp_path: Path) -> None:
    found = export(opened, tmp_path / "out")

    assert not found.is_final
    info = (tmp_path / "out" / "bag-info.txt").read_text("utf-8")
    assert "External-Description: The record of an open case, as a draft, up to entry 7\n" in info
    assert "Bagging-Date: 2026-03-16\n" in info
    assert "Due-Notice-Format: 1\n" in info
    assert stranger(tmp_path / "out" / "verify.py").returncode == 0


def test_what_happens_after_the_export_is_in_the_next(opened: Installation, tmp_path: Path) -> None:
    export(opened, tmp_path / "first", "2026-03-17T09:00-04:00")
    case = Sealed(opened.engine, tmp_path / "home").case
    case.records("2026-03-18T09:00-04:00", "facts.key_acquired", value=False)
    export(opened, tmp_path / "second", "2026-03-19T09:00-04:00")

    first, second = contents(tmp_path / "first"), contents(tmp_path / "second")
    assert second["data/events.jsonl"].startswith(first["data/events.jsonl"])
    assert len(second["data/events.jsonl"]) > len(first["data/events.jsonl"])
    assert set(first) < set(second)


def test_nothing_is_written_over(opened: Installation, tmp_path: Path) -> None:
    export(opened, tmp_path / "out")

    with pytest.raises(BagError, match="is there already"):
        export(opened, tmp_path / "out")


def test_an_altered_record_is_not_exported(home: Installation, tmp_path: Path) -> None:
    export(home, tmp_path / "first")
    intruder = Intruder(home.engine)
    intruder.put(NUMBER, intruder.rows(NUMBER)[:-2])

    with pytest.raises(SealRefusedError, match="was not sealed"):
        export(home, tmp_path / "second")
    assert not (tmp_path / "second").exists()


def test_a_record_without_its_evidence_is_not_exported(home: Installation, tmp_path: Path) -> None:
    Intruder(home.engine).run("DELETE FROM files")

    with pytest.raises(IncompleteRecordError, match="is gone; run duenotice verify"):
        export(home, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_changed_evidence_is_not_exported(home: Installation, tmp_path: Path) -> None:
    Intruder(home.engine).run("UPDATE files SET content = ?", b"something else")

    with pytest.raises(StoreError, match="is not what was stored"):
        export(home, tmp_path / "out")
    assert [path.name for path in tmp_path.iterdir() if "out" in path.name] == []


def test_a_notice_changed_in_the_database_is_found_by_the_stranger(
    home: Installation, tmp_path: Path
) -> None:
    Intruder(home.engine).run("UPDATE notices SET text = ?", "Nothing happened.")
    export(home, tmp_path / "out")
    found = stranger(tmp_path / "out" / "verify.py")

    assert found.returncode == 1
    assert ".txt' is not the one that entry" in found.stdout


def test_who_is_nobody_here_exports_nothing(opened: Installation, tmp_path: Path) -> None:
    with pytest.raises(UnknownPersonError, match="Nobody at Kingston"):
        export_case(opened, NUMBER, tmp_path / "out", by="mallory", now=Instant.parse(JULY))
    assert not (tmp_path / "out").exists()


def test_a_case_that_is_not_there_exports_nothing(opened: Installation, tmp_path: Path) -> None:
    with pytest.raises(UnknownCaseError):
        export_case(
            opened, "KINGSTON-2026-009", tmp_path / "out", by="dpo", now=Instant.parse(JULY)
        )
    assert not any(path.name.strip(".").startswith("out") for path in tmp_path.iterdir())


def test_the_zip_equals_the_folder(opened: Installation, tmp_path: Path) -> None:
    export(opened, tmp_path / "out", zipped=True)
    with zipfile.ZipFile(tmp_path / "out.zip") as archive:
        inside = {name: archive.read(name) for name in archive.namelist()}

    assert inside == {f"{NUMBER}/{path}": each for path, each in contents(tmp_path / "out").items()}


def test_the_lines_for_checking_without_python_hold(opened: Installation, tmp_path: Path) -> None:
    export(opened, tmp_path / "out")
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        found = subprocess.run(
            ["sha256sum", "-c", "--strict", manifest],
            cwd=tmp_path / "out",
            capture_output=True,
            text=True,
            check=False,
        )
        assert found.returncode == 0, found.stdout + found.stderr
