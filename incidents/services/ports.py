"""What the services ask of a store; its rows are in ``incidents.services.rows``.

The store of ``incidents.store`` keeps these promises on SQLite and on
PostgreSQL; the services know only this file. A unit of work is one
transaction:

    with UnitOfWork(engine, now, actor) as work:
        case = work.cases.open(agency, code, year, title)
        work.append(case.number, [CaseOpened(...)])

Leaving the block commits, an exception undoes everything. What happened is
appended to a log; all the other rows are projections of the logs, kept so that
lists are quick and reminders come once. A log is named by the case number, or
by the agency's id for what concerns no single case.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Protocol, Self

from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.ledger.contents import Row
from incidents.moments import Instant
from incidents.services.people_ports import (
    Deliveries,
    People,
    Rates,
    Recipients,
    Rosters,
    SealedValues,
    Sendings,
)
from incidents.services.rows import (
    CaseLine,
    CaseRow,
    CheckpointRow,
    DutyRow,
    LogRow,
    NoticeRow,
    ReminderRow,
    ReminderState,
    StoredEvent,
    WantedReminder,
)

__all__ = [
    "BackUpError",
    "CaseLine",
    "CaseRow",
    "Cases",
    "CheckpointRow",
    "Checkpoints",
    "CodeTakenError",
    "Duties",
    "DutyRow",
    "Event",
    "Files",
    "Heartbeats",
    "LogRow",
    "Logs",
    "NoticeRow",
    "Notices",
    "ReminderRow",
    "ReminderState",
    "Reminders",
    "StoreBusyError",
    "StoreError",
    "StoreFullError",
    "StoredEvent",
    "UnitOfWork",
    "UnknownCaseError",
    "UnknownLogError",
    "WantedReminder",
]


class StoreError(DueNoticeError):
    """The record could not be read or written; nothing was changed."""


class UnknownCaseError(StoreError):
    """There is no case with that number."""


class UnknownLogError(StoreError):
    """There is no log with that id."""


class CodeTakenError(StoreError):
    """The short code of an agency numbers the cases of another one."""


class StoreBusyError(StoreError):
    """Somebody else held the record for too long."""


class StoreFullError(StoreError):
    """The disk has no room for the change."""


class BackUpError(StoreError):
    """A back-up was not made, or cannot be trusted."""


class Event(Protocol):
    """Something that happened, as the log keeps it."""

    @property
    def tag(self) -> str:
        """Give its subject and action, such as ``fact:recorded``."""

    def body(self) -> Mapping[str, Json]:
        """Give what is kept of it; no number in it is a float."""


class Cases(Protocol):
    """The cases of the installation."""

    def open(self, agency: str, code: str, year: int, title: str) -> CaseRow:
        """Give a new case with the next number of that code and year.

        Its log must get its first entry in the same unit of work. Raise
        CodeTakenError where the code belongs to another agency.
        """

    def get(self, number: str) -> CaseRow:
        """Give the case, or raise UnknownCaseError."""

    def list_open(self, agency: str | None = None) -> list[CaseLine]:
        """Give the open cases, the most urgent first; all agencies for None."""

    def list_all(self, agency: str | None = None) -> list[CaseRow]:
        """Give every case by number, the closed ones too."""

    def unanswered(self) -> list[str]:
        """Give the numbers of the cases that changed or whose clock turned."""

    def mark_answered(self, number: str, size: int, wakes_at: Instant | None) -> None:
        """Record that ``respond`` saw that many entries, and when to look again.

        The size is that of the log as it was read: what was appended meanwhile
        keeps the case unanswered.
        """

    def close(self, number: str) -> None:
        """Set the time of closing to now."""


class Duties(Protocol):
    """The duties of each case as they stood when it was last answered."""

    def replace(self, case: str, wave: int, rows: Sequence[DutyRow]) -> None:
        """Put these in the place of all the duties of that wave."""

    def get(self, case: str, wave: int, duty: str) -> DutyRow | None:
        """Give one duty of a wave, or None where there is no such one."""

    def of_case(self, case: str) -> list[DutyRow]:
        """Give the duties of the case, wave by wave, most urgent first."""


class Reminders(Protocol):
    """The reminders, each a row that is sent once."""

    def plan(self, case: str, wave: int, duty: str, wanted: Sequence[WantedReminder]) -> None:
        """Bring the rows of a duty to what the ladder wants now.

        An absent one is added; a planned one that moved is moved; a planned one
        no longer wanted is superseded; a superseded one is planned again if its
        time moved or is still to come. Those that were tried, sent or failed
        stay as they are. Safe to run twice; an empty ``wanted`` stops them all.
        """

    def due(self) -> list[ReminderRow]:
        """Give the planned ones whose time has come, the earliest first."""

    def claim(self, reminder: int) -> ReminderRow | None:
        """Take a planned one for sending; None where another was quicker.

        The claim counts only once the unit of work is committed, and that must
        come before the network.
        """

    def mark_sent(self, reminder: int, *, late: bool = False) -> None:
        """Record that it went out: sent, or caught up where it was late."""

    def mark_failed(self, reminder: int, error: str) -> None:
        """Record that it will not be sent, and why."""

    def retry(self, reminder: int, error: str, at: Instant) -> None:
        """Plan a claimed one again for that time, keeping the attempt and why."""

    def supersede(self, reminders: Iterable[int]) -> None:
        """Stop the planned ones among these."""

    def stuck(self, before: Instant) -> list[ReminderRow]:
        """Give those claimed before that time and never marked since."""

    def of_case(self, case: str) -> list[ReminderRow]:
        """Give the reminders of the case by time."""


class Notices(Protocol):
    """The drafted notices, byte for byte."""

    def save(self, row: NoticeRow) -> None:
        """Keep a draft; the same draft again changes nothing."""

    def get(self, case: str, digest: str) -> NoticeRow | None:
        """Give the draft with that digest."""

    def of_case(self, case: str) -> list[NoticeRow]:
        """Give the drafts of the case in the order they were made."""


class Files(Protocol):
    """Evidence, kept by the SHA-256 of its bytes, each agency its own."""

    def put(self, agency: str, content: bytes) -> str:
        """Keep the bytes and give their SHA-256 in hexadecimal."""

    def get(self, agency: str, sha256: str) -> bytes | None:
        """Give the bytes, if that agency has them.

        Raise StoreError where they are not what was stored.
        """


class Checkpoints(Protocol):
    """The signed checkpoints of the logs."""

    def add(self, log: str, size: int, note: str) -> None:
        """Keep a note signed now; the same note again changes nothing."""

    def last(self, log: str) -> CheckpointRow | None:
        """Give the latest one of the log."""

    def of_log(self, log: str) -> list[CheckpointRow]:
        """Give all of the log, the oldest first."""


class Heartbeats(Protocol):
    """When each kind of work of the installation was last done."""

    def beat(self, name: str) -> None:
        """Record that it was done now."""

    def last(self, name: str) -> Instant | None:
        """Give when it was last done."""


class Logs(Protocol):
    """The hash chains."""

    def ensure_agency(self, agency: str) -> LogRow:
        """Give the agency's own log, begun if it was not there."""

    def get(self, log: str) -> LogRow:
        """Give the state of a log, or raise UnknownLogError."""

    def list_all(self) -> list[LogRow]:
        """Give every log by id."""

    def stream(self, log: str, start: int = 0) -> Iterator[Row]:
        """Give the entries from number ``start`` on as stored, for verification.

        Plain tuples, as the ledger takes them, one after another: the log may
        be longer than memory, and has to be read before the unit of work ends.
        """


class UnitOfWork(Protocol):
    """One transaction: everything in it is kept, or nothing."""

    now: Instant
    actor: str
    logs: Logs
    cases: Cases
    duties: Duties
    reminders: Reminders
    notices: Notices
    files: Files
    checkpoints: Checkpoints
    heartbeats: Heartbeats
    rosters: Rosters
    people: People
    recipients: Recipients
    sendings: Sendings
    deliveries: Deliveries
    rates: Rates
    sealed_values: SealedValues

    def __enter__(self) -> Self:
        """Begin."""

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit on a clean exit, undo everything otherwise."""

    def append(self, log: str, events: Sequence[Event]) -> list[int]:
        """Chain the events to the log and give their sequence numbers.

        The actor is this unit's, the time is its ``now``, or the time of the
        last entry where that is later: two who write at once may differ by
        moments. A clock more than five minutes behind the last entry is wrong,
        or that entry was; then a ``clock:behind`` event with what the clock
        says goes first, so that the record shows it.
        """

    def history(self, log: str, until: Instant | None = None) -> list[StoredEvent]:
        """Give the events in order, up to and at ``until``.

        In a unit of work that writes, nobody else can append to the log until
        it ends, so a decision taken on the history still holds when it is
        written down.
        """
