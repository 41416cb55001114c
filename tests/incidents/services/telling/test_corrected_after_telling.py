"""A list that is corrected once letters are gone: nobody is lost, nobody told of others."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState
from incidents.services.telling.correct_person import Correction, correct_person
from tests.incidents.people.telling import BROADWAY, MAIN_STREET, guardian, student
from tests.support.caseworker import LAW
from tests.support.registrar import LATER, NUMBER, Registrar

#: A letter in one of these states is gone, or may be.
GONE = (
    DeliveryState.ACCEPTED,
    DeliveryState.DELIVERED,
    DeliveryState.IN_HAND,
    DeliveryState.SENDING,
    DeliveryState.UNDETERMINED,
)


@pytest.fixture
def registrar(engine: Engine) -> Registrar:
    """Give somebody who corrects the list, once on each database."""
    return Registrar(engine)


def correct(registrar: Registrar, person: str, /, **given: object) -> None:
    """Put a correction of a person in."""
    correction = Correction(person=registrar.person(person), **given)  # type: ignore[arg-type]
    registrar.at(LATER, lambda work: correct_person(work, LAW, NUMBER, correction))


def deliveries(registrar: Registrar) -> dict[tuple[str, ...], list[DeliveryState]]:
    """Give what became of the deliveries to each recipient, by its names."""
    with registrar.reads() as work:
        return {
            row.recipient.names: [
                each.state for each in work.deliveries.of_recipient(NUMBER, row.id)
            ]
            for row in work.recipients.stream(NUMBER, 1)
        }


def number_of(registrar: Registrar, name: str) -> int:
    """Give the number of the recipient with a name."""
    return next(row.id for row in registrar.rows() if name in row.recipient.names)


@pytest.mark.parametrize("state", GONE)
def test_a_parent_found_at_a_told_house_is_told_apart(
    registrar: Registrar, state: DeliveryState
) -> None:
    registrar.lists(student("Ana", guardian("Rosa"), guardian("Tom", address=None), local_id="1"))
    registrar.resolves()
    registrar.delivers(state, [number_of(registrar, "Rosa")])

    correct(registrar, "Ana", contact=2, address=MAIN_STREET)

    assert deliveries(registrar) == {("Rosa",): [state], ("Tom",): []}
    registrar.resolves()
    assert deliveries(registrar) == {("Rosa",): [state], ("Tom",): []}
    assert {row.recipient.address for row in registrar.rows()} == {MAIN_STREET}


def test_before_the_letter_is_gone_both_parents_share_it(registrar: Registrar) -> None:
    registrar.lists(student("Ana", guardian("Rosa"), guardian("Tom", address=None), local_id="1"))
    registrar.resolves()

    correct(registrar, "Ana", contact=2, address=MAIN_STREET)

    assert registrar.letters() == {"Rosa and Tom": ["Ana"]}


@pytest.mark.parametrize("state", GONE)
def test_a_child_found_late_joins_no_letter_that_is_gone(
    registrar: Registrar, state: DeliveryState
) -> None:
    registrar.lists(
        student("Ana", local_id="1"),
        student("Ben", guardian("Tom", address=BROADWAY), local_id="2"),
    )
    registrar.resolves()
    registrar.delivers(state)

    correct(registrar, "Ben", name="Rosa Lopez", address=MAIN_STREET)

    assert registrar.letters() == {"Rosa Lopez": ["Ana", "Ben"], "Tom": ["Ben"]}
    registrar.resolves()
    assert registrar.letters() == {"Rosa Lopez": ["Ana", "Ben"], "Tom": ["Ben"]}


def test_a_child_found_early_joins_the_letter_that_waits(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", local_id="1"),
        student("Ben", guardian("Tom", address=BROADWAY), local_id="2"),
    )
    registrar.resolves()

    correct(registrar, "Ben", name="Rosa Lopez", address=MAIN_STREET)

    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"], "Tom": ["Ben"]}


@pytest.mark.parametrize("is_queued", [False, True])
def test_a_wrong_guardian_is_told_nothing_once_corrected(
    registrar: Registrar, *, is_queued: bool
) -> None:
    registrar.lists(student("Ana", guardian("Rosa Wrong"), local_id="1"))
    registrar.resolves()
    if is_queued:
        registrar.delivers(DeliveryState.QUEUED)

    correct(registrar, "Ana", contact=1, name="Zoe Right", address=BROADWAY)

    waits = [DeliveryState.QUEUED] if is_queued else []
    assert deliveries(registrar) == {("Zoe Right",): waits}
    registrar.resolves()
    assert registrar.letters() == {"Zoe Right": ["Ana"]}


def test_a_letter_that_nobody_calls_for_is_taken_from_the_queue(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", guardian("Rosa"), guardian("Tom", address=BROADWAY), local_id="1")
    )
    registrar.resolves()
    registrar.delivers(DeliveryState.QUEUED)

    correct(registrar, "Ana", contact=2, address=MAIN_STREET)

    assert deliveries(registrar) == {
        ("Rosa", "Tom"): [DeliveryState.QUEUED],
        ("Tom",): [DeliveryState.CANCELLED],
    }
    (excused,) = registrar.case().telling.excused
    assert excused.recipient == number_of_alone(registrar, "Tom")
    assert excused.reason == "the corrected list calls for them no more"


def number_of_alone(registrar: Registrar, name: str) -> int:
    """Give the number of the recipient with that name and no other."""
    return next(row.id for row in registrar.rows() if row.recipient.names == (name,))


def test_a_new_parent_of_one_child_is_not_told_of_the_other(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"), student("Ben", local_id="2"))
    registrar.resolves()
    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"]}

    correct(registrar, "Ana", contact=0, name="Tom", address=MAIN_STREET)

    assert registrar.letters() == {"Rosa Lopez": ["Ben"], "Rosa Lopez and Tom": ["Ana"]}


def test_an_old_key_brings_no_child_to_who_took_its_place(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", guardian("Rosa Wrong"), local_id="1"),
        student("Ben", guardian("Tom", address=BROADWAY), local_id="2"),
    )
    registrar.resolves()
    correct(registrar, "Ana", contact=1, name="Zoe Right")

    correct(registrar, "Ben", contact=1, name="Rosa Wrong", address=MAIN_STREET)

    assert registrar.letters() == {"Zoe Right": ["Ana"], "Rosa Wrong": ["Ben"]}


def test_a_mailbox_found_after_the_letter_tells_nobody_again(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", guardian("Rosa", email="r@example.org"), guardian("Tom"), local_id="1")
    )
    registrar.resolves(prefer=Method.EMAIL)
    registrar.delivers(DeliveryState.ACCEPTED)

    correct(registrar, "Ana", contact=2, email="t@example.org")

    assert deliveries(registrar) == {("Rosa", "Tom"): [DeliveryState.ACCEPTED]}
    registrar.resolves(prefer=Method.EMAIL)
    assert deliveries(registrar) == {("Rosa", "Tom"): [DeliveryState.ACCEPTED]}


def test_a_parent_who_had_moved_out_before_is_told_there(registrar: Registrar) -> None:
    registrar.lists(student("Ana", guardian("Rosa"), guardian("Juan"), local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.ACCEPTED)

    correct(registrar, "Ana", contact=2, address=BROADWAY)

    told = {("Rosa", "Juan"): [DeliveryState.ACCEPTED], ("Juan",): []}
    assert deliveries(registrar) == told
    registrar.resolves()
    assert deliveries(registrar) == told


def test_a_no_contact_order_takes_the_waiting_letter_back(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", guardian("Rosa"), guardian("Tom", address=BROADWAY), local_id="1")
    )
    registrar.resolves()
    registrar.delivers(DeliveryState.QUEUED)

    correct(registrar, "Ana", contact=2, not_to_be_told="order of the family court")

    assert deliveries(registrar) == {
        ("Rosa",): [DeliveryState.QUEUED],
        ("Tom",): [DeliveryState.CANCELLED],
    }


def test_where_each_contact_is_flagged_nothing_goes_out(registrar: Registrar) -> None:
    registrar.lists(student("Ana", guardian("Tom"), local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.QUEUED)

    correct(registrar, "Ana", contact=1, not_to_be_told="order")

    assert deliveries(registrar) == {(): [DeliveryState.CANCELLED]}
    assert [row.recipient.plan.method for row in registrar.rows()] == [None]


def test_an_order_that_was_lifted_opens_the_way_again(registrar: Registrar) -> None:
    registrar.lists(student("Ana", guardian("Tom", not_to_be_told="order"), local_id="1"))
    registrar.resolves()
    assert registrar.letters() == {"": ["Ana"]}

    correct(registrar, "Ana", contact=1, not_to_be_told="")

    assert registrar.letters() == {"Tom": ["Ana"]}
