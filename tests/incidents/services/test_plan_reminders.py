"""The reminders of a case are what the ladder wants, and only that."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.ladder import load_ladder
from incidents.law.rule import Step
from incidents.moments import Instant
from incidents.services.close_case import close_case, left_to_do
from incidents.services.plan_reminders import plan_reminders
from tests.support.caseworker import LAW, Caseworker, roster
from tests.support.reminding import NUMBER, Watch, law_of

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
PEOPLE = "ny.8nycrr121.individuals"
DISCLOSURE = "us.ferpa.disclosure-record"
UP_TO_TARGET = ["2026-03-26/-5d", "2026-03-26/-2d", "2026-03-26/-1d", "2026-03-26/0d"]
MORNINGS_AFTER = [f"2026-03-26/+{each}d" for each in range(1, 8)]


@pytest.fixture
def watch(engine: Engine) -> Watch:
    """Give a watch over the database."""
    return Watch(engine)


def planned(watch: Watch, duty: str, channel: str = "email:dpo") -> list[str]:
    """Give the steps that are planned for a duty and channel."""
    return [step for step, state in watch.states(duty, channel).items() if state == "planned"]


def test_the_officer_is_reminded_and_later_the_superintendent(
    dpo: Caseworker, watch: Watch
) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")

    assert planned(watch, RECEIPT) == UP_TO_TARGET + MORNINGS_AFTER
    assert planned(watch, RECEIPT, "email:superintendent") == MORNINGS_AFTER


def test_planning_twice_changes_nothing(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    before = watch.rows(RECEIPT)
    watch.answers("2026-03-16T10:00-04:00")

    assert watch.rows(RECEIPT) == before


def test_a_filed_duty_is_silent_from_then_on(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    dpo.files("2026-03-22T16:00-04:00", RECEIPT)
    watch.answers("2026-03-22T16:01-04:00")

    assert planned(watch, RECEIPT) == []
    assert planned(watch, PEOPLE) != []


def test_a_duty_decided_not_to_be_required_is_silent(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    dpo.decides("2026-03-18T09:00-04:00", RECEIPT, required=False)
    watch.answers("2026-03-18T09:00-04:00")

    assert planned(watch, RECEIPT) == []


def test_a_hold_stops_reminders_and_its_end_brings_others(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    hold = [{"kind": "law_enforcement", "from": "2026-03-20", "authority": "Sheriff"}]
    dpo.records("2026-03-20T10:00-04:00", "holds", hold)
    watch.answers("2026-03-20T10:00-04:00")
    while_held = planned(watch, PEOPLE)
    dpo.records(
        "2026-05-21T09:00-04:00", "holds", [{**hold[0], "until": "2026-05-20"}], "The Sheriff"
    )
    watch.answers("2026-05-21T09:00-04:00")

    assert while_held == []
    assert planned(watch, PEOPLE)[:4] == [
        "2026-05-27/-5d",
        "2026-05-27/-2d",
        "2026-05-27/-1d",
        "2026-05-27/0d",
    ]


def test_a_moved_deadline_wants_new_reminders(dpo: Caseworker, watch: Watch) -> None:
    """The notice came on Friday the 13th, and not on Monday."""
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    dpo.records("2026-03-17T10:00-04:00", "moments.receipt", "2026-03-13T16:00-04:00", "Mail log")
    watch.answers("2026-03-17T10:00-04:00")

    states = watch.states(RECEIPT)
    assert {states[step] for step in UP_TO_TARGET + MORNINGS_AFTER} == {"superseded"}
    assert planned(watch, RECEIPT)[:4] == [
        "2026-03-23/-5d",
        "2026-03-23/-2d",
        "2026-03-23/-1d",
        "2026-03-23/0d",
    ]


def test_mornings_go_on_for_as_long_as_nobody_acts(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    watch.answers("2026-04-02T08:00-04:00")

    assert planned(watch, RECEIPT)[-7:] == [f"2026-03-26/+{each}d" for each in range(8, 15)]


def test_what_a_later_reminder_overtook_is_not_planned_again(dpo: Caseworker, watch: Watch) -> None:
    """A ladder with one step more must not speak of a day that is gone."""
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    watch.sweeps("2026-03-24T08:00-04:00")
    watch.ladder = load_ladder({"days": [{"at_least": 0, "before": [5, 4, 3, 2, 1]}]}, 9)
    watch.answers("2026-03-24T08:30-04:00")

    assert watch.states(RECEIPT)["2026-03-26/-2d"] == "sent"
    assert "2026-03-26/-4d" not in watch.states(RECEIPT)
    assert planned(watch, RECEIPT)[:2] == ["2026-03-26/-1d", "2026-03-26/0d"]


def test_each_wave_has_reminders_of_its_own(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    moments = {
        "contractor_discovery": "2026-03-05T16:00-05:00",
        "receipt": "2026-03-20T09:30-04:00",
    }
    dpo.opens_wave("2026-03-20T10:00-04:00", moments=moments)
    watch.answers("2026-03-20T10:00-04:00")

    firsts = {row.wave: row.step for row in reversed(watch.rows(RECEIPT))}
    assert firsts == {1: "2026-03-26/-5d", 2: "2026-03-30/-5d"}


def test_a_closed_case_has_nothing_planned(dpo: Caseworker, watch: Watch) -> None:
    opened = dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    for _, duty in left_to_do(opened.after):
        dpo.decides("2026-03-17T10:00-04:00", duty.id, required=False)
    closed = dpo.at("2026-03-17T11:00-04:00", lambda work: close_case(work, LAW, NUMBER, by="dpo"))
    plan = dpo.at(
        "2026-03-17T11:00-04:00", lambda work: plan_reminders(work, closed, load_ladder())
    )

    assert (plan.planned, plan.again_at) == (0, None)
    assert planned(watch, RECEIPT) + planned(watch, PEOPLE) + planned(watch, DISCLOSURE) == []


def test_a_step_of_a_case_plans_its_own_duties_only(dpo: Caseworker, watch: Watch) -> None:
    opened = dpo.opens()
    dpo.at(
        "2026-03-16T10:00-04:00",
        lambda work: plan_reminders(work, opened.after, load_ladder(), only=Step.STATE_CPO),
    )

    assert planned(watch, RECEIPT) != []
    assert watch.rows(PEOPLE) == []


def test_a_rule_that_is_gone_leaves_no_reminder_behind(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    view = dpo.sees("2026-03-17T10:00-04:00")
    fewer = replace(view.plans[1], duties=tuple(d for d in view.plans[1].duties if d.id != RECEIPT))
    without = replace(view, plans={1: fewer})
    dpo.at("2026-03-17T10:00-04:00", lambda work: plan_reminders(work, without, load_ladder()))

    assert planned(watch, RECEIPT) == []
    assert planned(watch, PEOPLE) != []


def test_people_and_channels_are_those_of_the_settings(engine: Engine, tmp_path: Path) -> None:
    """An alert channel is named by a digest: its address is a key."""
    watch = Watch(engine, law=law_of(tmp_path))
    Caseworker(engine).opens()
    watch.answers("2026-03-16T10:00-04:00")

    rows = watch.rows(RECEIPT)
    assert {row.channel for row in rows} == {"email:dana", "email:sam", "alert:906a87b1d5da"}
    assert not any("secret" in row.channel + row.message_id for row in rows)


def test_a_message_id_is_the_same_each_time_and_harmless(dpo: Caseworker, watch: Watch) -> None:
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")

    first = watch.rows(RECEIPT)[0]
    assert first.message_id == (
        "KINGSTON-2026-001.w1.ny.8nycrr121.cpo-after-receipt.2026-03-26_-5d.email-dpo@kingston-csd"
    )


def test_the_case_wakes_before_its_reminders_run_out(dpo: Caseworker, watch: Watch) -> None:
    """The seventh morning after the target is the last that is planned ahead."""
    opened = dpo.opens(facts={**roster()["facts"], "student_data": None, "appr_data": True})
    plan = dpo.at(
        "2026-03-16T10:00-04:00", lambda work: plan_reminders(work, opened.after, load_ladder())
    )

    assert plan.again_at == Instant.parse("2026-03-30T08:00-04:00")
    assert plan.stopped == 0
