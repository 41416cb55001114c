"""Sends a delivery again that perhaps arrived: a choice that only a person makes."""

from __future__ import annotations

from incidents.services.couriers import Whereabouts
from incidents.services.people import person_of
from incidents.services.people_rows import DeliveryRow, DeliveryState, SendingRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.mailing import Mailing
from incidents.services.telling.read_bounces import ELSEWHERE
from incidents.services.telling.reconcile_deliveries import asked
from incidents.services.telling.settle_deliveries import settle_deliveries
from incidents.services.telling.stop_sending import SendingStateError
from incidents.services.view_case import view_case


def resend_delivery(mailing: Mailing, case: str, delivery: int, *, by: str) -> DeliveryState:
    """Give what became of it: sent again with the same Message-ID, or found after all.

    The journal of the mail server is asked once more; what it has was accepted and
    is not sent again, unless it came back for another address afterwards. Raise
    SendingStateError for a delivery whose outcome is known.
    """
    with mailing.look() as work:
        row = _undetermined(work, case, delivery)
    found = None if _came_back(row) else asked(mailing, [row.message_id]).get(row.message_id)
    with mailing.work(mailing.clock(), by) as work:
        person_of(view_case(work, mailing.law, case).agency, by)
        row = _undetermined(work, case, delivery)
        settled = Settled(
            delivery=row.id,
            state=DeliveryState.ACCEPTED if found is Whereabouts.WENT_OUT else DeliveryState.QUEUED,
            result="found in the mail server's journal"
            if found is Whereabouts.WENT_OUT
            else f"sent again, by choice of {by}",
            at=work.now,
            due_at=work.now,
        )
        settle_deliveries(work, _sending(work, row), [settled], {row.id: row})
    return settled.state


def _came_back(row: DeliveryRow) -> bool:
    """Say whether it was taken, as the journal knows, and given up elsewhere."""
    return (row.last_result or "").startswith(ELSEWHERE)


def _undetermined(work: UnitOfWork, case: str, delivery: int) -> DeliveryRow:
    row = work.deliveries.get(case, delivery)
    if row is None or row.state is not DeliveryState.UNDETERMINED:
        stands = f"is {row.state.value}" if row else "does not exist"
        raise SendingStateError(
            f"Delivery {delivery} of case {case} {stands}; only one of which nobody knows whether "
            "it arrived (undetermined) is sent again by choice."
        )
    return row


def _sending(work: UnitOfWork, row: DeliveryRow) -> SendingRow:
    return next(each for each in work.sendings.of_case(row.case) if each.id == row.sending)
