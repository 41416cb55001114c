"""Those who are told: one letter a household, nobody lost, nobody twice."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from incidents.people.person import PostalAddress
from incidents.people.recipient import Concern, Household, Kind, Method, MethodPlan, Recipient
from incidents.services.people_rows import (
    DeliveryState,
    RecipientRow,
    RecipientState,
    Settled,
)
from incidents.services.ports import StoreError
from tests.incidents.store.people_samples import (
    DUTY,
    OTHER_DUTY,
    Told,
    a_recipient,
    a_student,
    planned,
)
from tests.incidents.store.samples import NOW

BY_HAND = MethodPlan(method=None, fallback=None, reason="no usable address")


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case whose people are told."""
    return Told(engine)


def put(told: Told, *households: tuple[str, Recipient]) -> list[RecipientRow]:
    """Write recipients down by key, and give all there are."""
    with told.work() as work:
        work.recipients.put(
            told.case, 1, [Household(key=key, recipient=each) for key, each in households]
        )
        return list(work.recipients.stream(told.case, 1))


def concerns(told: Told, count: int) -> list[Concern]:
    """Give a concern about each of so many students."""
    rows = told.puts(*(a_student(number) for number in range(1, count + 1)))
    return [
        Concern(person=row.id, name=row.person.name, exposed=row.person.exposed) for row in rows
    ]


def test_a_recipient_comes_out_as_they_were_put_in(told: Told) -> None:
    (about,) = concerns(told, 1)
    bare = Recipient(
        notice="resident-notice",
        kind=Kind.RESIDENT,
        duties=(),
        names=("李",),
        language="zh",
        plan=BY_HAND,
        concerns=(),
    )
    full = a_recipient(about, duties=(DUTY, OTHER_DUTY))
    rows = put(told, ("a", full), ("b", bare))

    assert [row.recipient for row in rows] == [full, bare]
    assert [(row.case, row.wave, row.excused) for row in rows] == [(told.case, 1, None)] * 2
    with told.looking() as work:
        assert work.recipients.get(told.case, rows[0].id) == rows[0]
        assert work.recipients.get(told.case, 99) is None
        assert work.recipients.get("KINGSTON-2026-009", rows[0].id) is None


def test_a_household_with_three_children_gets_one_letter(told: Told) -> None:
    """Whether they come together, apart, or one of them twice."""
    one, two, three = concerns(told, 3)
    put(told, ("house", a_recipient(one)), ("house", a_recipient(two)))
    (row,) = put(told, ("house", a_recipient(two)), ("house", a_recipient(three)))

    assert row.recipient.concerns == (one, two, three)


def test_a_letter_fulfils_the_duties_towards_each_child(told: Told) -> None:
    one, two = concerns(told, 2)
    (row,) = put(
        told,
        ("house", a_recipient(one, duties=(DUTY,))),
        ("house", a_recipient(two, duties=(DUTY, OTHER_DUTY))),
    )

    assert row.recipient.duties == (DUTY, OTHER_DUTY)


def test_two_households_of_one_child_are_two_recipients(told: Told) -> None:
    (about,) = concerns(told, 1)
    rows = put(told, ("hers", a_recipient(about)), ("his", a_recipient(about)))

    assert [row.recipient.concerns for row in rows] == [(about,), (about,)]


def test_clearing_keeps_those_with_a_delivery_or_an_excuse(told: Told) -> None:
    told.sends_to(1)
    about = concerns(told, 3)
    rows = put(told, ("second", a_recipient(about[1])), ("third", a_recipient(about[2])))
    with told.work() as work:
        work.recipients.excuse(told.case, rows[1].id, "was told in person by the principal")
        work.recipients.clear(told.case, 1)
        left = list(work.recipients.stream(told.case, 1))
        unthought = work.people.without_recipient(told.case, 1)

    assert [row.id for row in left] == [rows[0].id, rows[1].id]
    assert left[1].excused == "was told in person by the principal"
    assert unthought == [about[2].person]


def test_one_with_a_delivery_only_gains_whom_it_concerns(told: Told) -> None:
    """What was approved and written down goes out as it is."""
    told.sends_to(1)
    about = concerns(told, 2)
    moved = a_recipient(about[1], email="new@example.org", duties=(OTHER_DUTY,))
    (row,) = put(told, (f"house {about[0].person}", moved))

    assert row.recipient.email == "ottoline@example.org"
    assert row.recipient.duties == (DUTY,)
    assert [each.person for each in row.recipient.concerns] == [each.person for each in about]


def test_those_without_a_way_are_a_list_to_work(told: Told) -> None:
    one, two, three = concerns(told, 3)
    rows = put(
        told,
        ("a", a_recipient(one)),
        ("b", a_recipient(two, plan=BY_HAND, address=None)),
        ("c", a_recipient(three, plan=BY_HAND, address=None)),
    )
    with told.work() as work:
        work.recipients.excuse(told.case, rows[2].id, "has died")
        assert list(work.recipients.without_method(told.case, 1)) == [rows[1]]


def test_an_address_that_was_found_makes_a_way(told: Told) -> None:
    (about,) = concerns(told, 1)
    (row,) = put(told, ("a", a_recipient(about, plan=BY_HAND, address=None, email=None)))
    found = replace(
        row.recipient,
        address=PostalAddress(street=("9 Oak Road",), city="Saugerties"),
        plan=MethodPlan(method=Method.FIRST_CLASS_MAIL, fallback=None, reason="found by the clerk"),
    )
    with told.work() as work:
        work.recipients.readdress(told.case, row.id, found)
        changed = work.recipients.get(told.case, row.id)
        left = list(work.recipients.without_method(told.case, 1))

    assert changed is not None
    assert changed.recipient == found
    assert left == []


def test_a_change_to_nobody_is_refused(told: Told) -> None:
    with told.work() as work:
        with pytest.raises(StoreError, match="There is no recipient 5 in KINGSTON"):
            work.recipients.excuse(told.case, 5, "nobody")
        with pytest.raises(StoreError, match="There is no recipient 5 in KINGSTON"):
            work.recipients.readdress(told.case, 5, a_recipient())


def test_recipients_are_counted_by_notice_and_way(told: Told) -> None:
    one, two, three = concerns(told, 3)
    put(
        told,
        ("a", a_recipient(one)),
        ("b", a_recipient(two)),
        ("c", a_recipient(three, plan=BY_HAND, notice="resident-notice")),
    )
    with told.looking() as work:
        assert work.recipients.counts(told.case, 1) == {
            ("family-notice", Method.EMAIL): 2,
            ("resident-notice", None): 1,
        }
        assert work.recipients.counts(told.case, 2) == {}


def test_a_recipient_shows_nobody(told: Told) -> None:
    (about,) = concerns(told, 1)
    (row,) = put(told, ("a", a_recipient(about)))

    for word in ("Vance", "Wren", "ottoline", "0143"):
        assert word not in repr(row)


def test_somebody_who_is_not_on_the_list_cannot_be_written_about(told: Told) -> None:
    with pytest.raises(Exception, match=r"(?i)foreign key"):
        put(told, ("a", a_recipient(Concern(person=4711, name="Nobody"))))


def test_where_each_stands_is_counted_without_a_name(told: Told) -> None:
    """The best that was tried counts; each recipient is in one place."""
    sending = told.sends_to(6)
    told.keys.keys.clear()  # nothing may be opened
    became = [
        DeliveryState.ACCEPTED,
        DeliveryState.BOUNCED,
        DeliveryState.UNDETERMINED,
        DeliveryState.CANCELLED,
        DeliveryState.BOUNCED,
    ]
    with told.work() as work:
        ids = [row.id for row in work.deliveries.rows(told.case)]
        work.deliveries.settle(
            [
                Settled(delivery=number, state=state, result="x", at=NOW)
                for number, state in zip(ids, became, strict=False)
            ]
        )
        work.deliveries.queue(sending.id, planned([2], Method.FIRST_CLASS_MAIL))
        work.recipients.excuse(told.case, 5, "moved abroad")
        found = work.deliveries.standing(told.case, 1)

    assert {(each.state, each.method): each.count for each in found} == {
        (RecipientState.TOLD, Method.EMAIL): 1,
        (RecipientState.ON_THE_WAY, Method.FIRST_CLASS_MAIL): 1,
        (RecipientState.UNDETERMINED, Method.EMAIL): 1,
        (RecipientState.NOT_SENT, Method.EMAIL): 1,
        (RecipientState.EXCUSED, Method.EMAIL): 1,
        (RecipientState.ON_THE_WAY, Method.EMAIL): 1,
    }
    assert {each.duties for each in found} == {(DUTY,)}
