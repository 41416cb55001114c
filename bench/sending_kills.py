"""Kills whoever sends at random points, and counts who was lost and who was told twice.

6,000 e-mails go to a sink that takes its time before it takes a message and
before it says so. The sender is killed with SIGKILL after a random time, again and
again, until the sending ends; then the sink's own log is held against the record.
Each life is forked from a process that has read everything already, so that it is
the sending that is killed and not the start of the interpreter.
"""

from __future__ import annotations

import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

from bench.sending import Sink, released, sink
from incidents.store import migrate, open_engine, sqlite_url
from tests.support import killed_sending
from tests.support.databases import Server, _start
from tests.support.killed_sending import Worker
from tests.support.mailed_people import MailedPeople
from tests.support.whole_case import law_of

KILLS, COUNT = 1_000, 6_000
#: A life lasts so long, at most; the lease ends some lives later.
_LONGEST, _LEASE, _DELAY = 0.5, 1.5, 0.005


def sending_kills(
    database: str, kills: int = KILLS, *, count: int = COUNT, minutes: float = 60
) -> dict[str, float]:
    """Give how many were killed, lost and told twice on one of the two databases."""
    chance = random.Random(20260320)  # noqa: S311 - chosen moments, not secrets
    found: Counter[str] = Counter()
    ends = time.monotonic() + minutes * 60
    with _addresses(database) as addresses:
        while found["kills"] < kills and time.monotonic() < ends:
            with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
                found += _one_sending(next(addresses), Path(folder), count, kills, chance, found)
            print(f"{database}: {dict(found)}", flush=True)
    named = ("kills", "sendings", "lost", "twice", "undetermined")
    return {f"{database}, {name}": found[name] for name in named}


def _one_sending(  # noqa: PLR0917 - all that one life needs
    address: str,
    folder: Path,
    count: int,
    kills: int,
    chance: random.Random,
    so_far: Counter[str],
) -> Counter[str]:
    engine = open_engine(address)
    migrate(engine)
    mailed = released(engine, folder, count)
    engine.dispose()
    law_of(folder / "home")  # read once, for all lives
    killed = 0
    with sink(folder, before=_DELAY, after=_DELAY) as taken:
        worker = Worker(
            database=address,
            home=str(folder / "home"),
            keys=str(folder / "keys"),
            port=taken.port,
            log=str(taken.log),
            lease_seconds=_LEASE,
            limit=50,
        )
        while not _lives(
            worker, chance.uniform(0, _LONGEST) if _more(so_far, killed, kills) else None
        ):
            killed += 1
        return Counter(kills=killed, sendings=1) + _flaws(mailed, taken)


def _more(so_far: Counter[str], killed: int, kills: int) -> bool:
    return so_far["kills"] + killed < kills


def _lives(worker: Worker, seconds: float | None) -> bool:
    """Let a worker live for so long; say whether it came to its own end."""
    child = os.fork()
    if child == 0:
        _run(worker)
    ends = None if seconds is None else time.monotonic() + seconds
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            if status and not os.WIFSIGNALED(status):
                raise SystemExit(f"a worker ended with {status}")
            return status == 0
        if ends is not None and time.monotonic() >= ends:
            os.kill(child, signal.SIGKILL)
            os.waitpid(child, 0)
            return False
        time.sleep(0.002)


def _run(worker: Worker) -> None:
    status = 1
    try:
        killed_sending.run(replace(worker))
        status = 0
    finally:
        sys.stdout.flush()
        os._exit(status)


def _flaws(mailed: MailedPeople, taken: Sink) -> Counter[str]:
    """Hold the sink's own log against the record."""
    lines = taken.log.read_text().splitlines()
    times = Counter(line.partition("message-id=<")[2].rstrip(">") for line in lines)
    rows = mailed.deliveries()
    states = Counter(row.state.value for row in rows)
    return Counter(
        lost=sum(row.message_id not in times for row in rows),
        twice=sum(number > 1 for number in times.values()),
        undetermined=states["undetermined"],
        wrong=len(rows) - states["accepted"] - states["undetermined"],
    )


@contextmanager
def _addresses(database: str) -> Iterator[Iterator[str]]:
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        if database == "sqlite":
            yield (sqlite_url(Path(folder) / f"{number}.db") for number in range(10_000))
            return
        Path(folder).chmod(0o755)  # as root, the server runs as another user
        server = _start(Path(folder) / "server")
        try:
            made = Server(server.get_uri())
            yield (made.new_database() for _ in range(10_000))
        finally:
            server.cleanup()


def main(kills: int = KILLS) -> dict[str, float]:
    """Kill so often on each database, and print what was found."""
    found = {**sending_kills("sqlite", kills), **sending_kills("postgresql", kills)}
    for name, figure in found.items():
        print(f"{name:<40} {figure:>14,.0f}")
    return found


if __name__ == "__main__":
    main(*(int(each) for each in sys.argv[1:]))
