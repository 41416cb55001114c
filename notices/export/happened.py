"""What happened, in the words of a report: facts, moments, people, holds."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incidents.case.case import Document
from incidents.law.moment_names import MomentName
from incidents.moments import Zone, parse_moment
from incidents.services.view_case import CaseView

_NOT_KNOWN = "not known"
_YES_NO = {True: "yes", False: "no", None: _NOT_KNOWN}
_CAUSES = {
    "contractor": "the contractor",
    "agency": "the agency itself",
}
#: The types of private information that statutes count, in plain words.
_ELEMENTS = {
    "ssn": "Social Security number",
    "drivers_license": "driver's license or identification card number",
    "account_with_code": "account number with its code",
    "account_alone": "account number that could be used alone",
    "biometric": "biometric information",
    "online_credentials": "user name with its password",
    "medical": "medical information",
    "health_insurance": "health insurance information",
    "student_id": "student identification number",
}


def happened(view: CaseView, wave: int) -> dict[str, Any]:
    """Give what is known of one wave, as labels and words."""
    document, zone = view.case.wave(wave), view.agency.zone
    words = view.case.wording.get(wave, {})
    described = words.get("incident_description")
    return {
        "described": described if isinstance(described, str) else "",
        "facts": [*_facts(view, wave, document)],
        "moments": [*_moments(document, zone)],
        "people": [*_people(document)],
        "holds": [*_holds(document, zone)],
    }


def _facts(view: CaseView, wave: int, document: Document) -> Iterator[list[str]]:
    facts: Mapping[str, Any] = document.get("facts") or {}
    yield ["Attributed to", _CAUSES.get(str(document.get("attributed_to")), _NOT_KNOWN)]
    terms = view.terms(wave)
    if terms is not None and terms.contractor:
        yield ["Contractor", terms.contractor]
    yield ["Student data", _YES_NO[facts.get("student_data")]]
    yield ["Teacher or principal review data", _YES_NO[facts.get("appr_data")]]
    yield ["Private information", _private(facts.get("private_information"))]
    yield ["Records", str(facts.get("medium") or _NOT_KNOWN)]
    yield ["The agency's right to them", str(facts.get("custody") or _NOT_KNOWN)]
    yield ["Encrypted", _YES_NO[facts.get("encrypted")]]
    if facts.get("encrypted"):
        yield ["Key taken as well", _YES_NO[facts.get("key_acquired")]]
    is_first = wave == min(view.case.waves)
    if is_first and view.case.cost_in_dollars is not None:
        yield ["Estimated cost of the notices", f"${view.case.cost_in_dollars:,}"]


def _private(elements: object) -> str:
    if not isinstance(elements, list):
        return _NOT_KNOWN
    return ", ".join(_ELEMENTS.get(str(each), str(each)) for each in elements) or "none"


def _moments(document: Document, zone: Zone) -> Iterator[list[str]]:
    given = document.get("moments") or {}
    found = [(parse_moment(given[name]), name.words) for name in MomentName if given.get(name)]
    for moment, words in sorted(found, key=lambda each: zone.start_of(each[0])):
        yield [words[:1].upper() + words[1:], zone.words(moment)]


def _people(document: Document) -> Iterator[list[str]]:
    for each in document.get("affected") or []:
        yield [
            str(each["group"]).replace("_", " "),
            str(each.get("residence") or _NOT_KNOWN),
            _count(each.get("count")),
            _count(each.get("with_private_information")),
        ]


def _count(value: object) -> str:
    return f"{value:,}" if isinstance(value, int) else _NOT_KNOWN


def _holds(document: Document, zone: Zone) -> Iterator[list[str]]:
    for each in document.get("holds") or []:
        until = each.get("until")
        yield [
            str(each["kind"]).replace("_", " "),
            str(each.get("authority") or _NOT_KNOWN),
            zone.words(parse_moment(str(each["from"]))),
            zone.words(parse_moment(str(until))) if until else "not ended",
        ]
