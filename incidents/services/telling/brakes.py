"""A sending that bounces too often stops by itself.

A list that is old, or a mail server that takes us for a spammer, shows in the
bounces; going on would spoil the sender's name for all that follows.
"""

from __future__ import annotations

from incidents.moments import Instant
from incidents.services.people_rows import DeliveryState, SendingRow
from incidents.services.ports import UnitOfWork
from incidents.services.telling.stop_sending import stop

#: Fewer bounces than this say nothing about a list.
FEWEST = 10
_ALL = 100
_BEGINNINGS = ("sending:released", "sending:resumed")


def brake(work: UnitOfWork, sending: SendingRow, percent: int) -> str | None:
    """Stop a released sending that bounces too often; give why, or None.

    Counted is what was settled by e-mail since it was released, or since
    somebody last had it go on in spite of that.
    """
    if not percent or not sending.state.lets_go or sending.released_at is None:
        return None
    if not _is_too_many(_since(work, sending, sending.released_at), percent):
        return None
    bounced, settled = found = _since(work, sending, _begun(work, sending))
    if not _is_too_many(found, percent):
        return None
    because = (
        f"{bounced} of {settled} e-mails were refused for good, which is more than {percent} of a "
        "hundred: look at the list and at the answers, then have it go on with a reason"
    )
    stop(work, sending, because)
    return because


def _is_too_many(found: tuple[int, int], percent: int) -> bool:
    bounced, settled = found
    return bounced >= FEWEST and bounced * _ALL > percent * settled


def _since(work: UnitOfWork, sending: SendingRow, since: Instant) -> tuple[int, int]:
    """Give how many bounced and how many were settled."""
    counts = work.deliveries.settled_since(sending.id, since)
    bounced = counts.get(DeliveryState.BOUNCED, 0)
    return bounced, bounced + counts.get(DeliveryState.ACCEPTED, 0)


def _begun(work: UnitOfWork, sending: SendingRow) -> Instant:
    return max(
        each.at
        for each in work.history(sending.case)
        if each.tag in _BEGINNINGS and each.body["sending"] == sending.number
    )
