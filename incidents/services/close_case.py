"""Closes a case, once nothing is left to do and nobody is left untold."""

from __future__ import annotations

from incidents.case import agency_events
from incidents.case.events import CaseClosed
from incidents.errors import DueNoticeError
from incidents.law.duty import DutyState, PlannedDuty
from incidents.services.follow_up import ClosedCaseError, follow_up
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.progress import progress_of
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
    """A duty is open, a notice on its way, or somebody neither told nor excused."""


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
    _refuse_if_under_way(work, view)
    _refuse_if_untold(work, view)
    _refuse_if_dropped(work, view, reason)
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


def _refuse_if_under_way(work: UnitOfWork, view: CaseView) -> None:
    """Refuse while a notice may still go out, or lies in somebody's hands."""
    number = view.case.number
    for sending in work.sendings.of_case(number):
        open_ones = [each for each in work.deliveries.tally(sending.id) if not each.state.is_final]
        if sending.state is SendingState.CANCELLED or not open_ones:
            continue
        listed = ", ".join(f"{each.count:,} by {each.method.words}" for each in open_ones)
        raise ClosingRefusedError(
            f"Case {number} cannot be closed: of sending {sending.number} ({sending.state.value}) "
            f"{listed} are not settled yet. Send, mail and call them, or give the sending up; see "
            f"duenotice progress {number}"
        )


def _refuse_if_untold(work: UnitOfWork, view: CaseView) -> None:
    """Refuse while a duty owes somebody a notice: nobody is dropped silently."""
    number = view.case.number
    done = {(wave, duty.id) for wave, duty in view.duties() if duty.state is DutyState.DONE}
    lacking = [
        each
        for wave in sorted(view.plans)
        for each in progress_of(work, view.case, wave)
        if (wave, each.duty) in done
        and view.case.telling.of_duty(wave, each.duty)
        and not each.is_complete
    ]
    if lacking:
        listed = "; ".join(
            f"{each.duty} (wave {each.wave}): {each.missing_words}" for each in lacking
        )
        raise ClosingRefusedError(
            f"Case {number} cannot be closed, for not everybody was told: {listed}. Find another "
            f"way for them, or record for each why not; see duenotice progress {number}"
        )


def _refuse_if_dropped(work: UnitOfWork, view: CaseView, reason: str | None) -> None:
    """Refuse where the list holds persons for whom nobody is told, unless said why."""
    number, waves = view.case.number, {each.wave for each in view.case.telling.rosters}
    dropped = sum(len(work.people.without_recipient(number, wave)) for wave in sorted(waves))
    if dropped and not reason:
        raise ClosingRefusedError(
            f"For {dropped:,} affected persons of case {number} nobody is told; find out for "
            f"whom with duenotice progress {number}, or say with --reason why that is right."
        )
