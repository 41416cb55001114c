"""The journal of the mail server: which Message-IDs it took.

Either its log file, in which every server writes the Message-ID of what it
takes, or a folder in which a copy of each message is kept. A journal that
cannot be read whole says nothing: a message missing from it might stand in the
part that is missing.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from incidents.services.telling.post import Journal, JournalError

_MESSAGE_ID = re.compile(rb"<([^<>\s]{3,998})>")
_HEADER = re.compile(rb"(?im)^message-id:[ \t\r\n]*<([^<>\s]{3,998})>")
#: The headers of a copy are looked for in so much of it.
_HEAD = 64 * 1024
_BLOCK = 1024 * 1024


def journal_at(path: Path) -> Journal:
    """Give the journal at a path: a folder of messages, or a log file."""
    return FolderJournal(path) if path.is_dir() else LogJournal(path)


@dataclass(frozen=True, slots=True)
class LogJournal:
    """A log file; its older parts (``mail.log.1``, ``mail.log.2.gz``) are read too."""

    path: Path

    def holds(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Give those that were taken; raise JournalError where it cannot be read."""
        wanted = {each.encode(): each for each in message_ids}
        found: set[str] = set()
        try:
            if not self.path.is_file():
                raise FileNotFoundError(2, "there is no such file")
            for part in sorted(self.path.parent.glob(f"{self.path.name}*")):
                found.update(wanted[each] for each in _named_in(part) if each in wanted)
        except (OSError, EOFError) as wrong:
            raise _unreadable(self.path, wrong) from wrong
        return frozenset(found)


@dataclass(frozen=True, slots=True)
class FolderJournal:
    """A folder with a copy of each message: a Maildir, or files that end in .eml."""

    path: Path

    def holds(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Give those that were taken; raise JournalError where it cannot be read."""
        wanted = set(message_ids)
        found = set()
        try:
            for each in messages_in(self.path):
                with each.open("rb") as file:
                    match = _HEADER.search(_head(file.read(_HEAD)))
                if match and (name := match[1].decode("ascii", "replace")) in wanted:
                    found.add(name)
        except OSError as wrong:
            raise _unreadable(self.path, wrong) from wrong
        return frozenset(found)


def messages_in(folder: Path) -> Iterator[Path]:
    """Give the messages of a Maildir, or the .eml files of a folder, by name."""
    if (folder / "cur").is_dir():
        places = [folder / "new", folder / "cur"]
        yield from (file for place in places for file in sorted(place.iterdir()) if file.is_file())
    else:
        yield from sorted(file for file in folder.glob("*.eml") if file.is_file())


def _named_in(part: Path) -> Iterator[bytes]:
    """Give every Message-ID of a log, read in blocks; none is cut by their ends."""
    opener = gzip.open if part.suffix == ".gz" else open
    with opener(part, "rb") as file:
        rest = b""
        while block := file.read(_BLOCK):
            whole, _, rest = (rest + block).rpartition(b"\n")
            yield from _MESSAGE_ID.findall(whole)
            rest = rest[-_BLOCK:]
        yield from _MESSAGE_ID.findall(rest)


def _head(content: bytes) -> bytes:
    return re.split(rb"\r?\n\r?\n", content, maxsplit=1)[0]


def _unreadable(path: Path, wrong: OSError | EOFError) -> JournalError:
    reason = getattr(wrong, "strerror", None) or type(wrong).__name__
    return JournalError(
        f"The journal of the mail server, {path}, cannot be read ({reason}); see that "
        "`mail.journal` names it and that you may read it."
    )
