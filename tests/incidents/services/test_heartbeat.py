"""Reminders that stand still are said to stand still."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import Engine

from incidents.moments import Instant
from incidents.services.heartbeat import is_sweep_wanted, stale_sweep
from incidents.store import UnitOfWork
from tests.support.caseworker import Caseworker
from tests.support.reminding import Watch


def work_at(engine: Engine, text: str) -> UnitOfWork:
    """Give a unit of work at an instant."""
    return UnitOfWork(engine, Instant.parse(text), "x")


def warning(engine: Engine, text: str, **settings: timedelta) -> str | None:
    """Give the warning at an instant, if there is one."""
    with work_at(engine, text) as work:
        return stale_sweep(work, **settings)


def test_a_machine_that_never_swept_says_so(engine: Engine) -> None:
    assert (warning(engine, "2026-03-21T08:00-04:00") or "").startswith(
        "No sweep has run yet, so no reminder is sent; start duenotice serve"
    )


@pytest.mark.parametrize(
    ("now", "begins"),
    [
        ("2026-03-21T08:00-04:00", None),
        ("2026-03-21T08:15-04:00", None),
        ("2026-03-21T08:15:01-04:00", "The last sweep was 15 minutes ago"),
        ("2026-03-24T13:00-04:00", "The last sweep was 3 days and 5 hours ago"),
        ("2026-03-21T07:55-04:00", None),
        ("2026-03-21T06:00-04:00", "The last sweep ran as of a time that lies 2 hours ahead"),
    ],
)
def test_an_old_sweep_is_told_with_its_age(engine: Engine, now: str, begins: str | None) -> None:
    Watch(engine).sweeps("2026-03-21T08:00-04:00")

    found = warning(engine, now)
    assert found is None if begins is None else (found or "").startswith(begins)


def test_who_sweeps_once_an_hour_may_say_so(engine: Engine) -> None:
    Watch(engine).sweeps("2026-03-21T08:00-04:00")

    hourly = timedelta(minutes=70)
    assert warning(engine, "2026-03-21T09:05-04:00", old_after=hourly) is None


def test_a_look_with_nothing_due_counts_as_a_sweep(engine: Engine) -> None:
    with work_at(engine, "2026-03-21T08:00-04:00") as work:
        assert not is_sweep_wanted(work)

    assert warning(engine, "2026-03-21T08:05-04:00") is None


def test_a_sweep_is_wanted_when_something_is_due(engine: Engine) -> None:
    watch, dpo = Watch(engine), Caseworker(engine)
    dpo.opens()
    watch.answers("2026-03-16T10:00-04:00")
    with work_at(engine, "2026-03-21T07:59-04:00") as work:
        before = is_sweep_wanted(work)
    with work_at(engine, "2026-03-21T08:00-04:00") as work:
        at_eight = is_sweep_wanted(work)
        (row, *_) = work.reminders.due()
        work.reminders.claim(row.id)
    with work_at(engine, "2026-03-21T08:05-04:00") as work:
        while_sending = is_sweep_wanted(work)
    with work_at(engine, "2026-03-21T08:11-04:00") as work:
        cut_off = is_sweep_wanted(work)

    assert (before, at_eight, while_sending, cut_off) == (False, True, False, True)
