"""One transaction as the parts of the store see it.

Most statements are SQLAlchemy's. The few that run at every change or every
sweep are :class:`Prepared`: written as SQL, put into the driver's form once,
and run by the driver itself, because building and reading them through
SQLAlchemy takes longer than the database does.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, CursorResult, Executable, Insert, text
from sqlalchemy.engine import Dialect
from sqlalchemy.ext.compiler import compiles

from incidents.moments import Instant
from incidents.store.tables import NEVER, Table


class InsertIfAbsent(Insert):
    """An insert that leaves a row alone which is already there."""

    inherit_cache = True


@compiles(InsertIfAbsent)
def _leave_alone(element: Insert, compiler: Any, **options: Any) -> str:  # noqa: ANN401 - SQLAlchemy's
    return f"{compiler.visit_insert(element, **options)} ON CONFLICT DO NOTHING"


def insert_if_absent(table: type[Table]) -> Insert:
    """Give the insert of rows of which some may already be there."""
    return InsertIfAbsent(table).inline()


class Prepared:
    """A statement with ``:names``, in the driver's own form."""

    __slots__ = ("_forms", "_on_postgresql", "_sql")

    def __init__(self, sql: str, *, on_postgresql: str = "") -> None:
        """Keep the statement, and what PostgreSQL wants at its end."""
        self._sql = sql
        self._on_postgresql = on_postgresql
        self._forms: dict[str, tuple[str, tuple[str, ...] | None]] = {}

    def form(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
        """Give the driver's text, and the order of the names if they have one."""
        found = self._forms.get(dialect.name)
        return found or self._prepare(dialect)

    def _prepare(self, dialect: Dialect) -> tuple[str, tuple[str, ...] | None]:
        compiled = text(self._text(dialect.name)).compile(dialect=dialect)
        order = tuple(compiled.positiontup) if compiled.positiontup is not None else None
        self._forms[dialect.name] = compiled.string, order
        return self._forms[dialect.name]

    def _text(self, dialect: str) -> str:
        return self._sql + (self._on_postgresql if dialect == "postgresql" else "")


class Transaction:
    """A connection within a transaction, when it is, and who asks."""

    __slots__ = ("_streams", "actor", "connection", "dialect", "driver", "now", "writes")

    def __init__(self, connection: Connection, now: Instant, actor: str, *, writes: bool) -> None:
        """Stand on a connection whose transaction has begun."""
        self.connection = connection
        self.dialect = connection.dialect
        self.driver: Any = connection.connection.driver_connection
        self.now = now
        self.actor = actor
        self.writes = writes
        # Cursors that are read bit by bit; none may be read on in a later transaction.
        self._streams: list[Any] = []

    @property
    def stamp(self) -> str:
        """Give the time of this transaction as the tables keep it."""
        return self.now.stamp()

    def execute(self, statement: Executable, values: Any = None) -> CursorResult[Any]:  # noqa: ANN401 - rows
        """Run a statement of SQLAlchemy."""
        return self.connection.execute(statement, values)

    def run(self, statement: Prepared, **values: object) -> Any:  # noqa: ANN401 - the driver's cursor
        """Run a prepared statement and give the driver's cursor."""
        sql, order = statement.form(self.dialect)
        return self.driver.execute(sql, _arguments(order, values))

    def run_many(self, statement: Prepared, rows: Sequence[Mapping[str, object]]) -> None:
        """Run a prepared statement once a row."""
        sql, order = statement.form(self.dialect)
        if len(rows) == 1:
            self.driver.execute(sql, _arguments(order, rows[0]))
        else:
            self.driver.cursor().executemany(sql, [_arguments(order, row) for row in rows])

    def stream(self, statement: Prepared, **values: object) -> Iterator[Any]:
        """Give the rows one after another, without holding them all."""
        sql, order = statement.form(self.dialect)
        if self.dialect.name == "postgresql":
            cursor = self.driver.cursor(f"stream_{len(self._streams)}")
            cursor.itersize = 5_000
        else:
            cursor = self.driver.cursor()
        self._streams.append(cursor)
        return iter(cursor.execute(sql, _arguments(order, values)))

    def close_streams(self) -> None:
        """End the streams that were begun, read to their end or not."""
        for cursor in self._streams:
            cursor.close()


def _arguments(order: Iterable[str] | None, values: Mapping[str, object]) -> object:
    return values if order is None else [values[name] for name in order]


def instant(stamp: str) -> Instant:
    """Give the instant of a time in the tables."""
    return Instant(datetime.fromisoformat(stamp))


def instant_or_none(stamp: str | None) -> Instant | None:
    """Give the instant of a time that may be absent."""
    return None if stamp is None or stamp == NEVER else instant(stamp)


def stamp_or_none(moment: Instant | None) -> str | None:
    """Give the text of a time that may be absent."""
    return None if moment is None else moment.stamp()
