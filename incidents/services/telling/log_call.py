"""Logs a call: who was reached, who was not, and what follows.

Notice by telephone wants a log of each call (State Technology Law 208(5)).
Only somebody who was spoken to was told; a message on a machine tells nobody.
Where nobody was reached after so many calls the next way of the plan follows.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.case.telling_events import CallLogged
from incidents.errors import DueNoticeError
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import DeliveryRow, DeliveryState, SendingRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import FellBack, fall_back
from incidents.services.view_case import CaseView, view_case


class CallRefusedError(DueNoticeError):
    """The call cannot be logged as it was given."""


class Outcome(StrEnum):
    """How a call ended."""

    TOLD = "told"
    NO_ANSWER = "no_answer"
    MESSAGE_LEFT = "message_left"
    WRONG_NUMBER = "wrong_number"
    REFUSED = "refused"

    @property
    def ends_calling(self) -> bool:
        """Say whether no further call makes sense."""
        return self in (Outcome.TOLD, Outcome.WRONG_NUMBER, Outcome.REFUSED)

    @property
    def words(self) -> str:
        """Give how it ended in plain words."""
        return _WORDS[self]


_WORDS = {
    Outcome.TOLD: "told",
    Outcome.NO_ANSWER: "nobody answered",
    Outcome.MESSAGE_LEFT: "a message was left",
    Outcome.WRONG_NUMBER: "wrong number",
    Outcome.REFUSED: "would not listen",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCall:
    """A call as somebody reports it."""

    delivery: int
    outcome: Outcome
    at: Instant
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CallTaken:
    """Where the delivery stands after a call."""

    calls: int
    state: DeliveryState
    fell_back: FellBack


def log_call(
    work: UnitOfWork, law: LawBook, number: str, given: GivenCall, *, most_calls: int
) -> CallTaken:
    """Log one call; after ``most_calls`` that reached nobody another way follows.

    Raise CallRefusedError where the delivery is no call of this case, is told
    already, or the call lies in the future or before the release.
    """
    view = view_case(work, law, number)
    person_of(view.agency, given.by)
    row = _callable(work, view, given)
    calls = 1 + sum(each.delivery == row.id for each in view.case.telling.calls)
    state = _state(row, given.outcome, calls, most_calls)
    result = f"call {calls}: {given.outcome.words}"
    settled = Settled(delivery=row.id, state=state, result=result, at=given.at)
    work.deliveries.settle([settled])
    fell_back = FellBack(queued={}, to_work=())
    if state is DeliveryState.ACCEPTED:
        _call_off(work, row)
    elif state is DeliveryState.UNREACHED:
        fell_back = fall_back(work, view.case.agency, [row])
    event = CallLogged(
        wave=row.wave,
        delivery=row.id,
        at=str(given.at),
        by=given.by,
        outcome=given.outcome.value,
    )
    change_case(work, law, number, [event])
    return CallTaken(calls=calls, state=state, fell_back=fell_back)


def _state(row: DeliveryRow, outcome: Outcome, calls: int, most_calls: int) -> DeliveryState:
    if outcome is Outcome.TOLD:
        return DeliveryState.ACCEPTED
    if outcome.ends_calling or calls >= most_calls or row.state is DeliveryState.UNREACHED:
        return DeliveryState.UNREACHED
    return DeliveryState.IN_HAND


def _call_off(work: UnitOfWork, told: DeliveryRow) -> None:
    """Cancel what still waits for somebody who was told just now."""
    waiting = [
        Settled(
            delivery=each.id,
            state=DeliveryState.CANCELLED,
            result="told by telephone meanwhile",
            at=work.now,
        )
        for each in work.deliveries.of_recipient(told.case, told.recipient)
        if each.id != told.id and each.duty == told.duty and each.state is DeliveryState.QUEUED
    ]
    if waiting:
        work.deliveries.settle(waiting)


def _callable(work: UnitOfWork, view: CaseView, given: GivenCall) -> DeliveryRow:
    """Give the delivery that was called; refuse what is no call, or needs none."""
    row = work.deliveries.get(view.case.number, given.delivery)
    if row is None or row.method is not Method.TELEPHONE:
        raise CallRefusedError(
            f"There is no call {given.delivery} in case {view.case.number}; give the number that "
            "stands first in its line of the call sheet."
        )
    if row.state.tells or row.state is DeliveryState.CANCELLED:
        said = "was told already" if row.state.tells else "is not called any more"
        raise CallRefusedError(
            f"The recipient of call {row.id} {said} ({row.last_result or row.state.value}); "
            "nothing was changed."
        )
    released = _sending(work, row).released_at
    if given.at > work.now or released is None or given.at < released:
        raise CallRefusedError(
            f"A call cannot have been made on {view.agency.zone.words(given.at)}: give a time "
            "between the release of its sending and now."
        )
    return row


def _sending(work: UnitOfWork, row: DeliveryRow) -> SendingRow:
    return next(each for each in work.sendings.of_case(row.case) if each.id == row.sending)
