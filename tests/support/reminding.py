"""Somebody who answers cases and lets sweeps run, each at its instant."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from pathlib import Path

from sqlalchemy import Engine

from config.ladder import load_ladder
from config.registry import load_registry
from config.wiring import FileLawBook
from incidents.case.agency import OFFICES, Agency
from incidents.case.ladder import Ladder
from incidents.moments import Instant
from incidents.services.answer_case import answer_closure
from incidents.services.couriers import Couriers, Message
from incidents.services.ports import ReminderRow, StoredEvent
from incidents.services.send_due import send_due
from incidents.services.sweeping import Sweeper, SweepReport
from incidents.store import UnitOfWork
from notices.couriers.memory import MemoryCourier
from tests.support.caseworker import LAW, practice

NUMBER = "KINGSTON-2026-001"
#: A district with people who have addresses, and one alert channel.
DISTRICT = """\
name: Kingston City School District
code: KINGSTON
kind: school_district
policy: kingston-8635
people:
  - {id: dana, name: Dana Poole, role: dpo, email: dana@kingston.example}
  - {id: sam, name: Sam Reyes, role: superintendent, email: sam@kingston.example}
alert_channels: ["json://127.0.0.1:9/secret-of-the-room"]
"""


def law_of(home: Path, district: str = DISTRICT) -> FileLawBook:
    """Give the law of an installation whose Kingston has these settings."""
    folder = home / "districts"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "kingston-csd.yaml").write_text(district, encoding="utf-8")
    load_registry.cache_clear()
    return FileLawBook(load_registry(home))


@dataclass
class Watch:
    """A database that is swept, and the couriers of its messages."""

    engine: Engine
    law: FileLawBook = LAW
    ladder: Ladder = field(default_factory=load_ladder)
    couriers: Couriers = field(
        default_factory=lambda: Couriers(email=MemoryCourier(), alert=MemoryCourier())
    )

    def answers(self, text: str, number: str = NUMBER) -> None:
        """Let ``respond`` finish a case at an instant."""
        with UnitOfWork(self.engine, Instant.parse(text), "respond") as work:
            answer_closure(work, replace(practice(self.law), ladder=self.ladder), number)

    def sweeps(self, text: str, *, replan: bool = False) -> SweepReport:
        """Let one sweep run as of an instant."""
        return send_due(self.sweeper(text), replan=replan)

    def sweeper(self, text: str) -> Sweeper:
        """Give what a sweep as of that instant stands on."""
        return Sweeper(
            work=lambda now, actor: UnitOfWork(self.engine, now, actor),
            reading=lambda now: UnitOfWork(self.engine, now, "reader", reads_only=True),
            law=self.law,
            ladder=self.ladder,
            couriers=self.couriers,
            agencies=self.agency,
            clock=lambda: Instant.parse(text),
        )

    def agency(self, agency_id: str) -> Agency | None:
        """Give an agency by id, or None where no file describes it."""
        if agency_id not in self.law.registry.agency_ids():
            return None
        found = self.law.registry.agency(agency_id)
        return found if found.people else found.with_people(OFFICES)

    def rows(self, duty: str, number: str = NUMBER) -> list[ReminderRow]:
        """Give the reminders of a duty by time."""
        with self._looking() as work:
            return [each for each in work.reminders.of_case(number) if each.duty == duty]

    def states(self, duty: str, channel: str = "email:dpo") -> dict[str, str]:
        """Give the state of each step of a duty."""
        return {row.step: row.state.value for row in self.rows(duty) if row.channel == channel}

    def told(self, number: str = NUMBER) -> list[StoredEvent]:
        """Give what the case's log holds about reminders."""
        with self._looking() as work:
            return [each for each in work.history(number) if each.tag.startswith("reminder:")]

    def is_answered(self, number: str = NUMBER) -> bool:
        """Say whether ``respond`` has nothing to look at."""
        with self._looking() as work:
            row = work.cases.get(number)
        return row.answered == row.size

    @property
    def mailed(self) -> list[Message]:
        """Give the e-mails that went out."""
        courier = self.couriers.email
        return courier.messages if isinstance(courier, MemoryCourier) else []

    def _looking(self) -> UnitOfWork:
        at = Instant.parse("2027-01-01T00:00Z")
        return UnitOfWork(self.engine, at, "reader", reads_only=True)
