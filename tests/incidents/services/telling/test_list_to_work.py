"""Those whom nobody could reach: an address is found, or a reason is kept."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState
from incidents.services.telling.correct_person import (
    Corrected,
    Correction,
    CorrectionRefusedError,
    UnknownAffectedPersonError,
    correct_person,
)
from incidents.services.telling.excuse_recipient import (
    ExcuseRefusedError,
    UnknownRecipientError,
    excuse_recipient,
)
from tests.incidents.people.telling import BROADWAY, MAIN_STREET, guardian, student
from tests.support.caseworker import LAW
from tests.support.registrar import LATER, NUMBER, Registrar

MAIL, EMAIL = Method.FIRST_CLASS_MAIL, Method.EMAIL
HOMELESS = guardian("Mia Chen", address=None)


@pytest.fixture
def registrar(engine: Engine) -> Registrar:
    """Give somebody who works the list, once on each database."""
    return Registrar(engine)


def correct(registrar: Registrar, person: str, /, **given: object) -> Corrected:
    """Put a correction of a person in."""
    correction = Correction(person=registrar.person(person), **given)  # type: ignore[arg-type]
    return registrar.at(LATER, lambda work: correct_person(work, LAW, NUMBER, correction))


def to_find(registrar: Registrar) -> list[tuple[str, ...]]:
    """Give the names of those for whom an address has to be found."""
    with registrar.reads() as work:
        return [row.recipient.names for row in work.recipients.without_method(NUMBER, 1)]


def resolved(registrar: Registrar, *persons: AffectedPerson, **asked: object) -> None:
    """Take a list in and find out who is told."""
    numbered = (replace(each, local_id=str(n)) for n, each in enumerate(persons))
    registrar.lists(*numbered)
    registrar.resolves(**asked)


def test_an_address_takes_somebody_off_the_list(registrar: Registrar) -> None:
    resolved(registrar, student("Bo", HOMELESS))
    assert to_find(registrar) == [("Mia Chen",)]

    corrected = correct(registrar, "Bo", address=BROADWAY, source="called the office")

    assert to_find(registrar) == []
    (row,) = corrected.recipients
    assert (row.recipient.address, row.recipient.plan.method) == (BROADWAY, MAIL)
    assert [each.name for each in row.recipient.concerns] == ["Bo"]


def test_the_record_says_what_changed_and_not_to_what(registrar: Registrar) -> None:
    resolved(registrar, student("Bo", HOMELESS))
    correct(registrar, "Bo", email="mia@example.org", phone="845-555-0142", source="the aunt")

    last = registrar.case().events[-1]

    assert last.tag == "person:corrected"
    assert last.body == {
        "wave": 1,
        "person": registrar.person("Bo"),
        "fields": ["email", "phone"],
        "source": "the aunt",
    }


def test_it_holds_when_all_are_found_out_again(registrar: Registrar) -> None:
    resolved(registrar, student("Bo", HOMELESS))
    correct(registrar, "Bo", address=BROADWAY)

    registrar.resolves()

    assert [row.recipient.address for row in registrar.rows()] == [BROADWAY]


def test_what_is_learned_of_a_parent_holds_for_all_children(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"), student("Ben"))

    corrected = correct(registrar, "Ana", address=BROADWAY)

    assert len(corrected.persons) == 2
    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"]}
    registrar.resolves()
    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"]}
    assert [row.recipient.address for row in registrar.rows()] == [BROADWAY]


def test_a_guardian_may_be_put_on_the_list(registrar: Registrar) -> None:
    flagged = guardian("Rosa", not_to_be_told="order")
    resolved(registrar, student("Ana", flagged))
    assert to_find(registrar) == [()]

    correct(registrar, "Ana", name="Aunt Eva", address=BROADWAY)

    assert to_find(registrar) == []
    assert registrar.letters() == {"Aunt Eva": ["Ana"]}
    registrar.resolves()
    assert registrar.letters() == {"Aunt Eva": ["Ana"]}


def test_a_grown_student_gets_an_address_of_their_own(registrar: Registrar) -> None:
    no_way = guardian("Rosa Lopez", address=None)
    grown = student(
        "Ana", no_way, guardian("Juan", address=None), birthday=LocalDay.parse("2005-02-01")
    )
    resolved(registrar, grown)
    assert to_find(registrar) == [("Ana",)]

    correct(registrar, "Ana", contact=0, address=BROADWAY)

    assert to_find(registrar) == []
    assert [row.recipient.address for row in registrar.rows()] == [BROADWAY]
    registrar.resolves()
    assert [row.recipient.address for row in registrar.rows()] == [BROADWAY]


def test_a_parent_who_moved_out_gets_a_letter_of_their_own(registrar: Registrar) -> None:
    resolved(registrar, student("Ana", guardian("Rosa"), guardian("Juan")))

    correct(registrar, "Ana", contact=2, address=BROADWAY)

    assert registrar.letters() == {"Rosa": ["Ana"], "Juan": ["Ana"]}
    assert {row.recipient.names: row.recipient.address for row in registrar.rows()} == {
        ("Rosa",): MAIN_STREET,
        ("Juan",): BROADWAY,
    }


def test_a_letter_that_came_back_goes_out_again(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"))
    registrar.delivers(DeliveryState.RETURNED)
    with registrar.reads() as work:
        assert [row.recipient.names for row in work.recipients.failed(NUMBER, 1)] == [
            ("Rosa Lopez",)
        ]

    corrected = correct(registrar, "Ana", address=BROADWAY)

    assert corrected.again == (MAIL,)
    with registrar.reads() as work:
        (delivery,) = work.deliveries.of_recipient(NUMBER, corrected.recipients[0].id)
        assert delivery.state is DeliveryState.QUEUED
        assert list(work.recipients.failed(NUMBER, 1)) == []


def test_an_email_address_takes_the_place_of_a_letter_that_came_back(
    registrar: Registrar,
) -> None:
    resolved(registrar, student("Ana"))
    registrar.delivers(DeliveryState.RETURNED)

    corrected = correct(registrar, "Ana", email="rosa@example.org")

    (row,) = corrected.recipients
    assert (row.recipient.plan.method, row.recipient.plan.fallback) == (EMAIL, None)
    assert row.recipient.plan.reason == "first-class mail reached nobody"
    assert corrected.again == (EMAIL,)
    with registrar.reads() as work:
        rows = work.deliveries.of_recipient(NUMBER, row.id)
    assert [(each.method, each.state) for each in rows] == [
        (MAIL, DeliveryState.RETURNED),
        (EMAIL, DeliveryState.QUEUED),
    ]


def test_another_language_sends_no_letter_to_a_bad_address(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"))
    registrar.delivers(DeliveryState.RETURNED)

    corrected = correct(registrar, "Ana", language="es")

    assert corrected.again == ()
    assert to_find(registrar) == [("Rosa Lopez",)]


def test_consent_that_was_given_opens_the_mailbox(registrar: Registrar) -> None:
    resolved(registrar, student("Ana", guardian(email="rosa@example.org")), prefer=EMAIL)
    assert [row.recipient.plan.method for row in registrar.rows()] == [EMAIL]

    correct(registrar, "Ana", consents_to_email=True)

    assert [row.recipient.plan.method for row in registrar.rows()] == [EMAIL]


def test_before_anybody_is_resolved_only_the_list_changes(registrar: Registrar) -> None:
    registrar.lists(student("Bo", HOMELESS, local_id="1"))

    corrected = correct(registrar, "Bo", address=BROADWAY)

    assert corrected.recipients == ()
    registrar.resolves()
    assert to_find(registrar) == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({}, "Nothing to correct was given"),
        ({"address": BROADWAY}, r"Person \d+ has 2 contacts on the list; say which one is meant"),
        (
            {"contact": 3, "address": BROADWAY},
            r"Person \d+ has 2 contacts on the list and none with the number 3",
        ),
    ],
)
def test_an_unclear_correction_is_refused(
    registrar: Registrar, given: dict[str, object], message: str
) -> None:
    resolved(registrar, student("Ana", guardian("Rosa"), guardian("Juan")))

    with pytest.raises(CorrectionRefusedError, match=message):
        correct(registrar, "Ana", **given)


def test_a_number_that_nobody_has_is_refused(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"))
    correction = Correction(person=4711, email="a@example.org")

    with pytest.raises(UnknownAffectedPersonError, match="has no affected person 4711"):
        registrar.at(LATER, lambda work: correct_person(work, LAW, NUMBER, correction))
    with pytest.raises(UnknownRecipientError, match="has no recipient 4711"):
        excuse(registrar, 4711, "dead")


def excuse(registrar: Registrar, recipient: int, reason: str) -> None:
    """Record why somebody need not be told."""
    registrar.at(
        LATER,
        lambda work: excuse_recipient(work, LAW, NUMBER, recipient, reason=reason, by="dpo"),
    )


def test_a_reason_takes_somebody_off_the_list(registrar: Registrar) -> None:
    resolved(registrar, student("Bo", HOMELESS))
    (row,) = registrar.rows()

    excuse(registrar, row.id, "  Searched for on three days, in vain ")

    assert to_find(registrar) == []
    (found,) = registrar.case().telling.excused
    assert (found.recipient, found.by) == (row.id, "dpo")
    assert found.reason == "Searched for on three days, in vain"
    registrar.resolves()
    assert [each.excused for each in registrar.rows()] == [found.reason]


def test_an_excuse_needs_a_reason(registrar: Registrar) -> None:
    resolved(registrar, student("Bo", HOMELESS))

    with pytest.raises(ExcuseRefusedError, match="The reason is blank"):
        excuse(registrar, registrar.rows()[0].id, "  ")


def test_nobody_is_excused_while_a_notice_is_on_its_way(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"))
    registrar.delivers(DeliveryState.QUEUED)

    with pytest.raises(ExcuseRefusedError, match="A notice is on its way to recipient"):
        excuse(registrar, registrar.rows()[0].id, "dead")


def test_a_list_that_came_in_since_keeps_no_letter_back(registrar: Registrar) -> None:
    resolved(registrar, student("Ana"))
    registrar.delivers(DeliveryState.RETURNED)
    registrar.lists(student("Bo", guardian("Mia"), local_id="99"))

    corrected = correct(registrar, "Ana", address=BROADWAY)

    assert corrected.again == (MAIL,)
