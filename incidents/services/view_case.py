"""A case as it stands, or stood: its record and its plans, wave by wave."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.case.agency import Agency
from incidents.case.case import Case
from incidents.case.incident import Incident
from incidents.errors import DueNoticeError
from incidents.law.contract import ContractTerms
from incidents.law.duty import PlannedDuty
from incidents.law.plan import Plan
from incidents.law.rule import RuleBook
from incidents.moments import Instant
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork


class NotYetOpenError(DueNoticeError):
    """The case was opened only after the instant that was asked about."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseView:
    """The case, its agency, and the plan of each wave at one instant."""

    case: Case
    agency: Agency
    plans: Mapping[int, Plan]
    incidents: Mapping[int, Incident]
    at: Instant
    #: The rules that the plans were made by, with their thresholds and penalties.
    book: RuleBook

    def terms(self, wave: int) -> ContractTerms | None:
        """Give the contract of a wave; None where it is not known."""
        return self.incidents[wave].circumstances.contract

    def duties(self) -> list[tuple[int, PlannedDuty]]:
        """Give every duty with the number of its wave."""
        return [(wave, duty) for wave, plan in self.plans.items() for duty in plan.duties]


def view_case(work: UnitOfWork, law: LawBook, number: str, at: Instant | None = None) -> CaseView:
    """Give a case as it stands now, or as it was recorded at an instant.

    What was recorded later is left out, whatever moment it speaks of. Raise
    UnknownCaseError where there is no such case, and NotYetOpenError where it
    was opened later.
    """
    case = case_of(work, number, at)
    if at is not None and not case.waves:
        raise NotYetOpenError(_not_yet_open(view_case(work, law, number), at))
    return view_of(case, law, at or work.now)


def case_of(work: UnitOfWork, number: str, at: Instant | None = None) -> Case:
    """Give a case as recorded, up to an instant; raise UnknownCaseError.

    An agency has a log too, and its id is no number of a case.
    """
    work.cases.get(number)
    return Case.replay(number, work.history(number, at))


def _not_yet_open(view: CaseView, at: Instant) -> str:
    zone, opened = view.agency.zone, view.case.opened_at
    since = f"only on {zone.words(opened)}" if opened else "later"
    return (
        f"Case {view.case.number} was not yet open on {zone.words(at)} but {since}; "
        "give a later instant."
    )


def view_of(case: Case, law: LawBook, at: Instant) -> CaseView:
    """Give the plans of a case that has been read already."""
    incidents = {wave: law.read(case.document(wave)) for wave in sorted(case.waves)}
    plans = {wave: law.plan_of(incident, at) for wave, incident in incidents.items()}
    agency = law.agency_of(case.wave(min(case.waves)))
    return CaseView(
        case=case, agency=agency, plans=plans, incidents=incidents, at=at, book=law.rule_book
    )
