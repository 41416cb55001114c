"""The plan: the state of a duty is the first that fits, and what it shows."""

from __future__ import annotations

import json

import pytest

from config.registry import load_registry
from incidents.law.circumstances import Decision, Facts
from incidents.law.clock import Clock
from incidents.law.duty import DutyState
from incidents.moments import Instant
from tests.incidents.law.examples import (
    DISCOVERED,
    LATER,
    STUDENT_DATA,
    TEN,
    dates,
    days,
    decision,
    duty,
    hold,
    hours,
    known,
    plan,
    rule,
    version,
)


@pytest.mark.parametrize(
    ("at", "state", "late"),
    [
        ("2026-03-05T00:00-05:00", DutyState.RUNNING, 0),
        ("2026-03-15T23:59-04:00", DutyState.RUNNING, 0),
        ("2026-03-16T00:00-04:00", DutyState.OVERDUE, 0),
        ("2026-03-16T23:59-04:00", DutyState.OVERDUE, 0),
        ("2026-03-17T00:00-04:00", DutyState.MISSED, 1),
        ("2026-03-31T12:00-04:00", DutyState.MISSED, 15),
    ],
)
def test_a_clock_runs_is_overdue_and_is_missed(at: str, state: DutyState, late: int) -> None:
    """Ten days from 5 March end on Sunday the 15th; lawful until Monday."""
    found = duty(known(moments=DISCOVERED), at)

    assert (found.state, found.late) == (state, late)
    assert dates(found) == ("2026-03-15", "2026-03-16")


@pytest.mark.parametrize(
    ("at", "state", "late"),
    [
        ("2026-03-08T17:00-04:00", DutyState.RUNNING, 0),
        ("2026-03-08T17:00:01-04:00", DutyState.MISSED, 1),
        ("2026-03-08T18:00-04:00", DutyState.MISSED, 1),
        ("2026-03-08T18:01-04:00", DutyState.MISSED, 2),
    ],
)
def test_a_clock_of_hours_is_late_by_hours(at: str, state: DutyState, late: int) -> None:
    found = duty(
        known(moments={"discovery": "2026-03-05T16:00-05:00"}), at, rule(version(hours(72)))
    )

    assert (found.state, found.late) == (state, late)


def test_a_moment_that_is_not_recorded_starts_nothing() -> None:
    found = duty(known())

    assert found.state is DutyState.NOT_STARTED
    assert (found.starts, found.late) == (None, None)
    assert found.working[-1] == "The moment that starts its clock is not recorded."


def test_a_moment_after_the_instant_is_not_yet_known() -> None:
    case = known(moments={"discovery": "2026-03-10T09:01-04:00"})

    assert duty(case).state is DutyState.NOT_STARTED
    assert duty(case, "2026-03-10T09:01-04:00").state is DutyState.RUNNING


def test_a_date_is_known_from_its_first_instant() -> None:
    case = known(moments={"discovery": "2026-03-10"})

    assert duty(case, "2026-03-09T23:59-04:00").state is DutyState.NOT_STARTED
    assert duty(case, "2026-03-10T00:00-04:00").state is DutyState.RUNNING


def test_a_duty_without_a_number_has_no_fixed_date() -> None:
    found = duty(known(moments=DISCOVERED), of=rule(version(Clock())))

    assert found.state is DutyState.NO_FIXED_DATE
    assert dates(found) == (None, None)
    assert found.late is None


def test_an_undecided_duty_shows_the_dates_it_would_have() -> None:
    found = duty(known(moments=DISCOVERED, facts=Facts()), "2026-04-01T09:00-04:00")

    assert found.state is DutyState.UNDECIDED
    assert dates(found) == ("2026-03-15", "2026-03-16")
    assert found.needs == ("facts.student_data",)
    assert found.late == 0
    assert found.working[:2] == (
        "Not yet decided; known so far: nothing.",
        "It would be decided by: facts.student_data.",
    )


def test_a_duty_not_required_shows_why_and_no_date() -> None:
    found = duty(known(moments=DISCOVERED, facts=Facts(student_data=False)))

    assert found.state is DutyState.NOT_REQUIRED
    assert dates(found) == (None, None)
    assert found.starts is not None
    assert found.working == ("Not required: no student data.",)


def test_a_held_duty_shows_no_date() -> None:
    found = duty(known(moments=DISCOVERED, holds=(hold("2026-03-09"),)))

    assert found.state is DutyState.HELD
    assert dates(found) == (None, None)


@pytest.mark.parametrize(
    ("until", "at", "state"),
    [
        ("2026-03-12", "2026-03-12T23:59-04:00", DutyState.HELD),
        ("2026-03-12", "2026-03-13T00:00-04:00", DutyState.RUNNING),
        ("2026-03-12T09:00-04:00", "2026-03-12T08:59-04:00", DutyState.HELD),
        ("2026-03-12T09:00-04:00", "2026-03-12T09:00-04:00", DutyState.RUNNING),
    ],
)
def test_a_hold_until_a_date_holds_that_whole_day(until: str, at: str, state: DutyState) -> None:
    assert duty(known(moments=DISCOVERED, holds=(hold("2026-03-09", until),)), at).state is state


def test_a_hold_not_yet_begun_is_not_yet_known() -> None:
    case = known(moments=DISCOVERED, holds=(hold("2026-03-11"),))

    assert duty(case, "2026-03-10T23:59-04:00").state is DutyState.RUNNING
    assert duty(case, "2026-03-11T00:00-04:00").state is DutyState.HELD


@pytest.mark.parametrize(
    ("student_data", "required", "state"),
    [
        (None, True, DutyState.RUNNING),
        (None, False, DutyState.NOT_REQUIRED),
        (True, True, DutyState.RUNNING),
        (True, False, DutyState.NOT_REQUIRED),
        (False, True, DutyState.NOT_REQUIRED),
        (False, False, DutyState.NOT_REQUIRED),
    ],
)
def test_a_determination_settles_what_is_open(
    student_data: bool | None, required: bool, state: DutyState
) -> None:
    """It makes a required duty not required, and never the other way round."""
    facts = Facts(student_data=student_data)
    found = duty(known(moments=DISCOVERED, facts=facts, decided=decision(required)))

    assert found.state is state


def test_a_determination_says_who_and_why() -> None:
    settled = duty(known(moments=DISCOVERED, facts=Facts(), decided=decision(required=True)))
    ended = duty(known(moments=DISCOVERED, decided=decision(required=False)))

    assert settled.working[0] == "It applies: determined by DPO to be required: as found."
    assert ended.working[0] == "Not required: determined by DPO not to be required: as found."


def test_a_determination_may_say_neither_who_nor_why() -> None:
    found = duty(known(moments=DISCOVERED, decided={"example.notice": Decision(required=False)}))

    assert found.working == ("Not required: determined not to be required.",)


def test_a_later_determination_is_not_yet_known() -> None:
    case = known(moments=DISCOVERED, decided=decision(required=False, at="2026-03-10T09:01-04:00"))

    assert duty(case).state is DutyState.RUNNING
    assert duty(case, "2026-03-10T09:01-04:00").state is DutyState.NOT_REQUIRED


def test_the_earliest_limit_of_the_contractor_binds() -> None:
    week = rule(version(days(7)), id="a", is_contractors_notice=True)
    month = rule(version(days(30)), id="b", is_contractors_notice=True)
    tie = rule(version(days(7)), id="c", is_contractors_notice=True)
    other = rule(version(days(1)), id="d")
    found = plan(week, month, tie, other, case=known(moments=DISCOVERED), at=LATER)

    assert [each.binding for each in found.duties] == [True, False, True, None]
    assert found.duty("a").working[-1].endswith("it is the binding one.")


def test_what_is_not_required_does_not_bind() -> None:
    week = rule(version(days(7), when=STUDENT_DATA), id="a", is_contractors_notice=True)
    month = rule(version(days(30)), id="b", is_contractors_notice=True)
    case = known(moments=DISCOVERED, facts=Facts(student_data=False))
    found = plan(week, month, case=case, at=LATER)

    assert [each.binding for each in found.duties] == [False, True]


def test_a_plan_without_limits_binds_nobody() -> None:
    found = plan(rule(version(Clock()), is_contractors_notice=True), case=known(), at=LATER)

    assert [each.binding for each in found.duties] == [False]


def test_a_plan_gives_a_duty_by_its_id() -> None:
    found = plan(TEN, case=known(), at=LATER)

    assert found.duty("example.notice").id == "example.notice"
    with pytest.raises(KeyError, match="another"):
        found.duty("another")


def test_a_plan_is_plain_json() -> None:
    found = plan(TEN, case=known(moments=DISCOVERED), at=LATER).as_json()

    assert list(found) == ["version", "at", "duties", "warnings"]
    assert json.loads(json.dumps(found)) == found
    assert found["at"] == LATER


def test_the_same_case_gives_the_same_plan() -> None:
    case = known(moments=DISCOVERED, holds=(hold("2026-03-09", "2026-03-12"),))

    assert plan(TEN, case=case, at=LATER) == plan(TEN, case=case, at=LATER)


def test_a_state_knows_whether_its_duty_has_arisen() -> None:
    assert {state for state in DutyState if state.is_settled} == {
        DutyState.DONE,
        DutyState.NOT_REQUIRED,
    }
    assert {state for state in DutyState if state.is_open} == {
        DutyState.RUNNING,
        DutyState.OVERDUE,
        DutyState.MISSED,
        DutyState.NO_FIXED_DATE,
    }
    assert {state for state in DutyState if not state.has_arisen} == {
        DutyState.NOT_REQUIRED,
        DutyState.NOT_STARTED,
        DutyState.UNDECIDED,
    }
    assert DutyState.NO_FIXED_DATE.words == "no fixed date"


def test_the_policy_is_cited_beside_the_law() -> None:
    policy = load_registry().policy("kingston-8635")
    individuals = rule(version(days(60)), id="ny.8nycrr121.individuals")
    with_policy = duty(known(moments=DISCOVERED, policy=policy), of=individuals)
    before = duty(known(moments={"discovery": "2020-10-20"}, policy=policy), of=individuals)

    assert [each.short for each in with_policy.citations] == [
        "Example Law 1",
        "Kingston City School District policy 8635 I.H",
    ]
    assert [each.short for each in before.citations] == ["Example Law 1"]


def test_an_instant_is_planned_as_it_was_given() -> None:
    found = plan(TEN, case=known(), at="2026-03-10T13:00Z")

    assert found.at == Instant.parse(LATER)
    assert found.as_json()["at"] == "2026-03-10T13:00Z"
