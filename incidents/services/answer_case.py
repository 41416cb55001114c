"""Answers a change: brings each step of a case to where its facts say.

The steps follow the order in which a case is worked through, and each may be
answered alone, twice, or late: duties and their clocks, the reminders that
they want, and the drafts of the notices that they call for.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.errors import DueNoticeError
from incidents.law.duty import PlannedDuty
from incidents.law.rule import Step
from incidents.services.draft_notice import draft_what_is_due
from incidents.services.follow_up import follow_up, next_turn
from incidents.services.lawbook import LawBook
from incidents.services.plan_reminders import plan_reminders
from incidents.services.ports import StoreError, UnitOfWork
from incidents.services.practice import Practice
from incidents.services.view_case import CaseView, view_case


@dataclass(frozen=True, slots=True, kw_only=True)
class StepAnswer:
    """What answering one step came to."""

    step: Step
    duties: tuple[tuple[int, PlannedDuty], ...]
    drafted: int
    #: Notices that could not be written yet; the reason is shown by ``draft``.
    not_drafted: tuple[str, ...]


def answer_step(work: UnitOfWork, practice: Practice, number: str, step: Step) -> StepAnswer:
    """Bring one step's duties, clocks, reminders and drafts up to date."""
    view = _followed(work, practice.law, number)
    plan_reminders(work, view, practice.ladder, only=step)
    duties = tuple((wave, duty) for wave, duty in view.duties() if duty.rule.step is step)
    served = dict.fromkeys(
        notice for _, duty in duties for notice in practice.drafter.written_for(duty)
    )
    drafted, failed = 0, []
    for notice in served if view.case.closed_at is None else ():
        try:
            drafted += draft_what_is_due(work, practice, number, frozenset([notice]))
        except StoreError:  # nothing of this unit of work may be kept
            raise
        except DueNoticeError:
            failed.append(notice)
    return StepAnswer(step=step, duties=duties, drafted=drafted, not_drafted=tuple(failed))


def answer_closure(
    work: UnitOfWork, practice: Practice, number: str, begun_at: int | None = None
) -> CaseView:
    """Finish an answer: everything that was seen is marked, and the next look set.

    ``begun_at`` is how many entries there were when the first step was
    answered: what others recorded since keeps the case unanswered, because the
    steps before it did not see it.
    """
    view = _followed(work, practice.law, number)
    planned = plan_reminders(work, view, practice.ladder)
    turns = [each for each in (next_turn(view), planned.again_at) if each is not None]
    wakes_at = min(turns, default=None) if view.case.closed_at is None else None
    since = view.case.events[begun_at:] if begun_at is not None else []
    seen = next((each.seq for each in since if each.actor != work.actor), view.case.size)
    work.cases.mark_answered(number, seen, wakes_at)
    return view


def answer_case(work: UnitOfWork, practice: Practice, number: str) -> CaseView:
    """Answer every step of a case, in one unit of work."""
    for step in Step:
        answer_step(work, practice, number, step)
    return answer_closure(work, practice, number)


def _followed(work: UnitOfWork, law: LawBook, number: str) -> CaseView:
    """Give the case, followed up unless it is closed: a closed log takes no entry."""
    if work.cases.get(number).is_open:
        return follow_up(work, law, number)[0]
    return view_case(work, law, number)
