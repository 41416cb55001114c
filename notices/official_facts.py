"""The fields for officials and contractors, taken from a case.

What each limit was and by how much it was missed, what was spent, what was
determined, what a contract says on destruction: all of it stands in the record
or in the rule book, so that nobody has to type it into a letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from incidents.case.events import Subject
from incidents.case.telling import Cost
from incidents.law.citation import Citation
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.moment_names import MomentName
from incidents.law.rule import Ground, ThresholdOf
from incidents.law.wording import dollars, spoken
from incidents.moments import LocalDay, Moment, parse_moment
from incidents.services.view_case import CaseView
from notices.unknown import Unknown

_CENTS = 100
#: Which moment each field is.
MOMENTS = {
    "exemption_day": (MomentName.EXEMPTION_DETERMINATION,),
    "hhs_told": (MomentName.HHS_NOTIFICATION,),
    "complaint_day": (MomentName.COMPLAINT_RECEIPT,),
    "complaint_promised": (MomentName.COMPLAINT_EXTENDED_TO,),
    "cyber_belief": (MomentName.CYBER_INCIDENT_BELIEF,),
    "ransom_paid": (MomentName.RANSOM_PAYMENT,),
}
#: Which limit each field is: the moment that starts it, and an element it asks for.
_LIMITS = {
    "exemption_limit": (MomentName.EXEMPTION_DETERMINATION, "determination"),
    "complaint_limit": (MomentName.COMPLAINT_RECEIPT, "findings"),
    "cyber_limit": (MomentName.CYBER_INCIDENT_BELIEF, "assistance_requested"),
    "payment_limit": (MomentName.RANSOM_PAYMENT, None),
    "explanation_limit": (MomentName.RANSOM_PAYMENT, "ransom_reasons"),
}
_GROUNDS = {
    Ground.COST: "telling each person would cost too much",
    Ground.PERSONS: "too many persons have to be told",
    Ground.NO_CONTACT: "the agency does not have enough addresses",
}
_TESTS = {
    ThresholdOf.PERSONS: "Persons to be told",
    ThresholdOf.COST_IN_DOLLARS: "Cost of telling each of them, in dollars",
}


def official_facts(view: CaseView, wave: int) -> dict[str, Any]:
    """Give each of these fields that the case can fill; None where it cannot."""
    return {
        **_limits(view, wave),
        **_contractors_limits(view, wave),
        **_contract(view, wave),
        **_costs(view, wave),
        **_exemption(view, wave),
        **_substitute(view, wave),
        **_holds(view, wave),
    }


def _limits(view: CaseView, wave: int) -> dict[str, Any]:
    duties = view.plans[wave].duties
    return {name: _limit(duties, *asked) for name, asked in _LIMITS.items()}


def _limit(duties: Iterable[PlannedDuty], starts: MomentName, element: str | None) -> Moment | None:
    for duty in duties:
        asks = duty.version.elements if duty.version else ()
        wanted = element in asks if element else not asks
        if starts in duty.rule.starts and wanted and duty.limit is not None:
            return duty.limit
    return None


def _contractors_limits(view: CaseView, wave: int) -> dict[str, Any]:
    duties = [
        each
        for each in view.plans[wave].duties
        if each.rule.is_contractors_notice and each.limit is not None and each.starts is not None
    ]
    kept = [each for each in duties if each.state is DutyState.DONE and not each.late]
    return {
        "missed_limits": [_missed(each) for each in duties if each.late] or None,
        "kept_limits": [_kept(each) for each in kept] or None,
        "penalties": [
            {"about": each.about, "amount": each.amount, "source": each.citation.short}
            for each in view.book.penalties
        ],
    }


def _missed(duty: PlannedDuty) -> dict[str, Any]:
    """Give a limit that was missed; what still grows is left out, for a draft has to hold."""
    start, is_over = duty.starts, duty.state is DutyState.DONE
    return {
        **_kept(duty),
        "counted_from": duty.zone.words(start.moment) if start else Unknown("not recorded"),
        "missed_by": duty.late_words if is_over else "not yet received",
    }


def _kept(duty: PlannedDuty) -> dict[str, Any]:
    last = duty.zone.words(duty.limit) if duty.limit else Unknown("no limit")
    return {"source": duty.citations[0].short, "period": duty.period, "last_day": last}


def _marked(citation: Citation) -> str:
    """Give a provision; one that nobody has read at its source says so."""
    return citation.short if citation.verified else f"{citation.short} (not verified)"


def _contract(view: CaseView, wave: int) -> dict[str, Any]:
    terms = view.terms(wave)
    if terms is None:
        return {}
    end = terms.destruction
    pays = terms.reimburses and terms.clauses
    return {
        "destruction_days": end.days if end else None,
        "destruction_source": end.citation.short if end else None,
        "destruction_certified": end.is_certified if end else None,
        "reimbursement_clause": f"the {terms.clauses[0].citations[0].title}" if pays else None,
    }


def _costs(view: CaseView, wave: int) -> dict[str, Any]:
    spent = [each for each in view.case.telling.costs if each.wave == wave]
    if not spent:
        return {}
    items = dict.fromkeys(each.item for each in spent)
    return {
        "costs": [_item(item, [each for each in spent if each.item == item]) for item in items],
        "costs_total": dollars(sum(each.cents for each in spent)),
        "costs_evidence": [_evidence(view, each) for each in spent],
    }


def _item(item: str, spent: list[Cost]) -> dict[str, Any]:
    return {
        "item": item.replace("_", " "),
        "count": len(spent),
        "amount": dollars(sum(each.cents for each in spent)),
    }


def _evidence(view: CaseView, cost: Cost) -> dict[str, Any]:
    proofs = ", ".join(str(each.get("name") or "a file") for each in cost.evidence)
    words = " · ".join(part for part in (cost.note, proofs) if part)
    return {
        "item": cost.item.replace("_", " "),
        "day": view.agency.zone.words(parse_moment(cost.on)),
        "amount": dollars(cost.cents),
        "proof": words or "none recorded",
    }


def _exemption(view: CaseView, wave: int) -> dict[str, Any]:
    duty = next(
        each
        for each in view.plans[wave].duties
        if MomentName.EXEMPTION_DETERMINATION in each.rule.starts
    )  # the rule book is complete: it has one
    made = [
        each
        for each in view.case.determinations
        if each.subject is Subject.EXEMPTION and each.wave == wave
    ]
    years = duty.rule.retention.years if duty.rule.retention else None
    found: dict[str, Any] = {
        "exemption_kept_years": years,
        "exemption_sources": [_marked(each) for each in duty.citations],
    }
    if made:
        last = made[-1]
        found["exemption_reason"] = last.reason
        found["exemption_by"] = _name(view, last.by)
        found["exemption_kept_until"] = LocalDay.parse(last.keep_until) if last.keep_until else None
    return found


def _name(view: CaseView, person: str) -> str:
    """Give a person's name and title; one who is not in the settings has an id."""
    found = view.agency.person(person)
    if found is None:
        return person
    titled = found.title and found.title != found.name
    return f"{found.name}, {found.title}" if titled else found.name


def _substitute(view: CaseView, wave: int) -> dict[str, Any]:
    """Give the figures of the showing, or those of the case until there is one."""
    plan, case = view.plans[wave], view.case
    steps = next((each.rule.substitute for each in plan.duties if each.rule.substitute), ())
    chosen = [each for each in case.telling.substitutes if each.wave == wave]
    showing = chosen[-1].showing if chosen else _of_the_case(view, wave)
    cents = showing.get("estimated_cents")
    return {
        "substitute_steps": [spoken(each) for each in steps],
        "substitute_ground": _GROUNDS[Ground(chosen[-1].ground)] if chosen else None,
        "substitute_tests": _tests(view, showing),
        "cost_estimate": dollars(cents) if cents else None,
        "without_address": showing.get("without_address"),
    }


def _of_the_case(view: CaseView, wave: int) -> Mapping[str, Any]:
    groups = view.incidents[wave].circumstances.affected or ()
    counts = [each.count for each in groups]
    estimate = view.case.cost_in_dollars
    return {
        "persons": sum(each or 0 for each in counts) if counts and None not in counts else None,
        "estimated_cents": estimate * _CENTS if estimate else None,
    }


def _tests(view: CaseView, showing: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Give each test that is a number, in persons or in dollars, with ours."""
    cents = showing.get("estimated_cents")
    ours = {
        ThresholdOf.PERSONS: showing.get("persons"),
        ThresholdOf.COST_IN_DOLLARS: cents // _CENTS if cents else None,
    }
    return [
        {
            "test": _TESTS[each.of],
            "ours": _or_unknown(ours[each.of]),
            "more_than": each.more_than,
        }
        for each in view.book.thresholds
        if each.of in ours
    ]


def _or_unknown(number: int | None) -> int | Unknown:
    return Unknown("not recorded yet") if number is None else number


def _holds(view: CaseView, wave: int) -> dict[str, Any]:
    zone = view.agency.zone
    holds = view.incidents[wave].circumstances.holds
    is_open = [each for each in holds if each.until is None]
    over = [(each, each.until) for each in holds if each.until is not None]
    rows = [
        {
            "reason": each.kind.words,
            "authority": each.authority or Unknown("not recorded"),
            "since": zone.words(each.starts),
            "until": zone.words(until),
        }
        for each, until in over
    ]
    asked = [each.authority or each.kind.words for each in is_open]
    return {
        "past_holds": rows or None,
        "preserve_because": f"a hold asked for by {', '.join(asked)}" if asked else None,
        "preserve_since": min((each.starts for each in is_open), key=zone.start_of, default=None),
        "preserve_ended": max((until for _, until in over), key=zone.end_of, default=None)
        if not is_open
        else None,
    }
