"""One sweep in a process of its own, which dies by ``kill -9`` at a named point.

    python -m tests.support.killed_sweep DATABASE HOME AT POINT

The points lie between every two effects of a sweep that must not part: the
claim, its commit, the message, the receipt, the record and its commit. A point
is reached by standing in front of the real part, so the program itself knows
nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
from dataclasses import replace
from pathlib import Path
from typing import Self

from config.settings import Mail, Settings
from config.wiring import Installation
from incidents.moments import Instant
from incidents.services.couriers import Courier, Message, Whereabouts
from incidents.services.ports import ReminderRow
from incidents.services.send_due import send_due
from incidents.store import UnitOfWork
from incidents.store.reminders import SqlReminders

#: The sweep itself dies at these; the mail server sees to "while it is taken".
POINTS = (
    "before the claim is committed",
    "after the claim is committed",
    "before the message",
    "after the message",
    "before the record is committed",
    "after the record is committed",
)


def die() -> None:
    """End this process as a power cut does."""
    os.kill(os.getpid(), signal.SIGKILL)


class _DeadlyWork(UnitOfWork):
    """A unit of work that knows what was done in it, and dies around its commit."""

    point = ""
    claimed = recorded = False

    def __enter__(self) -> Self:
        super().__enter__()
        real, work = self.reminders, self

        class Watched(SqlReminders):
            def claim(self, reminder: int) -> ReminderRow | None:
                work.claimed = True
                return real.claim(reminder)

            def mark_sent(self, reminder: int, *, late: bool = False) -> None:
                work.recorded = True
                real.mark_sent(reminder, late=late)

        self.reminders = Watched(real._work)  # type: ignore[attr-defined]
        return self

    def __exit__(self, *about: object) -> None:
        self._die_at("before")
        super().__exit__(*about)  # type: ignore[arg-type]
        self._die_at("after")

    def _die_at(self, when: str) -> None:
        if self.claimed and self.point == f"{when} the claim is committed":
            die()
        if self.recorded and self.point == f"{when} the record is committed":
            die()


class _Deadly:
    """A courier that dies before or after the real one sends."""

    def __init__(self, courier: Courier, point: str) -> None:
        self._courier, self._point = courier, point

    @property
    def needs_address(self) -> bool:
        return self._courier.needs_address

    def send(self, message: Message) -> None:
        if self._point == "before the message":
            die()
        self._courier.send(message)
        if self._point == "after the message":
            die()

    def whereabouts(self, message_id: str) -> Whereabouts:
        return self._courier.whereabouts(message_id)

    def forget(self, message_id: str) -> None:
        self._courier.forget(message_id)


def settings_of(database: str, home: str, port: int | None) -> Settings:
    """Give an installation with its outbox, or a mail server on this machine."""
    mail = Mail(host="127.0.0.1", port=port, starttls=False) if port else None
    return Settings(home=Path(home), database_url=database, mail=mail)


def main(database: str, home: str, at: str, point: str, port: str = "") -> None:
    """Run the sweep and die at the point, or finish where there is none."""
    installation = Installation(settings_of(database, home, int(port) if port else None))
    _DeadlyWork.point = point
    sweeper = installation.sweeper(lambda: Instant.parse(at))
    email = _Deadly(sweeper.couriers.email, point)
    couriers = replace(sweeper.couriers, email=email)
    send_due(
        replace(
            sweeper,
            work=lambda now, actor: _DeadlyWork(installation.engine, now, actor),
            couriers=couriers,
        )
    )


if __name__ == "__main__":
    main(*sys.argv[1:])
