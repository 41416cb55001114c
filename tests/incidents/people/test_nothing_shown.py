"""No representation of what people are kept as shows who somebody is, or where they live."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from importlib import import_module
from pkgutil import walk_packages

import pytest

import incidents.people
import incidents.services.telling
import rosters
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.households import Adults
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.reach import Reach
from incidents.people.recipient import Concern, Kind, Method, MethodPlan, Recipient
from incidents.services.people_rows import PersonRow, RecipientRow
from incidents.services.telling.correct_person import Correction
from incidents.services.telling.headers import HeaderText, MailAddress
from incidents.services.telling.letters import Letter
from incidents.services.telling.post import Email

#: What a field is called that says who somebody is, or where to find them.
PERSONAL = frozenset(
    {
        *("address", "birthday", "cells", "city", "concerned", "domain", "email", "first"),
        *("given", "html", "key", "lines", "local", "local_id", "names", "not_to_be_told"),
        *("phone", "postal_code", "street", "text", "to", "to_name"),
    }
)
#: Fields of these names that hold no person: how many, where in a row, which words.
IMPERSONAL = {
    ("_Guardian", "address"),
    ("_Guardian", "cells"),
    ("Remarks", "first"),
}
#: Types of people whose ``name`` is somebody's; elsewhere it is that of a file or a table.
NAMED = frozenset({"AffectedPerson", "Concern", "Contact", "Correction"})
STREET = PostalAddress(street=("12 Elm Row",), city="Rosendale", state="NY", postal_code="12472")
ROSA = Contact(
    name="Rosa Lopez",
    relation=Relation.GUARDIAN,
    address=STREET,
    email="rosa@example.org",
    phone="845-555-0142",
    not_to_be_told="order of Judge Quill",
)
ANA = AffectedPerson(
    name="Ana Lopez",
    group=Group.STUDENTS,
    local_id="40211",
    birthday=LocalDay.parse("2011-02-03"),
    contacts=(ROSA,),
)
TOLD = Recipient(
    notice="family-notice",
    kind=Kind.PARENT,
    duties=("ny.8nycrr121.individuals",),
    names=("Rosa Lopez",),
    language="en",
    plan=MethodPlan(method=Method.EMAIL, fallback=None, reason="as preferred"),
    concerns=(Concern(person=1, name="Ana Lopez"),),
    address=STREET,
    email="rosa@example.org",
    phone="845-555-0142",
)
EMAIL = Email(
    delivery=1,
    message_id="1@example.org",
    to_name=HeaderText("Rosa Lopez"),
    to=MailAddress.parse("rosa@example.org"),
    from_name=HeaderText("The district"),
    subject=HeaderText("About Ana Lopez"),
    text="Dear Rosa Lopez",
    html="<p>Dear Rosa Lopez</p>",
    language="en",
    at=Instant.parse("2026-03-20T12:00Z"),
)


def types() -> Iterator[type]:
    """Give each dataclass of those packages that have people in their hands."""
    names = ["incidents.services.people_rows", "incidents.services.people_ports"]
    for package in (incidents.people, incidents.services.telling, rosters):
        names += [each.name for each in walk_packages(package.__path__, package.__name__ + ".")]
    for name in names:
        for each in vars(import_module(name)).values():
            if isinstance(each, type) and is_dataclass(each) and each.__module__ == name:
                yield each


def test_no_type_shows_a_field_that_is_somebodys() -> None:
    shown = {
        (each.__name__, field.name)
        for each in types()
        for field in fields(each)
        if field.repr
        and (field.name in PERSONAL or (field.name == "name" and each.__name__ in NAMED))
    }

    assert shown == IMPERSONAL


@pytest.mark.parametrize(
    "kept",
    [
        STREET,
        ROSA,
        ANA,
        TOLD,
        EMAIL,
        HeaderText("Rosa Lopez"),
        MailAddress.parse("rosa@example.org"),
        Letter(number=1, recipient=TOLD),
        Adults(
            names=("Rosa Lopez",),
            reach=Reach(address=STREET, email="rosa@example.org", phone="845-555-0142"),
            language="en",
        ),
        PersonRow(id=1, case="C", wave=1, roster=1, person=ANA),
        RecipientRow(id=1, case="C", wave=1, recipient=TOLD),
        Correction(person=1, name="Rosa Lopez", address=STREET, email="rosa@example.org"),
    ],
    ids=lambda kept: type(kept).__name__,
)
@pytest.mark.parametrize("shown_by", [repr, str, "{}".format, "{!r}".format])
def test_what_is_kept_of_people_shows_nobody(
    kept: object, shown_by: Callable[[object], str]
) -> None:
    shown = shown_by(kept)

    for word in (
        *("Rosa", "Ana", "Lopez", "Elm", "Rosendale", "12472", "rosa@", "845-", "40211", "2011"),
        "Quill",
    ):
        assert word not in shown
