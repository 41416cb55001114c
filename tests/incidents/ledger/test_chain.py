"""The next entry follows from the head alone."""

from __future__ import annotations

from dataclasses import replace

from incidents.ledger.chain import Head, extend
from incidents.moments import Instant

NOW = Instant.parse("2026-03-10T15:00:00Z")
FACT = {"actor": "dpo", "action": "fact:recorded", "content": "ab" * 32}


def test_the_first_entry_names_no_predecessor():
    entry = extend(Head(log="KINGSTON-2026-001"), at=NOW, **FACT)

    assert (entry.seq, entry.prev, entry.at) == (0, "0" * 64, NOW)


def test_each_entry_names_the_hash_of_the_one_before():
    head = Head(log="KINGSTON-2026-001")
    first = extend(head, at=NOW, **FACT)

    second = extend(head.after(first), at=NOW.plus_hours(1), **FACT)

    assert (second.seq, second.prev, second.at) == (1, first.hash(), NOW.plus_hours(1))
    assert second.log == "KINGSTON-2026-001"


def test_time_in_a_log_never_goes_back():
    """A clock that was set back does not lose a change at night."""
    head = Head(log="KINGSTON-2026-001", size=1, hash="cd" * 32, at=NOW)

    entry = extend(head, at=NOW.plus_hours(-2), **FACT)

    assert entry.at == NOW
    assert extend(replace(head, at=None), at=NOW, **FACT).at == NOW
