"""Several workers share one sending, and nobody's letter goes twice."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, SendingState
from incidents.store import open_engine
from tests.incidents.store.people_samples import Told, a_student
from tests.incidents.store.samples import NOW
from tests.support.databases import Server
from tests.support.field_keys import MemoryFieldKeys

MANY = 5_000
WORKING = """
import sys, time
from pathlib import Path
from config.field_keys import FileFieldKeys
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, Settled
from incidents.store import UnitOfWork, open_engine
from tests.incidents.store.samples import NOW

url, sending, worker, keys = sys.argv[1:]
engine = open_engine(url)
def work():
    return UnitOfWork(engine, NOW, worker, field_keys=FileFieldKeys(Path(keys)))
begun = False
while True:
    with work() as unit:
        got = unit.deliveries.claim(
            int(sending), Method.EMAIL, worker=worker, until=NOW.plus_hours(1), limit=100
        )
    if not got:
        break
    print(*(each.delivery.id for each in got), flush=True)
    if not begun:
        sys.stdin.readline()  # until the other one has its first share
        begun = True
    time.sleep(0.005)  # the network
    with work() as unit:
        unit.deliveries.settle(
            [
                Settled(
                    delivery=each.delivery.id, state=DeliveryState.ACCEPTED, result="250", at=NOW
                )
                for each in got
            ],
            worker=worker,
        )
"""


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case whose people are told."""
    return Told(engine)


def started(*arguments: str) -> subprocess.Popen[str]:
    """Start a worker of its own, which waits for a word after its first claim."""
    return subprocess.Popen(
        [sys.executable, "-c", WORKING, *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


def test_two_programs_share_five_thousand_deliveries(
    engine: Engine, database: str, tmp_path: Path
) -> None:
    """Each is claimed by one of them, settled by that one, and none is left."""
    keys = FileFieldKeys(tmp_path / "keys")
    ring = keys.ensure()
    told = Told(engine, MemoryFieldKeys(keys=list(ring.keys), index=ring.index))
    sending = told.sends_to(MANY)
    programs = [
        started(database, str(sending.id), name, str(keys.folder)) for name in ("one", "two")
    ]
    shares: list[list[str]] = []
    for program in programs:
        assert program.stdout is not None
        shares.append(program.stdout.readline().split())
    for program in programs:
        assert program.stdin is not None
        program.stdin.write("go on\n")
        program.stdin.flush()
    for program, share in zip(programs, shares, strict=True):
        share.extend(program.communicate(timeout=120)[0].split())

    assert [program.returncode for program in programs] == [0, 0]
    assert min(len(share) for share in shares) >= 100
    assert len(shares[0]) + len(shares[1]) == MANY
    assert len({*shares[0], *shares[1]}) == MANY
    with told.looking() as work:
        (tally,) = work.deliveries.tally(sending.id)
        attempts = {row.attempts for row in work.deliveries.rows(told.case)}
    assert (tally.state, tally.count) == (DeliveryState.ACCEPTED, MANY)
    assert attempts == {1}


def test_a_claim_passes_over_what_another_is_about_to_take(postgresql: Server) -> None:
    """On PostgreSQL nobody waits: both claims are open at the same time."""
    engine = open_engine(postgresql.new_made_database())
    told = Told(engine)
    sending = told.sends_to(6)
    until = NOW.plus_hours(1)
    with told.work() as one:
        first = one.deliveries.claim(sending.id, Method.EMAIL, worker="a", until=until, limit=4)
        with told.work() as two:
            second = two.deliveries.claim(
                sending.id, Method.EMAIL, worker="b", until=until, limit=4
            )
    engine.dispose()

    assert [len(first), len(second)] == [4, 2]
    assert not {each.delivery.id for each in first} & {each.delivery.id for each in second}


def test_a_stop_waits_for_the_claim_before_it_and_forbids_the_next(postgresql: Server) -> None:
    """Once the stop is committed, no claim is made that was not made by then."""
    engine = open_engine(postgresql.new_made_database())
    told = Told(engine)
    sending = told.sends_to(2)
    stopped = threading.Event()

    def stop() -> None:
        with told.work() as work:
            work.sendings.mark(sending.id, SendingState.STOPPED, "enough")
        stopped.set()

    with ThreadPoolExecutor(1) as threads:
        with told.work() as work:
            got = work.deliveries.claim(
                sending.id, Method.EMAIL, worker="a", until=NOW.plus_hours(1), limit=1
            )
            waiting = threads.submit(stop)
            assert not stopped.wait(0.3)
        waiting.result(timeout=10)
    left = told.claims(sending)
    engine.dispose()

    assert len(got) == 1
    assert left == []


def test_workers_together_take_no_more_than_a_channel_allows(told: Told) -> None:
    def take(_: int) -> int:
        with told.work() as work:
            return work.rates.take("smtp", 7, per_minute=100, per_day=0)

    with ThreadPoolExecutor(4) as threads:
        taken = sum(threads.map(take, range(20)))

    assert taken == 100


def test_sendings_and_lists_made_at_once_get_numbers_of_their_own(told: Told) -> None:
    def make(_: int) -> tuple[int, int]:
        with told.work() as work:
            roster = work.rosters.add(told.case, 1, "ab" * 32, 1)
            return roster.number, work.sendings.add(told.case, 1, []).number

    with ThreadPoolExecutor(4) as threads:
        made = list(threads.map(make, range(12)))

    for numbers in zip(*made, strict=True):
        assert sorted(numbers) == list(range(1, 13))


def test_the_same_list_imported_twice_at_once_adds_nobody_twice(told: Told) -> None:
    persons = [a_student(number) for number in range(300)]

    def put(_: int) -> int:
        with told.work() as work:
            return work.people.add(told.case, 1, 1, persons).added

    told.keys.ensure()
    with ThreadPoolExecutor(2) as threads:
        added = list(threads.map(put, range(2)))

    assert sum(added) == 300
    with told.looking() as work:
        assert work.people.count(told.case, 1) == 300
