"""A worker that sends in a process of its own, and dies by ``kill -9`` at a named point.

    python -m tests.support.killed_sending '{"database": …, "home": …, …}'

The points lie between every two effects that must not part. A point is reached
by standing in front of the real part, so the program itself knows nothing of it.
With ``at`` the clock stands still; without it it is the machine's, and the worker
goes on until nothing of the sending is left to send.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Self

from config.field_keys import FileFieldKeys
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.couriers import Clock
from incidents.services.people_rows import DeliveryState, Outgoing, Settled
from incidents.services.telling.headers import MailAddress
from incidents.services.telling.mailing import Limits, Mailing
from incidents.services.telling.send_sending import send_sending
from incidents.store import UnitOfWork, open_engine
from incidents.store.deliveries import SqlDeliveries
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_smtp import BulkServer, BulkSmtp
from notices.couriers.mail_journal import LogJournal
from tests.support.mailed_people import PlainWriter
from tests.support.told_people import NUMBER
from tests.support.whole_case import law_of

#: The worker dies at these; the mail server sees to "while it is taken".
POINTS = (
    "before the claim is committed",
    "after the claim is committed",
    "before the dot",
    "after the answer",
    "after the receipt",
    "before the record is committed",
    "after the record is committed",
    "before the receipts are let go",
    "while it is found out",
)


@dataclass(frozen=True, kw_only=True)
class Worker:
    """What a worker is told when it is started."""

    database: str
    home: str
    keys: str
    port: int
    #: The log of the mail server; empty for none.
    log: str = ""
    #: An instant at which the clock stands; empty for the machine's own.
    at: str = ""
    point: str = ""
    #: At which of the messages the point is; the first is 1.
    nth: int = 1
    lease_seconds: float = 600
    limit: int = 500
    connections: int = 4

    def arguments(self) -> list[str]:
        """Give how it is started."""
        given = json.dumps(asdict(self))
        return [sys.executable, "-m", "tests.support.killed_sending", given]


_worker = Worker(database="", home="", keys="", port=0)
_reached = 0


def die_at(point: str) -> None:
    """End this process as a power cut does, if this is the point."""
    global _reached  # noqa: PLW0603 - the process has but one death
    if _worker.point == point:
        _reached += 1
        if _reached >= _worker.nth:
            os.kill(os.getpid(), signal.SIGKILL)


class _DeadlyDeliveries(SqlDeliveries):
    """The deliveries, and what was done to them in this unit of work."""

    claimed = settled = found = False

    def claim(
        self, sending: int, method: Method, *, worker: str, until: Instant, limit: int
    ) -> list[Outgoing]:
        taken = super().claim(sending, method, worker=worker, until=until, limit=limit)
        self.claimed = bool(taken)
        return taken

    def settle(self, settled: Sequence[Settled], *, worker: str | None = None) -> list[int]:
        self.settled = worker is not None
        self.found = worker is None
        return super().settle(settled, worker=worker)


class _DeadlyWork(UnitOfWork):
    """A unit of work that dies around its commit."""

    def __enter__(self) -> Self:
        super().__enter__()
        real = self.deliveries
        self.deliveries = self.watched = object.__new__(_DeadlyDeliveries)
        for name in ("_work", "_opened"):
            setattr(self.watched, name, getattr(real, name))
        return self

    def __exit__(self, *about: object) -> None:
        self._die("before")
        super().__exit__(*about)  # type: ignore[arg-type]
        self._die("after")

    def _die(self, when: str) -> None:
        if self.watched.claimed:
            die_at(f"{when} the claim is committed")
        if self.watched.settled:
            die_at(f"{when} the record is committed")
        if self.watched.found and when == "before":
            die_at("while it is found out")


class _DeadlyReceipts(BulkReceipts):
    """Receipts that die between two lines."""

    def begin(self, message_id: str) -> None:
        super().begin(message_id)
        die_at("before the dot")

    def finish(self, message_id: str) -> None:
        die_at("after the answer")
        super().finish(message_id)
        die_at("after the receipt")

    def forget(self, worker: str, message_ids: Sequence[str]) -> None:
        if worker == self.worker:
            die_at("before the receipts are let go")
        super().forget(worker, message_ids)


def run(worker: Worker) -> None:
    """Send what there is to send, or die."""
    engine = open_engine(worker.database)
    keys = FileFieldKeys(Path(worker.keys))
    clock = _clock(worker.at)
    mailing = Mailing(
        work=lambda now, actor: _DeadlyWork(engine, now, actor, field_keys=keys),
        reading=lambda now: UnitOfWork(engine, now, "reader", reads_only=True, field_keys=keys),
        law=law_of(Path(worker.home)),
        writer=PlainWriter(),
        post=_post(worker),
        journal=LogJournal(Path(worker.log)) if worker.log else None,
        limits=Limits(lease=timedelta(seconds=worker.lease_seconds)),
        clock=clock,
    )
    while True:
        send_sending(mailing, NUMBER, 1, limit=worker.limit)
        if worker.at or not _left(mailing):
            break
        time.sleep(0.05)
    engine.dispose()


def _post(worker: Worker) -> BulkSmtp:
    server = BulkServer(
        host="127.0.0.1",
        port=worker.port,
        sender=MailAddress.parse("dpo@kingston.example"),
        starttls=False,
        connections=worker.connections,
        answer_seconds=5,
        taken_seconds=5,
    )
    receipts = _DeadlyReceipts(Path(worker.home) / "receipts" / "bulk")
    return BulkSmtp(server, receipts, _clock(worker.at))


def _clock(at: str) -> Clock:
    stands = Instant.parse(at) if at else None
    return lambda: stands or Instant(datetime.now(UTC))


def _left(mailing: Mailing) -> int:
    with mailing.look() as work:
        tallies = work.deliveries.tally(work.sendings.of_case(NUMBER)[0].id)
    going = (DeliveryState.QUEUED, DeliveryState.SENDING)
    return sum(each.count for each in tallies if each.state in going)


if __name__ == "__main__":
    _worker = Worker(**json.loads(sys.argv[1]))
    run(_worker)
