"""The tables about the people who are told, and the languages of notices."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_STRICT: dict[str, Any] = {"sqlite_strict": True}
_BY_KEY: dict[str, Any] = {"sqlite_strict": True, "sqlite_with_rowid": False}
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")
_BOOL = sa.Boolean().with_variant(sa.Integer(), "sqlite")
_NAMES = {
    "uq": "%(table_name)s_%(column_0_N_name)s_key",
    "fk": "%(table_name)s_%(column_0_N_name)s_fkey",
    "pk": "%(table_name)s_pkey",
}


def upgrade() -> None:
    """Make the new tables beside those that are there."""
    # A draft made before this step is in English, as all were.
    op.add_column("notices", sa.Column("language", _TEXT, nullable=False, server_default="en"))
    op.add_column("notices", sa.Column("document", sa.LargeBinary))
    connection = op.get_bind()
    tables = _tables()
    tables.create_all(
        connection, tables=[each for each in tables.sorted_tables if each.name != "cases"]
    )


def _tables() -> sa.MetaData:
    tables = sa.MetaData(naming_convention=_NAMES)
    # Only so that the foreign keys find what they name; it is there already.
    sa.Table("cases", tables, _text("number"), _text("agency"))
    _persons(tables)
    _recipients(tables)
    _sendings(tables)
    _deliveries(tables)
    return tables


def _persons(tables: sa.MetaData) -> None:
    sa.Table(
        "rosters",
        tables,
        *_within_case(),
        *(_number(name) for name in ("wave", "number")),
        _text("sha256"),
        *(_number(name) for name in ("rows", "added", "known")),
        *(_text(name) for name in ("imported_at", "imported_by")),
        sa.UniqueConstraint("case_number", "number"),
        **_STRICT,
    )
    sa.Table(
        "people",
        tables,
        *_within_case(),
        *(_number(name) for name in ("wave", "roster")),
        *(_text(name) for name in ("identity", "affected_group")),
        sa.Column("is_former", _BOOL, nullable=False),
        *(_text(name, nullable=True) for name in ("residence", "exposed")),
        _sealed("name"),
        *(_sealed(name, nullable=True) for name in ("local_id", "birthday")),
        _sealed("contacts"),
        sa.UniqueConstraint("case_number", "wave", "identity"),
        **_STRICT,
    )


def _recipients(tables: sa.MetaData) -> None:
    sa.Table(
        "recipients",
        tables,
        *_within_case(),
        _number("wave"),
        *(_text(name) for name in ("household", "notice", "kind", "duties", "language")),
        *(_text(name, nullable=True) for name in ("method", "fallback")),
        _text("reason"),
        _text("excused", nullable=True),
        _sealed("names"),
        *(_sealed(name, nullable=True) for name in ("address", "email", "phone")),
        sa.UniqueConstraint("case_number", "wave", "household"),
        _index(
            "recipients_without_method",
            "case_number",
            "wave",
            "id",
            where="method IS NULL AND excused IS NULL",
        ),
        **_STRICT,
    )
    sa.Table(
        "concerns",
        tables,
        _number("recipient", primary_key=True),
        _number("person", primary_key=True),
        *_within_case(has_id=False),
        _sealed("name"),
        _text("exposed", nullable=True),
        _of("recipient", "recipients"),
        _of("person", "people"),
        sa.Index("concerns_of_person", "person"),
        **_BY_KEY,
    )


def _sendings(tables: sa.MetaData) -> None:
    sa.Table(
        "sendings",
        tables,
        *_within_case(),
        *(_number(name) for name in ("wave", "number")),
        *(_text(name) for name in ("state", "notices")),
        _number("deliveries"),
        _text("prepared_at"),
        *(_text(name, nullable=True) for name in ("released_at", "reason")),
        sa.UniqueConstraint("case_number", "number"),
        _index("sendings_released", "id", where="state = 'released'"),
        **_STRICT,
    )
    sa.Table(
        "batches",
        tables,
        *_within_case(),
        *(_number(name) for name in ("wave", "sending", "number")),
        _text("method"),
        _number("deliveries"),
        *(_text(name) for name in ("manifest", "made_at")),
        _text("handed_over_at", nullable=True),
        _of("sending", "sendings"),
        sa.UniqueConstraint("case_number", "number"),
        **_STRICT,
    )
    sa.Table(
        "rates",
        tables,
        sa.Column("channel", _TEXT, primary_key=True),
        _text("minute"),
        _number("in_minute"),
        _text("day"),
        _number("in_day"),
        **_BY_KEY,
    )


def _deliveries(tables: sa.MetaData) -> None:
    later = (
        "claimed_by",
        "claimed_until",
        "handed_over_at",
        "settled_at",
        "last_result",
        "sent_to",
    )
    sa.Table(
        "deliveries",
        tables,
        *_within_case(),
        *(_number(name) for name in ("wave", "sending", "recipient")),
        *(_text(name) for name in ("duty", "method", "notice", "state", "message_id")),
        _number("attempts"),
        _text("due_at"),
        *(_text(name, nullable=True) for name in later),
        sa.Column("batch", sa.Integer),
        _number("cents"),
        _of("sending", "sendings"),
        _of("recipient", "recipients"),
        sa.UniqueConstraint("recipient", "case_number", "wave", "duty", "method", "notice"),
        sa.UniqueConstraint("message_id"),
        sa.Index("deliveries_of_sending", "sending", "id"),
        _index("deliveries_queued", "sending", "method", "due_at", "id", where="state = 'queued'"),
        _index("deliveries_sending", "sending", "claimed_until", where="state = 'sending'"),
        _index(
            "deliveries_in_hand",
            "sending",
            "claimed_until",
            where="state = 'in_hand' AND batch IS NULL",
        ),
        _index("deliveries_batch", "case_number", "batch", where="batch IS NOT NULL"),
        **_STRICT,
    )


def _within_case(*, has_id: bool = True) -> tuple[sa.schema.SchemaItem, ...]:
    """Give the columns that say whose a row is, and the promise that it is so."""
    number = (_number("id", primary_key=True),) if has_id else ()
    promise = sa.ForeignKeyConstraint(["case_number", "agency"], ["cases.number", "cases.agency"])
    return (*number, _text("case_number"), _text("agency"), promise)


def _text(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, _TEXT, nullable=nullable)


def _number(name: str, *, primary_key: bool = False) -> sa.Column[Any]:
    # Of the keys only an id is given by the database.
    return sa.Column(
        name,
        sa.Integer,
        nullable=False,
        primary_key=primary_key,
        autoincrement="auto" if name == "id" else False,
    )


def _sealed(name: str, *, nullable: bool = False) -> sa.Column[Any]:
    return sa.Column(name, sa.LargeBinary, nullable=nullable)


def _index(name: str, *columns: str, where: str) -> sa.Index:
    return sa.Index(name, *columns, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def _of(column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"])
