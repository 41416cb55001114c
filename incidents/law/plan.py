"""The plan: every duty of the rule book, as it stands at an instant.

Pure: the same rule book, circumstances and instant give the same plan. The
state of a duty is the first that fits: done by its entry, not required,
undecided, done by its fulfilment, not started, held, no fixed date, and then
running, overdue or missed by the clock.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.law.advice import warnings_of
from incidents.law.circumstances import Circumstances
from incidents.law.clock import Reckoning
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.planned import plan_duty
from incidents.law.rule import RuleBook
from incidents.moments import Instant, Zone


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """Every duty, and the sentences that no duty can carry."""

    at: Instant
    duties: tuple[PlannedDuty, ...]
    warnings: tuple[str, ...]
    zone: Zone

    def duty(self, duty_id: str) -> PlannedDuty:
        """Give the duty of an id; raise KeyError where there is none."""
        for each in self.duties:
            if each.id == duty_id:
                return each
        raise KeyError(duty_id)

    def as_json(self) -> dict[str, object]:
        """Give the plan as the public interface prints it, less the file."""
        return {
            "version": 1,
            "at": str(self.at),
            "duties": [each.as_json() for each in self.duties],
            "warnings": list(self.warnings),
        }


def make_plan(book: RuleBook, circumstances: Circumstances, at: Instant) -> Plan:
    """Give the plan of an incident as it stood at an instant."""
    known = circumstances.as_it_stood(at)
    reckoning = Reckoning(zone=known.zone, calendar=book.calendar)
    duties = [plan_duty(rule, known, at, reckoning) for rule in book.rules]
    return Plan(
        at=at,
        duties=tuple(_with_binding(duties, known.zone)),
        warnings=warnings_of(book, circumstances, duties),
        zone=known.zone,
    )


def _with_binding(duties: list[PlannedDuty], zone: Zone) -> list[PlannedDuty]:
    """Mark the earliest limit among the contractor's duties to tell the agency."""
    limits = [
        zone.end_of(each.limit)
        for each in duties
        if each.rule.is_contractors_notice
        and each.limit
        and each.state is not DutyState.NOT_REQUIRED
    ]
    first = min(limits, default=None)
    return [
        _marked(each, first, zone) if each.rule.is_contractors_notice else each for each in duties
    ]


def _marked(duty: PlannedDuty, first: Instant | None, zone: Zone) -> PlannedDuty:
    required = duty.state is not DutyState.NOT_REQUIRED
    if duty.limit is None or not required or zone.end_of(duty.limit) != first:
        return replace(duty, binding=False)
    return replace(duty, binding=True, working=(*duty.working, _BINDING))


_BINDING = (
    "Of the contractor's duties to tell the agency this limit is the earliest: "
    "it is the binding one."
)
