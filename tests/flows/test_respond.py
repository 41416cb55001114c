"""``respond`` and its neighbours on Prefect: twice is once, and no name is told."""

from __future__ import annotations

import asyncio
import os
import re
import sqlite3
import time
from base64 import b64decode, encodebytes
from collections.abc import Iterator
from contextlib import closing
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from prefect.settings import PREFECT_SERVER_DATABASE_CONNECTION_URL

from config.settings import load_settings
from flows.back_up import back_up
from flows.clockwork import FlowInstallation, drill
from flows.close_case import close_case
from flows.failures import FlowFailedError
from flows.respond import respond
from flows.seal_ledger import seal_ledger
from flows.watch_clocks import watch_clocks
from incidents.law.rule import Step
from incidents.moments import Instant
from tests.support.intruder import Intruder, changed
from tests.support.whole_case import NUMBER, WholeCase

respond_module = import_module("flows.respond")

OPENED = "2026-03-16T10:00-04:00"
#: What people wrote, and who they are: none of it may reach Prefect.
PERSONAL = (
    "Roster export left on an open share",
    "Dana Poole",
    "Sam Reyes",
    "1 Example Street",
    "privacy@kingston.example",
    "A roster export lay open on a share",
    "Ulster County Sheriff",
    "The State's form was down",
)
_BASE64 = re.compile(rb"(?:[A-Za-z0-9+/]|\\n){60,}")
STEPS = [
    "contractor",
    "district-dpo",
    "state-cpo",
    "affected-people",
    "state-agencies",
    "consumer-reporting-agencies",
]

pytestmark = pytest.mark.usefixtures("harness")


class Served:
    """An installation with one case, whose flows run as of chosen instants."""

    def __init__(self, folder: Path) -> None:
        self.home = FlowInstallation(load_settings({}, folder))
        self.case = WholeCase(self.home.engine, folder)
        self.case.opens(OPENED)

    async def runs(self, flow: Any, at: str, *arguments: str) -> None:
        """Run a flow as of an instant, in this installation."""
        with drill(self.home, Instant.parse(at)):
            await flow(*arguments)

    def record(self) -> dict[str, Any]:
        """Give what the flows may bring about: the log, drafts, duties, reminders."""
        with self.home.reading(Instant.parse("2027-01-01T00:00Z")) as work:
            return {
                "log": [(each.tag, each.body) for each in work.history(NUMBER)],
                "drafts": [each.digest for each in work.notices.of_case(NUMBER)],
                "duties": work.duties.of_case(NUMBER),
                "reminders": work.reminders.of_case(NUMBER),
            }

    def waits(self, at: str) -> bool:
        """Say whether the case waits for an answer at an instant."""
        with self.home.reading(Instant.parse(at)) as work:
            return NUMBER in work.cases.unanswered()

    def sealed(self) -> int:
        """Give how many entries of the case the last checkpoint vouches for."""
        with self.home.reading(Instant.parse("2027-01-01T00:00Z")) as work:
            last = work.checkpoints.last(NUMBER)
        return last.size if last else 0

    def messages(self) -> list[str]:
        """Give the names of the messages in the outbox."""
        return sorted(path.name for path in self.home.settings.outbox.glob("**/*.eml"))


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    """Give an installation with one case that nobody answered yet."""
    served = Served(tmp_path)
    yield served
    served.home.engine.dispose()


async def test_responding_twice_leaves_the_same_record(served: Served) -> None:
    await served.runs(respond, "2026-03-16T10:01-04:00", NUMBER)
    once = served.record()
    await served.runs(respond, "2026-03-16T10:05-04:00", NUMBER)

    assert served.record() == once
    # Two letters to the late contractor, the internal report, the report sheet and three letters.
    assert len(once["drafts"]) == 7
    assert once["reminders"], "the clocks of the case want reminders"


async def test_a_late_run_brings_the_case_to_where_it_stands_by_then(served: Served) -> None:
    await served.runs(respond, "2026-03-30T09:00-04:00", NUMBER)
    record = served.record()

    states = {each.duty: each.state for each in record["duties"]}
    # Ten days from 16 March end on the 26th: 8 NYCRR 121.10(b).
    assert states["ny.8nycrr121.cpo-after-receipt"] == "missed"
    assert states["ny.8nycrr121.individuals"] == "running"


async def test_a_case_that_changes_while_it_is_answered_stays_unanswered(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    answered, steps = respond_module._answered, []

    def changes_meanwhile(case: str, step: Step) -> tuple[str, ...]:
        not_drafted: tuple[str, ...] = answered(case, step)
        steps.append(step.value.replace("_", "-"))
        if step is Step.STATE_CPO:
            served.case.records("2026-03-16T10:01-04:00", "moments.report", "2026-03-16")
        return not_drafted

    monkeypatch.setattr(respond_module, "_answered", changes_meanwhile)
    await served.runs(respond, "2026-03-16T10:02-04:00", NUMBER)

    assert steps == STEPS
    assert served.waits("2026-03-16T10:02-04:00")
    monkeypatch.undo()
    await served.runs(watch_clocks, "2026-03-16T10:03-04:00")
    assert not served.waits("2026-03-16T10:03-04:00")


async def test_watch_clocks_answers_what_waits_and_sends_what_is_due(served: Served) -> None:
    await served.runs(watch_clocks, "2026-03-21T08:01-04:00")
    messages = served.messages()

    assert not served.waits("2026-03-21T08:01-04:00")
    assert len(served.record()["drafts"]) == 7
    # Five days before Thursday, 26 March, the report to the State is reminded of.
    assert messages != []
    await served.runs(watch_clocks, "2026-03-21T08:05-04:00")
    assert served.messages() == messages


async def test_watch_clocks_finishes_a_case_that_was_closed(served: Served) -> None:
    served.case.grows()
    served.case.closes("2026-06-30T16:00-04:00")
    await served.runs(watch_clocks, "2026-06-30T16:01-04:00")
    record = served.record()

    assert not served.waits("2027-01-01T00:00-05:00")
    assert not [each for each in record["reminders"] if not each.state.is_final]
    assert served.sealed() == len(record["log"])


async def test_close_case_is_for_closed_cases_alone(served: Served) -> None:
    with pytest.raises(FlowFailedError, match=f"{NUMBER} is not closed; close it with"):
        await served.runs(close_case, "2026-03-16T10:01-04:00", NUMBER)


async def test_close_case_fails_where_the_record_was_altered(served: Served) -> None:
    served.case.grows()
    served.case.closes("2026-06-30T16:00-04:00")
    intruder = Intruder(served.home.engine)
    rows = intruder.rows(NUMBER)
    rows[3] = changed(rows[3], actor="somebody-else")
    intruder.put(NUMBER, rows)

    with pytest.raises(FlowFailedError, match="`duenotice verify KINGSTON-2026-001` says why"):
        await served.runs(close_case, "2026-06-30T16:01-04:00", NUMBER)


async def test_seal_ledger_signs_every_log_that_grew(served: Served) -> None:
    await served.runs(seal_ledger, "2026-03-17T06:30-04:00")
    with served.home.reading(Instant.parse("2026-03-17T07:00-04:00")) as work:
        agency = work.checkpoints.last("kingston-csd")

    assert served.sealed() == len(served.record()["log"])
    assert agency is not None
    notes = served.home.settings.checkpoints.rglob("*")
    assert any(NUMBER in path.as_posix() for path in notes if path.is_file())


async def test_back_up_keeps_a_copy_that_opens(served: Served) -> None:
    await served.runs(back_up, "2026-03-17T07:00-04:00")
    [copy] = (served.home.settings.home / "back-ups").iterdir()
    with closing(sqlite3.connect(copy)) as opened:
        numbers = opened.execute("SELECT number FROM cases").fetchall()

    assert copy.name == "20260317T110000Z.db"
    assert numbers == [(NUMBER,)]


async def test_prefect_learns_case_numbers_and_no_name(served: Served) -> None:
    served.case.grows()
    await served.runs(respond, "2026-06-01T10:00-04:00", NUMBER)
    kept = await _prefect_files(until=f"{NUMBER} closure")

    assert b"ny.8nycrr121.individuals" in kept, "the timeline stands on the page of the case"
    assert [name for name in PERSONAL if name.encode() in kept] == []


async def _prefect_files(until: str) -> bytes:
    """Give all that Prefect keeps in files, once its events tell of something."""
    deadline = time.monotonic() + 20
    while until.encode() not in (kept := _kept()):
        assert time.monotonic() < deadline, f"Prefect never heard of {until}"
        await asyncio.sleep(0.2)
    return kept


def _kept() -> bytes:
    """Give the bytes of Prefect's database and home, what is in base 64 read as well."""
    url = PREFECT_SERVER_DATABASE_CONNECTION_URL.value()
    assert url is not None
    database = Path(str(url).partition(":///")[2])
    files = [
        *database.parent.glob(f"{database.name}*"),
        *Path(os.environ["PREFECT_HOME"]).rglob("*"),
    ]
    return decoded(b"".join(path.read_bytes() for path in files if path.is_file()))


def decoded(read: bytes) -> bytes:
    """Give bytes, and after them what stands in them in base 64."""
    coded = (each.replace(b"\\n", b"") for each in _BASE64.findall(read))
    return b"".join([read, *(b64decode(each[: len(each) // 4 * 4]) for each in coded)])


def test_a_name_that_prefect_keeps_in_base_64_would_be_found() -> None:
    # As Prefect keeps a pickled error: lines of 76 letters in a JSON string.
    kept = encodebytes(b"an error that quotes the superintendent, Sam Reyes, in full")
    assert b"Sam Reyes" in decoded(b'{"data": "' + kept.replace(b"\n", b"\\n") + b'"}')
