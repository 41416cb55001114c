"""What the agencies' own logs say of their cases.

Read while a log is verified: the tap sees each row once, on its way into the
walk, and what was heard past the first wrong entry is left out.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from incidents.ledger.canonical import CanonicalFormError, Json, read_canonical
from incidents.ledger.checkpoint import Checkpoint
from incidents.ledger.contents import Row
from incidents.ledger.entry import NO_ENTRY, Entry, EntryError, entry_hash

_ABOUT_CASES = b'{"action":"case:'
_NAMES_FILES = b'"sha256":'
_HASH_DIGITS = 64


@dataclass(frozen=True, slots=True)
class Heard:
    """One content that concerns more than its own log."""

    seq: int
    action: str
    body: Json


@dataclass(slots=True)
class Tap:
    """Passes rows on, and keeps those that speak of cases or of files."""

    about_cases: list[Heard] = field(default_factory=list)
    naming_files: list[Heard] = field(default_factory=list)
    last: bytes = b""

    def through(self, rows: Iterable[Row]) -> Iterator[Row]:
        """Give the same rows, listening."""
        for seq, row in enumerate(rows):
            entry, _, body, _ = row
            if body is not None and entry.startswith(_ABOUT_CASES):
                self.about_cases.extend(_heard(seq, entry, body))
            if body is not None and _NAMES_FILES in body:
                self.naming_files.extend(_heard(seq, entry, body))
            self.last = entry
            yield row

    def head(self) -> str:
        """Give the hash of the last entry, which the next one would name."""
        return entry_hash(self.last).hex() if self.last else NO_ENTRY

    def says_closed(self) -> bool:
        """Say whether a case's own log records its closing."""
        return any(each.action == "case:closed" for each in self.about_cases)


@dataclass(slots=True)
class AgencyRecord:
    """The cases that the agencies' logs name, and what was sealed of them."""

    #: By case number: the agency, and the entry that records the opening.
    opened: dict[str, tuple[str, int]] = field(default_factory=dict)
    sealed: dict[str, list[Checkpoint]] = field(default_factory=dict)

    def learn(self, agency: str, heard: Iterable[Heard], end: int) -> None:
        """Take in what an agency's log says before entry ``end``."""
        for each in heard:
            body = each.body if isinstance(each.body, dict) else {}
            number = body.get("number")
            if each.seq >= end or not isinstance(number, str):
                continue
            if each.action == "case:opened":
                self.opened.setdefault(number, (agency, each.seq))
            if each.action == "case:sealed":
                self.sealed.setdefault(number, []).extend(_checkpoint(number, body))


def _checkpoint(number: str, body: dict[str, Any]) -> Iterator[Checkpoint]:
    size, root = body.get("size"), body.get("root")
    if isinstance(size, int) and isinstance(root, str) and len(root) == _HASH_DIGITS:
        yield Checkpoint(log=number, size=size, root=bytes.fromhex(root))


def _heard(seq: int, entry: bytes, body: bytes) -> Iterator[Heard]:
    try:
        yield Heard(seq, Entry.parse(entry).action, read_canonical(body))
    except (EntryError, CanonicalFormError):
        return  # the walk names what is wrong with it
