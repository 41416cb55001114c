"""kill -9: before the commit nothing is left, after it everything."""

from __future__ import annotations

import subprocess
import sys

import pytest
from sqlalchemy import Engine

from incidents.ledger.verify import verify
from tests.incidents.store.samples import KINGSTON, Noted, looking, notes_of, open_case, work_at

BEFORE = """
import sys, time
from incidents.store import open_engine
from tests.incidents.store.samples import Noted, wanted, work_at

url, number = sys.argv[1:]
with work_at(open_engine(url), 1) as work:
    work.append(number, [Noted(note="never"), Noted(note="kept")])
    work.reminders.plan(number, 1, "duty", [wanted("5-days", 1)])
    print("written", flush=True)
    time.sleep(60)
"""
AFTER = """
import sys, time
from incidents.store import open_engine
from tests.incidents.store.samples import Noted, wanted, work_at

url, number = sys.argv[1:]
with work_at(open_engine(url), 1) as work:
    work.append(number, [Noted(note="kept")])
    work.reminders.plan(number, 1, "duty", [wanted("5-days", 1)])
print("committed", flush=True)
time.sleep(60)
"""


def kill_once_it_speaks(script: str, database: str, number: str) -> str:
    """Run the program until its first line, then kill it, and give the line."""
    program = subprocess.Popen(
        [sys.executable, "-c", script, database, number], stdout=subprocess.PIPE, text=True
    )
    with program:
        assert program.stdout is not None
        line = program.stdout.readline().strip()
        program.kill()
    return line


@pytest.mark.parametrize(
    ("script", "line", "kept"), [(BEFORE, "written", []), (AFTER, "committed", ["kept"])]
)
def test_a_killed_program_leaves_all_of_its_unit_or_nothing(
    engine: Engine, database: str, script: str, line: str, kept: list[str]
) -> None:
    number = open_case(engine).number

    assert kill_once_it_speaks(script, database, number) == line

    with looking(engine) as work:
        reminders = [row.step for row in work.reminders.of_case(number)]
        found = verify(number, work.logs.stream(number))
    assert notes_of(engine, number)[1:] == kept
    assert reminders == ["5-days"] * len(kept)
    assert found.findings == ()


def test_the_record_goes_on_after_a_program_was_killed(engine: Engine, database: str) -> None:
    """No lock is left behind, and no number is skipped."""
    number = open_case(engine).number

    kill_once_it_speaks(BEFORE, database, number)
    with work_at(engine, 2) as work:
        assert work.append(number, [Noted(note="next")]) == [1]
        work.logs.ensure_agency(KINGSTON)

    assert notes_of(engine, number) == ["the roster lay open", "next"]
