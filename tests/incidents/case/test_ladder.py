"""The ladder: which reminders a duty wants, and when."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings

from config.ladder import load_ladder
from incidents.case.ladder import Step, due_of, length_in_days, steps_before, wanted_steps
from incidents.law.duty import DutyState, PlannedDuty
from incidents.moments import Instant, Zone
from tests.support.caseworker import LAW, roster
from tests.support.incident_strategies import cases

LADDER = load_ladder()
NEW_YORK = Zone("America/New_York")
RECEIPT = "ny.8nycrr121.cpo-after-receipt"
PEOPLE = "ny.8nycrr121.individuals"
DISCLOSURE = "us.ferpa.disclosure-record"
REIMBURSEMENT = "ny.8nycrr121.reimbursement"
BELIEF = "ny.gml995b.incident"
PAYMENT = "ny.gml995c.payment"


def duty(duty_id: str, at: str, **changes: Any) -> PlannedDuty:
    """Give a duty of the roster case, told on Monday, March 16, 2026, at 9:30."""
    return LAW.plan(roster(**changes), Instant.parse(at)).duty(duty_id)


def told(duty_id: str, at: str, **changes: Any) -> list[tuple[str, str]]:
    """Give the steps of a duty with the local time at which each is due."""
    steps = wanted_steps(LADDER, duty(duty_id, at, **changes), Instant.parse(at)).steps
    return [(each.name, NEW_YORK.text(each.due_at)) for each in steps]


def names(duty_id: str, at: str, **changes: Any) -> list[str]:
    """Give the names of the steps of a duty."""
    return [name for name, _ in told(duty_id, at, **changes)]


def moments(**more: str) -> dict[str, str]:
    """Give the roster's moments and more."""
    return {"receipt": "2026-03-16T09:30-04:00", **more}


def test_ten_days_are_reminded_of_from_five_on() -> None:
    assert told(RECEIPT, "2026-03-16T10:00-04:00") == [
        ("2026-03-26/-5d", "2026-03-21T08:00-04:00"),
        ("2026-03-26/-2d", "2026-03-24T08:00-04:00"),
        ("2026-03-26/-1d", "2026-03-25T08:00-04:00"),
        ("2026-03-26/0d", "2026-03-26T08:00-04:00"),
        ("2026-03-26/+1d", "2026-03-27T08:00-04:00"),
        ("2026-03-26/+2d", "2026-03-28T08:00-04:00"),
        ("2026-03-26/+3d", "2026-03-29T08:00-04:00"),
        ("2026-03-26/+4d", "2026-03-30T08:00-04:00"),
        ("2026-03-26/+5d", "2026-03-31T08:00-04:00"),
        ("2026-03-26/+6d", "2026-04-01T08:00-04:00"),
        ("2026-03-26/+7d", "2026-04-02T08:00-04:00"),
    ]


def test_sixty_days_are_reminded_of_from_thirty_on() -> None:
    """Sixty days after March 16 is Friday, May 15."""
    assert told(PEOPLE, "2026-03-16T10:00-04:00")[:7] == [
        ("2026-05-15/-30d", "2026-04-15T08:00-04:00"),
        ("2026-05-15/-14d", "2026-05-01T08:00-04:00"),
        ("2026-05-15/-7d", "2026-05-08T08:00-04:00"),
        ("2026-05-15/-5d", "2026-05-10T08:00-04:00"),
        ("2026-05-15/-2d", "2026-05-13T08:00-04:00"),
        ("2026-05-15/-1d", "2026-05-14T08:00-04:00"),
        ("2026-05-15/0d", "2026-05-15T08:00-04:00"),
    ]


def test_mornings_stay_at_eight_when_the_clocks_change() -> None:
    """Standard time began on November 1, 2026."""
    assert told(RECEIPT, "2026-10-28T10:00-04:00", moments={"receipt": "2026-10-27"})[:2] == [
        ("2026-11-06/-5d", "2026-11-01T08:00-05:00"),
        ("2026-11-06/-2d", "2026-11-04T08:00-05:00"),
    ]


def test_seventy_two_hours_are_real_hours() -> None:
    """From Friday noon over the night that the clocks went back."""
    at = "2026-10-30T12:30-04:00"

    assert told(BELIEF, at, moments=moments(cyber_incident_belief="2026-10-30T12:00-04:00"))[
        :6
    ] == [
        ("2026-11-02T16:00:00Z/-48h", "2026-10-31T12:00-04:00"),
        ("2026-11-02T16:00:00Z/-24h", "2026-11-01T11:00-05:00"),
        ("2026-11-02T16:00:00Z/-6h", "2026-11-02T05:00-05:00"),
        ("2026-11-02T16:00:00Z/-1h", "2026-11-02T10:00-05:00"),
        ("2026-11-02T16:00:00Z/+1d", "2026-11-03T08:00-05:00"),
        ("2026-11-02T16:00:00Z/+2d", "2026-11-04T08:00-05:00"),
    ]


def test_twenty_four_hours_are_reminded_of_from_twelve_on() -> None:
    at = "2026-03-17T22:30-04:00"
    paid = moments(ransom_payment="2026-03-17T22:00-04:00")

    assert told(PAYMENT, at, moments=paid)[:4] == [
        ("2026-03-19T02:00:00Z/-12h", "2026-03-18T10:00-04:00"),
        ("2026-03-19T02:00:00Z/-6h", "2026-03-18T16:00-04:00"),
        ("2026-03-19T02:00:00Z/-1h", "2026-03-18T21:00-04:00"),
        ("2026-03-19T02:00:00Z/+1d", "2026-03-19T08:00-04:00"),
    ]


def test_the_first_morning_after_an_hour_may_be_that_day() -> None:
    paid = moments(ransom_payment="2026-03-17T03:00-04:00")

    assert told(PAYMENT, "2026-03-17T04:00-04:00", moments=paid)[3] == (
        "2026-03-18T07:00:00Z/+0d",
        "2026-03-18T08:00-04:00",
    )


@pytest.mark.parametrize(
    ("at", "tail"),
    [
        ("2026-03-27T07:59-04:00", ["+1d", "+2d", "+3d", "+4d", "+5d", "+6d", "+7d"]),
        ("2026-03-27T08:00-04:00", ["+1d", "+2d", "+3d", "+4d", "+5d", "+6d", "+7d", "+8d"]),
        (
            "2026-06-30T12:00-04:00",
            ["+96d", "+97d", "+98d", "+99d", "+100d", "+101d", "+102d", "+103d"],
        ),
    ],
)
def test_of_the_mornings_after_one_is_past_and_seven_ahead(at: str, tail: list[str]) -> None:
    assert [each.partition("/")[2] for each in names(RECEIPT, at)[4:]] == tail


def test_only_what_comes_after_the_target_is_overdue() -> None:
    at = "2026-03-16T10:00-04:00"

    steps = wanted_steps(LADDER, duty(RECEIPT, at), Instant.parse(at)).steps

    assert [each.name for each in steps if not each.is_overdue] == [
        "2026-03-26/-5d",
        "2026-03-26/-2d",
        "2026-03-26/-1d",
        "2026-03-26/0d",
    ]


def test_planning_again_is_asked_for_when_the_steps_run_out() -> None:
    at = "2026-03-16T10:00-04:00"

    again = wanted_steps(LADDER, duty(RECEIPT, at), Instant.parse(at)).again_at

    assert again == Instant.parse("2026-04-02T08:00-04:00")


def test_a_duty_without_a_date_is_asked_about_weekly() -> None:
    assert told(DISCLOSURE, "2026-03-16T10:00-04:00") == [
        ("weekly/2026-03-23", "2026-03-23T08:00-04:00"),
        ("weekly/2026-03-30", "2026-03-30T08:00-04:00"),
    ]
    assert names(DISCLOSURE, "2026-04-07T10:00-04:00") == [
        "weekly/2026-04-06",
        "weekly/2026-04-13",
        "weekly/2026-04-20",
    ]


def test_an_undecided_duty_is_asked_about_and_its_date_watched() -> None:
    """Were its facts to make it a duty, it would be due on March 26."""
    assert names(RECEIPT, "2026-03-16T10:00-04:00", facts={}) == [
        "2026-03-26/-5d",
        "2026-03-26/-2d",
        "2026-03-26/-1d",
        "2026-03-26/0d",
        "weekly/2026-03-23",
        "weekly/2026-03-30",
    ]


def test_an_internal_target_is_climbed_like_a_deadline() -> None:
    own = duty("policy.internal-report", "2026-03-16T10:00-04:00")
    zone = own.zone
    dated = own.__class__(
        **{
            **{name: getattr(own, name) for name in own.__slots__},
            "target": zone.day_of(Instant.parse("2026-03-18T12:00-04:00")),
        }
    )

    steps = wanted_steps(LADDER, dated, Instant.parse("2026-03-16T10:00-04:00")).steps

    assert [each.name for each in steps][:3] == [
        "2026-03-18/-1d",
        "2026-03-18/0d",
        "2026-03-18/+1d",
    ]


def test_what_the_contractor_is_late_with_is_asked_about_weekly() -> None:
    """Seven days after its discovery on March 5; nothing has arrived."""
    late = {"contractor_discovery": "2026-03-05T16:00-05:00", "report": "2026-03-10"}

    assert told("ny.8nycrr121.contractor-notice", "2026-03-11T10:00-04:00", moments=late) == [
        ("2026-03-12/+1d", "2026-03-13T08:00-04:00"),
        ("2026-03-12/+8d", "2026-03-20T08:00-04:00"),
    ]


def test_nobody_above_is_told_of_the_contractors_lateness() -> None:
    late = {"contractor_discovery": "2026-03-05T16:00-05:00", "report": "2026-03-10"}
    at = "2026-03-20T10:00-04:00"
    planned = duty("ny.8nycrr121.contractor-notice", at, moments=late)

    steps = wanted_steps(LADDER, planned, Instant.parse(at)).steps

    assert planned.state is DutyState.MISSED
    assert [each.is_overdue for each in steps] == [False, False, False]


def test_what_the_contractor_owes_without_a_date_is_asked_about() -> None:
    assert names(REIMBURSEMENT, "2026-03-16T10:00-04:00") == [
        "weekly/2026-03-23",
        "weekly/2026-03-30",
    ]


def test_after_a_hold_the_short_clock_is_climbed() -> None:
    """A hold that ended on May 20 leaves seven days, of which five are reminded of."""
    hold = {
        "kind": "law_enforcement",
        "from": "2026-03-20",
        "until": "2026-05-20",
        "authority": "Sheriff",
    }
    at = "2026-05-21T09:00-04:00"

    assert length_in_days(duty(PEOPLE, at, holds=[hold])) == 7
    assert names(PEOPLE, at, holds=[hold])[:5] == [
        "2026-05-27/-5d",
        "2026-05-27/-2d",
        "2026-05-27/-1d",
        "2026-05-27/0d",
        "2026-05-27/+1d",
    ]


def test_a_held_duty_wants_no_reminder() -> None:
    hold = {"kind": "law_enforcement", "from": "2026-03-20", "authority": "Sheriff"}

    assert names(PEOPLE, "2026-03-21T09:00-04:00", holds=[hold]) == []


def test_steps_before_the_clock_began_are_left_out() -> None:
    """Five business days from a Wednesday end on the next Wednesday."""
    told_hhs = moments(hhs_notification="2026-03-18T16:00-04:00")

    assert names("ny.stl208.hhs-to-ag", "2026-03-18T17:00-04:00", moments=told_hhs)[:4] == [
        "2026-03-25/-5d",
        "2026-03-25/-2d",
        "2026-03-25/-1d",
        "2026-03-25/0d",
    ]
    short = load_ladder({"days": [{"at_least": 0, "before": [9, 7, 6]}]})
    planned = duty("ny.stl208.hhs-to-ag", "2026-03-18T17:00-04:00", moments=told_hhs)
    assert [each.name for each in steps_before(short, planned)] == [
        "2026-03-25/-6d",
        "2026-03-25/0d",
    ]


def test_an_installation_may_choose_its_own_morning() -> None:
    early = load_ladder(morning_hour=6)
    at = "2026-03-16T10:00-04:00"

    steps = wanted_steps(early, duty(RECEIPT, at), Instant.parse(at)).steps

    assert NEW_YORK.text(steps[0].due_at) == "2026-03-21T06:00-04:00"


@settings(max_examples=150, deadline=None)
@given(cases())
def test_every_step_keeps_its_promises(drawn: tuple[dict[str, Any], str]) -> None:
    """Whatever the case: silent when settled, mornings at eight, names that say when."""
    document, at = drawn
    now = Instant.parse(at)
    for planned in LAW.plan(document, now).duties:
        steps = wanted_steps(LADDER, planned, now).steps
        zone = planned.zone
        quiet = planned.state.is_settled or planned.state in (DutyState.HELD, DutyState.NOT_STARTED)
        assert not (quiet and steps)
        assert len({each.name for each in steps}) == len(steps)
        for each in steps:
            assert each.due_at == due_of(each.name, zone, 8)
            assert each.name.endswith("h") or zone.text(each.due_at)[11:16] == "08:00"
            assert planned.starts is not None
            assert each.due_at > zone.start_of(planned.starts.moment)
        endless = [each for each in steps if _goes_on(each)]
        assert sum(each.due_at <= now for each in endless) <= 1


@settings(max_examples=40, deadline=None)
@given(cases())
def test_planning_again_in_time_misses_no_morning(drawn: tuple[dict[str, Any], str]) -> None:
    """Planned now and whenever asked to, every step of forty days is planned before it is due."""
    document, at = drawn
    start = Instant.parse(at)
    for planned in LAW.plan(document, start).duties:
        seen: set[Step] = set()
        now: Instant | None = start
        while now is not None and now <= start.plus_hours(40 * 24):
            found = wanted_steps(LADDER, planned, now)
            seen.update(found.steps)
            assert found.again_at is None or found.again_at > now
            now = found.again_at
        for day in range(40):
            then = start.plus_hours(24 * day)
            steps = wanted_steps(LADDER, planned, then).steps
            assert {each for each in steps if _goes_on(each) and each.due_at <= then} <= seen


def _goes_on(step: Step) -> bool:
    return step.name.startswith("weekly") or "/+" in step.name
