"""Who was told before, of less or in an earlier wave, is counted and told by choice."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from incidents.ledger.canonical import Json
from incidents.people.recipient import Kind
from incidents.services.people_rows import DeliveryState
from incidents.services.ports import UnitOfWork
from incidents.services.record_fact import record_fact
from incidents.services.telling.preflight import told_before_words
from tests.incidents.people.telling import student
from tests.support.caseworker import LAW
from tests.support.registrar import LATER, NUMBER, Registrar

INDIVIDUALS, RESIDENTS = "ny.8nycrr121.individuals", "ny.stl208.residents"


@pytest.fixture
def registrar(engine: Engine) -> Registrar:
    """Give somebody who keeps the list, once on each database."""
    return Registrar(engine)


def learns_of_numbers(registrar: Registrar) -> None:
    """Record that social security numbers of everybody lay open."""
    counted: dict[str, Json] = {
        "group": "students",
        "residence": "NY",
        "count": 40,
        "with_private_information": 40,
    }

    def learn(work: UnitOfWork) -> None:
        source = "the contractor's second report"
        record_fact(work, LAW, NUMBER, "facts.private_information", ["ssn"], source=source)
        record_fact(work, LAW, NUMBER, "affected", [counted], source=source)

    registrar.at(LATER, learn)


def told_under_2d(registrar: Registrar) -> None:
    """Have a family told, and a family listed afterwards, before the numbers are found."""
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.ACCEPTED)
    learns_of_numbers(registrar)
    registrar.lists(student("Zoe", local_id="2"))


def notices(registrar: Registrar) -> list[tuple[str, str, tuple[str, ...]]]:
    """Give the notice of each recipient, whom it is about, and its duties."""
    return [
        (row.recipient.notice, row.recipient.concerns[0].name, row.recipient.duties)
        for row in registrar.rows()
    ]


def test_who_was_told_under_2d_is_not_told_again_in_silence(registrar: Registrar) -> None:
    told_under_2d(registrar)

    found = registrar.resolves()

    assert notices(registrar) == [
        ("family-notice", "Ana", (INDIVIDUALS,)),
        ("family-and-resident-notice", "Zoe", (INDIVIDUALS, RESIDENTS)),
    ]
    assert found.told_of_less == 1
    assert registrar.case().telling.resolutions[1].told_of_less == 1
    (words,) = told_before_words(NUMBER, 1, found)
    assert words == (
        "For 1 of the persons somebody was told under Education Law 2-d before private information "
        "was known to be exposed; they are not told a second time (208(2)(b)) unless you ask for a "
        "notice to residents: duenotice people resolve KINGSTON-2026-001 --tell-again."
    )


def test_who_was_told_under_2d_is_told_the_rest_if_somebody_asks(registrar: Registrar) -> None:
    told_under_2d(registrar)

    found = registrar.resolves(tell_again=True)

    (supplement,) = [row for row in registrar.rows() if row.recipient.notice == "resident-notice"]
    assert supplement.recipient.duties == (RESIDENTS,)
    assert supplement.recipient.names == ("Rosa Lopez",)
    assert supplement.recipient.kind is Kind.PARENT
    assert [each.name for each in supplement.recipient.concerns] == ["Ana"]
    assert found.recipients == 3
    assert registrar.resolves(tell_again=True).recipients == 3


def test_who_could_not_be_told_under_2d_gets_the_whole_letter(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.RETURNED)
    learns_of_numbers(registrar)

    found = registrar.resolves()

    assert found.told_of_less == 0
    assert [each[0] for each in notices(registrar)] == [
        "family-notice",
        "family-and-resident-notice",
    ]


def in_two_waves(registrar: Registrar) -> None:
    """Have Ana told in the first wave, and on the list of the second with Ben."""
    registrar.caseworker.opens_wave("2026-04-02T09:00-04:00")
    registrar.lists(student("Ana", local_id="1"), student("Cy", local_id="3", exposed=()))
    registrar.resolves()
    registrar.delivers(DeliveryState.ACCEPTED)
    registrar.lists(student("Ana", local_id="1"), student("Ben", local_id="2"), wave=2)


def test_who_was_told_in_an_earlier_wave_is_counted(registrar: Registrar) -> None:
    in_two_waves(registrar)

    found = registrar.resolves(wave=2)

    assert (found.told_earlier, found.not_owed) == (1, {})
    assert sorted(each.name for row in registrar.rows(2) for each in row.recipient.concerns) == [
        "Ana",
        "Ben",
    ]
    (words,) = told_before_words(NUMBER, 2, found)
    assert words == (
        "1 of the persons: told in an earlier wave of this case, and told again; if nothing is new "
        "for them: duenotice people resolve KINGSTON-2026-001 --wave 2 --leave-out-told."
    )


def test_who_was_told_in_an_earlier_wave_is_left_out_by_choice(registrar: Registrar) -> None:
    in_two_waves(registrar)

    found = registrar.resolves(wave=2, leave_out_told=True)

    assert found.not_owed == {"told in an earlier wave of this case": 1}
    assert [each.name for row in registrar.rows(2) for each in row.recipient.concerns] == ["Ben"]
    assert list(told_before_words(NUMBER, 2, found)) == []


def test_who_was_listed_earlier_and_not_told_is_no_such_person(registrar: Registrar) -> None:
    registrar.caseworker.opens_wave("2026-04-02T09:00-04:00")
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.RETURNED)
    registrar.lists(student("Ana", local_id="1"), wave=2)

    assert registrar.resolves(wave=2).told_earlier == 0
