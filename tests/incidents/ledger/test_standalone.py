"""What a stranger learns from an export with the one file and nothing else."""

from __future__ import annotations

import ast
import hashlib
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import bagit
import pytest

from incidents.ledger import standalone
from incidents.ledger.canonical import canonical
from tests.incidents.ledger.attack import HONEST
from tests.incidents.ledger.bags import seal, write_bag, zipped
from tests.incidents.ledger.records import (
    KEY,
    record,
)

PINNED = ("--key", str(KEY.verifier))
SOURCE = Path(standalone.__file__)


def test_an_honest_export_is_intact(bag, ask):
    answer = ask(bag, *PINNED)

    assert answer.code == 0
    assert answer.printed.startswith("Result: INTACT\nChecked: 12 entries of the log 'KINGSTON-20")
    assert "vouch for the first 12 entries" in answer.printed


def test_the_answer_says_what_it_does_not_show(bag, ask):
    assert ask(bag).printed.endswith(
        "This shows whether the record changed after it was written, and who could have signed it; "
        "it does not show that what was written was true.\n"
    )


def test_a_key_from_the_export_itself_is_called_that(bag, ask):
    assert "taken from the export itself" in ask(bag).printed
    assert "taken from the export itself" not in ask(bag, *PINNED).printed


def test_an_export_is_a_valid_bag_for_others(bag):
    assert bagit.Bag(str(bag)).validate()


def test_a_zip_is_checked_without_unpacking(bag, tmp_path, ask):
    whole = zipped(bag, tmp_path / "case.zip")
    flat = zipped(bag, tmp_path / "flat.zip", top="")

    assert [ask(path, *PINNED).code for path in (whole, flat)] == [0, 0]
    assert ask(tmp_path / "case", *PINNED).code == 0


def test_the_copy_in_an_export_checks_the_export_it_lies_in(bag):
    done = subprocess.run(
        [sys.executable, "-I", str(bag / "data" / "verify.py")],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.startswith("Result: INTACT\n")


def test_a_copy_beside_one_zip_checks_that(bag, tmp_path, ask, monkeypatch):
    place = tmp_path / "mail"
    place.mkdir()
    zipped(bag, place / "case.zip")
    monkeypatch.setattr(standalone, "__file__", str(place / "verify.py"))

    assert ask().code == 0

    monkeypatch.setattr(standalone, "__file__", str(bag / "data" / "verify.py"))
    assert ask().code == 0

    monkeypatch.setattr(standalone, "__file__", str(place / "verify.py"))
    zipped(bag, place / "other.zip")
    assert ask().code == 3
    assert "No export lies here" in ask().printed


def test_the_file_runs_on_python_3_8_with_nothing_installed():
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"), feature_version=(3, 8))
    imported = {
        alias.name.partition(".")[0]
        for each in ast.walk(tree)
        if isinstance(each, ast.Import)
        for alias in each.names
    } | {each.module for each in ast.walk(tree) if isinstance(each, ast.ImportFrom)}

    assert imported <= sys.stdlib_module_names
    assert "subprocess" not in imported
    assert "socket" not in imported


def test_nothing_is_written_into_an_export(bag, ask):
    before = {path: path.stat().st_mtime_ns for path in bag.rglob("*")}

    ask(bag)

    assert {path: path.stat().st_mtime_ns for path in bag.rglob("*")} == before


def test_an_empty_log_can_be_exported(tmp_path, ask):
    assert ask(write_bag(tmp_path / "bag", []), *PINNED).code == 0


# --- files ---


@pytest.mark.parametrize(
    "name",
    [
        "data/README.txt",
        "data/checkpoints/0000.txt",
        "data/events.jsonl",
        "data/contents.jsonl",
        "data/key.txt",
        "manifest-sha256.txt",
        "tagmanifest-sha256.txt",
    ],
)
def test_a_missing_file_makes_an_export_incomplete(name, bag, ask):
    (bag / name).unlink()
    if name == "manifest-sha256.txt":
        (bag / "tagmanifest-sha256.txt").unlink()

    answer = ask(bag)

    assert answer.code == (1 if name == "manifest-sha256.txt" else 2)
    assert f"{name}" in answer.printed


@pytest.mark.parametrize("name", ["data/README.txt", "manifest-sha256.txt", "bagit.txt"])
def test_a_changed_file_is_named(name, bag, ask):
    with (bag / name).open("ab") as stream:
        stream.write(b"\n")

    answer = ask(bag)

    assert answer.code == 1
    assert f"The file '{name}' is not the one that" in answer.printed


def test_an_added_file_is_named_so_that_no_screen_is_deceived(bag, ask):
    (bag / "data" / "no\x1b[2Jte\n.txt").write_bytes(b"")

    answer = ask(bag)

    assert answer.code == 1
    assert r"The file 'data/no\x1b[2Jte\n.txt' was added after" in answer.printed


def test_names_with_line_breaks_are_read_as_bagit_writes_them(tmp_path, ask):
    bag = write_bag(tmp_path / "bag", HONEST, files={"notices/50%\r\n.txt": b"x"})
    for manifest in ("manifest-sha256.txt", "tagmanifest-sha256.txt"):
        text = (bag / manifest).read_bytes().replace(b"50%\r\n.txt", b"50%25%0D%0A.txt")
        (bag / manifest).write_bytes(text)
    tags = (bag / "manifest-sha256.txt").read_bytes()
    sealed = (bag / "tagmanifest-sha256.txt").read_text(encoding="utf-8")
    sealed = re.sub(r"\w{64}(?=  manifest)", hashlib.sha256(tags).hexdigest(), sealed)
    (bag / "tagmanifest-sha256.txt").write_text(sealed, encoding="utf-8", newline="\n")

    assert ask(bag).code == 0


def _naming(path: str, digest: str) -> bytes:
    return canonical({"notices": [{"kind": "letter", "file": {"path": path, "sha256": digest}}]})


LETTER = b"Dear parent"
DIGEST = hashlib.sha256(LETTER).hexdigest()


@pytest.mark.parametrize("where", ["notices/letter.txt", "evidence/{digest}"])
def test_files_that_a_content_names_are_bound_to_it(where, tmp_path, ask):
    path = where.format(digest=DIGEST)
    stored = record(12, {6: _naming(path, DIGEST)})

    answer = ask(write_bag(tmp_path / "bag", stored, files={path: LETTER}), *PINNED)

    assert answer.code == 0
    assert (
        "4 files (registers, report and the like) are named by the manifest only" in answer.printed
    )


def test_a_named_file_that_was_replaced_is_found(tmp_path, ask):
    stored = record(12, {6: _naming("notices/letter.txt", DIGEST)})

    answer = ask(write_bag(tmp_path / "bag", stored, files={"notices/letter.txt": b"Dear board"}))

    assert (answer.code, answer.entry) == (1, 6)
    assert "'notices/letter.txt' is not the one that entry 6 names" in answer.printed


def test_a_content_that_was_changed_excuses_no_file(tmp_path, ask):
    stored = record(12)
    stored[6] = stored[6]._replace(body=_naming("notices/letter.txt", DIGEST))

    answer = ask(write_bag(tmp_path / "bag", stored))

    assert (answer.code, answer.entry) == (1, 6)
    assert "The content of entry 6 is not the one that was recorded." in answer.printed
    assert "'notices/letter.txt', which entry 6 names, is missing" in answer.printed


def test_a_named_file_that_is_gone_is_found(tmp_path, ask):
    stored = record(12, {6: _naming("notices/letter.txt", DIGEST)})

    answer = ask(write_bag(tmp_path / "bag", stored))

    assert (answer.code, answer.entry) == (2, 6)
    assert "'notices/letter.txt', which entry 6 names, is missing" in answer.printed


def test_evidence_is_what_its_name_says(tmp_path, ask):
    bag = write_bag(tmp_path / "bag", HONEST, files={f"evidence/{DIGEST}": b"other"})

    answer = ask(bag)

    assert answer.code == 1
    assert "is not the evidence whose digest is its name" in answer.printed


# --- what cannot be checked ---


def test_what_is_no_export_cannot_be_checked(tmp_path, ask):
    (tmp_path / "note.txt").write_text("hello", encoding="utf-8")

    for path in (tmp_path, tmp_path / "note.txt", tmp_path / "nothing"):
        answer = ask(path)
        assert answer.code == 3
        assert answer.printed.startswith("Result: CANNOT CHECK\n- ")


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("bagit.txt", b"BagIt-Version: 2.0\nTag-File-Character-Encoding: UTF-8\n"),
        ("bag-info.txt", b"Due-Notice-Format: 2\n"),
        ("data/events.jsonl", b'{"schema":2,"seq":0}\n{"schema":2,"seq":1}\n'),
    ],
)
def test_an_unknown_version_cannot_be_checked(name, content, bag, ask):
    (bag / name).write_bytes(content)
    seal(bag)

    answer = ask(bag)

    assert answer.code == 3
    assert "a version that this verify.py does not know" in answer.printed


def test_a_known_version_is_checked(bag, ask):
    (bag / "bag-info.txt").write_bytes(b"Due-Notice-Format: 1\n")
    seal(bag)

    assert ask(bag).code == 0


def test_a_damaged_zip_cannot_be_checked(bag, tmp_path, ask):
    path = zipped(bag, tmp_path / "case.zip")
    content = bytearray(path.read_bytes())
    content[200] ^= 0xFF
    path.write_bytes(bytes(content))

    assert ask(path).code in {1, 3}

    path.write_bytes(bytes(content[:5000]))
    assert ask(path).code == 3


def test_a_zip_with_a_file_twice_cannot_be_checked(bag, tmp_path, ask):
    path = zipped(bag, tmp_path / "case.zip")
    with (
        pytest.warns(UserWarning, match="Duplicate name"),
        zipfile.ZipFile(path, "a") as archive,
    ):
        archive.writestr("export/data/README.txt", "another")

    assert ask(path).code == 3


def test_a_zip_with_something_beside_the_export_cannot_be_checked(bag, tmp_path, ask):
    path = zipped(bag, tmp_path / "case.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("note.txt", "hello")

    assert ask(path).code == 3


def test_a_link_in_an_export_cannot_be_checked(bag, ask):
    (bag / "data" / "link.txt").symlink_to("/etc/hostname")

    assert ask(bag).code == 3


@pytest.mark.parametrize("arguments", [["--wrong"], ["--key"], ["a", "b"]])
def test_wrong_arguments_are_not_taken_for_a_finding(arguments, ask):
    answer = ask(*arguments)

    assert answer.code == 3
    assert "see --help" in answer.printed


def test_help_explains_the_codes(capsys):
    with pytest.raises(SystemExit) as ended:
        standalone.main(["--help"])

    assert ended.value.code == 0
    assert "0 intact, 1 altered, 2 incomplete, 3 cannot be checked" in capsys.readouterr().out


@pytest.mark.parametrize(
    "key", ["rubbish", "duenotice/kingston+00000000+AAAA", "a+b+c!", "a+b+AB=="]
)
def test_what_is_no_key_cannot_be_used(key, bag, ask):
    answer = ask(bag, "--key", key)

    assert answer.code == 3
    assert "is not a verifier key" in answer.printed
