"""Who is told is found out for all, and written down, on each database."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from incidents.case.telling_events import PersonCorrected, SendingCancelled, SendingPrepared
from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.recipient import Kind, Method
from incidents.services.people import UnknownPersonError
from incidents.services.people_ports import Planned, RecipientGroup
from incidents.services.people_rows import DeliveryState, SendingState, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling import resolve_recipients as resolving
from incidents.services.telling.resolve_recipients import (
    Asked,
    Found,
    ListMovedError,
    NobodyListedError,
    SendingWaitsError,
    resolve_recipients,
)
from tests.incidents.people.telling import BROADWAY, colleague, guardian, student
from tests.support.caseworker import LAW
from tests.support.registrar import DAY, LATER, NUMBER, Registrar

MAIL = Method.FIRST_CLASS_MAIL


@pytest.fixture
def registrar(engine: Engine) -> Registrar:
    """Give somebody who keeps the list, once on each database."""
    return Registrar(engine)


def test_a_list_becomes_recipients_and_a_sum(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", local_id="1"),
        student("Ben", local_id="2"),
        student("Bo", guardian("Mia Chen", address=None), local_id="3"),
        colleague(Group.EMPLOYEES, local_id="9"),
    )

    found = registrar.resolves()

    assert found == Found(
        on=DAY,
        persons=4,
        recipients=2,
        without_method=1,
        not_owed={"nothing of theirs that a duty is about was exposed": 1},
    )
    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"], "Mia Chen": ["Bo"]}


def test_the_record_tells_the_sum_and_names_nobody(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves(prefer=Method.EMAIL)

    case = registrar.case()

    told = case.telling.resolutions[1]
    assert (told.on, told.prefer, told.persons, told.recipients) == ("2026-05-08", "email", 1, 1)
    assert [each.tag for each in case.events][-2:] == ["recipients:cleared", "recipients:resolved"]
    assert not any("Lopez" in str(each.body) for each in case.events)


def test_doing_it_again_changes_nothing(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"), student("Ben", local_id="2"))

    first, again = registrar.resolves(), registrar.resolves()

    assert first == again
    assert registrar.letters() == {"Rosa Lopez": ["Ana and Ben"]}


def test_another_day_of_sending_tells_whoever_is_of_age(registrar: Registrar) -> None:
    registrar.lists(student("Ana", birthday=LocalDay.parse("2008-05-08"), local_id="1"))

    registrar.resolves(on=LocalDay.parse("2026-05-07"))
    assert [row.recipient.kind for row in registrar.rows()] == [Kind.PARENT]
    registrar.resolves(on=LocalDay.parse("2026-05-08"))
    assert [row.recipient.kind for row in registrar.rows()] == [Kind.ELIGIBLE_STUDENT]


def test_today_is_the_day_unless_another_is_given(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))

    assert registrar.resolves(on=None).on == LocalDay.parse("2026-05-01")


def test_a_long_list_is_read_in_pages_and_nobody_is_missed(
    registrar: Registrar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "PAGE", 2)
    registrar.lists(*(student(f"Child {each}", local_id=str(each)) for each in range(5)))

    found = registrar.resolves()

    assert (found.persons, found.recipients) == (5, 1)
    assert len(registrar.rows()[0].recipient.concerns) == 5


def test_a_million_need_no_more_memory_than_a_chunk(
    registrar: Registrar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "CHUNK", 2)
    registrar.lists(*(student(f"Child {each}", local_id=str(each)) for each in range(5)))
    seen: list[int] = []

    found = registrar.resolves(seen=seen.append)

    assert seen == [2, 4, 5]
    assert (found.persons, found.recipients) == (5, 1)
    assert len(registrar.rows()[0].recipient.concerns) == 5


def test_cut_short_it_is_not_known_who_is_told(
    registrar: Registrar, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(resolving, "CHUNK", 1)
    registrar.lists(student("Ana", local_id="1"), student("Bo", guardian("Mia"), local_id="2"))
    registrar.resolves()

    def stop(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        registrar.resolves(seen=stop)
    assert len(registrar.rows()) == 1
    assert registrar.case().telling.resolutions == {}

    registrar.resolves()
    assert registrar.letters() == {"Rosa Lopez": ["Ana"], "Mia": ["Bo"]}
    assert registrar.case().telling.resolutions[1].recipients == 2


def test_a_list_that_moves_meanwhile_is_looked_through_anew(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))

    def move(_: int) -> None:
        event = PersonCorrected(wave=1, person=1, fields=["address"], source=None)
        registrar.at("2026-05-01T09:00-04:00", lambda work: work.append(NUMBER, [event]))

    with pytest.raises(ListMovedError, match=r"\(person:corrected\); find out again who is told"):
        registrar.resolves(seen=move)


def test_a_second_finding_stops_the_first(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))

    def find_out(_: int) -> None:
        registrar.resolves()

    with pytest.raises(ListMovedError):
        registrar.resolves(seen=find_out)

    assert registrar.case().telling.resolutions[1].recipients == 1


def test_without_a_list_nobody_can_be_found(registrar: Registrar) -> None:
    with pytest.raises(NobodyListedError, match="Wave 1 of case KINGSTON-2026-001 has no list"):
        registrar.resolves()
    assert "recipients:cleared" not in [each.tag for each in registrar.case().events]


def test_a_stranger_finds_nobody(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))

    with pytest.raises(UnknownPersonError):
        resolve_recipients(
            lambda: registrar.begins(actor="nobody"), registrar.reads, LAW, NUMBER, Asked()
        )


def test_whoever_was_told_or_excused_stays(registrar: Registrar) -> None:
    registrar.lists(
        student("Ana", local_id="1"),
        student("Bo", guardian("Mia"), local_id="2"),
        student("Cy", guardian("Ed"), local_id="3"),
    )
    registrar.resolves()
    ana, bo, _ = (row.id for row in registrar.rows())
    registrar.delivers(DeliveryState.ACCEPTED, [ana])
    registrar.at("2026-05-01T09:00-04:00", lambda work: work.recipients.excuse(NUMBER, bo, "dead"))

    registrar.resolves(prefer=Method.EMAIL)

    rows = registrar.rows()
    assert [row.id for row in rows][:2] == [ana, bo]
    assert [row.excused for row in rows] == [None, "dead", None]
    assert len(rows) == 3


def test_who_came_of_age_since_was_told_through_the_parents(registrar: Registrar) -> None:
    """The right was the parents' on the day of that sending, and they were told."""
    registrar.lists(
        student("Ana", birthday=LocalDay.parse("2008-05-20"), local_id="1"),
        student("Bo", guardian("Mia"), birthday=LocalDay.parse("2008-05-20"), local_id="2"),
    )
    registrar.resolves()
    registrar.delivers(DeliveryState.ACCEPTED, [registrar.rows()[0].id])

    registrar.resolves(on=LocalDay.parse("2026-06-01"))

    # Bo's parents had no letter yet, so that Bo is told now.
    assert registrar.letters() == {"Rosa Lopez": ["Ana"], "Bo": ["Bo"]}


def test_who_came_of_age_is_told_if_the_parents_could_not_be(registrar: Registrar) -> None:
    registrar.lists(student("Ana", birthday=LocalDay.parse("2008-05-20"), local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.RETURNED)

    registrar.resolves(on=LocalDay.parse("2026-06-01"))

    assert registrar.letters() == {"Rosa Lopez": ["Ana"], "Ana": ["Ana"]}


def test_a_child_found_late_is_in_no_letter_that_is_gone(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves()
    registrar.delivers(DeliveryState.ACCEPTED)
    registrar.lists(student("Ben", local_id="2"), student("Caro", local_id="3"))

    assert registrar.case().telling.resolutions == {}
    registrar.resolves()
    registrar.resolves()

    assert registrar.letters() == {"Rosa Lopez": ["Ana", "Ben and Caro"]}


def prepared(registrar: Registrar) -> int:
    """Prepare a sending to everybody, and give its row's number."""

    def prepare(work: UnitOfWork) -> int:
        sending = work.sendings.add(NUMBER, 1, ["ab" * 32])
        rows = list(work.recipients.stream(NUMBER, 1))
        planned = [
            Planned(
                recipient=row.id,
                duty="ny.8nycrr121.individuals",
                method=MAIL,
                notice="ab" * 32,
                message_id=f"<{row.id}@example.org>",
            )
            for row in rows
        ]
        work.deliveries.queue(sending.id, planned)
        event = SendingPrepared(
            sending=sending.number,
            wave=1,
            duties=["ny.8nycrr121.individuals"],
            notices=["ab" * 32],
            methods={},
            without_method=0,
            on=str(DAY),
            digest="d" * 64,
        )
        work.append(NUMBER, [event])
        return sending.id

    return registrar.at(LATER, prepare)


def test_while_a_sending_waits_nobody_else_is_found(registrar: Registrar) -> None:
    registrar.lists(student("Ana", local_id="1"))
    registrar.resolves()
    prepared(registrar)

    with pytest.raises(SendingWaitsError, match="Sending 1 of wave 1 is prepared and waits"):
        registrar.resolves()


def test_a_sending_that_was_given_up_holds_nobody(registrar: Registrar) -> None:
    rosa = guardian(email="rosa@example.org")
    registrar.lists(student("Ana", rosa, local_id="1"))
    registrar.resolves()
    sending = prepared(registrar)

    def cancel(work: UnitOfWork) -> None:
        work.sendings.mark(sending, SendingState.CANCELLED)
        (row,) = work.deliveries.rows(NUMBER)
        gone = Settled(
            delivery=row.id, state=DeliveryState.CANCELLED, result="given up", at=work.now
        )
        work.deliveries.settle([gone])
        event = SendingCancelled(sending=1, wave=1, by="dpo", reason="by e-mail instead")
        work.append(NUMBER, [event])

    registrar.at(LATER, cancel)
    registrar.resolves(prefer=Method.EMAIL)

    (row,) = registrar.rows()
    assert row.recipient.plan.method is Method.EMAIL


def test_each_wave_has_recipients_of_its_own(registrar: Registrar) -> None:
    registrar.caseworker.opens_wave("2026-04-02T09:00-04:00")
    registrar.lists(student("Ana", local_id="1"))
    registrar.lists(student("Ana", local_id="1"), wave=2)

    registrar.resolves()
    registrar.resolves(wave=2)

    assert (len(registrar.rows()), len(registrar.rows(2))) == (1, 1)


def test_the_store_counts_alike_recipients_by_their_ways(registrar: Registrar) -> None:
    rosa = guardian("Rosa", email="rosa@example.org")
    registrar.lists(
        student("Ana", rosa, local_id="1"),
        student("Bo", guardian("Mia", language="es", address=BROADWAY), local_id="2"),
        student("Cy", guardian("Ed", language="es"), local_id="3"),
        student("Di", guardian("Flo", address=None), local_id="4"),
    )
    registrar.resolves()

    with registrar.reads() as work:
        groups = work.recipients.groups(NUMBER, 1)

    assert sorted(groups, key=lambda one: (one.language, str(one.method))) == [
        _group("en", None, None, 1),
        _group("en", MAIL, Method.EMAIL, 1),
        _group("es", MAIL, None, 2),
    ]


def _group(
    language: str, method: Method | None, fallback: Method | None, count: int
) -> RecipientGroup:
    return RecipientGroup(
        notice="family-notice",
        kind=Kind.PARENT,
        language=language,
        method=method,
        fallback=fallback,
        count=count,
    )
