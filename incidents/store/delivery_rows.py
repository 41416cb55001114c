"""Reads the row of a delivery."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryRow, DeliveryState
from incidents.store.transaction import instant, instant_or_none

#: In the order that :func:`delivery` takes them.
NAMES = (
    "id, due_at, case_number, wave, sending, recipient, duty, method, notice, state, message_id,"
    " attempts, claimed_by, claimed_until, handed_over_at, last_result, batch, cents"
)


def delivery(row: Sequence[Any]) -> DeliveryRow:
    """Give the delivery of a row of ``NAMES``."""
    number, due_at, case, wave, sending, recipient, duty, method, notice, state, *more = row
    message_id, attempts, claimed_by, claimed_until, handed_over_at, *last = more
    last_result, batch, cents = last
    return DeliveryRow(
        id=number,
        case=case,
        wave=wave,
        sending=sending,
        recipient=recipient,
        duty=duty,
        method=Method(method),
        notice=notice,
        state=DeliveryState(state),
        message_id=message_id,
        attempts=attempts,
        due_at=instant(due_at),
        claimed_by=claimed_by,
        claimed_until=instant_or_none(claimed_until),
        handed_over_at=instant_or_none(handed_over_at),
        last_result=last_result,
        batch=batch,
        cents=cents,
    )
