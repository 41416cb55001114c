"""An agency's settings, read from its file in ``districts``."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from datetime import date

from config.reading import Reading
from config.tree import Branch, Node, tree_of_bytes
from incidents.case.agency import Agency, Person, Role
from incidents.law.circumstances import AgencyKind, InternalTarget
from incidents.moments import UnknownZoneError, Zone

_KEYS = (
    "name",
    "code",
    "kind",
    "policy",
    "timezone",
    "address",
    "phone",
    "email",
    "website",
    "people",
    "targets",
    "closed_days",
    "checkpoint_addresses",
    "alert_channels",
    "accept_shipped_translations",
)
#: What a mapping in an incident file may say of an agency.
INLINE_KEYS = ("name", "kind", "policy", "timezone")
DEFAULT_ZONE = "America/New_York"
_CODE = re.compile(r"[A-Z][A-Z0-9]*", re.ASCII)


def read_district(content: bytes, source: str, agency_id: str, duties: Collection[str]) -> Agency:
    """Give the agency of a settings file; raise InputRefusedError with its line.

    Its own targets may name the duties that are handed in, and no others.
    """
    reading = Reading(source)
    branch = reading.branch(tree_of_bytes(content, source), "", _KEYS)
    reading.branch(branch.at("targets"), "targets", duties)
    agency = agency_of(branch, reading, agency_id)
    _check_code(reading, branch, agency.code)
    _check_people(reading, branch, agency.people)
    reading.finish()
    return agency


def _check_code(reading: Reading, branch: Branch, code: str | None) -> None:
    line, advice = branch.at("code").line, "it numbers the cases, such as KINGSTON"
    reading.missing(branch.at("code"), "code", advice)
    if code is not None and not _CODE.fullmatch(code):
        reading.note(
            line, f"`code` was given `{code}`; accepted are capitals and digits: {advice}."
        )


def _check_people(reading: Reading, branch: Branch, people: tuple[Person, ...]) -> None:
    known: set[str] = set()
    for each in people:
        if each.id in known:
            reading.note(
                branch.at("people").line, f"`people` has `{each.id}` twice; give each its own id."
            )
        known.add(each.id)


def agency_of(branch: Branch, reading: Reading, agency_id: str | None, path: str = "") -> Agency:
    """Give the agency that a mapping describes."""
    before = f"{path}." if path else ""
    kind = reading.choice(branch.at("kind"), f"{before}kind", AgencyKind, required=True)
    return Agency(
        id=agency_id,
        name=reading.text(branch.at("name"), f"{before}name", required=agency_id is not None),
        kind=kind or AgencyKind.SCHOOL_DISTRICT,
        zone=_zone(reading, branch.at("timezone"), f"{before}timezone"),
        policy=reading.text(branch.at("policy"), f"{before}policy"),
        code=reading.text(branch.at("code"), "code"),
        address=reading.words(branch.at("address"), "address"),
        phone=reading.text(branch.at("phone"), "phone"),
        email=reading.text(branch.at("email"), "email"),
        website=reading.text(branch.at("website"), "website"),
        people=tuple(
            _person(reading, each) for each in reading.series(branch.at("people"), "people") or []
        ),
        internal_targets=_targets(reading, branch.at("targets")),
        closed_days=_closed_days(reading, branch.at("closed_days")),
        checkpoint_addresses=reading.words(
            branch.at("checkpoint_addresses"), "checkpoint_addresses"
        ),
        alert_channels=reading.words(branch.at("alert_channels"), "alert_channels"),
        accepts_shipped_translations=bool(
            reading.flag(branch.at("accept_shipped_translations"), "accept_shipped_translations")
        ),
    )


def _zone(reading: Reading, node: Node, path: str) -> Zone:
    """Give a time zone by name; nothing gives that of New York."""
    name = reading.text(node, path) or DEFAULT_ZONE
    try:
        return Zone(name)
    except UnknownZoneError as wrong:
        reading.note(node.line, f"`{path}`: {wrong}")
        return Zone(DEFAULT_ZONE)


def _person(reading: Reading, node: Node) -> Person:
    keys = ("id", "name", "role", "title", "email", "phone")
    branch = reading.branch(node, "people", keys)
    role = reading.choice(branch.at("role"), "people.role", Role, required=True)
    return Person(
        id=reading.text(branch.at("id"), "people.id", required=True) or "",
        name=reading.text(branch.at("name"), "people.name", required=True) or "",
        role=role or Role.STAFF,
        title=reading.text(branch.at("title"), "people.title"),
        email=reading.text(branch.at("email"), "people.email"),
        phone=reading.text(branch.at("phone"), "people.phone"),
    )


def _targets(reading: Reading, node: Node) -> Mapping[str, InternalTarget]:
    found: dict[str, InternalTarget] = {}
    for duty, each in reading.entries(node, "targets").entries.items():
        branch = reading.branch(each, f"targets.{duty}", ("calendar_days", "business_days"))
        calendar_days = reading.count(branch.at("calendar_days"), f"targets.{duty}")
        business_days = reading.count(branch.at("business_days"), f"targets.{duty}")
        if bool(calendar_days) == bool(business_days):
            advice = "give calendar_days or business_days, one of the two"
            reading.note(each.line, f"`targets.{duty}` has no one length; {advice}.")
        found[duty] = InternalTarget(
            length=calendar_days or business_days or 1, business_days=not calendar_days
        )
    return found


def _closed_days(reading: Reading, node: Node) -> frozenset[date]:
    days = [reading.day(each, "closed_days") for each in reading.series(node, "closed_days") or []]
    return frozenset(each.date for each in days if each)
