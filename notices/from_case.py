"""The fields of a notice, taken from a case.

What the record says is put under the names that templates use; words that
somebody wrote for the notices come first. What nobody knows is said to be
unknown, with the reason, and never left blank.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from incidents.case.agency import Agency, Role
from incidents.errors import DueNoticeError
from incidents.law.circumstances import Group
from incidents.law.contract import ContractTerms
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.moment_names import MomentName
from incidents.moments import LocalDay, Moment, Zone, parse_moment
from incidents.services.view_case import CaseView
from notices.fieldbook import FIELDS, FieldKind
from notices.fields import NoticeFields
from notices.official_facts import MOMENTS, official_facts
from notices.sent_facts import sent_facts
from notices.unknown import Unknown

_UNDER_INVESTIGATION = "the investigation has not shown it yet"
_MOMENTS = {
    "occurrence_start": (MomentName.OCCURRENCE_START,),
    "occurrence_end": (MomentName.OCCURRENCE_END, MomentName.OCCURRENCE_START),
    "discovery": (MomentName.DISCOVERY, MomentName.REPORT),
    "receipt": (MomentName.RECEIPT,),
    "contractor_discovery": (MomentName.CONTRACTOR_DISCOVERY,),
    "contractor_confirmation": (MomentName.CONTRACTOR_CONFIRMATION,),
    **MOMENTS,
}
#: Asked of every incident, so that a notice can say that it is not known.
_ALWAYS_ASKED = (
    "occurrence_start",
    "occurrence_end",
    "incident_description",
    "data_types",
    "record_count",
    "investigation",
)
_GROUP_WORDS = {
    Group.STUDENTS: "students",
    Group.ELIGIBLE_STUDENTS: "students aged eighteen or more",
    Group.TEACHERS: "teachers",
    Group.PRINCIPALS: "principals",
    Group.EMPLOYEES: "employees",
    Group.OTHERS: "other persons",
}


def fields_of(view: CaseView, wave: int, on: LocalDay) -> NoticeFields:
    """Give every field that a case can fill for a notice dated on a day."""
    zone = view.agency.zone
    given = {"case_number": view.case.number, "notice_date": on, **_agency(view)}
    asked = dict.fromkeys(_ALWAYS_ASKED, Unknown(_UNDER_INVESTIGATION))
    found = {**given, **asked, **facts_of(view, wave)}
    return NoticeFields({name: value for name, value in found.items() if value is not None}, zone)


def facts_of(view: CaseView, wave: int) -> dict[str, Any]:
    """Give what the record says of a wave, the agency's own details left out."""
    found = {
        **_moments(view, wave),
        **_people(view, wave),
        **_contractor(view, wave),
        **_record(view, wave, view.agency.zone),
        **official_facts(view, wave),
        **sent_facts(view, wave),
        **_wording(view, wave),
    }
    return {name: value for name, value in found.items() if value is not None}


class AgencyDetailsMissingError(DueNoticeError):
    """The agency's settings lack what every letterhead shows."""


def _agency(view: CaseView) -> dict[str, Any]:
    agency = view.agency
    _refuse_without_letterhead(agency)
    dpo = next(iter(agency.in_role(Role.DPO)), None)
    head = next(iter(agency.in_role(Role.SUPERINTENDENT)), None)
    return {
        "agency_name": agency.name,
        "agency_address": list(agency.address),
        "agency_phone": agency.phone,
        "agency_email": agency.email,
        "agency_kind": agency.kind.value.replace("_", " "),
        "superintendent": head.name if head else None,
        "dpo_name": dpo.name if dpo else None,
        "dpo_title": dpo.title if dpo else None,
        "dpo_phone": (dpo.phone if dpo else None) or agency.phone,
        "dpo_email": (dpo.email if dpo else None) or agency.email,
        "contact_name": dpo.name if dpo else None,
        "contact_phone": (dpo.phone if dpo else None) or agency.phone,
        "contact_email": (dpo.email if dpo else None) or agency.email,
        "signatory_name": head.name if head else None,
        "signatory_title": head.title if head else None,
    }


def _refuse_without_letterhead(agency: Agency) -> None:
    given = {"address": agency.address, "phone": agency.phone, "email": agency.email}
    missing = [name for name, value in given.items() if not value]
    if missing:
        file = f"districts/{agency.id or 'the-agency'}.yaml"
        raise AgencyDetailsMissingError(
            f"{agency.name}: the settings lack {', '.join(missing)}, which every notice shows; "
            f"write them into {file} in the home folder."
        )


def _moments(view: CaseView, wave: int) -> dict[str, Moment]:
    recorded = view.case.wave(wave).get("moments") or {}
    found: dict[str, Moment] = {}
    for field, names in _MOMENTS.items():
        text = next((recorded[name.value] for name in names if recorded.get(name.value)), None)
        if text is not None:
            found[field] = parse_moment(text)
    return found


def _people(view: CaseView, wave: int) -> dict[str, Any]:
    document = view.case.wave(wave)
    groups = document.get("affected") or []
    facts = document.get("facts") or {}
    counts = [each.get("count") for each in groups]
    residents = [
        each.get("with_private_information") for each in groups if each.get("residence") == "NY"
    ]
    total = sum(counts) if counts and None not in counts else None
    rows = [
        {"group": _GROUP_WORDS[Group(each["group"])], "number": _number(each.get("count"))}
        for each in groups
    ]
    return {
        "record_count": total,
        "persons_count": total,
        "affected_groups": rows or None,
        "groups_concerned": list(dict.fromkeys(each["group"] for each in groups)) or None,
        "residents_count": sum(residents) if residents and None not in residents else None,
        "private_information": _elements(facts.get("private_information")),
        "encrypted": facts.get("encrypted"),
    }


def _elements(exposed: list[str] | None) -> list[str] | None:
    """Give the elements exposed; none exposed is an answer, not knowing is not."""
    return None if exposed is None else sorted(exposed)


def _number(count: int | None) -> str | Unknown:
    return f"{count:,}" if count is not None else Unknown("still being counted")


def _contractor(view: CaseView, wave: int) -> dict[str, Any]:
    terms = view.terms(wave)
    if terms is None:
        return {}
    if not terms.clauses:
        return {"contractor_name": terms.contractor}
    duty = next((each for each in view.plans[wave].duties if each.binding), None)
    return {
        "contractor_name": terms.contractor,
        "agreement": f"the {terms.clauses[0].citations[0].title}",
        "agreement_clause": terms.clauses[0].citations[0].section,
        "contractor_limit": duty.limit if duty else None,
        "contractor_limit_source": duty.citations[0].short if duty else None,
        "elements_lacking": _lacking(terms, view.case.wording.get(wave, {})),
    }


def _lacking(terms: ContractTerms, written: Mapping[str, Any]) -> list[str] | Unknown:
    """Give what the contractor's notice lacks, once somebody compared the two."""
    if "elements_present" not in written:
        return Unknown("nobody has compared the notice with the contract yet")
    required = dict.fromkeys(element for clause in terms.clauses for element in clause.elements)
    return [each for each in required if each not in written["elements_present"]]


def _record(view: CaseView, wave: int, zone: Zone) -> dict[str, Any]:
    plan, case = view.plans[wave], view.case
    titles = {each.id: each.rule.title for each in plan.duties}
    holds = case.wave(wave).get("holds") or []
    told = [
        each
        for each in plan.duties
        if each.state is DutyState.DONE and each.rule.step == "state_agencies"
    ]
    return {
        "clocks": [
            _clock(each)
            for each in plan.duties
            if each.state.is_open or each.state is DutyState.HELD
        ],
        "holds": [_hold(each, zone) for each in holds if each.get("until") is None],
        "notice_delayed": any(each.get("until") for each in holds),
        "filings": [
            {
                "what": "; ".join(titles.get(duty, duty) for duty in each.duties),
                "when": zone.words(parse_moment(each.at)),
                "reference": each.receipt or Unknown("no receipt"),
            }
            for each in case.filings
            if each.wave == wave
        ],
        "agencies_told": [f"{each.rule.recipient}, {_when(each)}" for each in told] or None,
        "reporting_agencies_told": any(
            each.state is DutyState.DONE and each.rule.step == "consumer_reporting_agencies"
            for each in plan.duties
        ),
    }


def _clock(duty: PlannedDuty) -> dict[str, Any]:
    none = "no fixed date"
    return {
        "duty": duty.rule.title,
        "told": duty.rule.recipient,
        "aim": duty.zone.words(duty.target) if duty.target else none,
        "last_day": duty.zone.words(duty.limit) if duty.limit else none,
        "state": duty.state.words,
    }


def _hold(hold: Mapping[str, Any], zone: Zone) -> dict[str, Any]:
    return {
        "reason": hold["kind"].replace("_", " "),
        "authority": hold.get("authority") or Unknown("not recorded"),
        "since": zone.words(parse_moment(hold["from"])),
        "until": Unknown("still open"),
    }


def _when(duty: PlannedDuty) -> str:
    return duty.zone.words(duty.fulfilled_at) if duty.fulfilled_at else "day not recorded"


def _wording(view: CaseView, wave: int) -> dict[str, Any]:
    written = view.case.wording.get(wave, {})
    return {name: as_value(name, value) for name, value in written.items() if name in FIELDS}


def as_value(name: str, value: object) -> object:
    """Give a written value in the shape its field wants: dates are read."""
    if FIELDS[name].kind in (FieldKind.DAY, FieldKind.MOMENT) and isinstance(value, str):
        return parse_moment(value)
    return value
