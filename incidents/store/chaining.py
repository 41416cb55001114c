"""What chains events to a log; nothing here touches the database.

Time never goes back within a log (``incidents.ledger.chain``): of two who
write at the same instant, the one that waited read its clock first, and takes
the time of the other. A clock that is further behind than that is wrong, or
the last entry was written by one that was; then what the clock says is recorded
first, as an event of its own, so that the order of the record never hides what
was known about the time.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from incidents.ledger.canonical import Json, canonical
from incidents.ledger.chain import Head, extend
from incidents.ledger.entry import content_digest, entry_hash, new_salt
from incidents.moments import Instant
from incidents.services.ports import Event

#: Two who write at the same time may differ by this; more is a wrong clock.
CLOCK_TOLERANCE = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class ClockBehind:
    """The clock stood well before the time of the last entry."""

    clock: Instant
    tag: str = "clock:behind"

    def body(self) -> Mapping[str, Json]:
        """Give what the clock said."""
        return {"clock": self.clock.stamp()}


def with_clock(events: Sequence[Event], head: Head, now: Instant) -> list[Event]:
    """Give the events to write, after one on the clock where it was behind."""
    behind = head.at is not None and head.at.utc - now.utc > CLOCK_TOLERANCE
    return [ClockBehind(clock=now), *events] if behind and events else list(events)


def links(
    events: Sequence[Event], head: Head, now: Instant, actor: str
) -> Iterator[dict[str, object]]:
    """Give the number, the entry and the content of each event, in order."""
    for event in events:
        body, salt = canonical(event.body()), new_salt()
        entry = extend(
            head, at=now, actor=actor, action=event.tag, content=content_digest(salt, body)
        )
        written = entry.written()
        hashed = entry_hash(written)
        yield {"seq": entry.seq, "salt": salt, "body": body, "entry": written, "hash": hashed}
        head = Head(log=head.log, size=head.size + 1, hash=hashed.hex(), at=entry.at)
