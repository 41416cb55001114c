"""When a duty is fulfilled, by what, and how late it then was."""

from __future__ import annotations

import pytest

from incidents.law.circumstances import Facts
from incidents.law.clock import Clock
from incidents.law.duty import DutyState
from tests.incidents.law.examples import (
    DISCOVERED,
    RECEIVED,
    dates,
    days,
    decision,
    duty,
    hold,
    hours,
    known,
    moment,
    rule,
    version,
)


@pytest.mark.parametrize(
    ("done", "late"),
    [
        ("2026-03-09", 0),
        ("2026-03-16", 0),
        ("2026-03-16T23:59-04:00", 0),
        ("2026-03-17T00:00-04:00", 1),
        ("2026-03-20", 4),
    ],
)
def test_lateness_is_that_of_the_first_fulfilment(done: str, late: int) -> None:
    case = known(moments=DISCOVERED, done={"example.notice": moment(done)})
    found = duty(case, "2027-01-01T00:00Z")

    assert (found.state, found.late) == (DutyState.DONE, late)
    assert dates(found) == ("2026-03-15", "2026-03-16")


@pytest.mark.parametrize(
    ("clock", "at", "words"),
    [
        (days(10), "2026-03-16T12:00-04:00", ""),
        (days(10), "2026-03-17T12:00-04:00", "1 day"),
        (days(10), "2026-03-20T12:00-04:00", "4 days"),
        (hours(72), "2026-03-08T00:30-05:00", "1 hour"),
        (hours(72), "2026-03-08T01:30-05:00", "2 hours"),
    ],
)
def test_lateness_is_said_in_its_own_unit(clock: Clock, at: str, words: str) -> None:
    assert duty(known(moments=DISCOVERED), at, rule(version(clock))).late_words == words


def test_a_later_fulfilment_is_not_yet_known() -> None:
    case = known(moments=DISCOVERED, done={"example.notice": moment("2026-03-10T10:00-04:00")})

    assert duty(case).state is DutyState.RUNNING
    assert duty(case, "2026-03-10T10:00-04:00").state is DutyState.DONE


def test_a_done_duty_stays_done_whatever_else_is_said() -> None:
    done = {"example.notice": moment("2026-03-09")}
    case = known(done=done, facts=Facts(student_data=False), decided=decision(required=False))
    found = duty(case)

    assert found.state is DutyState.DONE
    assert dates(found) == (None, None)
    assert found.late is None


def test_a_fulfilment_is_judged_by_the_clock_as_it_stood() -> None:
    """A hold that was still open then, or came later, is left out."""
    done = {"example.notice": moment("2026-03-18")}
    open_hold = known(moments=DISCOVERED, holds=(hold("2026-03-09"),), done=done)
    over = known(moments=DISCOVERED, holds=(hold("2026-03-09", "2026-03-12"),), done=done)

    assert duty(open_hold, "2026-04-01T00:00Z").late == 2
    assert duty(over, "2026-04-01T00:00Z").late == 0


TOLD_LATE = {"contractor_discovery": "2026-03-05", "receipt": "2026-03-16T10:00-04:00"}


def test_a_moment_may_fulfil_a_duty_by_itself() -> None:
    found = duty(known(moments=TOLD_LATE), "2026-04-01T00:00Z", RECEIVED)

    assert (found.state, found.late) == (DutyState.DONE, 4)
    assert found.working[-3:-1] == (
        "Fulfilled on Monday, March 16, 2026, 10:00 a.m.",
        "That is 4 calendar days past the limit.",
    )


def test_a_moment_fulfils_only_what_is_required() -> None:
    not_required = known(moments=TOLD_LATE, facts=Facts(student_data=False))
    undecided = known(moments=TOLD_LATE, facts=Facts())

    assert duty(not_required, "2026-04-01T00:00Z", RECEIVED).state is DutyState.NOT_REQUIRED
    assert duty(undecided, "2026-04-01T00:00Z", RECEIVED).state is DutyState.UNDECIDED


@pytest.mark.parametrize(
    ("done", "late"), [("2026-03-12", 0), ("2026-03-14", 2), ("2026-03-31", 4)]
)
def test_of_two_fulfilments_the_earlier_counts(done: str, late: int) -> None:
    case = known(moments=TOLD_LATE, done={"example.notice": moment(done)})

    assert duty(case, "2026-05-01T00:00Z", RECEIVED).late == late


def test_an_undecided_duty_is_judged_by_its_entry_alone() -> None:
    done = {"example.notice": moment("2026-03-31")}
    case = known(moments=TOLD_LATE, facts=Facts(), done=done)

    assert duty(case, "2026-05-01T00:00Z", RECEIVED).late == 19
