"""What a sweep stands on, what it found out on its way, and what it did."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum

from incidents.case.agency import Agency
from incidents.case.case import Case
from incidents.case.ladder import Ladder, due_of, is_by_the_hour
from incidents.moments import Instant
from incidents.services.channels import ALERT, EMAIL, Channel, channels_of
from incidents.services.couriers import Clock, Courier, Couriers
from incidents.services.lawbook import LawBook
from incidents.services.ports import CaseRow, ReminderRow, UnitOfWork
from incidents.services.reminder_text import RemindedDuty

#: Who writes the entries of a sweep.
ACTOR = "sweep"
#: A message that takes longer than this to be sent was being sent by a process
#: that is gone: every courier gives up sooner.
LEASE = timedelta(minutes=10)
#: A message is late, and says so, when it comes later than this.
LATE_BY_THE_HOUR, LATE_IN_THE_MORNING = timedelta(minutes=15), timedelta(hours=4)
#: How a reminder's last error begins when it may have arrived all the same.
MAY_HAVE_ARRIVED = "It is not known whether it arrived"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweeper:
    """What it takes to send what is due."""

    #: Gives a unit of work by somebody, at a time.
    work: Callable[[Instant, str], UnitOfWork]
    #: Gives one that only reads and holds nobody up.
    reading: Callable[[Instant], UnitOfWork]
    law: LawBook
    ladder: Ladder
    couriers: Couriers
    #: Gives an agency by its id, or None where no file describes it.
    agencies: Callable[[str], Agency | None]
    #: Gives the time anew for each message, for a sweep may take a while.
    clock: Clock

    def begin(self) -> UnitOfWork:
        """Give a unit of work as of now."""
        return self.work(self.clock(), ACTOR)

    def look(self) -> UnitOfWork:
        """Give a unit of work as of now that only reads."""
        return self.reading(self.clock())

    def courier(self, channel: str) -> Courier:
        """Give the courier of a channel's way."""
        is_alert = channel.startswith(f"{ALERT}:")
        return self.couriers.alert if is_alert else self.couriers.email


class Told(StrEnum):
    """What became of a reminder in a sweep."""

    SENT = "sent"
    CAUGHT_UP = "caught_up"
    RETRIED = "retried"  # planned again, for a little later
    FAILED = "failed"
    LEFT = "left"  # not touched; the next sweep looks at it again


@dataclass(frozen=True, slots=True, kw_only=True)
class ReportLine:
    """One reminder and what became of it."""

    told: Told
    row: ReminderRow
    due_at: Instant
    late_by: timedelta
    message_id: str
    superseded: int = 0
    reason: str = ""


@dataclass(slots=True)
class SweepReport:
    """What one sweep did."""

    at: Instant
    lines: list[ReportLine] = field(default_factory=list)
    #: How many reminders gave way: to a later one, or because nobody wants them.
    superseded: int = 0

    def count(self, told: Told) -> int:
        """Give how many reminders became that."""
        return sum(each.told is told for each in self.lines)


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """A case whose reminders this sweep brought up to date."""

    #: How many entries its log had.
    size: int
    duties: dict[tuple[int, str], RemindedDuty]


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownAgency:
    """An agency and its channels by name, found once a sweep."""

    agency: Agency
    channels: Mapping[str, Channel]


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """A reminder that was taken for sending."""

    row: ReminderRow
    message_id: str
    due_at: Instant
    claimed_at: Instant
    superseded: int = 0

    @property
    def late_by(self) -> timedelta:
        """Give how long after its time it was taken."""
        return self.claimed_at.utc - self.due_at.utc


@dataclass(slots=True)
class Sweep:
    """One sweep while it runs: what it learned, so that it asks once."""

    sweeper: Sweeper
    report: SweepReport
    refreshed: dict[str, Refreshed] = field(default_factory=dict)
    #: Why a server cannot be used for the rest of this sweep, by what it serves.
    down: dict[str, str] = field(default_factory=dict)
    _known: dict[str, KnownAgency] = field(default_factory=dict)

    def is_fresh(self, case: CaseRow, now: Instant) -> bool:
        """Say whether the reminders of a case are as its record wants them."""
        known = self.refreshed.get(case.number)
        if known is not None:
            return known.size == case.size
        turned = case.wakes_at is not None and case.wakes_at <= now
        return case.answered == case.size and not turned

    def agency(self, work: UnitOfWork, row: ReminderRow) -> Agency:
        """Give the agency of a reminder: by its file, or as its case was opened."""
        return self._known_agency(work, row).agency

    def channel(self, work: UnitOfWork, row: ReminderRow) -> Channel | None:
        """Give the channel of a reminder, if the agency's settings still have it."""
        return self._known_agency(work, row).channels.get(row.channel)

    def due_at(self, work: UnitOfWork, row: ReminderRow) -> Instant:
        """Give when a reminder was due at first, whatever became of it since."""
        return self.step_at(work, row) if row.attempts else row.due_at

    def step_at(self, work: UnitOfWork, row: ReminderRow) -> Instant:
        """Give the instant that the name of a reminder's step stands for."""
        zone = self.agency(work, row).zone
        return due_of(row.step, zone, self.sweeper.ladder.morning_hour)

    def duty(self, work: UnitOfWork, row: ReminderRow) -> RemindedDuty | None:
        """Give what to say of the duty, from the fresh plan or from its row."""
        known = self.refreshed.get(row.case)
        if known is not None:
            return known.duties.get((row.wave, row.duty))
        found = work.duties.get(row.case, row.wave, row.duty)
        return None if found is None else RemindedDuty.of_row(found)

    def _known_agency(self, work: UnitOfWork, row: ReminderRow) -> KnownAgency:
        found = self._known.get(row.agency) or self._known.get(row.case)
        if found is None:
            by_file = self.sweeper.agencies(row.agency)
            agency = by_file or self._as_opened(work, row.case)
            channels = {each.name: each for each in channels_of(agency)}
            found = KnownAgency(agency=agency, channels=channels)
            self._known[row.agency if by_file else row.case] = found
        return found

    def _as_opened(self, work: UnitOfWork, number: str) -> Agency:
        case = Case.replay(number, work.history(number))
        return self.sweeper.law.agency_of(case.wave(min(case.waves)))


def server_of(channel: str) -> str:
    """Give what stands and falls together: all e-mail, or one alert channel."""
    way = channel.partition(":")[0]
    return way if way == EMAIL else channel


def is_late(step: str, late_by: timedelta) -> bool:
    """Say whether a reminder comes so late that it has to say so."""
    usual = LATE_BY_THE_HOUR if is_by_the_hour(step) else LATE_IN_THE_MORNING
    return late_by > usual
