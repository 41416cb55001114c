"""Records letters that came back, which reopens the duty to their recipients.

Somebody sits before a heap of envelopes: many sheets are given at once, each by
the number that is printed on it, which is that of its delivery. All are taken
in or none, so that a wrong number can be corrected and the heap typed again.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.case.events import CaseEvent
from incidents.case.telling_events import LetterReturned
from incidents.errors import DueNoticeError
from incidents.moments import Moment
from incidents.people.recipient import Method
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import DeliveryRow, DeliveryState, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import FellBack, fall_back
from incidents.services.view_case import CaseView, view_case


class NotReturnedError(DueNoticeError):
    """A letter cannot have come back, by what the record says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenReturn:
    """Letters that came back, as somebody reports them."""

    sheets: tuple[int, ...]
    at: Moment
    by: str
    #: What the post wrote on them; no name and no address.
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LettersReturned:
    """What was taken in, and what follows for those people."""

    returned: tuple[int, ...]
    #: Sheets that were recorded as returned before.
    known: tuple[int, ...]
    fell_back: FellBack


def return_letters(
    work: UnitOfWork, law: LawBook, number: str, given: GivenReturn
) -> LettersReturned:
    """Record that letters came back, and queue the way that follows for each.

    Raise NotReturnedError, and keep nothing, for a number that is no mailed
    letter of this case.
    """
    view = view_case(work, law, number)
    person_of(view.agency, given.by)
    rows = [_mailed(work, view, sheet, given.at) for sheet in dict.fromkeys(given.sheets)]
    fresh = [each for each in rows if each.state is not DeliveryState.RETURNED]
    at = view.agency.zone.start_of(given.at)
    result = f"came back: {given.why}" if given.why else "came back"
    work.deliveries.settle(
        [
            Settled(delivery=each.id, state=DeliveryState.RETURNED, result=result, at=at)
            for each in fresh
        ]
    )
    fell_back = fall_back(work, view.case.agency, fresh)
    if fresh:
        change_case(work, law, number, _events(fresh, given))
    return LettersReturned(
        returned=tuple(each.id for each in fresh),
        known=tuple(each.id for each in rows if each not in fresh),
        fell_back=fell_back,
    )


def _events(rows: Sequence[DeliveryRow], given: GivenReturn) -> list[CaseEvent]:
    return [
        LetterReturned(
            wave=each.wave, delivery=each.id, at=str(given.at), by=given.by, because=given.why
        )
        for each in rows
    ]


def _mailed(work: UnitOfWork, view: CaseView, sheet: int, at: Moment) -> DeliveryRow:
    """Give the letter of a sheet; refuse one that was never mailed."""
    row = work.deliveries.get(view.case.number, sheet)
    if row is None or row.method is not Method.FIRST_CLASS_MAIL:
        raise NotReturnedError(
            f"There is no letter {sheet} in case {view.case.number}; give the number that is "
            "printed on the sheet, or look for the person in the manifest of its batch."
        )
    if row.state is DeliveryState.RETURNED:
        return row
    if not row.state.tells or row.handed_over_at is None:
        raise NotReturnedError(
            f"Letter {sheet} was not mailed by the record ({row.state.value.replace('_', ' ')}); "
            "record first that its batch was handed over, with: duenotice letters-mailed"
        )
    zone = view.agency.zone
    mailed = zone.day_of(row.handed_over_at)
    if zone.start_of(at) > work.now or zone.day_of(at).days_after(mailed) < 0:
        raise NotReturnedError(
            f"Letter {sheet} cannot have come back on {zone.words(at)}: it was mailed on "
            f"{mailed.words()} and that day is not after today; give the day it came back."
        )
    return row
