"""A beat does its work with Prefect, without it, and after a failure."""

from __future__ import annotations

import asyncio
import logging
import signal
from datetime import timedelta
from types import SimpleNamespace

import pytest
from prefect import flow

from flows.beats import Beat, keep_beating, run_once
from flows.stopping import ASKED, asked_to_stop

done: list[str] = []


@flow(name="counting", persist_result=False)
async def counting():
    """Note that the work was done."""
    done.append("counted")


@flow(name="broken", persist_result=False)
async def broken():
    """Fail with words that nobody should read in a log."""
    raise ValueError("the text of a person")


@flow(name="asked", persist_result=False)
async def asked():
    """Be asked to stop while the run goes on."""
    signal.raise_signal(signal.SIGTERM)


@pytest.fixture(autouse=True)
def _nothing_done():
    done.clear()


@pytest.fixture
def _signals():
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    yield
    for number, handler in before.items():
        signal.signal(number, handler)
    ASKED.clear()


def _beat(of, *, seconds=60.0, wanted=lambda: True):
    return Beat(flow=of, every=timedelta(seconds=seconds), wanted=wanted)


async def _beat_for(seconds, beat):
    stopping = asyncio.Event()
    beating = asyncio.create_task(keep_beating(beat, stopping))
    await asyncio.sleep(seconds)
    stopping.set()
    await beating


@pytest.mark.usefixtures("harness")
async def test_a_beat_runs_its_flow_once():
    await run_once(_beat(counting))
    assert done == ["counted"]


@pytest.mark.usefixtures("away")
async def test_a_beat_does_its_work_while_prefect_is_away(caplog):
    await run_once(_beat(counting))
    assert done == ["counted"]
    assert "counting runs without Prefect" in caplog.text


@pytest.mark.usefixtures("away")
async def test_a_failure_is_logged_without_its_text(caplog):
    await run_once(_beat(broken))
    failed = [one.getMessage() for one in caplog.records if one.levelno == logging.ERROR]
    assert len(failed) == 1
    assert failed[0].startswith("broken failed: ValueError at test_beats.py:")
    assert "person" not in failed[0]


@pytest.mark.usefixtures("harness")
async def test_beats_come_at_once_and_again_until_asked_to_stop():
    await _beat_for(4, _beat(counting, seconds=0.2))
    assert len(done) >= 2


@pytest.mark.usefixtures("harness")
async def test_an_unwanted_beat_runs_only_for_all_to_see():
    await _beat_for(4, _beat(counting, seconds=0.2, wanted=lambda: False))
    assert done == ["counted"]


@pytest.mark.usefixtures("harness")
async def test_a_beat_is_due_after_a_sleep_and_when_the_clock_is_set_back(monkeypatch):
    monkeypatch.setattr("flows.beats.SECONDS_BETWEEN_LOOKS", 0.1)
    clock = 1_000_000.0
    monkeypatch.setattr("flows.beats.time", SimpleNamespace(time=lambda: clock))
    stopping = asyncio.Event()
    beating = asyncio.create_task(keep_beating(_beat(counting, seconds=86_400), stopping))
    for moved, expected in ((0, 1), (3_600, 1), (86_400, 2), (-7_200, 3)):
        clock = 1_000_000.0 + moved
        await asyncio.sleep(1.5)
        assert len(done) == expected, moved
    stopping.set()
    await beating


@pytest.mark.usefixtures("harness")
async def test_a_question_that_fails_is_taken_for_yes(caplog):
    await _beat_for(4, _beat(counting, seconds=0.2, wanted=lambda: 1 / 0))
    assert len(done) >= 2
    assert "counting runs unasked: ZeroDivisionError" in caplog.text


@pytest.mark.usefixtures("harness", "_signals")
async def test_being_asked_to_stop_during_a_run_ends_the_beat_and_no_more():
    stopping = asked_to_stop()
    await asyncio.wait_for(keep_beating(_beat(asked), stopping), 60)
    assert stopping.is_set()
