"""Reminders: each a row, sent once."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine

from incidents.services.ports import ReminderRow, ReminderState, StoreError, UnknownCaseError
from tests.incidents.store.samples import NOW, CrashError, looking, open_case, wanted, work_at

DUTY = "ny.8nycrr121.individuals"


@pytest.fixture
def number(engine: Engine) -> str:
    """Give the number of a case."""
    return open_case(engine).number


def plan(engine: Engine, number: str, *steps: tuple[str, int], at: int = 0) -> None:
    """Plan reminders for the duty: each a step and the hour it is due."""
    with work_at(engine, at) as work:
        rows = [wanted(step, hours) for step, hours in steps]
        work.reminders.plan(number, 1, DUTY, rows)


def rows_of(engine: Engine, number: str) -> list[tuple[str, str, int]]:
    """Give each reminder's step, state and hour."""
    with looking(engine) as work:
        return [
            (row.step, row.state.value, row.due_at.hours_after(NOW))
            for row in work.reminders.of_case(number)
        ]


def claimed(engine: Engine, hours: int = 0) -> ReminderRow:
    """Claim the first reminder that is due."""
    with work_at(engine, hours) as work:
        row = work.reminders.claim(work.reminders.due()[0].id)
    assert row is not None
    return row


def test_a_reminder_becomes_due_at_its_instant(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 10), ("2-days", 12))

    for hours, due in ((9, []), (10, ["5-days"]), (12, ["5-days", "2-days"])):
        with looking(engine, hours) as work:
            assert [row.step for row in work.reminders.due()] == due


def test_planning_twice_adds_nothing(engine: Engine, number: str) -> None:
    """One row a duty, step and channel."""
    for _ in range(2):
        plan(engine, number, ("5-days", 10), ("2-days", 12))
    with work_at(engine) as work:
        both = [wanted("5-days", 10), wanted("2-days", 12), wanted("2-days", 12, "teams")]
        work.reminders.plan(number, 1, DUTY, both)

    assert rows_of(engine, number) == [
        ("5-days", "planned", 10),
        ("2-days", "planned", 12),
        ("2-days", "planned", 12),
    ]


def test_a_reminder_moves_with_its_target(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 10), ("2-days", 12))
    plan(engine, number, ("5-days", 34), ("2-days", 36))

    assert rows_of(engine, number) == [("5-days", "planned", 34), ("2-days", "planned", 36)]


def test_a_duty_that_wants_none_has_its_reminders_stopped(engine: Engine, number: str) -> None:
    """Done, decided or held: nothing more goes out."""
    plan(engine, number, ("5-days", 10), ("2-days", 12))
    plan(engine, number)

    assert rows_of(engine, number) == [("5-days", "superseded", 10), ("2-days", "superseded", 12)]
    with looking(engine, 100) as work:
        assert work.reminders.due() == []


def test_reminders_come_back_when_a_hold_ends(engine: Engine, number: str) -> None:
    """Those still to come; the past is not repeated."""
    plan(engine, number, ("5-days", 10), ("2-days", 12))
    plan(engine, number, at=1)
    plan(engine, number, ("5-days", 10), ("2-days", 12), at=11)

    assert rows_of(engine, number) == [("5-days", "superseded", 10), ("2-days", "planned", 12)]


def test_reminders_come_back_when_the_target_moves_on(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 10))
    plan(engine, number)
    plan(engine, number, ("5-days", 200), at=50)

    assert rows_of(engine, number) == [("5-days", "planned", 200)]


def test_what_was_sent_is_never_planned_again(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))
    row = claimed(engine)
    with work_at(engine, 1) as work:
        work.reminders.mark_sent(row.id)
    plan(engine, number, ("5-days", 50))

    with looking(engine) as work:
        (sent,) = work.reminders.of_case(number)
    assert (sent.state, sent.sent_at, sent.due_at) == (ReminderState.SENT, NOW.plus_hours(1), NOW)
    assert sent.state.is_final


def test_duties_and_waves_have_reminders_of_their_own(engine: Engine, number: str) -> None:
    with work_at(engine) as work:
        for wave, duty in ((1, "a"), (1, "b"), (2, "a")):
            work.reminders.plan(number, wave, duty, [wanted("5-days", 10)])
        work.reminders.plan(number, 1, "a", [])

    with looking(engine) as work:
        states = {(row.wave, row.duty): row.state.value for row in work.reminders.of_case(number)}
    assert states == {(1, "a"): "superseded", (1, "b"): "planned", (2, "a"): "planned"}


def test_a_claim_shows_what_is_to_be_sent(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))

    row = claimed(engine, 3)

    assert (row.case, row.wave, row.duty, row.step) == (number, 1, DUTY, "5-days")
    assert (row.agency, row.channel) == ("kingston-csd", "email")
    assert row.message_id == "<5-days.email@kingston-csd>"
    assert (row.state, row.attempts) == (ReminderState.SENDING, 1)
    assert row.claimed_at == NOW.plus_hours(3)
    assert not row.state.is_final


def test_a_claimed_reminder_is_not_due_and_not_claimed_again(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))
    row = claimed(engine)

    with work_at(engine) as work:
        assert work.reminders.due() == []
        assert work.reminders.claim(row.id) is None


def test_a_claim_that_was_not_committed_leaves_it_planned(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))

    def fail() -> None:
        with work_at(engine) as work:
            work.reminders.claim(work.reminders.due()[0].id)
            raise CrashError

    with pytest.raises(CrashError):
        fail()

    assert rows_of(engine, number) == [("5-days", "planned", 0)]


def test_a_reminder_sent_late_is_marked_as_caught_up(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))
    row = claimed(engine, 72)
    with work_at(engine, 72) as work:
        work.reminders.mark_sent(row.id, late=True)

    assert rows_of(engine, number) == [("5-days", "caught_up", 0)]


def test_a_failed_reminder_says_why(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))
    row = claimed(engine)
    with work_at(engine) as work:
        work.reminders.mark_failed(row.id, "550 no such mailbox")

    with looking(engine) as work:
        (failed,) = work.reminders.of_case(number)
    assert (failed.state, failed.last_error) == (ReminderState.FAILED, "550 no such mailbox")


def test_a_reminder_can_be_tried_again_later(engine: Engine, number: str) -> None:
    """The attempt and its error are kept, and planning does not hurry it."""
    plan(engine, number, ("5-days", 0))
    row = claimed(engine)
    with work_at(engine) as work:
        work.reminders.retry(row.id, "421 try later", NOW.plus_hours(2))
    plan(engine, number, ("5-days", 0))

    with looking(engine, 1) as work:
        assert work.reminders.due() == []
    again = claimed(engine, 2)
    assert (again.attempts, again.last_error) == (2, "421 try later")


def test_a_reminder_that_hung_while_sending_is_found(engine: Engine, number: str) -> None:
    """After a crash it says that the message may have gone out."""
    plan(engine, number, ("5-days", 0))
    row = claimed(engine, 1)

    with looking(engine) as work:
        assert work.reminders.stuck(NOW.plus_hours(1)) == []
        assert [each.id for each in work.reminders.stuck(NOW.plus_hours(2))] == [row.id]


def test_only_a_claimed_reminder_can_be_marked(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0))
    with looking(engine) as work:
        reminder = work.reminders.due()[0].id

    for mark in (
        lambda work: work.reminders.mark_sent(reminder),
        lambda work: work.reminders.mark_failed(reminder, "why"),
        lambda work: work.reminders.retry(reminder, "why", NOW),
    ):
        with pytest.raises(StoreError, match="is not being sent"), work_at(engine) as work:
            mark(work)


def test_superseding_leaves_those_alone_that_are_not_planned(engine: Engine, number: str) -> None:
    plan(engine, number, ("5-days", 0), ("2-days", 1))
    first = claimed(engine)
    with work_at(engine) as work:
        everything = [row.id for row in work.reminders.of_case(number)]
        work.reminders.supersede(everything)
        work.reminders.supersede([])

    assert first.step == "5-days"
    assert rows_of(engine, number) == [("5-days", "sending", 0), ("2-days", "superseded", 1)]


def test_a_reminder_needs_a_case(engine: Engine) -> None:
    with pytest.raises(UnknownCaseError, match="no case NOWHERE"), work_at(engine) as work:
        work.reminders.plan("NOWHERE-2026-001", 1, DUTY, [wanted("5-days", 1)])
