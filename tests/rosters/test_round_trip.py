"""Any persons, written in any dialect, are read as the same persons."""

from __future__ import annotations

import csv
import tempfile
from datetime import date
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from incidents.errors import DueNoticeError
from incidents.law.circumstances import Group
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from rosters.cleaning import cleaned
from rosters.problems import CellError
from rosters.words import is_blank_word
from tests.rosters.reading import read, written

HEADINGS = [
    *("First Name", "Last Name", "Student Number", "Date of Birth", "Group", "Former"),
    *("Residence", "Exposed", "Guardian 1 Name", "Guardian 1 Email", "Guardian 1 Phone"),
    *("Guardian 1 Language", "Guardian 1 Custody Flag", "Guardian 1 Email Consent"),
    *("Guardian 1 Street", "Guardian 1 City", "Guardian 1 State", "Guardian 1 Zip"),
]


def is_plain(text: str) -> bool:
    """Say whether a text is what reading makes of it, and looks like a name."""
    try:
        return cleaned(text) == text and any(each.isalpha() for each in text)
    except CellError:
        return False


ANY_SIGN = st.characters(categories=("L", "M", "N", "P", "S", "Zs"), exclude_characters="\u3164")
TEXT = st.text(ANY_SIGN, min_size=1, max_size=30).filter(is_plain)
#: What lists are full of, and what trips a reader of CSV over.
TRICKY = st.sampled_from(['O"Brien', "Smith; Jones", "D'Arcy", "=SUM(A1)", "Lee|Kim", "Núñez"])
NAMES = (TEXT | TRICKY).filter(lambda text: "," not in text and not is_blank_word(text))
ADDRESSES = st.builds(
    PostalAddress,
    street=st.tuples(TEXT | TRICKY),
    city=TEXT.filter(lambda text: len(text) < 30),
    state=st.sampled_from(["NY", "NJ", "PR"]),
    postal_code=st.from_regex(r"[0-9]{5}(-[0-9]{4})?", fullmatch=True),
)
FLAGS = st.sampled_from([None, "court order of May 4", "no contact with the father; see file"])
CONTACTS = st.builds(
    Contact,
    name=NAMES,
    relation=st.just(Relation.GUARDIAN),
    address=st.none() | ADDRESSES,
    email=st.none() | st.sampled_from(["a@example.org", "b.c+d@mail.example.org"]),
    phone=st.none() | st.sampled_from(["845-555-0101", "(845) 555-0102 x7"]),
    language=st.sampled_from([None, "es", "zh", "en"]),
    not_to_be_told=FLAGS,
    consents_to_email=st.booleans(),
)
ELEMENTS = st.lists(st.sampled_from(sorted(PRIVATE_ELEMENTS)), min_size=1, unique=True).map(tuple)
BIRTHDAYS = st.dates(date(1900, 1, 1), date(2026, 3, 16)).map(LocalDay)


@st.composite
def whole_lists(draw: st.DrawFn) -> list[tuple[str, str, AffectedPerson]]:
    """Give persons with their given and family names, each with a number of their own."""
    found = []
    for number in range(draw(st.integers(1, 6))):
        first, last = draw(NAMES), draw(NAMES)
        contact = draw(st.none() | CONTACTS)
        address = contact.address if contact is not None else None
        own = draw(st.sampled_from([None, "NY", "VT"]))
        person = AffectedPerson(
            name=f"{first} {last}",
            group=draw(st.sampled_from(Group)),
            local_id=f"N{number}",
            birthday=draw(st.none() | BIRTHDAYS),
            is_former=draw(st.booleans()),
            residence=own or (address.state if address else None),
            exposed=draw(st.none() | ELEMENTS),
            contacts=() if contact is None else (contact,),
        )
        found.append((first, last, person))
    return found


def cells_of(first: str, last: str, person: AffectedPerson) -> list[str]:
    contact = person.contacts[0] if person.contacts else None
    cells = [
        *(first, last, person.local_id or "", str(person.birthday or "")),
        *(person.group.value, "yes" if person.is_former else "no", person.residence or ""),
        "; ".join(person.exposed or ()),
    ]
    if contact is None:
        return [*cells, *[""] * 10]
    address = contact.address or PostalAddress(street=(), city="")
    return [
        *cells,
        *(contact.name, contact.email or "", contact.phone or "", contact.language or ""),
        *(contact.not_to_be_told or "", "yes" if contact.consents_to_email else "no"),
        *("\n".join(address.street), address.city, address.state, address.postal_code),
    ]


@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    persons=whole_lists(),
    delimiter=st.sampled_from([",", ";", "\t", "|"]),
    quoting=st.sampled_from([csv.QUOTE_MINIMAL, csv.QUOTE_ALL]),
    lineterminator=st.sampled_from(["\r\n", "\n", "\r"]),
    encoding=st.sampled_from(["utf-8", "utf-8-sig", "utf-16"]),
)
def test_what_was_written_is_what_is_read(
    persons: list[tuple[str, str, AffectedPerson]], encoding: str, **dialect: Any
) -> None:
    rows = [HEADINGS, *(cells_of(*each) for each in persons)]
    with tempfile.TemporaryDirectory() as folder:
        found = read(written(Path(folder) / "list.csv", rows, encoding, **dialect))

    assert found.problems == []
    assert found.persons == [person for _, _, person in persons]


@settings(deadline=None, max_examples=200, suppress_health_check=[HealthCheck.too_slow])
@given(content=st.binary(max_size=400))
def test_no_bytes_at_all_make_the_reader_fall_over(content: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        path.write_bytes(b"Name,Email,Exposed\n" + content)
        try:
            read(path)
        except DueNoticeError as refused:
            assert "\n" not in str(refused)  # noqa: PT017 - either outcome is right
