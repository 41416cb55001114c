"""Puts many rows into a table at once, at the speed of the driver.

Through SQLAlchemy a row takes longer than the database needs for it. SQLite
takes the rows from one prepared statement; PostgreSQL by COPY into a table of
this transaction, and from there where they are not yet.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from typing import Any

from incidents.store.transaction import Prepared, Transaction

#: How many rows are in memory at once.
CHUNK = 4_000
#: From how many rows on a COPY is worth its table.
_MANY = 100
_WORDS = {
    "sqlite": {
        "[AMONG]": "IN (SELECT value FROM json_each(:among))",
        "[BY ID]": "NOT INDEXED",  # walk the rows by number instead of sorting them
        "[BY STATE]": "INDEXED BY deliveries_sending",  # few are; a sending has a million
        "[SKIP LOCKED]": "",
        "[LOCKED]": "",
    },
    "postgresql": {
        "[AMONG]": "= ANY(:among)",
        "[BY ID]": "",
        "[BY STATE]": "",
        "[SKIP LOCKED]": "FOR UPDATE OF d SKIP LOCKED FOR SHARE OF s",
        "[LOCKED]": "FOR NO KEY UPDATE",
    },
}


class Worded(Prepared):
    """A statement with words that each database has its own for."""

    __slots__ = ()

    def _text(self, dialect: str) -> str:
        sql = super()._text(dialect)
        for word, own in _WORDS[dialect].items():
            sql = sql.replace(word, own)
        return sql


class BulkInsert:
    """An insert of many rows; those that are there already are left alone."""

    __slots__ = ("_count", "_names", "_table")

    def __init__(self, table: str, *columns: str) -> None:
        """Take the columns in the order in which the rows give them."""
        self._table = table
        self._names = ", ".join(columns)
        self._count = len(columns)

    def put(self, work: Transaction, rows: Sequence[Sequence[object]]) -> int:
        """Put the rows in, and give how many were new."""
        if not rows:
            return 0
        if work.dialect.name == "sqlite" or len(rows) < _MANY:
            return self._one_by_one(work, rows)
        return self._copy(work, rows)

    def _one_by_one(self, work: Transaction, rows: Sequence[Sequence[object]]) -> int:
        mark = "?" if work.dialect.name == "sqlite" else "%s"
        marks = ", ".join([mark] * self._count)
        cursor = work.driver.cursor()
        cursor.executemany(
            f"INSERT INTO {self._table} ({self._names}) VALUES ({marks}) ON CONFLICT DO NOTHING",  # noqa: S608
            rows,
        )
        return int(cursor.rowcount)

    def _copy(self, work: Transaction, rows: Sequence[Sequence[object]]) -> int:
        incoming = f"incoming_{self._table}"
        work.driver.execute(
            f"CREATE TEMPORARY TABLE IF NOT EXISTS {incoming} ON COMMIT DROP"  # noqa: S608
            f" AS SELECT {self._names} FROM {self._table} WITH NO DATA"
        )
        cursor = work.driver.cursor()
        cursor.execute(f"SELECT {self._names} FROM {incoming}")  # noqa: S608 - names of ours
        types = [column.type_code for column in cursor.description]
        with cursor.copy(f"COPY {incoming} ({self._names}) FROM STDIN (FORMAT BINARY)") as copy:
            copy.set_types(types)
            for row in rows:
                copy.write_row(row)
        cursor.execute(
            f"INSERT INTO {self._table} ({self._names})"  # noqa: S608
            f" SELECT {self._names} FROM {incoming} ON CONFLICT DO NOTHING"
        )
        new = int(cursor.rowcount)
        cursor.execute(f"TRUNCATE {incoming}")
        return new


def among(work: Transaction, values: Iterable[object]) -> Any:  # noqa: ANN401 - either driver's
    """Give values as the database takes them for ``[AMONG]``."""
    listed = list(values)
    return json.dumps(listed) if work.dialect.name == "sqlite" else listed
