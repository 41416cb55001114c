"""What the mail server's own journal says of a message, and when it says nothing."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest

from incidents.services.telling.post import JournalError
from notices.couriers.mail_journal import FolderJournal, LogJournal, journal_at

TAKEN, ABSENT = "K.w1.r7.email.00ff@kingston-csd", "K.w1.r8.email.00ff@kingston-csd"
LINE = "Nov 22 10:00:01 mail postfix/cleanup[7]: 4F6: message-id=<{}>\n"


def test_a_log_names_what_was_taken(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(LINE.format("other@x") * 50_000 + LINE.format(TAKEN))

    assert LogJournal(log).holds([TAKEN, ABSENT]) == {TAKEN}


@pytest.mark.parametrize("name", ["mail.log.1", "mail.log.2.gz", "mail.log-20260320"])
def test_older_parts_of_a_log_are_read_too(tmp_path: Path, name: str) -> None:
    (tmp_path / "mail.log").write_text("")
    content = LINE.format(TAKEN).encode()
    (tmp_path / name).write_bytes(gzip.compress(content) if name.endswith("gz") else content)

    assert LogJournal(tmp_path / "mail.log").holds([TAKEN, ABSENT]) == {TAKEN}


def test_a_message_id_at_the_edge_of_a_block_is_found(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    padding = "x" * (1024 * 1024 - 20) + "\n"
    log.write_text(padding + LINE.format(TAKEN).rstrip("\n"))

    assert LogJournal(log).holds([TAKEN]) == {TAKEN}


def test_a_part_of_a_message_id_is_another_one(tmp_path: Path) -> None:
    log = tmp_path / "mail.log"
    log.write_text(LINE.format(f"x{TAKEN}") + LINE.format(f"{TAKEN}x"))

    assert LogJournal(log).holds([TAKEN]) == frozenset()


def test_a_log_that_is_gone_or_broken_says_nothing(tmp_path: Path) -> None:
    with pytest.raises(JournalError, match="there is no such file"):
        LogJournal(tmp_path / "mail.log").holds([TAKEN])

    (tmp_path / "mail.log").write_text(LINE.format(TAKEN))
    (tmp_path / "mail.log.2.gz").write_bytes(gzip.compress(b"a" * 10_000)[:40])
    with pytest.raises(JournalError, match=r"see that `mail\.journal` names it"):
        LogJournal(tmp_path / "mail.log").holds([TAKEN])


@pytest.mark.parametrize("maildir", [False, True])
def test_a_folder_of_copies_names_what_was_taken(tmp_path: Path, *, maildir: bool) -> None:
    place = tmp_path / "cur" if maildir else tmp_path
    place.mkdir(exist_ok=True)
    (tmp_path / "new").mkdir()
    (place / "1.eml").write_bytes(
        f"Subject: x\r\nmessage-id:\r\n <{TAKEN}>\r\n\r\nMessage-ID: <{ABSENT}>\r\n".encode()
    )

    assert FolderJournal(tmp_path).holds([TAKEN, ABSENT]) == {TAKEN}


def test_the_setting_names_a_log_or_a_folder(tmp_path: Path) -> None:
    assert journal_at(tmp_path) == FolderJournal(tmp_path)
    assert journal_at(tmp_path / "mail.log") == LogJournal(tmp_path / "mail.log")
