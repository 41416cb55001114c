"""A sweep that is killed at any point loses nothing and sends nothing twice."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections import Counter
from email import message_from_bytes
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.wiring import Installation
from incidents.moments import Instant
from incidents.services.send_due import send_due
from tests.support.caseworker import Caseworker
from tests.support.killed_sweep import POINTS, settings_of
from tests.support.mail_sink import MailSink
from tests.support.reminding import DISTRICT, Watch, law_of

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
FIVE_DAYS = "2026-03-26/-5d"
ON_TIME, WITHIN_THE_LEASE, AFTER_IT = (
    "2026-03-21T08:00-04:00",
    "2026-03-21T08:09-04:00",
    "2026-03-21T08:11-04:00",
)


class Machine:
    """A machine that is switched off in the middle of things."""

    def __init__(self, database: str, engine: Engine, home: Path) -> None:
        """Open the roster case, with a sweep to come that has one message."""
        self.home = home
        self.watch = Watch(engine, law=law_of(home, DISTRICT.replace("alert_channels", "#")))
        self._database = database
        Caseworker(engine).opens()
        self.watch.answers("2026-03-16T10:00-04:00")

    def sweeps(self, at: str, port: int | None = None) -> None:
        """Let a sweep run to its end."""
        installation = Installation(settings_of(self._database, str(self.home), port))
        send_due(installation.sweeper(lambda: Instant.parse(at)))
        installation.engine.dispose()

    def dies(self, at: str, point: str, port: int | None = None) -> bool:
        """Let a process sweep that is killed at a point, and say whether it was."""
        return self.starts(at, point, port).wait(60) == -signal.SIGKILL

    def starts(self, at: str, point: str, port: int | None = None) -> subprocess.Popen[bytes]:
        """Start a process that sweeps."""
        given = [self._database, str(self.home), at, point, *([str(port)] if port else [])]
        return subprocess.Popen([sys.executable, "-m", "tests.support.killed_sweep", *given])

    def outbox(self) -> list[str]:
        """Give the Message-ID of every message in the outbox."""
        files = (self.home / "outbox").glob("*.eml")
        return [str(message_from_bytes(each.read_bytes())["Message-ID"]) for each in files]

    def end_state(self) -> list[tuple[str, str, str | None]]:
        """Give each reminder's state, and when each message was recorded as sent."""
        told = Counter(str(each.body["message_id"]) for each in self.watch.told())
        assert set(told.values()) <= {1}
        return [
            (row.step, row.state.value, row.message_id if row.message_id in told else None)
            for row in self.watch.rows(RECEIPT)
        ]


@pytest.fixture
def machine(database: str, engine: Engine, tmp_path: Path) -> Machine:
    """Give the machine, on each database."""
    return Machine(database, engine, tmp_path / "home")


@pytest.mark.parametrize("point", POINTS)
def test_killed_anywhere_it_comes_to_the_same_end(machine: Machine, point: str) -> None:
    assert machine.dies(ON_TIME, point)
    machine.sweeps(WITHIN_THE_LEASE)
    machine.sweeps(AFTER_IT)

    (sent,) = machine.outbox()
    assert f"<{machine.watch.rows(RECEIPT)[0].message_id}>" == sent
    assert machine.end_state()[0] == (FIVE_DAYS, "sent", sent.strip("<>"))
    assert {state for _, state, _ in machine.end_state()[1:]} == {"planned"}


@pytest.mark.parametrize("point", POINTS)
def test_a_mail_server_gets_it_once_wherever_we_died(machine: Machine, point: str) -> None:
    """The receipts know, save for the moments that the next test is about."""
    with MailSink() as sink:
        assert machine.dies(ON_TIME, point, sink.port)
        for at in (WITHIN_THE_LEASE, AFTER_IT):
            machine.sweeps(at, sink.port)

    assert sink.ids == [machine.watch.rows(RECEIPT)[0].message_id]
    assert machine.end_state()[0][:2] == (FIVE_DAYS, "sent")


def test_killed_while_the_server_takes_it_somebody_hears_and_nothing_repeats(
    machine: Machine,
) -> None:
    """RFC 1047: nobody can know; a message that says so follows, and is another one."""
    with MailSink() as sink:
        killed = machine.starts(ON_TIME, "", sink.port)
        sink.on_message = lambda: os.kill(killed.pid, signal.SIGKILL)
        assert killed.wait(60) == -signal.SIGKILL
        sink.on_message = lambda: None
        for at in (WITHIN_THE_LEASE, AFTER_IT, "2026-03-21T08:30-04:00"):
            machine.sweeps(at, sink.port)

    first, second = sink.ids
    assert first == machine.watch.rows(RECEIPT)[0].message_id
    assert second == first.replace("@", ".again@")
    assert "You may have had this reminder before" in sink.messages[1].get_content()
    assert machine.end_state()[0][:2] == (FIVE_DAYS, "sent")
    assert [each.body["message_id"] for each in machine.watch.told()] == [second]


def test_receipts_do_not_pile_up(machine: Machine) -> None:
    with MailSink() as sink:
        machine.sweeps(ON_TIME, sink.port)

    assert len(sink.ids) == 1
    assert list((machine.home / "receipts").iterdir()) == []


def test_killed_again_and_again_it_still_sends_once(machine: Machine) -> None:
    """Every eleven minutes, for an hour, at another point each time."""
    for minute, point in zip((0, 11, 22, 33, 44, 55), POINTS, strict=True):
        machine.dies(f"2026-03-21T08:{minute:02}-04:00", point)
    machine.sweeps("2026-03-21T09:06-04:00")

    assert len(machine.outbox()) == 1
    assert machine.end_state()[0][1] in ("sent", "caught_up")
