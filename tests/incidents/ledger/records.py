"""A record to tamper with: the same entries on every run."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from hypothesis import settings

from incidents.ledger.canonical import canonical
from incidents.ledger.chain import Head, extend
from incidents.ledger.checkpoint import Checkpoint, sign
from incidents.ledger.contents import ERASED, Stored
from incidents.ledger.entry import Entry, content_digest, entry_hash
from incidents.ledger.keys import SigningKey
from incidents.ledger.merkle import root
from incidents.moments import Instant

LOG = "KINGSTON-2026-001"
KEY = SigningKey(name="duenotice/kingston", seed=bytes(range(32)))
ANOTHER_KEY = SigningKey(name="duenotice/kingston", seed=bytes(range(1, 33)))
START = Instant.parse("2026-03-10T15:00:00Z")
NOTHING: Mapping[int, bytes] = {}

#: For property tests: a busy machine is no finding.
UNHURRIED = settings(deadline=None)


def salt_of(seq: int) -> bytes:
    """Salts that are the same on every run, unlike those of the program."""
    return hashlib.sha256(b"salt %d" % seq).digest()[:16]


def body_of(seq: int) -> bytes:
    return canonical({"fact": "affected", "source": "contractor's notice", "students": 100 + seq})


def erasing(*entries: int) -> bytes:
    return canonical({"authority": "LGS-1", "entries": list(entries)})


def record(size: int, bodies: Mapping[int, bytes] = NOTHING, log: str = LOG) -> list[Stored]:
    """An honest log, an entry every three hours."""
    head, stored = Head(log=log), []
    for seq in range(size):
        body = bodies.get(seq, body_of(seq))
        action = ERASED if b'"authority"' in body else "fact:recorded"
        entry = extend(
            head,
            at=START.plus_hours(3 * seq),
            actor="dpo",
            action=action,
            content=content_digest(salt_of(seq), body),
        )
        stored.append(Stored(entry.written(), salt_of(seq), body))
        head = head.after(entry)
    return stored


def changed(row: Stored, **fields: Any) -> Stored:
    """One entry with other fields, its neighbours left alone."""
    return row._replace(entry=replace(Entry.parse(row.entry), **fields).written())


def relinked(stored: Iterable[Stored], **fields: Any) -> list[Stored]:
    """All entries numbered and linked anew, as an owner of the log can do."""
    head, new = Head(log=LOG), []
    for row in stored:
        entry = replace(Entry.parse(row.entry), prev=head.hash, seq=head.size, **fields)
        new.append(row._replace(entry=entry.written()))
        head = head.after(entry)
    return new


def note(stored: Sequence[Stored], size: int, key: SigningKey = KEY, log: str = LOG) -> str:
    """The signed checkpoint over the first entries."""
    leaves = [entry_hash(row.entry) for row in stored[:size]]
    return sign(Checkpoint(log=log, size=size, root=root(leaves)), key)
