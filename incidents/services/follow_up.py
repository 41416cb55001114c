"""What a change brings with it: duties that arise, leave or return.

Every change to a case ends here, in the same unit of work. A duty that arises
for the first time keeps the terms of its rule as they stand; one that
corrected facts take away stays on the record; a number of the law that a
count goes over is said aloud.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.case.case import Case, Document
from incidents.case.events import (
    CaseEvent,
    DutyPlanned,
    DutyReturned,
    DutyWithdrawn,
    ThresholdCrossed,
)
from incidents.errors import DueNoticeError
from incidents.law.circumstances import AffectedGroup
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.rule import RuleBook, Threshold, ThresholdOf
from incidents.ledger.canonical import Json
from incidents.moments import Instant, Moment, parse_moment
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import DutyRow, UnitOfWork
from incidents.services.view_case import CaseView, case_of, view_of


class ClosedCaseError(DueNoticeError):
    """A closed case takes no more changes; open a new one that refers to it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A case before and after a change, and what the change announced."""

    before: CaseView
    after: CaseView
    announced: tuple[CaseEvent, ...]


def change_case(
    work: UnitOfWork, law: LawBook, number: str, events: Sequence[CaseEvent]
) -> Changed:
    """Record what a person did on an open case, with all that follows from it.

    The actor of the unit of work has to be one of the agency's people; raise
    UnknownPersonError otherwise, and InputRefusedError where the case would no
    longer make sense. Then nothing of the unit of work is kept.
    """
    before = _open_case(work, law, number)
    person_of(before.agency, work.actor)
    return _followed(work, law, before, events)


def note_on_case(
    work: UnitOfWork, law: LawBook, number: str, events: Sequence[CaseEvent]
) -> Changed:
    """Record what the program itself did on an open case."""
    return _followed(work, law, _open_case(work, law, number), events)


def _open_case(work: UnitOfWork, law: LawBook, number: str) -> CaseView:
    row = work.cases.get(number)
    view = view_of(case_of(work, number), law, work.now)
    if not row.is_open:
        closed_on = view.agency.zone.words(row.closed_at or work.now)
        raise ClosedCaseError(
            f"Case {number} was closed on {closed_on} and takes no more changes; open a new "
            "case and name this one in its title."
        )
    return view


def _followed(
    work: UnitOfWork, law: LawBook, before: CaseView, events: Sequence[CaseEvent]
) -> Changed:
    work.append(before.case.number, events)
    after, announced = follow_up(work, law, before.case.number)
    return Changed(before=before, after=after, announced=announced)


def follow_up(
    work: UnitOfWork, law: LawBook, number: str
) -> tuple[CaseView, tuple[CaseEvent, ...]]:
    """Bring duties and thresholds to where the record says they are.

    Safe to run twice: the second time nothing is announced.
    """
    case = case_of(work, number)
    view = view_of(case, law, work.now)
    announced = (*_duties_changed(view), *_thresholds_crossed(view, law.rule_book))
    if announced:
        work.append(number, announced)
        view = view_of(case_of(work, number), law, work.now)
    for wave, plan in view.plans.items():
        work.duties.replace(number, wave, [_row(view, wave, each) for each in plan.duties])
    return view, announced


def _duties_changed(view: CaseView) -> list[CaseEvent]:
    changes = (_duty_changed(view.case, wave, duty) for wave, duty in view.duties())
    return [each for each in changes if each is not None]


def _duty_changed(case: Case, wave: int, duty: PlannedDuty) -> CaseEvent | None:
    key, arisen = (wave, duty.id), duty.state.has_arisen
    decided = duty.id in case.document(wave)["decided"]
    because = duty.working[0] if duty.working else ""
    if arisen and key not in case.planned:
        return DutyPlanned(wave=wave, duty=duty.id, terms=terms_of(duty))
    if arisen and key in case.withdrawn:
        return DutyReturned(wave=wave, duty=duty.id, because=because)
    if key in case.planned and not arisen and not decided and key not in case.withdrawn:
        return DutyWithdrawn(wave=wave, duty=duty.id, because=because)
    return None


def terms_of(duty: PlannedDuty) -> dict[str, Json]:
    """Give the terms of a duty's rule, to be kept as they stand now."""
    citations: list[Json] = [
        {
            "title": each.title,
            "section": each.section,
            "url": each.url,
            "verified": f"{each.verified.by}, {each.verified.on}" if each.verified else None,
        }
        for each in duty.citations
    ]
    return {
        "title": duty.rule.title,
        "holder": duty.rule.holder,
        "recipient": duty.rule.recipient,
        "period": duty.period,
        "in_force": duty.version.window if duty.version else None,
        "elements": list(duty.version.elements) if duty.version else [],
        "citations": citations,
    }


def _thresholds_crossed(view: CaseView, book: RuleBook) -> list[CaseEvent]:
    return [
        ThresholdCrossed(
            wave=wave, threshold=each.id, count=count, more_than=each.more_than, means=each.means
        )
        for wave, each in _watched(view, book)
        if (count := _count(view, wave, each, book)) > each.more_than
        and (wave, each.id) not in view.case.crossed
    ]


def _watched(view: CaseView, book: RuleBook) -> Iterator[tuple[int, Threshold]]:
    """Give each threshold with the waves it watches; the cost is that of the case."""
    first = min(view.case.waves)
    for wave in sorted(view.case.waves):
        for each in book.thresholds:
            if wave == first or each.of is not ThresholdOf.COST_IN_DOLLARS:
                yield wave, each


def _count(view: CaseView, wave: int, threshold: Threshold, book: RuleBook) -> int:
    """Give the number a threshold watches, as far as it is certain."""
    if threshold.of is ThresholdOf.COST_IN_DOLLARS:
        return view.case.cost_in_dollars or 0
    affected = view.incidents[wave].circumstances.affected or ()
    states = book.states
    if threshold.of is ThresholdOf.RESIDENTS:
        return _certain(group for group in affected if group.residence in states)
    return _certain(affected)


def _certain(groups: Iterable[AffectedGroup]) -> int:
    return sum(group.with_private_information or 0 for group in groups)


def _row(view: CaseView, wave: int, duty: PlannedDuty) -> DutyRow:
    zone = duty.zone
    return DutyRow(
        case=view.case.number,
        wave=wave,
        duty=duty.id,
        agency=view.case.agency,
        title=duty.rule.title,
        holder=duty.rule.holder,
        state=duty.state.value,
        pending=duty.state.is_open or duty.state in (DutyState.UNDECIDED, DutyState.HELD),
        target=duty.target,
        limit=duty.limit,
        starts=duty.starts.moment if duty.starts else None,
        hours=isinstance(duty.limit, Instant),
        turns_at=zone.end_of(duty.target) if duty.target else None,
    )


def next_turn(view: CaseView) -> Instant | None:
    """Give the next instant at which some duty of the case changes its state."""
    dates = [
        duty.zone.end_of(moment)
        for _, duty in view.duties()
        for moment in (duty.target, duty.limit)
        if moment is not None and not duty.state.is_settled
    ]
    zone = view.agency.zone
    recorded = [
        turn
        for document in view.case.waves.values()
        for moment in _recorded_in(document)
        for turn in (zone.start_of(moment), zone.end_of(moment))
    ]
    return min((each for each in (*dates, *recorded) if each > view.at), default=None)


def _recorded_in(document: Document) -> Iterator[Moment]:
    """Give every moment of a document that may lie ahead: it counts once it has come."""
    given: list[Any] = [*(document.get("moments") or {}).values()]
    for hold in document.get("holds") or []:
        given += [hold.get("from"), hold.get("until")]
    yield from (parse_moment(each) for each in given if isinstance(each, str))
