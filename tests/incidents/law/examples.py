"""Small parts of the law for tests: a clock, a rule, a case."""

from __future__ import annotations

from typing import Any

from config.rulepacks import load_rule_book
from incidents.law.circumstances import AgencyKind, Circumstances, Decision, Facts
from incidents.law.citation import Citation
from incidents.law.clock import Clock, Reckoning, Unit
from incidents.law.conditions import Always, Condition, FactIs
from incidents.law.duty import PlannedDuty
from incidents.law.holds import Hold, HoldKind, HoldTerms, Party
from incidents.law.moment_names import MomentName
from incidents.law.plan import Plan, make_plan
from incidents.law.rule import Rule, RuleBook, RuleVersion, Step
from incidents.moments import Instant, LocalDay, Moment, Zone, parse_moment

ZONE = Zone("America/New_York")
CALENDAR = load_rule_book().calendar
RECKONING = Reckoning(zone=ZONE, calendar=CALENDAR)
EXAMPLE_LAW = Citation(title="Example Law", section="1", url="https://example.org/1")
ROLLING = CALENDAR.counting.last_day


def days(length: int, *, rolls: bool = True) -> Clock:
    """Give a clock of calendar days."""
    by = ROLLING if rolls else None
    return Clock(length=length, unit=Unit.CALENDAR_DAYS, rolls_by=by)


def hours(length: int) -> Clock:
    """Give a clock of hours."""
    return Clock(length=length, unit=Unit.HOURS)


def business_days(length: int) -> Clock:
    """Give a clock of business days."""
    return Clock(length=length, unit=Unit.BUSINESS_DAYS)


def moment(text: str) -> Moment:
    """Give a day or an instant."""
    return parse_moment(text)


def hold(
    starts: str,
    until: str | None = None,
    *,
    kind: HoldKind = HoldKind.LAW_ENFORCEMENT,
    party: Party = Party.AGENCY,
    authority: str | None = None,
) -> Hold:
    """Give a hold, the agency's and for law enforcement unless said otherwise."""
    end = moment(until) if until else None
    return Hold(kind=kind, party=party, starts=moment(starts), until=end, authority=authority)


def known(*, moments: dict[str, str] | None = None, **others: Any) -> Circumstances:
    """Give the circumstances of a school district, with these moments."""
    return Circumstances(
        **{
            "zone": ZONE,
            "agency_kind": AgencyKind.SCHOOL_DISTRICT,
            "facts": Facts(student_data=True),
            "moments": {MomentName(name): moment(at) for name, at in (moments or {}).items()},
            **others,
        }
    )


def version(
    clock: Clock,
    *,
    since: str | None = None,
    until: str | None = None,
    when: Condition | None = None,
    **others: Any,
) -> RuleVersion:
    """Give the terms of a rule between two days."""
    return RuleVersion(
        **{
            "in_force_from": LocalDay.parse(since) if since else None,
            "in_force_until": LocalDay.parse(until) if until else None,
            "applies_when": when or Always(),
            "clock": clock,
            "citations": (EXAMPLE_LAW,),
            **others,
        }
    )


def rule(*versions: RuleVersion, **others: Any) -> Rule:
    """Give a rule that starts with the agency's own discovery."""
    return Rule(
        **{
            "id": "example.notice",
            "title": "Tell the office",
            "holder": "agency",
            "recipient": "the office",
            "step": Step.STATE_AGENCIES,
            "starts": (MomentName.DISCOVERY,),
            "versions": versions or (version(days(10)),),
            **others,
        }
    )


def book(*rules: Rule) -> RuleBook:
    """Give a rule book of these rules."""
    return RuleBook(rules=rules, calendar=CALENDAR, states=frozenset(["NY"]))


def planned(of: Rule, case: Circumstances, at: str) -> PlannedDuty:
    """Give the one duty of a rule as it stands at an instant."""
    return plan(of, case=case, at=at).duties[0]


def plan(*rules: Rule, case: Circumstances, at: str) -> Plan:
    """Give the plan of a book of these rules."""
    return make_plan(book(*rules), case, Instant.parse(at))


STUDENT_DATA = FactIs("facts.student_data", frozenset([True]), "student data", "no student data")
TERMS = HoldTerms(party=Party.AGENCY, kinds=frozenset(HoldKind), then=days(7))
#: Ten calendar days; a hold replaces them by seven after its end.
TEN = rule(version(days(10), when=STUDENT_DATA, holds=TERMS))
RECEIVED = rule(
    version(days(7), when=STUDENT_DATA),
    starts=(MomentName.CONTRACTOR_DISCOVERY,),
    fulfilled_by=MomentName.RECEIPT,
    is_contractors_notice=True,
)
DISCOVERED = {"discovery": "2026-03-05"}
LATER = "2026-03-10T09:00-04:00"


def duty(case: Circumstances, at: str = LATER, of: Rule = TEN) -> PlannedDuty:
    """Give the duty of a rule as it stands."""
    return planned(of, case, at)


def dates(found: PlannedDuty) -> tuple[str | None, str | None]:
    """Give target and limit."""
    return shown(found.target), shown(found.limit)


def decision(required: bool, at: str | None = None) -> dict[str, Decision]:
    """Give a determination on the one duty."""
    when = moment(at) if at else None
    return {"example.notice": Decision(required=required, at=when, by="DPO", reason="as found")}


def shown(value: Moment | None) -> str | None:
    """Give a target or a limit as the plan prints it."""
    return None if value is None else ZONE.text(value)
