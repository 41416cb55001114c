"""What was done at the place where a log stops agreeing with itself.

A broken link says only that two neighbours do not fit. Which of them is wrong
is decided by what else still holds: the numbers, the entry after them, and the
checkpoints known from outside. Where nothing decides, the earlier entry is
named: nothing proves it right.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from incidents.ledger.entry import Entry, EntryError, entry_hash
from incidents.ledger.findings import Finding, Kind
from incidents.ledger.merkle import Frontier

#: An entry's own number, read from bytes that may be damaged elsewhere.
_NUMBER = re.compile(rb'"seq":(\d{1,15})\}', re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What the walk knows before it reads entry `seq`."""

    log: str
    seq: int
    #: The hash of the entry before; and of the one before that, if any.
    prev: str
    before: str | None
    #: How many entries an agreeing checkpoint vouches for.
    vouched: int
    frontier: Frontier
    #: The roots that checkpoints from outside give for the next size.
    next_roots: frozenset[bytes]


def diagnose(place: Place, written: bytes, following: Iterator[bytes]) -> Finding:
    """Give the finding for an entry that does not fit its place.

    `following` yields the entries after it and is used up.
    """
    seq = place.seq
    try:
        entry = Entry.parse(written)
    except EntryError as wrong:
        return _finding(Kind.EDITED, seq, f"Entry {seq} was changed: {wrong}")
    if entry.log != place.log and entry.prev == place.prev:
        return _finding(Kind.EDITED, seq, f"Entry {seq} was changed: it calls its log {entry.log}.")
    if entry.log != place.log:
        return _finding(
            Kind.INSERTED,
            seq,
            f"In the place of entry {seq} stands an entry of the log {entry.log}.",
        )
    after = next(following, None)
    if entry.seq != seq:
        later = [] if after is None else [_number(after), *map(_number, following)]
        return _misnumbered(place, entry, later)
    return _unlinked(place, entry, after)


def link_fits(place: Place, written: bytes) -> bool:
    """Say whether an entry names the one before as its predecessor."""
    return f'"prev":"{place.prev}"'.encode() in written


def _misnumbered(place: Place, entry: Entry, later: list[int | None]) -> Finding:
    seq = place.seq
    if entry.seq == seq - 1 and entry.prev == place.before:
        return _finding(
            Kind.INSERTED, seq - 1, f"There are two entries {seq - 1}: one was inserted."
        )
    if seq in later:
        return _displaced(seq, entry, later)
    if entry.prev == place.prev or later[:1] == [seq + 1]:
        return _finding(
            Kind.EDITED, seq, f"Entry {seq} was changed: it calls itself entry {entry.seq}."
        )
    if entry.seq > seq:
        return _finding(
            Kind.DELETED, seq, f"{_entries(seq, entry.seq - 1)} missing: entry {entry.seq} follows."
        )
    return _finding(
        Kind.INSERTED, seq, f"In the place of entry {seq} stands an entry numbered {entry.seq}."
    )


def _displaced(seq: int, entry: Entry, later: list[int | None]) -> Finding:
    """Judge a place whose own entry comes further down."""
    found = seq + 1 + later.index(seq)
    if entry.seq in later or entry.seq not in {found, seq + 1}:
        return _finding(
            Kind.INSERTED,
            seq,
            f"An entry was inserted before entry {seq}; it calls itself {entry.seq}.",
        )
    return _finding(
        Kind.SWAPPED,
        seq,
        f"The order was changed: in the place of entry {seq} stands entry {entry.seq}, "
        f"and entry {seq} in the place of entry {found}.",
    )


def _unlinked(place: Place, entry: Entry, after: bytes | None) -> Finding:
    seq, last = place.seq, place.seq - 1
    if seq and entry.prev == place.before:
        return _finding(
            Kind.INSERTED,
            last,
            f"Entry {last} was inserted: entry {seq} was written before it existed.",
        )
    if seq == 0 or place.vouched >= seq or _was_linked(place, entry, after):
        return _finding(
            Kind.EDITED,
            seq,
            f"Entry {seq} was changed: it names another predecessor than the one before it.",
        )
    return _finding(
        Kind.EDITED,
        last,
        f"Entry {last} is not the one that entry {seq} was written after: entry {last} was "
        "changed, or an entry between them was taken out.",
    )


def _was_linked(place: Place, entry: Entry, after: bytes | None) -> bool:
    """Say whether the entry, linked as it should be, is vouched for.

    If the entry after it, or a checkpoint, knows it with the right link, then
    only its link was changed and the entry before it is proven right.
    """
    given = entry.written()
    linked = entry_hash(given.replace(entry.prev.encode(), place.prev.encode()))
    if after is not None and f'"prev":"{linked.hex()}"'.encode() in after:
        return True
    frontier = place.frontier.copy()
    frontier.extend([linked])
    return frontier.root() in place.next_roots


def _number(written: bytes) -> int | None:
    match = _NUMBER.search(written)
    return int(match[1]) if match else None


def _entries(first: int, last: int) -> str:
    return f"Entry {first} is" if first == last else f"Entries {first} to {last} are"


def _finding(kind: Kind, entry: int, sentence: str) -> Finding:
    return Finding(kind=kind, entry=entry, sentence=sentence)
