"""The logs: events chained to the head, and read back.

An entry is let in by a trigger that demands that it be the next of its log and
moves the log's size, head and time on, so that even a statement past this file
cannot fork a chain. Writers take turns: on SQLite from the beginning of their
transaction, on PostgreSQL from the moment they read a log's head.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from sqlalchemy import Row as NamedRow
from sqlalchemy import select

from incidents.ledger.chain import Head
from incidents.ledger.contents import Row
from incidents.ledger.entry import Entry
from incidents.moments import Instant
from incidents.services.ports import (
    Event,
    LogRow,
    StoredEvent,
    StoreError,
)
from incidents.store.agencies import unknown_log
from incidents.store.chaining import links, with_clock
from incidents.store.tables import Log
from incidents.store.transaction import (
    Prepared,
    Transaction,
    insert_if_absent,
    instant_or_none,
)

_HEAD = "SELECT agency, size, head, at FROM logs WHERE id = :log"
_READ_HEAD = Prepared(_HEAD)
_LOCK_HEAD = Prepared(_HEAD, on_postgresql=" FOR UPDATE")
_ADD_CONTENT = Prepared(
    "INSERT INTO contents (log, seq, agency, salt, body) VALUES (:log, :seq, :agency, :salt, :body)"
)
_ADD_ENTRY = Prepared(
    "INSERT INTO entries (log, seq, agency, entry, hash)"
    " VALUES (:log, :seq, :agency, :entry, :hash)"
)
_STREAM = Prepared(
    "SELECT e.entry, c.salt, c.body, FALSE FROM entries AS e"
    " LEFT JOIN contents AS c ON c.log = e.log AND c.seq = e.seq"
    " WHERE e.log = :log AND e.seq >= :start ORDER BY e.seq"
)
_LOGS = select(Log.id, Log.agency, Log.kind, Log.size, Log.head, Log.at)


class SqlLogs:
    """The hash chains in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def ensure_agency(self, agency: str) -> LogRow:
        """Give the agency's own log, begun if it was not there."""
        row = {"id": agency, "agency": agency, "kind": "agency"}
        self._work.execute(insert_if_absent(Log), row)
        return self.get(agency)

    def get(self, log: str) -> LogRow:
        """Give the state of a log, or raise UnknownLogError."""
        row = self._work.execute(_LOGS.where(Log.id == log)).one_or_none()
        if row is None:
            raise unknown_log(log)
        return _log(row)

    def list_all(self) -> list[LogRow]:
        """Give every log by id."""
        return [_log(row) for row in self._work.execute(_LOGS.order_by(Log.id))]

    def stream(self, log: str, start: int = 0) -> Iterator[Row]:
        """Give the entries from number ``start`` on as stored, for verification."""
        return self._work.stream(_STREAM, log=log, start=start)

    def append(self, log: str, events: Sequence[Event]) -> list[int]:
        """Chain the events to the log and give their sequence numbers."""
        head, agency = self._end(log)
        written = with_clock(events, head, self._work.now)
        rows = [
            link | {"log": log, "agency": agency}
            for link in links(written, head, self._work.now, self._work.actor)
        ]
        if rows:
            self._work.run_many(_ADD_CONTENT, rows)
            self._work.run_many(_ADD_ENTRY, rows)
        end = head.size + len(rows)
        return list(range(end - len(events), end))

    def history(self, log: str, until: Instant | None) -> list[StoredEvent]:
        """Give the events in order, up to and at ``until``."""
        self._end(log)
        events = []
        for row in self._work.run(_STREAM, log=log, start=0):
            event = _event(row)
            if until is not None and event.at > until:
                break
            events.append(event)
        return events

    def _end(self, log: str) -> tuple[Head, str]:
        """Give the end of the log, which stays the end while this one writes, and whose."""
        statement = _LOCK_HEAD if self._work.writes else _READ_HEAD
        row = self._work.run(statement, log=log).fetchone()
        if row is None:
            raise unknown_log(log)
        agency, size, head, at = row
        return Head(log=log, size=size, hash=head.hex(), at=instant_or_none(at)), agency


def _event(stored: Row) -> StoredEvent:
    written, _, body, _ = stored
    entry = Entry.parse(written)
    if body is None:
        raise StoreError(
            f"The content of entry {entry.seq} of {entry.log} is gone, so the record cannot be "
            f"read past it; run duenotice verify {entry.log}, and restore the last good back-up."
        )
    return StoredEvent(
        seq=entry.seq, at=entry.at, actor=entry.actor, tag=entry.action, body=json.loads(body)
    )


def _log(row: NamedRow[Any]) -> LogRow:
    return LogRow(
        id=row.id,
        agency=row.agency,
        kind=row.kind,
        size=row.size,
        head=row.head.hex(),
        at=instant_or_none(row.at),
    )
