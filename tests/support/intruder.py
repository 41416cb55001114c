"""Somebody who owns the database: triggers and foreign keys stop nobody here."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import Any, NamedTuple

from sqlalchemy import Engine

from incidents.ledger.entry import NO_ENTRY, Entry, content_digest, entry_hash
from incidents.moments import Instant


class Row(NamedTuple):
    """An entry with its content, as it lies in the database."""

    entry: bytes
    salt: bytes
    body: bytes


class Intruder:
    """Writes past the program, with every guard of the database put aside."""

    def __init__(self, engine: Engine) -> None:
        """Take over this database."""
        self._engine = engine

    def run(self, statement: str, *values: object) -> list[Any]:
        """Run one statement; ``?`` stands for a value on either database."""
        with self._connected() as connection:
            return self._execute(connection, statement, values)

    def rows(self, log: str) -> list[Row]:
        """Give the entries of a log with their contents."""
        found = self.run(
            "SELECT e.entry, c.salt, c.body FROM entries e JOIN contents c"
            " ON c.log = e.log AND c.seq = e.seq WHERE e.log = ? ORDER BY e.seq",
            log,
        )
        return [Row(*map(bytes, row)) for row in found]

    def put(self, log: str, rows: Sequence[Row], *, head: bool = True) -> None:
        """Put these entries in the place of all that a log had."""
        agency = self.run("SELECT agency FROM logs WHERE id = ?", log)[0][0]
        with self._connected() as connection:
            for table in ("entries", "contents"):
                self._execute(connection, f"DELETE FROM {table} WHERE log = ?", [log])  # noqa: S608
            for seq, row in enumerate(rows):
                self._insert(connection, (log, seq, agency), row)
            if head:
                last = entry_hash(rows[-1].entry) if rows else bytes(32)
                move = "UPDATE logs SET size = ?, head = ? WHERE id = ?"
                self._execute(connection, move, [len(rows), last, log])

    def _insert(self, connection: Any, key: tuple[str, int, str], row: Row) -> None:
        contents = "INSERT INTO contents (log, seq, agency, salt, body) VALUES (?, ?, ?, ?, ?)"
        entries = "INSERT INTO entries (log, seq, agency, entry, hash) VALUES (?, ?, ?, ?, ?)"
        self._execute(connection, contents, [*key, row.salt, row.body])
        self._execute(connection, entries, [*key, row.entry, entry_hash(row.entry)])

    @contextmanager
    def _connected(self) -> Iterator[Any]:
        """Give a connection that nothing stops, and put everything back after."""
        connection: Any = self._engine.raw_connection().driver_connection
        guards = self._put_aside(connection)
        yield connection
        for guard in guards:
            connection.execute(guard)
        connection.commit()
        connection.close()
        self._engine.dispose()

    def _put_aside(self, connection: Any) -> list[str]:
        """Take the triggers away; give what brings them back."""
        if not self._on_sqlite:
            connection.execute("SET session_replication_role = replica")
            return []
        for setting in ("query_only", "foreign_keys"):
            connection.execute(f"PRAGMA {setting} = OFF")
        connection.execute("BEGIN")
        found = "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"
        triggers = connection.execute(found).fetchall()
        for name, _ in triggers:
            connection.execute(f"DROP TRIGGER {name}")
        return [written for _, written in triggers]

    @property
    def _on_sqlite(self) -> bool:
        return self._engine.dialect.name == "sqlite"

    def _execute(self, connection: Any, statement: str, values: Iterable[object]) -> list[Any]:
        written = statement if self._on_sqlite else statement.replace("?", "%s")
        cursor = connection.execute(written, [*values])
        return list(cursor.fetchall()) if cursor.description else []


def changed(row: Row, **fields: object) -> Row:
    """Give an entry with other fields; ``body`` changes its content and digest."""
    body = fields.pop("body", None)
    if isinstance(body, bytes):
        row = Row(row.entry, row.salt, body)
        fields["content"] = content_digest(row.salt, body)
    if isinstance(fields.get("at"), str):
        fields["at"] = Instant.parse(str(fields["at"]))
    entry = replace(Entry.parse(row.entry), **fields)  # type: ignore[arg-type]
    return Row(entry.written(), row.salt, row.body)


def rechained(rows: Sequence[Row]) -> list[Row]:
    """Give the same entries with numbers and links that fit again."""
    prev, found = NO_ENTRY, []
    for seq, row in enumerate(rows):
        found.append(changed(row, seq=seq, prev=prev))
        prev = entry_hash(found[-1].entry).hex()
    return found
