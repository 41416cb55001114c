"""The rows a store answers with: frozen, and without any database in them.

They are projections of the logs, apart from :class:`StoredEvent`, which is what
the logs themselves say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.ledger.canonical import Json
from incidents.moments import Instant, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredEvent:
    """One event of a log, read from the entry that the hash covers."""

    seq: int
    at: Instant
    actor: str
    tag: str
    body: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class LogRow:
    """One hash chain: of a case, or of an agency."""

    id: str
    agency: str
    kind: str  # "case" or "agency"
    size: int
    #: The hash of the last entry in hexadecimal; 64 zeros before the first.
    head: str
    #: When the last entry was written; None before the first.
    at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One case: its number, its life, and how far it has been answered."""

    number: str
    agency: str
    title: str
    opened_at: Instant
    closed_at: Instant | None
    #: How many entries its log has.
    size: int
    #: How many of them the flow ``respond`` has seen.
    answered: int
    #: When its next clock turns, so that ``respond`` must look again.
    wakes_at: Instant | None

    @property
    def is_open(self) -> bool:
        """Say whether the case is not closed."""
        return self.closed_at is None


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyRow:
    """One duty of one wave as it stood when the case was last answered."""

    case: str
    wave: int
    duty: str
    agency: str
    title: str
    holder: str
    #: The word of the plan: running, overdue, missed, held, done…
    state: str
    #: True while somebody still has to do or decide something about it.
    pending: bool
    target: Moment | None
    limit: Moment | None
    starts: Moment | None
    #: The period is counted in hours.
    hours: bool
    #: The instant after which the target is past; None sorts last.
    turns_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLine:
    """One line of the list: a case, its most urgent pending duty, how many."""

    case: CaseRow
    duty: DutyRow | None
    pending: int


class ReminderState(StrEnum):
    """Where a reminder stands."""

    PLANNED = "planned"
    SENDING = "sending"  # committed before the network is touched
    SENT = "sent"
    FAILED = "failed"
    SUPERSEDED = "superseded"  # the duty moved on, or a later one spoke for it
    CAUGHT_UP = "caught_up"  # sent late, after an outage

    @property
    def is_final(self) -> bool:
        """Say whether nothing more will happen to it."""
        return self not in (ReminderState.PLANNED, ReminderState.SENDING)


@dataclass(frozen=True, slots=True, kw_only=True)
class WantedReminder:
    """A reminder as the ladder wants it; unique by duty, step and channel."""

    step: str
    channel: str
    due_at: Instant
    #: Deterministic, so that a repeated message is known as the same one.
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderRow:
    """One reminder of one duty of one wave of one case."""

    id: int
    agency: str
    case: str
    wave: int
    duty: str
    step: str
    channel: str
    due_at: Instant
    state: ReminderState
    message_id: str
    attempts: int
    last_error: str | None
    claimed_at: Instant | None
    sent_at: Instant | None


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeRow:
    """One notice as it was drafted: never changed, a new draft is a new row."""

    case: str
    wave: int
    notice: str
    template_version: str
    recipient_kind: str
    #: What an approval binds to, in hexadecimal.
    digest: str
    text: str
    html: str | None
    pdf: bytes | None
    drafted_at: Instant
    language: str = "en"
    #: The draft's document as JSON, from which the letters of recipients are made.
    document: bytes | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointRow:
    """One signed checkpoint of a log."""

    log: str
    size: int
    note: str
    signed_at: Instant
