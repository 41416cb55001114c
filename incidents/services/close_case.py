"""Closes a case, once nothing is left to do."""

from __future__ import annotations

from incidents.case import agency_events
from incidents.case.events import CaseClosed
from incidents.errors import DueNoticeError
from incidents.law.duty import DutyState, PlannedDuty
from incidents.services.follow_up import ClosedCaseError, follow_up
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import CaseView

_LEFT = (
    DutyState.RUNNING,
    DutyState.OVERDUE,
    DutyState.MISSED,
    DutyState.HELD,
    DutyState.NO_FIXED_DATE,
    DutyState.UNDECIDED,
)


class ClosingRefusedError(DueNoticeError):
    """Some duty is neither done nor determined not to be required."""


def left_to_do(view: CaseView) -> list[tuple[int, PlannedDuty]]:
    """Give the duties that keep a case open, with the numbers of their waves."""
    return [(wave, duty) for wave, duty in view.duties() if duty.state in _LEFT]


def close_case(
    work: UnitOfWork, law: LawBook, number: str, *, by: str, reason: str | None = None
) -> CaseView:
    """Close a case; raise ClosingRefusedError with what is left, however late.

    A case in which no duty ever arose needs a written reason.
    """
    if not work.cases.get(number).is_open:
        raise ClosedCaseError(f"Case {number} is closed already.")
    view, _ = follow_up(work, law, number)
    person = person_of(view.agency, by)
    _refuse_if_left(view, reason)
    work.append(number, [CaseClosed(by=person.id, reason=reason)])
    work.append(view.case.agency, [agency_events.CaseClosed(number=number)])
    closed, _ = follow_up(work, law, number)
    work.cases.close(number)
    return closed


def _refuse_if_left(view: CaseView, reason: str | None) -> None:
    number = view.case.number
    left = [f"{duty.id} (wave {wave}: {duty.state.words})" for wave, duty in left_to_do(view)]
    if left:
        raise ClosingRefusedError(
            f"Case {number} cannot be closed: {'; '.join(left)}. File each of them, or decide "
            "that it is not required."
        )
    if not view.case.planned and not reason:
        raise ClosingRefusedError(
            f"No duty arose in case {number}; say with --reason why it is closed."
        )
