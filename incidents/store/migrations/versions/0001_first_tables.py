"""The first tables, and the triggers that keep the record as it was written."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

from incidents.store.migrations.triggers_0001 import statements

revision = "0001"
down_revision = None

_STRICT: dict[str, Any] = {"sqlite_strict": True}
_BY_KEY: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BOOL = sa.Boolean().with_variant(sa.Integer(), "sqlite")
_NAMES = {
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "ck": "%(table_name)s_%(constraint_name)s_check",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def upgrade() -> None:
    """Make the tables, then the triggers of the database at hand."""
    connection = op.get_bind()
    _tables().create_all(connection, checkfirst=False)
    for statement in statements(connection.dialect.name):
        op.execute(sa.text(statement))


def _tables() -> sa.MetaData:
    tables = sa.MetaData(naming_convention=_NAMES)
    _record(tables)
    _projections(tables)
    _documents(tables)
    return tables


def _record(tables: sa.MetaData) -> None:
    sa.Table(
        "logs",
        tables,
        _key("id"),
        _text("agency"),
        _text("kind"),
        _number("size"),
        sa.Column("head", sa.LargeBinary, nullable=False),
        _text("at", nullable=True),
        _number("answered"),
        sa.Column("unanswered", _BOOL, nullable=False),
        _text("wakes_at", nullable=True),
        sa.UniqueConstraint("id", "agency"),
        sa.CheckConstraint("kind IN ('case', 'agency')", name="kind"),
        _index("logs_unanswered", "id", where="unanswered"),
        _index("logs_waking", "wakes_at", where="wakes_at IS NOT NULL"),
        **_BY_KEY,
    )
    sa.Table(
        "entries",
        tables,
        _key("log"),
        _number("seq", primary_key=True),
        _text("agency"),
        sa.Column("entry", sa.LargeBinary, nullable=False),
        sa.Column("hash", sa.LargeBinary, nullable=False),
        _within_log(),
        _with("log", "seq", other="contents"),
        **_BY_KEY,
    )
    sa.Table(
        "contents",
        tables,
        _key("log"),
        _number("seq", primary_key=True),
        _text("agency"),
        sa.Column("salt", sa.LargeBinary, nullable=False),
        sa.Column("body", sa.LargeBinary, nullable=False),
        _within_log(),
        _with("log", "seq", other="entries"),
        **_BY_KEY,
    )


def _projections(tables: sa.MetaData) -> None:
    sa.Table(
        "counters",
        tables,
        _key("code"),
        _number("year", primary_key=True),
        _text("agency"),
        _number("count"),
        **_BY_KEY,
    )
    sa.Table(
        "cases",
        tables,
        _key("number"),
        _text("agency"),
        _text("title"),
        _text("opened_at"),
        _text("closed_at", nullable=True),
        _number("first_seq"),
        sa.UniqueConstraint("number", "agency"),
        sa.CheckConstraint("first_seq = 0", name="first_seq"),
        sa.ForeignKeyConstraint(["number", "agency"], ["logs.id", "logs.agency"]),
        _with("number", "first_seq", other="entries"),
        _index("cases_open", "agency", "number", where="closed_at IS NULL"),
        **_STRICT,
    )
    sa.Table(
        "duties",
        tables,
        _number("id", primary_key=True),
        _text("case_number"),
        _text("agency"),
        _number("wave"),
        *(_text(name) for name in ("duty", "title", "holder", "state")),
        sa.Column("pending", _BOOL, nullable=False),
        *(_text(name, nullable=True) for name in ("target", "limit", "starts")),
        sa.Column("hours", _BOOL, nullable=False),
        _text("turns_at"),
        _within_case(),
        sa.UniqueConstraint("case_number", "wave", "duty"),
        _index("duties_pending", "case_number", "turns_at", "wave", "duty", where="pending"),
        **_STRICT,
    )
    sa.Table(
        "reminders",
        tables,
        _number("id", primary_key=True),
        _text("case_number"),
        _text("agency"),
        _number("wave"),
        *(_text(name) for name in ("duty", "step", "channel", "due_at", "state", "message_id")),
        _number("attempts"),
        *(_text(name, nullable=True) for name in ("last_error", "claimed_at", "sent_at")),
        _within_case(),
        sa.UniqueConstraint("case_number", "wave", "duty", "step", "channel"),
        _index("reminders_planned", "due_at", where="state = 'planned'"),
        _index("reminders_sending", "claimed_at", where="state = 'sending'"),
        **_STRICT,
    )
    sa.Table("heartbeats", tables, _key("name"), _text("at"), **_BY_KEY)


def _documents(tables: sa.MetaData) -> None:
    sa.Table(
        "checkpoints",
        tables,
        _number("id", primary_key=True),
        _text("log"),
        _text("agency"),
        _number("size"),
        _text("note"),
        _text("signed_at"),
        _within_log(),
        sa.UniqueConstraint("log", "size", "note"),
        **_STRICT,
    )
    sa.Table(
        "notices",
        tables,
        _number("id", primary_key=True),
        _text("case_number"),
        _text("agency"),
        _number("wave"),
        *(_text(name) for name in ("notice", "template_version", "recipient_kind", "digest")),
        _text("text"),
        _text("html", nullable=True),
        sa.Column("pdf", sa.LargeBinary),
        _text("drafted_at"),
        _within_case(),
        sa.UniqueConstraint("case_number", "digest", "wave", "notice", "recipient_kind"),
        **_STRICT,
    )
    sa.Table(
        "files",
        tables,
        _key("agency"),
        _key("sha256"),
        _number("size"),
        sa.Column("content", sa.LargeBinary, nullable=False),
        _text("stored_at"),
        **_STRICT,
    )


def _key(name: str) -> sa.Column[Any]:
    return sa.Column(name, _TEXT, primary_key=True)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _number(name: str, *, primary_key: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.Integer, nullable=False, primary_key=primary_key)


def _index(name: str, *columns: str, where: str) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _within_case() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["case_number", "agency"], ["cases.number", "cases.agency"])


def _within_log() -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(["log", "agency"], ["logs.id", "logs.agency"])


def _with(*columns: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        columns,
        [f"{other}.log", f"{other}.seq"],
        deferrable=True,
        initially="DEFERRED",
        use_alter=True,
    )
