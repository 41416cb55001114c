"""Copies all rows from one database of ours into an empty one.

The rows of the record are as they were, so the triggers that let them in one
by one have to stand aside while they are put down. They are back before the
copy is committed, and nothing of the copy is kept if anything fails.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, insert, select, text
from sqlalchemy import Table as AnyTable

from incidents.store import people_tables  # noqa: F401 - so that its tables are known
from incidents.store.tables import Table

#: Each table after those it refers to; the promises between entries, contents
#: and cases are only looked at when all is there.
_ORDER = (
    "logs",
    "entries",
    "contents",
    "counters",
    "cases",
    "duties",
    "reminders",
    "notices",
    "files",
    "checkpoints",
    "heartbeats",
    "rosters",
    "people",
    "recipients",
    "concerns",
    "sendings",
    "batches",
    "deliveries",
    "rates",
)
#: How many rows are in memory at once; some hold whole documents.
_AT_ONCE = {"notices": 10, "files": 1}


def copy_rows(source: Connection, target: Engine) -> None:
    """Put every row of the source into the target, which has none."""
    with target.begin() as connection, _without_triggers(connection):
        for name in _ORDER:
            _copy_table(source, connection, Table.metadata.tables[name])


def _copy_table(source: Connection, target: Connection, table: AnyTable) -> None:
    rows = source.execution_options(yield_per=_AT_ONCE.get(table.name, 1_000))
    for some in rows.execute(select(table)).mappings().partitions():
        target.execute(insert(table), [dict(row) for row in some])
    if target.dialect.name == "postgresql" and "id" in table.c and table.name != "logs":
        _count_on(target, table.name)


def _count_on(target: Connection, table: str) -> None:
    """Let PostgreSQL's numbering go on after the highest number copied."""
    target.execute(
        text(
            f"SELECT setval(pg_get_serial_sequence('{table}', 'id'), max(id))"  # noqa: S608
            f" FROM {table} HAVING max(id) IS NOT NULL"
        )
    )


@contextmanager
def _without_triggers(connection: Connection) -> Iterator[None]:
    if connection.dialect.name == "postgresql":
        _switch_triggers(connection, "DISABLE")
        yield
        # What was promised for the commit has to be looked at before this.
        connection.execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
        _switch_triggers(connection, "ENABLE")
        return
    triggers = connection.execute(
        text("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    ).all()
    for name, _ in triggers:
        connection.execute(text(f"DROP TRIGGER {name}"))
    yield
    for _, sql in triggers:
        connection.exec_driver_sql(sql)


def _switch_triggers(connection: Connection, act: str) -> None:
    for name in _ORDER:
        connection.execute(text(f"ALTER TABLE {name} {act} TRIGGER USER"))
