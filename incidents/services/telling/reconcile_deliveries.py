"""Finds out what became of e-mails whose worker is gone.

They were being sent, and nobody settled them. The receipts of that worker are
asked first, by the Message-ID; where these do not know, the journal of the mail
server. Where nobody can tell, the delivery waits for a person: sent again it
might arrive twice, and left alone it might never have arrived.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from incidents.moments import Instant
from incidents.services.couriers import Whereabouts
from incidents.services.people_rows import (
    DeliveryRow,
    DeliveryState,
    SendingRow,
    Settled,
)
from incidents.services.telling.mailing import Mailing
from incidents.services.telling.post import JournalError
from incidents.services.telling.settle_deliveries import settle_deliveries

_FOUND = {
    Whereabouts.WENT_OUT: (
        DeliveryState.ACCEPTED,
        "taken; its sender was interrupted, and found it afterwards",
    ),
    Whereabouts.STAYED: (DeliveryState.QUEUED, "its sender was interrupted before handing it over"),
    Whereabouts.UNKNOWN: (
        DeliveryState.UNDETERMINED,
        "its sender was interrupted, and nobody can say whether the mail server took it",
    ),
}


def reconcile_deliveries(mailing: Mailing, sending: SendingRow) -> dict[DeliveryState, int]:
    """Settle the e-mails of a sending whose lease ended; give how many became what."""
    with mailing.look() as work:
        lapsed = [each.delivery for each in work.deliveries.lapsed(sending.id)]
    if not lapsed:
        return {}
    found = _whereabouts(mailing, lapsed)
    with mailing.begin() as work:
        work.append(sending.case, [])  # of two who look after a crash, one after the other
        still = {each.delivery.id: each.delivery for each in work.deliveries.lapsed(sending.id)}
        # The row names the worker whose receipts were asked: another one is another attempt.
        rows = {each.id: each for each in lapsed if still.get(each.id) == each}
        settled = [_as(row, found[row.message_id], work.now) for row in rows.values()]
        kept = settle_deliveries(work, sending, settled, rows)
    _forget(mailing, rows)
    return dict(Counter(each.state for each in kept))


def _whereabouts(mailing: Mailing, rows: Sequence[DeliveryRow]) -> dict[str, Whereabouts]:
    found = {
        row.message_id: mailing.post.whereabouts(row.claimed_by or "", row.message_id)
        for row in rows
    }
    unknown = [each for each, where in found.items() if where is Whereabouts.UNKNOWN]
    return {**found, **asked(mailing, unknown)}


def asked(mailing: Mailing, message_ids: Sequence[str]) -> dict[str, Whereabouts]:
    """Give what the mail server's journal says; nothing where it says nothing."""
    if not message_ids or mailing.journal is None:
        return {}
    try:
        held = mailing.journal.holds(message_ids)
    except JournalError:
        return {}
    return {
        each: Whereabouts.WENT_OUT if each in held else Whereabouts.STAYED for each in message_ids
    }


def _as(row: DeliveryRow, where: Whereabouts, at: Instant) -> Settled:
    state, result = _FOUND[where]
    return Settled(delivery=row.id, state=state, result=result, at=at, due_at=at)


def _forget(mailing: Mailing, rows: Mapping[int, DeliveryRow]) -> None:
    workers: dict[str, list[str]] = {}
    for row in rows.values():
        workers.setdefault(row.claimed_by or "", []).append(row.message_id)
    for worker, message_ids in workers.items():
        mailing.post.forget(worker, message_ids)
