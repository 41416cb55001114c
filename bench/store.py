"""What the record costs: appending, sweeping, claiming, listing, reading back.

    python -m bench.store [ROWS]

Every figure stands beside a bare one taken in the same seconds: the two are
done in turns, so that a busy machine slows both alike, and the medians are
compared. ROWS is the size of the larger table of reminders (10,000,000).
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from sqlalchemy import Engine, text

from incidents.ledger.verify import verify
from incidents.moments import Instant, LocalDay
from incidents.services.ports import DutyRow
from incidents.store import UnitOfWork, migrate, open_engine, sqlite_url

NOW = Instant.parse("2026-03-10T15:00:00Z")
AGENCY = "kingston-csd"
OPEN_CASES, DUTIES_A_CASE, DUE = 10_000, 20, 2_000
SMALLER, LARGER = 1_000_000, 10_000_000
LEAST_APPEND_SHARE, MOST_SWEEP, MOST_GROWTH, MOST_CLAIM_SECONDS = 0.4, 2.0, 1.5, 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """A recorded fact as long as most of them are."""

    tag: str = "fact:recorded"

    def body(self) -> dict[str, Any]:
        """Give the fact, its source and its recorder."""
        return {
            "path": "facts.student_data",
            "value": True,
            "wave": 1,
            "by": "dpo",
            "source": "the contractor's letter of 10 March 2026, second page, and a telephone call",
        }


def appends(rounds: int = 2_000) -> dict[str, float]:
    """Give appends a second, each a transaction, beside a bare write and sync."""
    with _database() as engine, _file(engine) as bare:
        number = _open_case(engine, "KINGSTON")
        with UnitOfWork(engine, NOW, "dpo") as work:
            work.append(number, [Recorded()])
            entry, _, body, _ = next(work.logs.stream(number))
        line = entry + bytes(body or b"")

        def append() -> None:
            with UnitOfWork(engine, NOW, "dpo") as work:
                work.append(number, [Recorded()])

        def write() -> None:
            os.write(bare, line)
            os.fdatasync(bare)

        written, appended = _in_turns(rounds, write, append)
    return {
        "bare write and fdatasync, a second": 1 / written,
        "appends, one durable transaction each, a second": 1 / appended,
        "share of the bare write (at least 0.4)": written / appended,
    }


def sweeps(larger: int = LARGER, rounds: int = 2_000) -> dict[str, float]:
    """Give a sweep with nothing due beside the bare query, small and large."""
    figures: dict[str, float] = {}
    alone: dict[int, float] = {}
    for rows in (SMALLER, larger):
        with _database() as engine:
            seconds = _fill_reminders(engine, rows)
            bare, driver, sweep = _in_turns(rounds, *_sweeping(engine))
        alone[rows] = sweep
        figures |= {
            f"{rows:,} reminders made, seconds": seconds,
            f"bare indexed query at {rows:,}, microseconds": bare * 1e6,
            f"sweep with nothing due at {rows:,}, microseconds": sweep * 1e6,
            f"sweep to bare query at {rows:,} (at most 2)": sweep / bare,
            f"sweep to the naked driver's query at {rows:,}": sweep / driver,
        }
    return figures | {
        f"sweep at {larger:,} to {SMALLER:,} (at most 1.5)": alone[larger] / alone[SMALLER]
    }


def claims(rounds: int = 5) -> dict[str, float]:
    """Give the seconds to claim 2,000 due reminders, each durably, at 10,000 cases."""
    with _database() as engine:
        _fill_reminders(engine, SMALLER)
        times = [_claim_all(engine, round_) for round_ in range(rounds)]
    return {
        "2,000 claims, one durable transaction each, seconds (at most 1)": median(times),
        "claims a second": DUE / median(times),
    }


def listing(rounds: int = 5) -> dict[str, float]:
    """Give the seconds of the list at 10,000 open cases with 20 duties each."""
    with _database() as engine:
        _fill_cases(engine)
        _fill_duties(engine)

        def whole() -> None:
            with UnitOfWork(engine, NOW, "dpo", reads_only=True) as work:
                lines = work.cases.list_open()
            if len(lines) != OPEN_CASES:
                raise AssertionError(len(lines))

        def bare() -> None:
            with engine.connect() as connection:
                connection.execute(text("SELECT * FROM cases WHERE closed_at IS NULL")).all()

        scanned, listed = _in_turns(rounds, bare, whole)
    return {
        "bare scan of 10,000 open cases, seconds": scanned,
        "the list of 10,000 open cases, most urgent first, seconds": listed,
        "the list to the bare scan": listed / scanned,
    }


def reading_back(entries: int = 1_000_000) -> dict[str, float]:
    """Give the verification of a long log in the database, beside pure hashing."""
    with _database() as engine:
        number = _open_case(engine, "KINGSTON")
        for _ in range(entries // 10_000):
            with UnitOfWork(engine, NOW, "dpo") as work:
                work.append(number, [Recorded()] * 10_000)
        with UnitOfWork(engine, NOW, "dpo", reads_only=True) as work:
            stored = list(work.logs.stream(number))
            began = perf_counter()
            for entry, salt, body, _ in stored:
                sha256(b"\0" + entry).digest()
                sha256((salt or b"") + (body or b"")).digest()
            hashed = perf_counter() - began
            del stored
            began = perf_counter()
            found = verify(number, work.logs.stream(number))
            verified = perf_counter() - began
    if found.findings:
        raise AssertionError(found.findings)
    return {
        "pure hashing of 1,000,000 entries and contents, seconds": hashed,
        "verifying them out of the database, seconds": verified,
        "share of pure hashing (at least 0.4)": hashed / verified,
    }


@contextmanager
def _database() -> Iterator[Engine]:
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        engine = open_engine(sqlite_url(Path(folder) / "duenotice.db"))
        migrate(engine)
        try:
            yield engine
        finally:
            engine.dispose()


@contextmanager
def _file(engine: Engine) -> Iterator[int]:
    """Give a bare file beside the database, on the same disk."""
    path = Path(str(engine.url.database)).with_name("bare")
    descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_APPEND, 0o600)
    try:
        yield descriptor
    finally:
        os.close(descriptor)


def _in_turns(rounds: int, *acts: Callable[[], object]) -> list[float]:
    """Give each act's median seconds, done one after the other, round by round."""
    times: list[list[float]] = [[] for _ in acts]
    for _ in range(rounds):
        for act, taken in zip(acts, times, strict=True):
            began = perf_counter()
            act()
            taken.append(perf_counter() - began)
    return [median(taken) for taken in times]


def _open_case(engine: Engine, code: str) -> str:
    with UnitOfWork(engine, NOW, "dpo") as work:
        number = work.cases.open(AGENCY, code, 2026, "Roster on an open share").number
        work.append(number, [Recorded(tag="case:opened")])
    return number


def _fill_cases(engine: Engine) -> None:
    for _ in range(OPEN_CASES // 1_000):
        with UnitOfWork(engine, NOW, "dpo") as work:
            for _ in range(1_000):
                case = work.cases.open(AGENCY, "KINGSTON", 2026, "Roster on an open share")
                work.append(case.number, [Recorded(tag="case:opened")])


def _fill_duties(engine: Engine) -> None:
    with UnitOfWork(engine, NOW, "dpo") as work:
        for case in work.cases.list_all():
            work.duties.replace(case.number, 1, [_duty(case.number, n) for n in range(20)])


def _duty(case: str, number: int) -> DutyRow:
    return DutyRow(
        case=case,
        wave=1,
        duty=f"ny.8nycrr121.duty-{number}",
        agency=AGENCY,
        title="Report to the Chief Privacy Officer of the State",
        holder="agency",
        state="running" if number % 2 else "not_required",
        pending=bool(number % 2),
        target=LocalDay.parse("2026-03-20"),
        limit=LocalDay.parse("2026-03-20"),
        starts=NOW,
        hours=False,
        turns_at=NOW.plus_hours(240 + hash((case, number)) % 1_000),
    )


def _fill_reminders(engine: Engine, rows: int) -> float:
    """Make planned reminders of 10,000 cases, all to come; give the seconds.

    The database makes them itself, in the order of the unique key, and its
    indexes are laid afterwards: 10,000,000 through the program would take an
    afternoon.
    """
    _fill_cases(engine)
    began = perf_counter()
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA synchronous = OFF")
        indexes = driver.execute(
            "SELECT name, sql FROM sqlite_master WHERE type = 'index'"
            " AND tbl_name = 'reminders' AND sql IS NOT NULL"
        ).fetchall()
        driver.execute("PRAGMA foreign_keys = OFF")
        for name, _ in indexes:
            driver.execute(f"DROP INDEX {name}")
        driver.execute(
            "INSERT INTO reminders (case_number, agency, wave, duty, step, channel, due_at, state,"
            " message_id, attempts) WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n"
            " WHERE i + 1 < ?) SELECT c.number, c.agency, 1, printf('duty-%05d', n.i), '7-days',"
            " 'email', strftime('%Y-%m-%dT%H:%M:00.000000Z', '2026-03-11', printf('+%d minutes',"
            " (n.i * 7919 + c.rowid * 104729) % 500000)), 'planned', 'm', 0"
            " FROM cases AS c, n ORDER BY c.number, n.i",
            [rows // OPEN_CASES],
        )
        for _, sql in indexes:
            driver.execute(sql)
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return perf_counter() - began


def _sweeping(engine: Engine) -> tuple[Callable[[], object], ...]:
    """Give the bare query through SQLAlchemy and the driver, and the sweep's."""
    question = (
        "SELECT id, agency, case_number, wave, duty, step, channel, due_at, state, message_id,"
        " attempts, last_error, claimed_at, sent_at FROM reminders"
        " WHERE state = 'planned' AND due_at <= ? ORDER BY due_at, id"
    )
    stamp = (NOW.stamp(),)
    held = engine.pool.connect()
    driver: Any = held.driver_connection

    def bare() -> object:
        with engine.connect() as connection:
            return connection.exec_driver_sql(question, stamp).all()

    def naked() -> object:
        return driver.execute(question, stamp).fetchall()

    def sweep() -> object:
        with UnitOfWork(engine, NOW, "sweep", reads_only=True) as work:
            return work.reminders.due()

    return bare, naked, sweep


def _claim_all(engine: Engine, round_: int) -> float:
    """Make 2,000 due, then claim each in a unit of its own."""
    with engine.begin() as connection:
        connection.execute(
            text("UPDATE reminders SET due_at = :at WHERE id % 500 = :n AND state = 'planned'"),
            {"at": NOW.stamp(), "n": round_},
        )
    began = perf_counter()
    with UnitOfWork(engine, NOW, "sweep", reads_only=True) as work:
        due = [row.id for row in work.reminders.due()]
    for reminder in due:
        with UnitOfWork(engine, NOW, "sweep") as work:
            work.reminders.claim(reminder)
    taken = perf_counter() - began
    if len(due) != DUE:
        raise AssertionError(len(due))
    return taken


def main(larger: int = LARGER) -> None:
    """Print every figure of the store."""
    for measured in (appends, listing, claims, reading_back):
        _show(measured())
    _show(sweeps(larger))


def _show(figures: dict[str, float]) -> None:
    for name, figure in figures.items():
        print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    main(*(int(rows) for rows in sys.argv[1:]))
