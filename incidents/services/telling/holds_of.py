"""Whether the people of a sending may be told now, or a hold stands in the way."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.law.duty import DutyState, PlannedDuty
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import CaseView


def hold_on(view: CaseView, wave: int, duties: Iterable[str]) -> str | None:
    """Give why none of these duties may be fulfilled yet, and until when; None: they may."""
    for duty in (view.plans[wave].duty(each) for each in duties):
        if duty.state is DutyState.HELD:
            return _known_end(view, wave, duty) or duty.working[-1].rstrip(".")
    return None


def _known_end(view: CaseView, wave: int, duty: PlannedDuty) -> str | None:
    """Give the end of a hold that has been recorded and lies ahead."""
    terms, zone = duty.version.holds if duty.version else None, duty.zone
    for hold in view.incidents[wave].circumstances.holds:
        if hold.until is None or terms is None or not terms.touches(hold):
            continue
        if view.at < zone.end_of(hold.until):
            return f"A hold for {hold.kind.words} lasts until {zone.words(hold.until)}"
    return None


def is_held_now(work: UnitOfWork, case: str, wave: int, duties: Iterable[str]) -> bool:
    """Say the same from the rows of the duties, as they were last answered."""
    rows = (work.duties.get(case, wave, each) for each in duties)
    return any(row is not None and row.state == DutyState.HELD.value for row in rows)
