"""The next entry of a log, given its head.

The head is all that an append needs: how many entries there are, the hash of
the last one and its instant. Time in a log never goes back: when a computer's
clock was set back, the next entry takes the instant of the last one, so that a
change is not refused at night because of a clock. What the person said about
time lies in the content, untouched.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.ledger.entry import NO_ENTRY, Entry
from incidents.moments import Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """Where a log stands; `size` is also the number of the next entry."""

    log: str
    size: int = 0
    hash: str = NO_ENTRY
    at: Instant | None = None

    def after(self, entry: Entry) -> Head:
        """Give the head once the entry is written."""
        return Head(log=self.log, size=self.size + 1, hash=entry.hash(), at=entry.at)


def extend(head: Head, *, at: Instant, actor: str, action: str, content: str) -> Entry:
    """Give the entry that follows the head.

    `content` is the salted digest (`entry.content_digest`). Raises EntryError
    for an actor or action that an entry cannot carry.
    """
    return Entry(
        log=head.log,
        seq=head.size,
        at=at if head.at is None else max(at, head.at),
        actor=actor,
        action=action,
        content=content,
        prev=head.hash,
    )
