"""What is served, and the same for a work pool."""

from __future__ import annotations

from datetime import timedelta

import yaml

from flows.deployments import SERVED, Served, prefect_yaml

WATCHING = Served(
    entrypoint="flows.watch_clocks:watch_clocks", says="Send.", beat=timedelta(seconds=60)
)
SEALING = Served(entrypoint="flows.seal_ledger:seal_ledger", says="Seal.", cron="0 6 * * *")
ANSWERING = Served(entrypoint="flows.respond:respond", says="Answer.")


def _deployments(*served):
    return yaml.safe_load(prefect_yaml(served))["deployments"]


def test_a_flow_is_named_by_its_function_with_hyphens():
    assert WATCHING.name == "watch-clocks"


def test_a_beat_is_an_interval_on_a_work_pool():
    (one,) = _deployments(WATCHING)
    assert one["entrypoint"] == "flows.watch_clocks.watch_clocks"
    assert one["schedules"] == [{"interval": 60}]


def test_beats_missed_by_a_work_pool_do_not_pile_up():
    (one,) = _deployments(WATCHING)
    assert one["concurrency_limit"] == {"limit": 1, "collision_strategy": "CANCEL_NEW"}


def test_a_cron_stays_one_on_a_work_pool():
    (one,) = _deployments(SEALING)
    assert one["schedules"] == [{"cron": "0 6 * * *"}]


def test_a_flow_that_is_asked_for_has_no_schedule():
    (one,) = _deployments(ANSWERING)
    assert one["schedules"] == []
    assert "concurrency_limit" not in one


def test_what_a_flow_says_may_hold_any_sign():
    (one,) = _deployments(Served(entrypoint="flows.respond:respond", says='Two: "quoted", #1.'))
    assert one["description"] == 'Two: "quoted", #1.'


def test_without_flows_the_file_is_still_whole():
    assert _deployments() == []


def test_every_served_flow_can_be_loaded_under_its_name():
    assert [one.load().name for one in SERVED] == [one.name for one in SERVED]


def test_what_runs_by_itself_takes_no_parameter():
    by_itself = [one for one in SERVED if one.beat or one.cron]
    assert [one.name for one in by_itself if one.load().parameters.properties] == []


def test_a_beat_without_a_question_is_always_wanted():
    assert WATCHING.load_wanted()() is True
