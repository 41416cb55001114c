"""Records what telling the people really cost, for whoever has to pay it back.

Where a breach is attributed to a contractor, the contractor pays for the notices
or repays it (Education Law 2-d(6)(c); 8 NYCRR 121.10(f)); so each cost keeps its
day, what it was for and its proof. What the notices are *estimated* to cost is a
fact of the case, and another thing.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.case.case import Case
from incidents.case.events import EvidenceReceived
from incidents.case.telling_events import CostRecorded
from incidents.errors import DueNoticeError
from incidents.moments import LocalDay
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.record_filing import EvidenceFile, take_in
from incidents.services.view_case import case_of, view_of


class CostRefusedError(DueNoticeError):
    """The cost cannot be recorded as it was given."""


class CostItem(StrEnum):
    """What money was spent on."""

    POSTAGE = "postage"
    PRINTING = "printing"
    CALLS = "calls"
    STAFF_TIME = "staff_time"
    SERVICE = "service"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenCost:
    """A cost as somebody reports it."""

    item: CostItem
    cents: int
    on: LocalDay
    by: str
    wave: int = 1
    note: str | None = None
    evidence: tuple[EvidenceFile, ...] = ()


def record_spending(work: UnitOfWork, law: LawBook, number: str, given: GivenCost) -> Changed:
    """Record one cost of one wave; raise CostRefusedError where it makes no sense."""
    case = case_of(work, number)
    _refuse(work, law, case, given)
    received = [take_in(work, case.agency, each) for each in given.evidence]
    return change_case(work, law, number, [*received, spent(given, received)])


def spent(given: GivenCost, received: list[EvidenceReceived]) -> CostRecorded:
    """Give the event of a cost, with its proofs."""
    return CostRecorded(
        wave=given.wave,
        item=given.item.value,
        cents=given.cents,
        on=str(given.on),
        by=given.by,
        note=given.note,
        evidence=[each.file for each in received],
    )


def _refuse(work: UnitOfWork, law: LawBook, case: Case, given: GivenCost) -> None:
    case.wave(given.wave)
    agency = view_of(case, law, work.now).agency
    person_of(agency, given.by)
    if given.cents <= 0:
        raise CostRefusedError(
            f"The cost was given as {given.cents} cents; give what was paid, more than nothing."
        )
    if given.on.days_after(agency.zone.day_of(work.now)) > 0:
        raise CostRefusedError(f"{given.on} lies in the future; record a cost once it was spent.")
    if given.item is CostItem.OTHER and not given.note:
        raise CostRefusedError("A cost of the kind `other` needs a note that says what it was for.")
