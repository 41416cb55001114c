"""Persons, contacts and waves as the tests of telling people write them."""

from __future__ import annotations

from typing import Any

from config.registry import load_registry
from config.wiring import FileLawBook
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.recipient import Method, Recipient
from incidents.people.resolver import Resolved, Resolver
from incidents.people.served import Served, served_by
from tests.support.caseworker import roster

LAW = FileLawBook(load_registry())
#: The day of sending of most tests: a Friday.
DAY = LocalDay.parse("2026-05-08")
MAIN_STREET = PostalAddress(
    street=("12 Main Street",), city="Kingston", state="NY", postal_code="12401"
)
BROADWAY = PostalAddress(
    street=("300 Broadway", "Apt 4B"), city="Kingston", state="NY", postal_code="12401"
)


def wave(*, on: LocalDay = DAY, prefer: Method = Method.FIRST_CLASS_MAIL, **changes: Any) -> Served:
    """Give what a wave asks for; its roster holds student data and nothing private."""
    incident = LAW.read(roster(**changes))
    plan = LAW.plan_of(incident, Instant.parse("2026-03-20T12:00-04:00"))
    return served_by(plan, incident.circumstances, on, prefer)


def facts(**changes: Any) -> dict[str, Any]:
    """Give the facts of the roster case with some of them changed."""
    return {**roster()["facts"], **changes}


def private(*, prefer: Method = Method.FIRST_CLASS_MAIL, **changes: Any) -> Served:
    """Give a wave in which social security numbers of everybody lay open."""
    return wave(
        prefer=prefer,
        facts=facts(private_information=["ssn"], appr_data=True),
        affected=[
            {"group": "students", "residence": "NY", "count": 40, "with_private_information": 40},
            {"group": "teachers", "residence": "NY", "count": 9, "with_private_information": 9},
            {"group": "employees", "residence": "NY", "count": 5, "with_private_information": 5},
        ],
        **changes,
    )


def guardian(name: str = "Rosa Lopez", **changes: Any) -> Contact:
    """Give a guardian at Main Street."""
    given = {"address": MAIN_STREET, **changes}
    return Contact(name=name, relation=Relation.GUARDIAN, **given)


def themself(name: str, **changes: Any) -> Contact:
    """Give the entry of an affected person themself, at Broadway."""
    given = {"address": BROADWAY, **changes}
    return Contact(name=name, relation=Relation.SELF, **given)


def student(name: str = "Ana Lopez", *contacts: Contact, **changes: Any) -> AffectedPerson:
    """Give a student of fifteen with these contacts, or one guardian."""
    given = {"birthday": LocalDay.parse("2011-02-03"), "group": Group.STUDENTS, **changes}
    return AffectedPerson(name=name, contacts=contacts or (guardian(),), **given)


def colleague(group: Group, **changes: Any) -> AffectedPerson:
    """Give a grown person of a group, at Broadway."""
    given = {"contacts": (themself("Kim Doe"),), **changes}
    return AffectedPerson(name="Kim Doe", group=group, **given)


def resolved(person: AffectedPerson, served: Served | None = None, number: int = 1) -> Resolved:
    """Give what a person calls for."""
    return Resolver(served or wave()).resolve(number, person)


def recipients(person: AffectedPerson, served: Served | None = None) -> list[Recipient]:
    """Give who is told for a person."""
    return [each.recipient for each in resolved(person, served).households]


def letters(persons: list[AffectedPerson], served: Served | None = None) -> dict[str, list[str]]:
    """Give whom each letter is addressed to, with the persons it names, after merging."""
    resolver = Resolver(served or wave())
    merged: dict[str, tuple[str, list[str]]] = {}
    for number, person in enumerate(persons, start=1):
        for household in resolver.resolve(number, person).households:
            to = " and ".join(household.recipient.names)
            _, named = merged.setdefault(household.key, (to, []))
            named += [each.name for each in household.recipient.concerns]
    found: dict[str, list[str]] = {}
    for to, named in merged.values():
        found.setdefault(to, []).append(" and ".join(named))
    return found
