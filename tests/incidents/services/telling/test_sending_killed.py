"""A worker that is killed at any point loses nobody and sends nothing twice."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from incidents.people.recipient import Method
from tests.support.bulk_sink import BulkSink
from tests.support.killed_sending import POINTS, Worker
from tests.support.mailed_people import AFTER_THE_LEASE, SENT_AT, MailedPeople

LATER = "2026-03-20T10:22-04:00"


class Machines:
    """Workers on a machine that is switched off in the middle of things."""

    def __init__(self, database: str, engine: Engine, folder: Path) -> None:
        self.log = folder / "mail.log"
        keys = folder / "keys"
        self.mailed = MailedPeople(engine, folder / "home", keys=FileFieldKeys(keys))
        self.told = Worker(
            database=database,
            home=str(folder / "home"),
            keys=str(keys),
            port=0,
            log=str(self.log),
            connections=2,
        )

    def starts(self, sink: BulkSink, **changes: object) -> subprocess.Popen[bytes]:
        worker = replace(self.told, port=sink.port, **changes)  # type: ignore[arg-type]
        return subprocess.Popen(worker.arguments())

    def lives(self, sink: BulkSink, **changes: object) -> bool:
        """Let a worker run to its end; say whether that was a natural one."""
        return self.starts(sink, **changes).wait(60) == 0

    def refuse_faults(self, sink: BulkSink) -> None:
        """Hold the sink's own log against the record: nobody lost, nobody twice."""
        rows = self.mailed.deliveries()
        assert Counter(row.state.value for row in rows) == {"accepted": len(rows)}
        assert sorted(sink.ids) == sorted(row.message_id for row in rows)


@pytest.fixture
def machines(database: str, engine: Engine, tmp_path: Path) -> Machines:
    found = Machines(database, engine, tmp_path)
    found.mailed.goes_out(12, Method.EMAIL)
    return found


@pytest.mark.parametrize("point", POINTS[:-1])
def test_killed_anywhere_it_comes_to_the_same_end(machines: Machines, point: str) -> None:
    nth = 5 if point in ("before the dot", "after the answer", "after the receipt") else 1
    with BulkSink(log=machines.log) as sink:
        assert not machines.lives(sink, at=SENT_AT, point=point, nth=nth)
        assert machines.lives(sink, at=AFTER_THE_LEASE)

        machines.refuse_faults(sink)


def test_killed_while_it_is_found_out_it_is_found_out_again(machines: Machines) -> None:
    with BulkSink(log=machines.log) as sink:
        assert not machines.lives(sink, at=SENT_AT, point="after the answer", nth=5)
        assert not machines.lives(sink, at=AFTER_THE_LEASE, point="while it is found out")
        assert machines.lives(sink, at=LATER)

        machines.refuse_faults(sink)


def test_killed_while_the_server_takes_it_the_journal_knows(machines: Machines) -> None:
    with BulkSink(log=machines.log) as sink:
        worker = machines.starts(sink, at=SENT_AT)

        def kill() -> None:
            if len(sink.ids) == 6:
                os.kill(worker.pid, signal.SIGKILL)

        sink.on_message = kill
        assert worker.wait(60) == -signal.SIGKILL
        assert machines.lives(sink, at=AFTER_THE_LEASE)

        machines.refuse_faults(sink)


def test_without_a_journal_what_nobody_knows_is_shown(machines: Machines) -> None:
    """RFC 1047: the moments between the server's answer and our disk."""
    with BulkSink() as sink:
        assert not machines.lives(sink, at=SENT_AT, log="", point="after the answer", nth=5)
        machines.lives(sink, at=AFTER_THE_LEASE, log="")

        rows = machines.mailed.deliveries()
        states = Counter(row.state.value for row in rows)
        assert 1 <= states["undetermined"] <= 2
        assert states["accepted"] == 12 - states["undetermined"]
        assert len(set(sink.ids)) == len(sink.ids)


def test_nothing_is_taken_over_before_its_lease_ends(machines: Machines) -> None:
    with BulkSink(log=machines.log) as sink:
        assert not machines.lives(sink, at=SENT_AT, point="after the claim is committed")
        assert machines.lives(sink, at="2026-03-20T10:09-04:00")

        assert not sink.ids
        assert machines.mailed.states() == ["email sending"] * 12


def test_killed_at_random_again_and_again_it_sends_each_once(machines: Machines) -> None:
    """The sink takes its time before it takes a message and before it says so."""
    chance = random.Random(20260320)  # noqa: S311 - moments, not secrets
    kills = 0
    with BulkSink(log=machines.log, waits=(0.05, 0.05)) as sink:
        while True:
            worker = machines.starts(sink, lease_seconds=1.5, limit=4)
            deadline = time.monotonic() + chance.uniform(1.0, 3.0)
            while worker.poll() is None and (kills >= 6 or time.monotonic() < deadline):
                time.sleep(0.01)
            if worker.poll() is not None:
                assert worker.returncode == 0
                break
            worker.kill()
            worker.wait()
            kills += 1

        machines.refuse_faults(sink)


def test_two_workers_share_one_sending(machines: Machines) -> None:
    with BulkSink(log=machines.log, waits=(0.01, 0.01)) as sink:
        workers = [machines.starts(sink, lease_seconds=60, limit=2) for _ in range(2)]
        assert [each.wait(60) for each in workers] == [0, 0]

        machines.refuse_faults(sink)
