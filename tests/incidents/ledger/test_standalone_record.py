"""What the one file checks in the record itself, and against what was kept elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from pathlib import Path

import pytest

from incidents.ledger.contents import Stored, content_line
from tests.incidents.ledger.attack import HONEST
from tests.incidents.ledger.bags import seal, write_bag
from tests.incidents.ledger.records import (
    ANOTHER_KEY,
    KEY,
    changed,
    erasing,
    note,
    record,
    relinked,
)

PINNED = ("--key", str(KEY.verifier))


# --- keys and checkpoints kept elsewhere ---


def test_an_export_signed_with_another_key_than_pinned_is_altered(tmp_path, ask):
    stranger = write_bag(
        tmp_path / "bag",
        HONEST,
        [note(HONEST, 12, ANOTHER_KEY)],
        key=str(ANOTHER_KEY.verifier),
    )

    assert ask(stranger).code == 0
    assert ask(stranger, *PINNED).code == 1
    assert "is not signed with the key" in ask(stranger, *PINNED).printed


def _mail(text: str, encoding: str) -> bytes:
    message = EmailMessage()
    message["Subject"] = "Checkpoint of KINGSTON-2026-001"
    message.set_content("Keep this message.\n\n" + text + "\nDue Notice\n", cte=encoding)
    return message.as_bytes()


@pytest.mark.parametrize(
    "kept",
    [
        note(HONEST, 9).encode(),
        note(HONEST, 9).rstrip("\n").encode(),
        note(HONEST, 9).replace("\n", "\r\n").encode(),
        b"Dear board,\n\n" + note(HONEST, 9).encode() + b"\nRegards\n",
        _mail(note(HONEST, 9), "base64"),
        _mail(note(HONEST, 9), "quoted-printable"),
        _mail(note(HONEST, 9), "8bit"),
    ],
    ids=["file", "cut line end", "CRLF", "letter", "base64", "quoted-printable", "8bit"],
)
def test_a_checkpoint_is_found_in_what_was_kept(kept, tmp_path, bag, ask):
    (tmp_path / "kept").write_bytes(kept)
    liar = relinked([changed(HONEST[0], actor="it"), *HONEST[1:]])
    rebuilt = write_bag(tmp_path / "rebuilt", liar)

    assert ask(bag, *PINNED, "--checkpoint", tmp_path / "kept").code == 0
    assert ask(rebuilt, *PINNED).code == 0
    answer = ask(rebuilt, *PINNED, "--checkpoint", tmp_path / "kept")
    assert (answer.code, answer.entry) == (1, 0)


def test_a_checkpoint_later_than_the_export_makes_it_incomplete(tmp_path, ask):
    (tmp_path / "kept").write_text(note(HONEST, 12), encoding="utf-8")
    early = write_bag(tmp_path / "bag", HONEST[:9])

    answer = ask(early, *PINNED, "--checkpoint", tmp_path / "kept")

    assert (answer.code, answer.entry) == (2, 9)
    assert "The log ends before entry 9; a checkpoint vouches for 12." in answer.printed


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        (b"Dear board,", "There is no checkpoint in the file"),
        (note(record(3), 3, log="KINGSTON-2026-002").encode(), "is of the log 'KINGSTON-2026-002'"),
    ],
)
def test_a_file_without_a_checkpoint_of_this_log_cannot_be_used(kept, said, tmp_path, bag, ask):
    (tmp_path / "kept").write_bytes(kept)

    answer = ask(bag, "--checkpoint", tmp_path / "kept")

    assert answer.code == 3
    assert said in answer.printed


def test_a_forged_checkpoint_from_elsewhere_is_found(tmp_path, bag, ask):
    (tmp_path / "kept").write_text(note(HONEST, 9).replace("\n9\n", "\n8\n"), encoding="utf-8")

    answer = ask(bag, "--checkpoint", tmp_path / "kept")

    assert answer.code == 1
    assert "it was forged or changed" in answer.printed


@pytest.mark.parametrize(
    ("checkpoints", "said"),
    [
        ([], "The export holds no checkpoint."),
        ([note(HONEST, 9)], "No checkpoint in the export covers the entries from 9 on."),
    ],
)
def test_entries_that_no_checkpoint_covers_make_it_incomplete(checkpoints, said, tmp_path, ask):
    answer = ask(write_bag(tmp_path / "bag", HONEST, checkpoints))

    assert answer.code == 2
    assert said in answer.printed


# --- entries and contents ---


def _rewrite(bag: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    path = bag / "data" / name
    path.write_bytes(change(path.read_bytes()))
    seal(bag)
    return bag


@pytest.mark.parametrize(
    ("change", "entry"),
    [
        (lambda events: events[:-1], 11),
        (lambda events: events.replace(b"\n", b"\r\n"), 0),
        (lambda events: events + b"\n", 12),
        (lambda events: b"\xef\xbb\xbf" + events, 0),
        (lambda events: b"", 0),
    ],
    ids=["last line end", "CRLF", "empty line", "byte order mark", "nothing"],
)
def test_the_form_of_the_entries_is_checked_to_the_byte(change, entry, bag, ask):
    answer = ask(_rewrite(bag, "events.jsonl", change), *PINNED)

    assert answer.code in {1, 2}
    assert answer.entry == entry


def _line(seq: int) -> bytes:
    row = HONEST[seq]
    return content_line(seq, row.salt or b"", row.body or b"")


@pytest.mark.parametrize(
    ("change", "code", "entry"),
    [
        (lambda said: said + _line(11), 1, 12),
        (lambda said: said.replace(_line(6), _line(6) * 2), 1, 7),
        (lambda said: said.replace(_line(6), b"rubbish\n" + _line(6)), 1, 6),
        (lambda said: said.replace(_line(6), b""), 2, 6),
        (lambda said: said.replace(_line(11), b""), 2, 11),
        (lambda said: said.replace(_line(6), _line(6).replace(b'"body":{', b'"body": {')), 1, 6),
        (lambda said: said.replace(_line(6), _line(6).replace(b'"salt":"', b'"salt":"0')), 1, 6),
        (lambda said: said.replace(_line(6), _line(6)[:-2] + b',"body":{}}\n'), 1, 6),
        (lambda said: said.replace(_line(6), _line(6)[:40] + _line(6)[40:60].upper()), 1, 6),
    ],
    ids=[
        "one too many",
        "one twice",
        "rubbish between",
        "one missing",
        "last missing",
        "a space",
        "a longer salt",
        "a second body",
        "cut and in capitals",
    ],
)
def test_the_form_of_the_contents_is_checked_to_the_byte(change, code, entry, bag, ask):
    answer = ask(_rewrite(bag, "contents.jsonl", change), *PINNED)

    assert (answer.code, answer.entry) == (code, entry)


@pytest.mark.parametrize("body", [b'{"a":1},"body":{"a":2}', b"[" * 100_000, b"\xff", b""])
def test_a_body_that_can_be_read_in_two_ways_is_refused(body, tmp_path, ask):
    """Even where whoever wrote the record signed it so."""
    answer = ask(write_bag(tmp_path / "bag", record(12, {6: body})), *PINNED)

    assert (answer.code, answer.entry) == (1, 6)


def test_a_long_list_of_findings_is_cut(bag, ask):
    answer = ask(_rewrite(bag, "contents.jsonl", lambda _: b"x\n" * 30 + b""), *PINNED)

    assert answer.printed.count("\n- ") == 21
    assert "- and 22 more.\n" in answer.printed


def test_a_great_many_findings_are_counted(tmp_path, ask):
    bag = write_bag(tmp_path / "bag", record(1100))

    answer = ask(_rewrite(bag, "contents.jsonl", lambda _: b""), *PINNED)

    assert (answer.code, answer.entry) == (2, 0)
    assert "- and 1080 more.\n" in answer.printed


@pytest.mark.parametrize("body", [b'{"entries":"all"}', b'{"entries":[3,"3"]}', b"[3]"])
def test_only_a_recorded_destruction_excuses_a_content(body, tmp_path, ask):
    stored = record(12, {6: body.replace(b"{", b'{"authority":"x",', 1)})
    stored[3] = Stored(stored[3].entry, None, None, erased=True)

    answer = ask(write_bag(tmp_path / "bag", stored), *PINNED)

    assert (answer.code, answer.entry) == ((0, None) if b"[3," in body else (2, 3))


def test_a_recorded_destruction_is_mentioned(tmp_path, ask):
    stored = record(12, {6: erasing(3)})
    stored[3] = Stored(stored[3].entry, None, None, erased=True)

    answer = ask(write_bag(tmp_path / "bag", stored), *PINNED)

    assert answer.code == 0
    assert "Contents that were destroyed and cannot be checked: 1." in answer.printed
