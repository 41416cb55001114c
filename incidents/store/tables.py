"""The tables, private to the store: no row of these leaves it as it is.

- ``logs``, ``entries``, ``contents`` are the record: one hash chain a case and
  one an agency. An entry is kept as the very bytes that are hashed, and its
  time, actor and action are read from them alone: a copy in a column could be
  changed without the chain noticing. The content lies apart, so that it can be
  destroyed at the end of its retention while the chain still verifies.
- ``checkpoints``, ``notices``, ``files`` are kept for good as well.
- The others are projections: they can be made again from the record.

Times are text, ISO 8601 in UTC with microseconds (``2026-03-10T15:00:00.000000Z``):
of one length, so that they sort as they follow one another; the same text as
the entries hold; readable for a person with any viewer; and the same bytes on
SQLite and on PostgreSQL, where the collation "C" compares them as bytes.

The tables about the people are in ``incidents.store.people_tables``.

Every row has its agency, and foreign keys on case and agency together see to
it that a row cannot lie in the case of another agency.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeEngine

#: Stands for "no time": it sorts after every time.
NEVER = "~"
#: The head of a log without entries.
NO_HEAD = bytes(32)

#: SQLite keeps to the declared types, as PostgreSQL does.
STRICT = {"sqlite_strict": True}
#: The rows lie in the index of their key: an append touches fewer pages.
BY_KEY = {"sqlite_strict": True, "sqlite_with_rowid": False}


def index_where(name: str, *columns: str, where: str) -> Index:
    """Give an index of the rows for which the condition holds.

    The condition is told to readers only, and laid by the steps: to give it to
    SQLAlchemy as PostgreSQL's loads all of that, in every SQLite command.
    """
    return Index(name, *columns, info={"where": where})


def within_case() -> ForeignKeyConstraint:
    """Give the promise that a row lies in a case of its own agency."""
    return ForeignKeyConstraint(["case_number", "agency"], ["cases.number", "cases.agency"])


def _within_log() -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["log", "agency"], ["logs.id", "logs.agency"])


def _with(*columns: str, other: str) -> ForeignKeyConstraint:
    """Give the promise that a row of the other table is there at the commit."""
    return ForeignKeyConstraint(
        columns,
        [f"{other}.log", f"{other}.seq"],
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    )


class Table(DeclarativeBase):
    """What all tables share: the names of constraints, the types of columns."""

    metadata = MetaData(
        naming_convention={
            "uq": "%(table_name)s_%(column_0_N_name)s_key",
            "ck": "%(table_name)s_%(constraint_name)s_check",
            "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
            "pk": "%(table_name)s_pkey",
        }
    )
    type_annotation_map: ClassVar[dict[Any, TypeEngine[Any]]] = {
        str: Text().with_variant(Text(collation="C"), "postgresql"),
        bytes: LargeBinary(),
        int: Integer(),
        bool: Boolean().with_variant(Integer(), "sqlite"),
    }


class Log(Table):
    """A hash chain; on PostgreSQL its row is what writers take turns on.

    ``size``, ``head``, ``at`` and ``unanswered`` are set by the trigger that lets
    an entry in; ``answered`` is how many entries were seen, and ``wakes_at`` when
    the case has to be looked at although nothing was added.
    """

    __tablename__ = "logs"

    id: Mapped[str] = mapped_column(primary_key=True)
    agency: Mapped[str]
    kind: Mapped[str]
    size: Mapped[int] = mapped_column(default=0)
    head: Mapped[bytes] = mapped_column(default=NO_HEAD)
    at: Mapped[str | None]
    answered: Mapped[int] = mapped_column(default=0)
    unanswered: Mapped[bool] = mapped_column(default=False)
    wakes_at: Mapped[str | None]

    __table_args__ = (
        UniqueConstraint("id", "agency"),
        CheckConstraint("kind IN ('case', 'agency')", name="kind"),
        index_where("logs_unanswered", "id", where="unanswered"),
        index_where("logs_waking", "wakes_at", where="wakes_at IS NOT NULL"),
        BY_KEY,
    )


class Entry(Table):
    """An entry of the ledger: its bytes, and their hash."""

    __tablename__ = "entries"

    log: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str]
    entry: Mapped[bytes]
    hash: Mapped[bytes]

    __table_args__ = (_within_log(), _with("log", "seq", other="contents"), BY_KEY)


class Content(Table):
    """What an entry's digest stands for: the event's body under its salt."""

    __tablename__ = "contents"

    log: Mapped[str] = mapped_column(primary_key=True)
    seq: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str]
    salt: Mapped[bytes]
    body: Mapped[bytes]

    __table_args__ = (_within_log(), _with("log", "seq", other="entries"), BY_KEY)


class Checkpoint(Table):
    """A signed checkpoint of a log."""

    __tablename__ = "checkpoints"

    id: Mapped[int] = mapped_column(primary_key=True)
    log: Mapped[str]
    agency: Mapped[str]
    size: Mapped[int]
    note: Mapped[str]
    signed_at: Mapped[str]

    __table_args__ = (_within_log(), UniqueConstraint("log", "size", "note"), STRICT)


class Counter(Table):
    """How many cases an agency's short code has numbered in a year."""

    __tablename__ = "counters"

    code: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    agency: Mapped[str]
    count: Mapped[int]

    __table_args__ = (BY_KEY,)


class Case(Table):
    """A case; ``first_seq``, always 0, demands the entry that opened it."""

    __tablename__ = "cases"

    number: Mapped[str] = mapped_column(primary_key=True)
    agency: Mapped[str]
    title: Mapped[str]
    opened_at: Mapped[str]
    closed_at: Mapped[str | None]
    first_seq: Mapped[int] = mapped_column(default=0)

    __table_args__ = (
        UniqueConstraint("number", "agency"),
        CheckConstraint("first_seq = 0", name="first_seq"),
        ForeignKeyConstraint(["number", "agency"], ["logs.id", "logs.agency"]),
        _with("number", "first_seq", other="entries"),
        index_where("cases_open", "agency", "number", where="closed_at IS NULL"),
        STRICT,
    )


class Duty(Table):
    """A duty of a wave, as it stood when the case was last answered."""

    __tablename__ = "duties"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    duty: Mapped[str]
    title: Mapped[str]
    holder: Mapped[str]
    state: Mapped[str]
    pending: Mapped[bool]
    target: Mapped[str | None]
    limit: Mapped[str | None]
    starts: Mapped[str | None]
    hours: Mapped[bool]
    turns_at: Mapped[str]

    __table_args__ = (
        within_case(),
        UniqueConstraint("case_number", "wave", "duty"),
        index_where("duties_pending", "case_number", "turns_at", "wave", "duty", where="pending"),
        STRICT,
    )


class Reminder(Table):
    """A reminder: once a duty, step of the ladder and channel."""

    __tablename__ = "reminders"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    duty: Mapped[str]
    step: Mapped[str]
    channel: Mapped[str]
    due_at: Mapped[str]
    state: Mapped[str]
    message_id: Mapped[str]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    claimed_at: Mapped[str | None]
    sent_at: Mapped[str | None]

    __table_args__ = (
        within_case(),
        UniqueConstraint("case_number", "wave", "duty", "step", "channel"),
        index_where("reminders_planned", "due_at", where="state = 'planned'"),
        index_where("reminders_sending", "claimed_at", where="state = 'sending'"),
        STRICT,
    )


class Notice(Table):
    """A notice as it was drafted; ``document`` is what letters are filled from."""

    __tablename__ = "notices"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    notice: Mapped[str]
    template_version: Mapped[str]
    recipient_kind: Mapped[str]
    digest: Mapped[str]
    text: Mapped[str]
    html: Mapped[str | None]
    pdf: Mapped[bytes | None]
    drafted_at: Mapped[str]
    language: Mapped[str] = mapped_column(server_default="en")
    document: Mapped[bytes | None]

    __table_args__ = (
        within_case(),
        UniqueConstraint("case_number", "digest", "wave", "notice", "recipient_kind"),
        STRICT,
    )


class File(Table):
    """A piece of evidence, by the SHA-256 of its bytes."""

    __tablename__ = "files"

    agency: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str] = mapped_column(primary_key=True)
    size: Mapped[int]
    content: Mapped[bytes]
    stored_at: Mapped[str]

    __table_args__ = (STRICT,)


class Heartbeat(Table):
    """When a kind of work was last done; of the installation, not of an agency."""

    __tablename__ = "heartbeats"

    name: Mapped[str] = mapped_column(primary_key=True)
    at: Mapped[str]

    __table_args__ = (BY_KEY,)
