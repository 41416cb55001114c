"""Who shares a letter, and who gets one of their own."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidents.law.circumstances import Group
from incidents.people.person import PostalAddress
from incidents.people.recipient import Kind, Method
from tests.incidents.people.telling import (
    BROADWAY,
    MAIN_STREET,
    guardian,
    letters,
    private,
    recipients,
    resolved,
    student,
    themself,
    wave,
)

BY_EMAIL = wave(prefer=Method.EMAIL)


def test_parents_at_one_address_share_a_letter() -> None:
    ana = student("Ana", guardian("Rosa Lopez"), guardian("Juan Lopez"))

    assert letters([ana]) == {"Rosa Lopez and Juan Lopez": ["Ana"]}


def test_two_households_of_a_child_get_two_letters() -> None:
    ana = student("Ana", guardian("Rosa Lopez"), guardian("Juan Lopez", address=BROADWAY))

    assert letters([ana]) == {"Rosa Lopez": ["Ana"], "Juan Lopez": ["Ana"]}
    assert [each.address for each in recipients(ana)] == [MAIN_STREET, BROADWAY]


def test_a_household_with_three_children_gets_one_letter() -> None:
    three = [student("Ana"), student("Ben"), student("Caro")]

    assert letters(three) == {"Rosa Lopez": ["Ana and Ben and Caro"]}


def test_the_order_of_the_parents_makes_no_second_letter() -> None:
    rosa, juan = guardian("Rosa Lopez"), guardian("Juan Lopez")

    assert letters([student("Ana", rosa, juan), student("Ben", juan, rosa)]) == {
        "Rosa Lopez and Juan Lopez": ["Ana and Ben"]
    }


@pytest.mark.parametrize(
    "written",
    [
        PostalAddress(
            street=("12  MAIN Street",), city="KINGSTON", state="ny", postal_code="12401"
        ),
        PostalAddress(
            street=("12 Main Street.",), city="Kingston", state="NY", postal_code="12401"
        ),
        PostalAddress(
            street=("12 Main Street", ""), city="Kingston,", state="NY", postal_code="12401"
        ),
    ],
)
def test_one_address_may_be_written_in_many_ways(written: PostalAddress) -> None:
    ana, ben = student("Ana"), student("Ben", guardian("ROSA LOPEZ", address=written))

    assert letters([ana, ben]) == {"Rosa Lopez": ["Ana and Ben"]}


@pytest.mark.parametrize(
    "other",
    [
        guardian("Mia Chen"),
        guardian(address=replace(MAIN_STREET, street=("12 Main Street", "Apt 2"))),
        guardian(address=replace(MAIN_STREET, street=("121 Main Street",))),
        guardian(address=replace(MAIN_STREET, city="Saugerties")),
    ],
    ids=["another name", "another door", "another house", "another town"],
)
def test_two_families_of_one_house_are_never_merged(other: object) -> None:
    first, second = student("Ana"), student("Bo", other)  # type: ignore[arg-type]

    assert sum(len(each) for each in letters([first, second]).values()) == 2


def test_another_number_or_mailbox_makes_no_second_letter() -> None:
    three = [
        student("Ana", guardian(phone="845-555-0101")),
        student("Ben", guardian(email="rosa@example.org")),
        student("Caro", guardian(phone="845-555-0199")),
    ]

    assert letters(three) == {"Rosa Lopez": ["Ana and Ben and Caro"]}


def test_two_mailboxes_of_one_name_get_two_emails() -> None:
    two = [
        student("Ana", guardian(email="rosa@example.org")),
        student("Ben", guardian(email="r.lopez@example.org")),
    ]

    assert letters(two, BY_EMAIL) == {"Rosa Lopez": ["Ana", "Ben"]}


def test_what_is_barred_for_one_child_keeps_letters_apart() -> None:
    """The mailbox of Ben's letter is the one that Ana's father reads too."""
    rosa = guardian(email="lopez@example.org", phone="845-555-0101")
    tom = guardian("Tom", address=BROADWAY, email="lopez@example.org", not_to_be_told="order")

    assert letters([student("Ana", rosa, tom), student("Ben", rosa)]) == {
        "Rosa Lopez": ["Ana", "Ben"]
    }
    assert letters([student("Ana", rosa, tom), student("Ben", rosa, tom)]) == {
        "Rosa Lopez": ["Ana and Ben"]
    }


@pytest.mark.parametrize("prefer", Method)
def test_a_way_shared_with_somebody_flagged_is_not_used(prefer: Method) -> None:
    ways = {"email": "lopez@example.org", "phone": "845-555-0101"}
    tom = guardian(
        "Tom",
        address=BROADWAY,
        email="LOPEZ@example.org",
        phone="(845) 555 0101",
        not_to_be_told="order",
    )

    (told,) = recipients(student("Ana", guardian(**ways), tom), wave(prefer=prefer))

    assert (told.email, told.phone) == (None, None)
    assert (told.plan.method, told.plan.fallback) == (Method.FIRST_CLASS_MAIL, None)


def test_a_letter_to_a_shared_home_goes_and_says_so() -> None:
    tom = guardian("Tom", not_to_be_told="order")

    (told,) = recipients(student("Ana", guardian(), tom))

    assert (told.names, told.address) == (("Rosa Lopez",), MAIN_STREET)
    assert told.plan.method is Method.FIRST_CLASS_MAIL
    assert told.plan.reason == (
        "at an address that somebody has whom the list flags; first-class mail, as preferred"
    )


def test_a_name_by_itself_merges_nobody() -> None:
    first, second = (student(name, guardian(address=None)) for name in ("Ana", "Bo"))

    assert letters([first, second]) == {"Rosa Lopez": ["Ana", "Bo"]}


def test_two_mailboxes_that_differ_by_a_dot_are_two() -> None:
    first, second = (
        student(name, guardian(address=None, email=email))
        for name, email in (("Ana", "ro.sa@example.org"), ("Bo", "ro-sa@example.org"))
    )

    assert letters([first, second]) == {"Rosa Lopez": ["Ana", "Bo"]}


def test_a_household_reads_the_first_language_known() -> None:
    ana = student("Ana", guardian("Rosa"), guardian("Juan", language="es"))

    assert [each.language for each in recipients(ana)] == ["es"]
    assert [each.language for each in recipients(student())] == ["en"]


def test_two_languages_at_one_address_are_two_letters() -> None:
    ana, ben = student("Ana", guardian(language="es")), student("Ben", guardian(language="en"))

    assert letters([ana, ben]) == {"Rosa Lopez": ["Ana", "Ben"]}


def test_by_email_each_parent_is_told_for_themself() -> None:
    ana = student(
        "Ana", guardian("Rosa", email="rosa@example.org"), guardian("Juan", email="j@example.org")
    )

    assert letters([ana], BY_EMAIL) == {"Rosa": ["Ana"], "Juan": ["Ana"]}
    assert [each.email for each in recipients(ana, BY_EMAIL)] == [
        "rosa@example.org",
        "j@example.org",
    ]


def test_parents_who_share_a_mailbox_are_told_together() -> None:
    ana = student(
        "Ana", guardian("Rosa", email="us@example.org"), guardian("Juan", email="US@example.org")
    )

    assert letters([ana], BY_EMAIL) == {"Rosa and Juan": ["Ana"]}


def test_one_parent_without_email_means_a_letter_for_all() -> None:
    ana = student("Ana", guardian("Rosa", email="rosa@example.org"), guardian("Juan"))

    (recipient,) = recipients(ana, BY_EMAIL)

    assert recipient.names == ("Rosa", "Juan")
    assert recipient.plan.method is Method.FIRST_CLASS_MAIL
    assert recipient.email is None
    assert recipient.plan.fallback is None


def test_siblings_are_named_in_one_email() -> None:
    rosa = guardian(email="rosa@example.org")

    assert letters([student("Ana", rosa), student("Ben", rosa)], BY_EMAIL) == {
        "Rosa Lopez": ["Ana and Ben"]
    }


def test_a_parent_of_no_known_address_is_told_apart() -> None:
    ana = student("Ana", guardian("Rosa"), guardian("Juan", address=None, phone="845-555-0142"))

    rosa, juan = recipients(ana)

    assert (rosa.names, rosa.plan.method) == (("Rosa",), Method.FIRST_CLASS_MAIL)
    assert (juan.names, juan.plan.method) == (("Juan",), Method.TELEPHONE)
    assert juan.address is None


def test_a_household_gets_what_each_child_calls_for() -> None:
    # Ana's number lay open, Ben's grades did: one notice each, and neither tells of the other.
    ana, ben = student("Ana", exposed=("ssn",)), student("Ben", exposed=("grades",))

    assert letters([ana, ben], private()) == {"Rosa Lopez": ["Ana", "Ben"]}


def test_a_letter_tells_of_each_child_what_was_exposed() -> None:
    (told,) = recipients(student("Ana", exposed=("grades", "schedule")))

    assert [(each.name, each.exposed) for each in told.concerns] == [
        ("Ana", ("grades", "schedule")),
    ]


def test_grown_students_of_one_name_are_two_recipients() -> None:
    grown = student("Sam Lee", themself("Sam Lee"), group=Group.ELIGIBLE_STUDENTS)

    first, second = resolved(grown, number=1), resolved(grown, number=2)

    assert first.households[0].key != second.households[0].key
    assert first.households[0].recipient.kind is Kind.ELIGIBLE_STUDENT


def test_the_key_is_in_no_representation() -> None:
    (household,) = resolved(student()).households

    assert "Lopez" not in repr(household)
    assert "lopez" not in repr(household)
