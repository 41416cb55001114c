"""One transaction: all of it, or nothing."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import Engine

from incidents.services.ports import StoreError, UnknownCaseError
from incidents.store import UnitOfWork
from tests.incidents.store.samples import NOW, Noted, looking, notes_of, open_case, work_at


def test_one_that_only_reads_refuses_to_write(engine: Engine) -> None:
    number = open_case(engine).number

    with pytest.raises(StoreError, match="may only be read here"), looking(engine) as work:
        work.append(number, [Noted()])
    with pytest.raises(StoreError, match="may only be read here"), looking(engine) as work:
        work.heartbeats.beat("sweep")
    assert notes_of(engine, number) == ["the roster lay open"]


def test_one_that_only_reads_sees_a_single_moment(engine: Engine) -> None:
    """What others commit meanwhile stays out of sight."""
    number = open_case(engine).number

    with looking(engine) as reader:
        before = len(reader.history(number))
        with work_at(engine) as writer:
            writer.append(number, [Noted(note="meanwhile")])
        after = len(reader.history(number))

    assert (before, after) == (1, 1)
    assert notes_of(engine, number) == ["the roster lay open", "meanwhile"]


def test_what_a_unit_wrote_it_can_read_at_once(engine: Engine) -> None:
    number = open_case(engine).number

    with work_at(engine) as work:
        work.append(number, [Noted(note="new")])
        seen = [event.body["note"] for event in work.history(number)]

    assert seen == ["the roster lay open", "new"]


def test_nobody_appends_between_a_history_and_its_answer(engine: Engine) -> None:
    """A decision on the history still holds when it is written down."""
    number = open_case(engine).number
    entered, order = threading.Event(), []

    def other() -> None:
        entered.set()
        with work_at(engine) as work:
            work.append(number, [Noted(note="other")])
        order.append("other")

    thread = threading.Thread(target=other)
    with work_at(engine) as work:
        size = len(work.history(number))
        thread.start()
        entered.wait()
        thread.join(timeout=0.3)
        assert thread.is_alive()
        assert work.append(number, [Noted(note="mine")]) == [size]
        order.append("mine")
    thread.join()

    assert notes_of(engine, number) == ["the roster lay open", "mine", "other"]
    assert order == ["mine", "other"]


def test_a_stream_left_unread_does_not_hold_up_the_end(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine) as work:
        work.append(number, [Noted() for _ in range(50)])
        next(work.logs.stream(number))

    def fail() -> None:
        with looking(engine) as work:
            next(work.logs.stream(number))
            work.cases.get("NOWHERE-2026-001")

    with pytest.raises(UnknownCaseError):
        fail()

    assert len(notes_of(engine, number)) == 51


def test_now_and_actor_can_be_read_from_the_unit(engine: Engine) -> None:
    with UnitOfWork(engine, NOW, "superintendent") as work:
        assert (work.now, work.actor) == (NOW, "superintendent")
