"""E-mails a second to a sink on this machine, beside bare pooled SMTP with ready bytes.

The sink is a process of its own and counts; the record is on the disk of this
machine, with everything that a sending keeps: claims, receipts, results, ledger.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from aiosmtplib import SMTP
from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from config.settings import Settings
from flows.rehearsal import rehearsal
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.telling.headers import MailAddress
from incidents.services.telling.mailing import Mailing
from incidents.services.telling.send_sending import SentReport, send_sending
from incidents.services.telling.write_email import EmailWriter
from incidents.store import migrate, open_engine, sqlite_url
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_smtp import BulkServer, BulkSmtp
from notices.couriers.mail_bytes import mail_bytes
from tests.support.mailed_people import MailedPeople, PlainWriter
from tests.support.told_people import NUMBER, families

COUNT, NOTICE, ROUNDS, CONNECTIONS = 3_000, 1_000, 3, 8
_SENDER = MailAddress.parse("dpo@kingston.example")
_SHARE = 0.95


@dataclass(frozen=True, kw_only=True)
class Sink:
    """A mail server in a process of its own, and the log of what it took."""

    port: int
    log: Path

    def count(self) -> int:
        """Give how many messages it took."""
        return self.log.read_text().count("message-id=") if self.log.exists() else 0

    def refuse_other(self, count: int) -> None:
        """End the bench where it took another number of messages."""
        if self.count() != count:
            raise SystemExit(f"the sink took {self.count()} messages, and not {count}")


@contextmanager
def sink(folder: Path, *, before: float = 0, after: float = 0) -> Iterator[Sink]:
    """Give a running sink that waits so long, at most, before it takes and answers."""
    log = folder / "mail.log"
    command = [sys.executable, "-m", "tests.support.bulk_sink", str(log), str(before), str(after)]
    running = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)  # noqa: S603
    if running.stdin is None or running.stdout is None:
        raise RuntimeError("the sink has no pipes")
    try:
        yield Sink(port=int(running.stdout.readline()), log=log)
    finally:
        running.stdin.close()
        running.wait(10)
        running.stdout.close()


def released(engine: Engine, folder: Path, count: int) -> MailedPeople:
    """Give a case whose sending of so many e-mails has been released."""
    mailed = MailedPeople(engine, folder / "home", keys=FileFieldKeys(folder / "keys"))
    mailed.lists(*families(count, Method.EMAIL, Method.FIRST_CLASS_MAIL))
    mailed.drafts()
    mailed.prepares()
    mailed.releases()
    return mailed


def clock() -> Instant:
    """Give the time of the machine."""
    return Instant(datetime.now(UTC))


def mailing_of(mailed: MailedPeople, port: int) -> Mailing:
    """Give what it takes to send them."""
    server = BulkServer(
        host="127.0.0.1",
        port=port,
        sender=_SENDER,
        starttls=False,
        connections=CONNECTIONS,
    )
    post = BulkSmtp(server, BulkReceipts(mailed.home / "receipts" / "bulk"), clock)
    return mailed.mailing(post, clock)


def ready(mailed: MailedPeople) -> list[tuple[str, bytes]]:
    """Give every message as bytes with its address, as the bare sender has them."""
    with mailed.looks(clock()) as work:
        sending = work.sendings.of_case(NUMBER)[0]
        agency = mailed.law.agency_of(mailed.case().wave(1))
        writer = EmailWriter.of(work, PlainWriter(), sending, agency)
        emails = [
            writer.written(each, clock())
            for each in work.deliveries.stream(NUMBER, sending=sending.id)
        ]
    return [(each.to.text, mail_bytes(each, _SENDER)) for each in emails]


def bare(messages: list[tuple[str, bytes]], port: int) -> float:
    """Send ready bytes on as many connections with aiosmtplib; give the seconds."""
    left = iter(messages)

    async def line() -> None:
        client = SMTP(hostname="127.0.0.1", port=port, start_tls=False, local_hostname="b.example")
        await client.connect()
        for to, content in left:
            await client.sendmail(_SENDER.text, [to], content)
        await client.quit()

    async def all_lines() -> None:
        await asyncio.gather(*(line() for _ in range(CONNECTIONS)))

    begun = time.perf_counter()
    asyncio.run(all_lines())
    return time.perf_counter() - begun


def emails_a_second(count: int = COUNT, rounds: int = ROUNDS) -> dict[str, float]:
    """Give our rate over the bare one, in turns, each counted by the sink."""
    ours, theirs = [], []
    for _ in range(rounds):
        with _place() as (folder, engine):
            mailed = released(engine, folder, count)
            messages = ready(mailed)
            with sink(folder) as taken:
                seconds = bare(messages, taken.port)
                taken.refuse_other(count)
                theirs.append(count / seconds)
                begun = time.perf_counter()
                send_sending(mailing_of(mailed, taken.port), NUMBER, 1, limit=1_000)
                ours.append(count / (time.perf_counter() - begun))
                taken.refuse_other(2 * count)
    return {
        "e-mails a second, with the record, over bare pooled SMTP": statistics.median(ours)
        / statistics.median(theirs),
        "e-mails a second, with the record": statistics.median(ours),
        "e-mails a second, bare pooled SMTP with ready bytes": statistics.median(theirs),
    }


def a_notice_to_a_thousand(count: int = NOTICE) -> dict[str, float]:
    """Give the seconds until 95 of a hundred were handed over, by the sink's count."""
    with _place() as (folder, engine):
        mailed = released(engine, folder, count)
        with sink(folder) as taken:
            begun = time.perf_counter()
            reached: list[float] = []

            def said(_: object) -> None:
                if not reached and taken.count() >= count * _SHARE:
                    reached.append(time.perf_counter() - begun)

            send_sending(mailing_of(mailed, taken.port), NUMBER, 1, limit=250, say=said)
            taken.refuse_other(count)
    return {f"a notice to {count:,}: seconds until 95 % were handed over": reached[0]}


@contextmanager
def _place() -> Iterator[tuple[Path, Engine]]:
    folder = Path(tempfile.mkdtemp(prefix="duenotice-bench-"))
    engine = open_engine(sqlite_url(folder / "duenotice.db"))
    migrate(engine)
    try:
        yield folder, engine
    finally:
        engine.dispose()
        shutil.rmtree(folder)


def prefect_growth(tasks: int = 12) -> dict[str, float]:
    """Give what Prefect keeps of 100,000 deliveries, from runs with several tasks each.

    The tasks send nothing: what Prefect keeps of a task is the same for one that
    sends some thousands.
    """
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as place:
        home = Path(place)
        settings = Settings(home=home, database_url=f"sqlite:///{home / 'duenotice.db'}")
        with rehearsal(settings):
            from prefect.events.worker import EventsWorker  # noqa: PLC0415 - the environment stands

            from flows import send_notices as sending  # noqa: PLC0415 - the environment stands

            left = iter(range(tasks + 1))
            sending._counts = lambda case: "| Sending | Way | State | Deliveries |"  # noqa: ARG005, SLF001
            sending._sent = lambda case: [  # noqa: SLF001
                SentReport(case=case, sending=1, has_more=next(left) + 1 < tasks)
            ]
            loop = asyncio.new_event_loop()
            loop.run_until_complete(sending.send_notices(NUMBER))  # what every database has once
            left = iter(range(tasks + 1))
            before = _size(home)
            loop.run_until_complete(sending.send_notices(NUMBER))
            EventsWorker.drain_all(timeout=20)
            time.sleep(10)
            grown = _size(home) - before
            loop.close()
            deliveries = tasks * sending.MOST
    return {"Prefect's database, megabytes for 100,000 deliveries": grown / deliveries / 10}


def _size(home: Path) -> int:
    """Give the bytes of Prefect's database with its log brought in."""
    path = home / "prefect" / "prefect.db"
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (pages,) = database.execute("PRAGMA page_count").fetchone()
        (free,) = database.execute("PRAGMA freelist_count").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    return int((pages - free) * size)


def main() -> None:
    """Print every figure."""
    for measured in (emails_a_second(), a_notice_to_a_thousand(), prefect_growth()):
        for name, figure in measured.items():
            print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    main()
