"""From which day a student is told instead of the parents."""

from __future__ import annotations

import pytest

from incidents.moments import LocalDay
from incidents.people.coming_of_age import comes_of_age, is_of_age
from incidents.people.recipient import Kind
from tests.incidents.people.telling import LAW, recipients, student, themself, wave


@pytest.mark.parametrize(
    ("born", "of_age"),
    [
        ("2008-05-08", "2026-05-08"),
        ("2008-12-31", "2026-12-31"),
        ("2008-01-01", "2026-01-01"),
        # No provision that we have read says what becomes of 29 February: our reading.
        ("2008-02-29", "2026-03-01"),
        ("2008-02-28", "2026-02-28"),
        ("2008-03-01", "2026-03-01"),
    ],
)
def test_eighteen_is_reached_on_the_birthday(born: str, of_age: str) -> None:
    assert comes_of_age(LocalDay.parse(born), 18) == LocalDay.parse(of_age)


def test_a_leap_day_is_kept_where_the_year_has_one() -> None:
    assert comes_of_age(LocalDay.parse("2008-02-29"), 20) == LocalDay.parse("2028-02-29")


@pytest.mark.parametrize(
    ("on", "is_grown"),
    [("2026-02-28", False), ("2026-03-01", True), ("2026-03-02", True)],
)
def test_born_on_a_leap_day_means_grown_from_march(on: str, *, is_grown: bool) -> None:
    assert is_of_age(LocalDay.parse("2008-02-29"), 18, LocalDay.parse(on)) is is_grown


def test_the_years_and_their_provision_are_the_laws() -> None:
    age = LAW.rule_book.rule("ny.8nycrr121.individuals").of_age

    assert age is not None
    assert (age.years, age.citation.short) == (18, "Education Law 2-d(1)")


@pytest.mark.parametrize(
    ("on", "kind", "name"),
    [
        # The incident was on March 5 and the notice came on March 16; she was seventeen then.
        ("2026-04-01", Kind.PARENT, "Rosa Lopez"),
        ("2026-04-02", Kind.ELIGIBLE_STUDENT, "Ana Lopez"),
        ("2026-05-15", Kind.ELIGIBLE_STUDENT, "Ana Lopez"),
    ],
)
def test_a_birthday_within_the_incident_decides_by_sending(on: str, kind: Kind, name: str) -> None:
    ana = student(birthday=LocalDay.parse("2008-04-02"))

    (recipient,) = recipients(ana, wave(on=LocalDay.parse(on)))

    assert (recipient.kind, recipient.names) == (kind, (name,))


def test_a_former_student_is_grown_by_the_birthday_too() -> None:
    ben = student("Ben Roy", birthday=LocalDay.parse("1999-09-09"), is_former=True)
    away = student("Ben Roy", themself("Ben Roy"), birthday=ben.birthday, is_former=True)

    assert recipients(ben)[0].kind is Kind.ELIGIBLE_STUDENT
    assert recipients(away)[0].plan.reason == (
        "at the last known address; first-class mail, as preferred"
    )
