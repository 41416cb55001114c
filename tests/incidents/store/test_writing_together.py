"""Several programs and threads at the same record."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import Engine

from incidents.ledger.verify import verify
from incidents.services.ports import CodeTakenError, StoreBusyError
from incidents.store import faults, open_engine
from tests.incidents.store.samples import (
    KINGSTON,
    LIVERPOOL,
    NOW,
    Noted,
    looking,
    notes_of,
    open_case,
    wanted,
    work_at,
)
from tests.support.databases import Server

APPENDING = """
import sys
from incidents.store import UnitOfWork, open_engine
from tests.incidents.store.samples import NOW, Noted

url, number, name, times = sys.argv[1:]
engine = open_engine(url)
for count in range(int(times)):
    with UnitOfWork(engine, NOW, name) as work:
        work.append(number, [Noted(note=f"{name} {count}")])
"""


def start(script: str, *arguments: str) -> subprocess.Popen[str]:
    """Start a program of its own, which speaks through its output."""
    return subprocess.Popen(
        [sys.executable, "-c", script, *arguments], stdout=subprocess.PIPE, text=True
    )


def test_two_programs_that_append_lose_and_fork_nothing(engine: Engine, database: str) -> None:
    number = open_case(engine).number

    programs = [start(APPENDING, database, number, name, "40") for name in ("one", "two")]
    endings = [program.wait(timeout=60) for program in programs]
    for program in programs:
        program.communicate()

    notes = notes_of(engine, number)
    with looking(engine) as work:
        found = verify(number, work.logs.stream(number))
    assert endings == [0, 0]
    assert (found.size, found.findings) == (81, ())
    for name in ("one", "two"):
        own = [note for note in notes if str(note).startswith(name)]
        assert own == [f"{name} {count}" for count in range(40)]


def test_threads_that_append_to_one_log_take_turns(engine: Engine) -> None:
    number = open_case(engine).number

    def append(name: int) -> None:
        for count in range(10):
            with work_at(engine) as work:
                work.append(number, [Noted(note=f"{name} {count} a"), Noted(note="b")])

    with ThreadPoolExecutor(4) as threads:
        list(threads.map(append, range(4)))

    with looking(engine) as work:
        found = verify(number, work.logs.stream(number))
    assert (found.size, found.findings) == (81, ())


def test_cases_opened_at_once_get_numbers_of_their_own(engine: Engine) -> None:
    """Four at a time, without a gap or a number given twice."""
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda _: open_case(engine).number, range(12)))

    assert sorted(numbers) == [f"KINGSTON-2026-{count:03d}" for count in range(1, 13)]


def test_two_agencies_that_begin_with_one_code_are_told_apart(engine: Engine) -> None:
    """Whoever comes first has the code; the other is told at once."""
    open_case(engine, KINGSTON, "NORTH")

    with pytest.raises(CodeTakenError, match="short code NORTH already numbers"):
        open_case(engine, LIVERPOOL, "NORTH")


def test_a_reminder_is_claimed_by_one_of_two_workers(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine) as work:
        work.reminders.plan(number, 1, "duty", [wanted(f"{n}", 0) for n in range(20)])
        due = [row.id for row in work.reminders.due()]
    together = threading.Barrier(2)

    def claim_all(_: int) -> list[int]:
        together.wait()
        mine = []
        for reminder in due:
            with work_at(engine) as work:
                if work.reminders.claim(reminder):
                    mine.append(reminder)
        return mine

    with ThreadPoolExecutor(2) as threads:
        one, two = threads.map(claim_all, range(2))

    assert sorted(one + two) == sorted(due)


def test_who_waits_too_long_is_told_that_the_record_is_busy(engine: Engine) -> None:
    """Ten seconds in earnest; here the database is told to wait less."""
    number = open_case(engine).number
    assert faults.PATIENCE_SECONDS == 10

    with work_at(engine) as holder:
        holder.history(number)
        with (
            pytest.raises(StoreBusyError, match="Somebody else was writing"),
            impatient(engine) as work,
        ):
            work.append(number, [Noted()])

    assert notes_of(engine, number) == ["the roster lay open"]


def test_two_that_wait_for_each_other_are_told_apart(postgresql: Server) -> None:
    """PostgreSQL ends one of them; the other goes on, and no half is kept."""
    engine = open_engine(postgresql.new_made_database())
    first, second = open_case(engine).number, open_case(engine).number
    together = threading.Barrier(2)

    def append(logs: tuple[str, str]) -> str:
        try:
            with work_at(engine) as work:
                work.append(logs[0], [Noted(note="mine")])
                together.wait()
                work.append(logs[1], [Noted(note="mine")])
        except StoreBusyError:
            return "busy"
        return "done"

    with ThreadPoolExecutor(2) as threads:
        endings = list(threads.map(append, [(first, second), (second, first)]))

    assert sorted(endings) == ["busy", "done"]
    assert notes_of(engine, first) == notes_of(engine, second) == ["the roster lay open", "mine"]
    engine.dispose()


def impatient(engine: Engine):
    """Give a unit of work on a connection that waits a tenth of a second."""
    wait = (
        "PRAGMA busy_timeout = 100" if engine.dialect.name == "sqlite" else "SET lock_timeout = 100"
    )
    pooled = engine.pool.connect()
    driver: Any = pooled.driver_connection
    driver.execute(wait)
    driver.commit()
    pooled.close()
    return type(work_at(engine))(engine, NOW, "dpo")
