"""An agency's settings, read from its file in ``districts``."""

from __future__ import annotations

from collections.abc import Mapping
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
)
#: What a mapping in an incident file may say of an agency.
INLINE_KEYS = ("name", "kind", "policy", "timezone")
DEFAULT_ZONE = "America/New_York"


def read_district(content: bytes, source: str, agency_id: str) -> Agency:
    """Give the agency of a settings file; raise InputRefusedError with its line."""
    reading = Reading(source)
    branch = reading.branch(tree_of_bytes(content), "", _KEYS)
    agency = agency_of(branch, reading, agency_id)
    if agency.code is None:
        reading.note(None, "`code` is missing; give the short word that numbers the cases, such as KINGSTON.")
    reading.finish()
    return agency


def agency_of(branch: Branch, reading: Reading, agency_id: str | None, path: str = "") -> Agency:
    """Give the agency that a mapping describes."""
    entries, before = branch.entries, f"{path}." if path else ""
    kind = reading.choice(entries.get("kind"), f"{before}kind", AgencyKind, required=True)
    return Agency(
        id=agency_id,
        name=reading.text(entries.get("name"), f"{before}name", required=agency_id is not None),
        kind=kind or AgencyKind.SCHOOL_DISTRICT,
        zone=zone_of(reading, entries.get("timezone"), f"{before}timezone"),
        policy=reading.text(entries.get("policy"), f"{before}policy"),
        code=reading.text(entries.get("code"), "code"),
        address=_words(reading, entries.get("address"), "address"),
        phone=reading.text(entries.get("phone"), "phone"),
        email=reading.text(entries.get("email"), "email"),
        website=reading.text(entries.get("website"), "website"),
        people=tuple(_person(reading, each) for each in reading.series(entries.get("people"), "people") or []),
        internal_targets=_targets(reading, entries.get("targets")),
        closed_days=_closed_days(reading, entries.get("closed_days")),
        checkpoint_addresses=_words(reading, entries.get("checkpoint_addresses"), "checkpoint_addresses"),
        alert_channels=_words(reading, entries.get("alert_channels"), "alert_channels"),
    )


def zone_of(reading: Reading, node: Node | None, path: str) -> Zone:
    """Give a time zone by name; nothing gives that of New York."""
    name = reading.text(node, path) or DEFAULT_ZONE
    try:
        return Zone(name)
    except UnknownZoneError as wrong:
        reading.note(node.line if node else None, f"`{path}`: {wrong}")
        return Zone(DEFAULT_ZONE)


def _words(reading: Reading, node: Node | None, path: str) -> tuple[str, ...]:
    found = [reading.text(each, path, required=True) for each in reading.series(node, path) or []]
    return tuple(each for each in found if each)


def _person(reading: Reading, node: Node) -> Person:
    entries = reading.branch(node, "people", ("id", "name", "role", "title", "email", "phone")).entries
    role = reading.choice(entries.get("role"), "people.role", Role, required=True)
    return Person(
        id=reading.text(entries.get("id"), "people.id", required=True) or "",
        name=reading.text(entries.get("name"), "people.name", required=True) or "",
        role=role or Role.STAFF,
        title=reading.text(entries.get("title"), "people.title"),
        email=reading.text(entries.get("email"), "people.email"),
        phone=reading.text(entries.get("phone"), "people.phone"),
    )


def _targets(reading: Reading, node: Node | None) -> Mapping[str, InternalTarget]:
    found: dict[str, InternalTarget] = {}
    for duty, each in reading.entries(node, "targets").entries.items():
        entries = reading.branch(each, f"targets.{duty}", ("calendar_days", "business_days")).entries
        calendar_days = reading.count(entries.get("calendar_days"), f"targets.{duty}")
        business_days = reading.count(entries.get("business_days"), f"targets.{duty}")
        if not calendar_days and not business_days:
            reading.note(each.line, f"`targets.{duty}` has no length; give calendar_days or business_days.")
        found[duty] = InternalTarget(length=calendar_days or business_days or 1, business_days=not calendar_days)
    return found


def _closed_days(reading: Reading, node: Node | None) -> frozenset[date]:
    days = [reading.day(each, "closed_days") for each in reading.series(node, "closed_days") or []]
    return frozenset(each.date for each in days if each)
