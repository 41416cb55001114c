"""The cases in one list: of each, what is most urgent now.

The rows of the duties are as they stood when the case was last looked at; a
clock that has turned since is told by its dates, so that the list is right
with nothing running.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from incidents.errors import DueNoticeError
from incidents.law.duty import DutyState
from incidents.law.wording import counted
from incidents.moments import Instant, LocalDay, Zone
from incidents.services.ports import CaseRow, DutyRow, UnitOfWork

_BY_THE_CLOCK = (DutyState.RUNNING, DutyState.OVERDUE, DutyState.MISSED)


class UnknownAgencyError(DueNoticeError):
    """No settings and no case name that agency."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCase:
    """One case on the list, with its most urgent duty as it stands now."""

    case: CaseRow
    zone: Zone
    pending: int = 0
    duty: DutyRow | None = None
    state: DutyState | None = None

    def time_words(self, now: Instant) -> str:
        """Give how late its duty is, or how much time is left; empty without a date."""
        if self.duty is None or self.state not in _BY_THE_CLOCK:
            return ""
        if self.state is DutyState.MISSED:
            return f"{_between(self.duty.limit, now, self.zone)} late"
        if self.state is DutyState.OVERDUE:
            return "target passed"
        if self.duty.target == self.zone.day_of(now):
            return "aim for today"
        return f"{_between(self.duty.target, now, self.zone)} left"


def list_cases(
    work: UnitOfWork, zone_of: Callable[[str], Zone], agency: str | None = None
) -> list[ListedCase]:
    """Give the open cases, the most urgent first; of all agencies for None."""
    return [
        ListedCase(
            case=each.case,
            zone=zone_of(each.case.agency),
            pending=each.pending,
            duty=each.duty,
            state=state_now(each.duty, work.now, zone_of(each.case.agency)) if each.duty else None,
        )
        for each in work.cases.list_open(agency)
    ]


def list_closed(
    work: UnitOfWork, zone_of: Callable[[str], Zone], agency: str | None = None
) -> list[ListedCase]:
    """Give the closed cases by number."""
    return [
        ListedCase(case=row, zone=zone_of(row.agency))
        for row in work.cases.list_all(agency)
        if not row.is_open
    ]


def known_agency(work: UnitOfWork, agency: str, described: Collection[str]) -> str:
    """Give the agency's id; raise UnknownAgencyError with those there are."""
    if agency in described:
        return agency
    known = sorted({*described, *(row.agency for row in work.cases.list_all())})
    if agency not in known:
        raise UnknownAgencyError(
            f"There is no agency `{agency}`; there are {', '.join(known)}: choose one of these."
        )
    return agency


def state_now(row: DutyRow, now: Instant, zone: Zone) -> DutyState:
    """Give where a duty stands now, which its clock may have changed since."""
    state = DutyState(row.state)
    if state not in _BY_THE_CLOCK or row.limit is None or row.target is None:
        return state
    if not zone.is_on_or_before(now, row.limit):
        return DutyState.MISSED
    on_time = zone.is_on_or_before(now, row.target)
    return DutyState.RUNNING if on_time else DutyState.OVERDUE


def _between(moment: Instant | LocalDay | None, now: Instant, zone: Zone) -> str:
    """Give the whole days, or the hours rounded up, between a moment and now."""
    if isinstance(moment, LocalDay):
        return counted(abs(zone.day_of(now).days_after(moment)), "day")
    if moment is None:
        return ""
    return counted(max(now.hours_after(moment), moment.hours_after(now)), "hour")
