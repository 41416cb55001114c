"""The deliveries: written once, claimed by one, settled by who holds them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import Engine

from incidents.people.recipient import Method
from incidents.services.people_rows import (
    BatchRow,
    DeliveryState,
    Outgoing,
    SendingState,
    Settled,
    Tally,
)
from incidents.services.ports import StoreError
from tests.incidents.store.people_samples import DIGEST, DUTY, OTHER_DUTY, Told, planned
from tests.incidents.store.samples import NOW

MAIL = Method.FIRST_CLASS_MAIL


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case whose people are told."""
    return Told(engine)


def settled(each: Outgoing, state: DeliveryState, **changes: object) -> Settled:
    """Give what became of a claimed delivery."""
    row = Settled(delivery=each.delivery.id, state=state, result="250 taken", at=NOW)
    return replace(row, **changes)  # type: ignore[arg-type]


def test_a_sending_is_prepared_then_released_once(told: Told) -> None:
    with told.work() as work:
        made = work.sendings.add(told.case, 2, [DIGEST, "e5" * 32])
        second = work.sendings.add(told.case, 1, [])
    with told.work(1) as work:
        work.sendings.mark(made.id, SendingState.RELEASED)
    with told.work(2) as work:
        work.sendings.mark(made.id, SendingState.STOPPED, "six of a hundred were refused")
        stopped = work.sendings.get(told.case, 1)
    with told.work(3) as work:
        work.sendings.mark(made.id, SendingState.RELEASED)

    assert (made.number, made.state, made.prepared_at) == (1, SendingState.PREPARED, NOW)
    assert (made.wave, made.notices, made.released_at) == (2, (DIGEST, "e5" * 32), None)
    assert made.agency == "kingston-csd"
    assert stopped is not None
    assert (stopped.state, stopped.reason) == (
        SendingState.STOPPED,
        "six of a hundred were refused",
    )
    with told.looking() as work:
        again = work.sendings.get(told.case, 1)
        assert again is not None
        assert (again.released_at, again.reason) == (NOW.plus_hours(1), None)
        assert [row.number for row in work.sendings.of_case(told.case)] == [1, second.number]
        assert work.sendings.get(told.case, 3) is None


def test_a_sending_that_is_not_there_cannot_be_marked_or_filled(told: Told) -> None:
    with told.work() as work:
        with pytest.raises(StoreError, match="There is no sending 9"):
            work.sendings.mark(9, SendingState.RELEASED)
        with pytest.raises(StoreError, match="There is no sending 9"):
            work.deliveries.queue(9, [])
        with pytest.raises(StoreError, match="There is no sending 9"):
            work.deliveries.add_batch(9, MAIL, [], "ab" * 32)


def test_a_delivery_is_written_down_once(told: Told) -> None:
    """Preparing again after a crash adds only what is missing."""
    recipients = told.writes_to(3)
    with told.work() as work:
        sending = work.sendings.add(told.case, 1, [DIGEST])
        first = work.deliveries.queue(sending.id, planned(recipients[:2]))
        second = work.deliveries.queue(sending.id, planned(recipients))
        again = work.sendings.get(told.case, sending.number)

    assert (first, second) == (2, 1)
    assert again is not None
    assert again.deliveries == 3


def test_a_message_id_belongs_to_one_delivery(told: Told) -> None:
    recipients = told.writes_to(2)
    same = [replace(each, message_id="<one@kingston-csd>") for each in planned(recipients)]
    with told.work() as work:
        sending = work.sendings.add(told.case, 1, [DIGEST])

        assert work.deliveries.queue(sending.id, same) == 1


@pytest.mark.parametrize(
    "state", [SendingState.PREPARED, SendingState.STOPPED, SendingState.CANCELLED]
)
def test_only_what_was_released_can_be_claimed(told: Told, state: SendingState) -> None:
    sending = told.sends_to(2, state=state)

    assert told.claims(sending) == []
    with told.looking() as work:
        assert work.sendings.running() == []


def test_a_claim_takes_each_once_with_its_recipient(told: Told) -> None:
    sending = told.sends_to(5)

    first, second, third = (told.claims(sending, limit=3) for _ in range(3))

    assert [len(first), len(second), len(third)] == [3, 2, 0]
    row = first[0].delivery
    assert (row.state, row.attempts, row.claimed_by) == (DeliveryState.SENDING, 1, "first")
    assert (row.claimed_until, row.due_at) == (NOW.plus_hours(1), NOW)
    assert first[0].recipient.email == "ottoline@example.org"
    assert [each.name for each in first[1].recipient.concerns] == ["Barnaby Vance 2"]
    with told.looking() as work:
        assert [each.number for each in work.sendings.running()] == [sending.number]


def test_what_waits_for_a_later_time_is_not_claimed(told: Told) -> None:
    """A refusal for now is tried again, and the attempts are counted."""
    sending = told.sends_to(1)
    (got,) = told.claims(sending)
    later = settled(got, DeliveryState.QUEUED, result="451 later", due_at=NOW.plus_hours(2), at=NOW)
    with told.work() as work:
        assert work.deliveries.settle([later], worker="first") == [got.delivery.id]

    assert told.claims(sending, hours=1) == []
    (again,) = told.claims(sending, hours=2)
    assert (again.delivery.attempts, again.delivery.last_result) == (2, "451 later")


def test_a_claim_that_is_not_committed_gives_back_its_rows(told: Told) -> None:
    sending = told.sends_to(1)
    with pytest.raises(ZeroDivisionError), told.work() as work:  # noqa: PT012 - within a unit
        work.deliveries.claim(sending.id, Method.EMAIL, worker="a", until=NOW, limit=1)
        _ = 1 // 0

    assert len(told.claims(sending)) == 1


def test_a_lapsed_lease_is_taken_over_and_its_worker_says_no_more(told: Told) -> None:
    sending = told.sends_to(2)
    mine, other = told.claims(sending, limit=1), told.claims(sending, limit=1, hours=1)
    with told.work(1) as work:
        taken = work.deliveries.lapsed(sending.id, worker="second", until=NOW.plus_hours(3))
    with told.work(1) as work:
        none_left = work.deliveries.lapsed(sending.id, worker="third", until=NOW.plus_hours(3))
        held = work.deliveries.renew([mine[0].delivery.id], worker="first", until=NOW)
        late = work.deliveries.settle([settled(mine[0], DeliveryState.BOUNCED)], worker="first")
    with told.work(2) as work:
        done = work.deliveries.settle([settled(mine[0], DeliveryState.ACCEPTED)], worker="second")
        row = work.deliveries.get(told.case, mine[0].delivery.id)

    assert [each.delivery.id for each in taken] == [mine[0].delivery.id]
    assert (none_left, held, late) == ([], 0, [])
    assert done == [mine[0].delivery.id]
    assert row is not None
    assert (row.state, row.claimed_by) == (DeliveryState.ACCEPTED, None)
    assert len(other) == 1


def test_a_look_at_what_lapsed_changes_nothing(told: Told) -> None:
    sending = told.sends_to(1)
    (got,) = told.claims(sending)
    with told.looking() as work:
        assert work.deliveries.lapsed(sending.id) == []
        assert work.deliveries.lapsed(sending.id, worker="first") == [got]
    with told.looking(1) as work:
        assert work.deliveries.lapsed(sending.id) == [got]


def test_a_lease_is_held_longer_by_its_worker(told: Told) -> None:
    sending = told.sends_to(2)
    ids = [each.delivery.id for each in told.claims(sending)]
    with told.work() as work:
        assert work.deliveries.renew(ids, worker="first", until=NOW.plus_hours(5)) == 2
    with told.looking(4) as work:
        assert work.deliveries.lapsed(sending.id) == []


def test_what_became_of_it_is_kept_in_full(told: Told) -> None:
    sending = told.sends_to(1)
    (got,) = told.claims(sending)
    with told.work(1) as work:
        taken = settled(got, DeliveryState.ACCEPTED, at=NOW.plus_hours(1), cents=3)
        assert work.deliveries.settle([taken], worker="first") == [got.delivery.id]
        assert work.deliveries.settle([taken]) == []  # the same again is no change
        bounced = settled(got, DeliveryState.BOUNCED, result="550 no such user", cents=4)
        assert work.deliveries.settle([bounced]) == [got.delivery.id]
        row = work.deliveries.by_message_id(got.delivery.message_id)

    assert row is not None
    assert (row.state, row.last_result, row.cents) == (
        DeliveryState.BOUNCED,
        "550 no such user",
        7,
    )
    assert row.handed_over_at == NOW.plus_hours(1)
    with told.looking() as work:
        assert work.deliveries.get(told.case, row.id) == row
        assert work.deliveries.get("KINGSTON-2026-009", row.id) is None
        assert work.deliveries.by_message_id("<unknown@kingston-csd>") is None
        assert work.deliveries.of_recipient(told.case, row.recipient) == [row]


def test_the_deliveries_of_a_sending_are_counted(told: Told) -> None:
    sending = told.sends_to(4)
    got = told.claims(sending, limit=2)
    with told.work(1) as work:
        work.deliveries.settle([settled(got[0], DeliveryState.ACCEPTED)], worker="first")
    with told.work(2) as work:
        work.deliveries.settle([settled(got[1], DeliveryState.BOUNCED)], worker="first")
        assert work.deliveries.tally(sending.id) == [
            Tally(method=Method.EMAIL, state=DeliveryState.ACCEPTED, count=1),
            Tally(method=Method.EMAIL, state=DeliveryState.BOUNCED, count=1),
            Tally(method=Method.EMAIL, state=DeliveryState.QUEUED, count=2),
        ]
        assert work.deliveries.settled_since(sending.id, NOW.plus_hours(2)) == {
            DeliveryState.BOUNCED: 1
        }
        assert sum(work.deliveries.settled_since(sending.id, NOW).values()) == 2


def test_who_is_untold_is_who_is_neither_told_nor_excused(told: Told) -> None:
    sending = told.sends_to(3)
    got = told.claims(sending, limit=1)
    with told.work() as work:
        work.deliveries.settle([settled(got[0], DeliveryState.ACCEPTED)], worker="first")
        work.recipients.excuse(told.case, 2, "has died")

        assert [row.id for row in work.deliveries.untold(told.case, 1, DUTY)] == [3]
        assert list(work.deliveries.untold(told.case, 1, OTHER_DUTY)) == []
        assert list(work.deliveries.untold(told.case, 2, DUTY)) == []
        assert work.deliveries.last_handed_over(told.case, 1, DUTY) == NOW
        assert work.deliveries.last_handed_over(told.case, 1, OTHER_DUTY) is None


def test_the_id_of_a_duty_is_compared_letter_by_letter(told: Told) -> None:
    """An underscore is no joker, and a part of an id is no id."""
    told.writes_to(1, duties=("ny.a_b", "ny.c"))
    with told.looking() as work:
        found = {
            duty: len(list(work.deliveries.untold(told.case, 1, duty)))
            for duty in ("ny.a_b", "ny.c", "ny.axb", "ny.a", "ny.a_b+ny.c")
        }

    assert found == {"ny.a_b": 1, "ny.c": 1, "ny.axb": 0, "ny.a": 0, "ny.a_b+ny.c": 1}


def test_what_is_queued_of_a_cancelled_sending_is_cancelled(told: Told) -> None:
    sending = told.sends_to(3)
    told.claims(sending, limit=1)
    with told.work() as work:
        work.sendings.mark(sending.id, SendingState.CANCELLED, "the wrong list")

        assert [(each.state, each.count) for each in work.deliveries.tally(sending.id)] == [
            (DeliveryState.CANCELLED, 2),
            (DeliveryState.SENDING, 1),
        ]


def test_deliveries_are_streamed_by_case_sending_and_batch(told: Told) -> None:
    sending = told.sends_to(3, MAIL)
    with told.work() as work:
        other = work.sendings.add(told.case, 1, [DIGEST])
        work.deliveries.queue(other.id, planned([1]))
    got = told.claims(sending, limit=2, method=MAIL)
    with told.work() as work:
        batch = work.deliveries.add_batch(
            sending.id, MAIL, [each.delivery.id for each in got], "ab" * 32
        )

        def streamed(**which: int) -> list[int]:
            return [each.delivery.id for each in work.deliveries.stream(told.case, **which)]

        assert streamed() == [row.id for row in work.deliveries.rows(told.case)]
        assert len(streamed(sending=sending.id)) == 3
        assert len(streamed(sending=other.id)) == 1
        assert streamed(batch=batch.number) == [each.delivery.id for each in got]
        assert list(work.deliveries.stream("KINGSTON-2026-009", sending=sending.id)) == []


def test_a_batch_is_handed_over_as_a_whole(told: Told) -> None:
    sending = told.sends_to(3, MAIL)
    got = told.claims(sending, limit=2, method=MAIL)
    ids = [each.delivery.id for each in got]
    with told.work(1) as work:
        made = work.deliveries.add_batch(sending.id, MAIL, ids, "ab" * 32)
        work.deliveries.settle([settled(got[0], DeliveryState.CANCELLED)])
    with told.work(2) as work:
        handed = work.deliveries.hand_over_batch(told.case, 1, NOW.plus_hours(1), 90)
        again = work.deliveries.hand_over_batch(told.case, 1, NOW.plus_hours(2), 90)
        row = work.deliveries.get(told.case, ids[1])
        batches = work.deliveries.batches(told.case)

    assert {each.delivery.state for each in got} == {DeliveryState.IN_HAND}
    assert made == BatchRow(
        number=1,
        case=told.case,
        wave=1,
        sending=sending.id,
        method=MAIL,
        deliveries=2,
        manifest="ab" * 32,
        made_at=NOW.plus_hours(1),
        handed_over_at=None,
    )
    assert (handed, again) == (1, 0)
    assert row is not None
    assert (row.state, row.handed_over_at) == (DeliveryState.ACCEPTED, NOW.plus_hours(1))
    assert (row.cents, row.batch) == (90, 1)
    assert batches == [replace(made, handed_over_at=NOW.plus_hours(1))]


def test_a_batch_takes_only_what_is_in_hand(told: Told) -> None:
    sending = told.sends_to(2, MAIL)
    (got,) = told.claims(sending, limit=1, method=MAIL)
    both = [got.delivery.id, got.delivery.id + 1]
    with (
        pytest.raises(StoreError, match="Of 2 deliveries only 1 are in hand"),
        told.work() as work,
    ):
        work.deliveries.add_batch(sending.id, MAIL, both, "ab" * 32)

    with told.work() as work:
        assert work.deliveries.batches(told.case) == []
        with pytest.raises(StoreError, match="There is no batch 1 in KINGSTON"):
            work.deliveries.hand_over_batch(told.case, 1, NOW, 0)


def test_letters_that_came_into_no_batch_are_claimed_again(told: Told) -> None:
    """The program died between the claim and the print: nothing is on paper."""
    sending = told.sends_to(2, MAIL)
    first = told.claims(sending, method=MAIL, worker="first")
    with told.looking() as work:
        assert work.deliveries.held(sending.id, MAIL, worker="first") == first
        assert work.deliveries.held(sending.id, MAIL, worker="second") == []
    none = told.claims(sending, method=MAIL, worker="second")
    again = told.claims(sending, method=MAIL, worker="second", hours=1)

    assert none == []
    assert [each.delivery.id for each in again] == [each.delivery.id for each in first]


@pytest.mark.parametrize(
    ("per_minute", "per_day", "granted"),
    [(0, 0, [40, 40, 40, 40]), (50, 0, [40, 10, 40, 40]), (0, 60, [40, 20, 0, 40])],
)
def test_a_channel_lets_go_what_its_minute_and_day_allow(
    told: Told, per_minute: int, per_day: int, granted: list[int]
) -> None:
    """Twice within a minute, an hour later, and a day later."""
    found = []
    for hours in (0, 0, 1, 24):
        with told.work(hours) as work:
            found.append(work.rates.take("smtp", 40, per_minute=per_minute, per_day=per_day))
            assert work.rates.take("other", 1, per_minute=0, per_day=0) == 1

    assert found == granted


def test_a_clock_that_is_behind_opens_no_minute_of_its_own(told: Told) -> None:
    with told.work(1) as work:
        assert work.rates.take("smtp", 30, per_minute=30, per_day=0) == 30
    with told.work() as work:
        assert work.rates.take("smtp", 30, per_minute=30, per_day=0) == 0
