"""What an answer of the mail server makes of a delivery, and when it is tried again."""

from __future__ import annotations

from datetime import timedelta

from incidents.moments import Instant
from incidents.services.people_rows import DeliveryRow, DeliveryState, Settled
from incidents.services.telling.post import Fate, Handed

#: How long to wait after the first try that failed, the second, and so on: 72 hours in all.
WAITS = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=2),
    timedelta(hours=4),
    timedelta(hours=8),
    timedelta(hours=12),
    timedelta(hours=20),
    timedelta(hours=24, minutes=39),
)
_GIVEN_UP = "given up after 72 hours; the last answer: "


def settled_as(handed: Handed, row: DeliveryRow, *, cents: int = 0) -> Settled:
    """Give what became of a delivery whose fate is known.

    What was perhaps taken is not settled here: it stays as it is until its lease
    ends, for a mail server may take a message after the conversation broke.
    """
    if handed.fate is Fate.TAKEN:
        return _settled(handed, DeliveryState.ACCEPTED, cents=cents)
    if handed.fate is Fate.REFUSED:
        return _settled(handed, DeliveryState.BOUNCED)
    return _later(handed, row)


def _later(handed: Handed, row: DeliveryRow) -> Settled:
    """Try again after a longer wait each time; when all are over it has failed."""
    tries = max(row.attempts, 1)
    if tries > len(WAITS):
        return Settled(
            delivery=handed.delivery,
            state=DeliveryState.UNREACHED,
            result=f"{_GIVEN_UP}{handed.result}",
            at=handed.at,
        )
    due = Instant(handed.at.utc + WAITS[tries - 1])
    return _settled(handed, DeliveryState.QUEUED, due=due)


def _settled(
    handed: Handed, state: DeliveryState, *, due: Instant | None = None, cents: int = 0
) -> Settled:
    return Settled(
        delivery=handed.delivery,
        state=state,
        result=handed.result,
        at=handed.at,
        due_at=due,
        cents=cents,
    )
