"""The six thousand made-up students of the demo, and their families.

The list looks as a student information system writes one: a row a student, the
guardians beside it. It is the same each time it is made.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.resources import files
from random import Random
from typing import Any

import yaml

STUDENTS = 6000
#: Of them, those whose Social Security number was in the file.
WITH_SSN = 5200

_SEED = 8635
_GUARDIAN = ("Name", "Street", "City", "State", "Zip", "Email", "Phone")
_HEADINGS = (
    *("Student_Number", "Last_Name", "First_Name", "DOB", "Exit_Date", "Home_Language"),
    *(f"Guardian{number}_{part}" for number in (1, 2) for part in _GUARDIAN),
    *("Do_Not_Contact", "Email_Consent", "Exposed"),
)
_FOR_ALL = "names; grades; names of schools; class schedules"


@dataclass(frozen=True, slots=True)
class _Guardian:
    """One guardian, as the columns of a row say it; empty is not known."""

    name: str = ""
    #: Street, city, state and postal code.
    address: tuple[str, ...] = ("", "", "", "")
    email: str = ""
    phone: str = ""

    def cells(self) -> tuple[str, ...]:
        """Give the columns of this guardian."""
        return (self.name, *self.address, self.email, self.phone)


@dataclass(slots=True)
class _Town:
    """Where the families come from: chance, and what it chooses among."""

    chance: Random
    parts: dict[str, Any] = field(default_factory=dict)

    def one_of(self, part: str) -> Any:  # noqa: ANN401 - what the file says
        """Give one of the listed things."""
        return self.chance.choice(self.parts[part])

    def weighed(self, part: str) -> Any:  # noqa: ANN401 - what the file says
        """Give one of the things that have weights."""
        return self.chance.choices([*self.parts[part]], [*self.parts[part].values()])[0]

    def happens(self, *shares: str) -> bool:
        """Say whether one of these is so, this time."""
        wanted: int = sum(self.parts["shares"][each] for each in shares)
        return self.chance.randrange(1000) < wanted


def roster() -> bytes:
    """Give the list as a school exports it: CSV, in UTF-8 with its mark."""
    made_up = yaml.safe_load(files("desk.demo").joinpath("made_up.yaml").read_text("utf-8"))
    text = io.StringIO()
    rows = csv.writer(text)
    rows.writerow(_HEADINGS)
    rows.writerows(_students(_Town(Random(_SEED), made_up)))  # noqa: S311 - no secret
    return text.getvalue().encode("utf-8-sig")


def _students(town: _Town) -> Iterator[tuple[str, ...]]:
    number = 0
    while number < STUDENTS:
        family = town.one_of("family")
        household = _household(town, family)
        children = min(town.weighed("children"), STUDENTS - number)
        for given in town.chance.sample(town.parts["given"], children):
            number += 1
            yield _student(town, number, (family, given), household)


def _household(town: _Town, family: str) -> tuple[str, ...]:
    """Give what the children of one family share: language, guardians, flags."""
    first = _guardian(town, family)
    second = _second(town, family, first)
    flag = "Court order: no contact" if second.name and town.happens("court_order") else ""
    consent = "Y" if town.happens("consents_to_email") else "N"
    return (town.weighed("languages"), *first.cells(), *second.cells(), flag, consent)


def _guardian(town: _Town, family: str) -> _Guardian:
    name = f"{town.one_of('given')} {family}"
    postbox = (
        f"{name.partition(' ')[0].lower()}.{town.chance.randrange(1_000_000)}@families.example"
    )
    phone = f"845-555-{town.chance.randrange(10_000):04}"
    street = f"{town.chance.randrange(1, 400)} {town.one_of('streets')} Street"
    place, postal_code = town.one_of("towns")
    if town.happens("unknown_to_us"):
        return _Guardian(name)
    if town.happens("telephone_only"):
        return _Guardian(name, phone=phone)
    return _Guardian(name, (street, place, "NY", postal_code), postbox, phone)


def _second(town: _Town, family: str, first: _Guardian) -> _Guardian:
    """Give a guardian at the same address, one who lives elsewhere, or nobody."""
    if town.happens("second_elsewhere"):
        return _guardian(town, town.one_of("family"))
    if town.happens("second_at_home"):
        other = _guardian(town, family)
        return _Guardian(other.name, first.address, other.email, other.phone)
    return _Guardian()


def _student(
    town: _Town, number: int, name: tuple[str, str], household: tuple[str, ...]
) -> tuple[str, ...]:
    year, month, day = (town.chance.randrange(*span) for span in ((2007, 2021), (1, 13), (1, 29)))
    gone = "06/25/2025" if town.happens("left_school") else ""
    exposed = f"{_FOR_ALL}; ssn" if number <= WITH_SSN else _FOR_ALL
    language, *rest = household
    birthday = f"{month:02}/{day:02}/{year}"
    return (f"{100000 + number}", *name, birthday, gone, language, *rest, exposed)
