"""The unit of work: the one place where a change is committed.

    with UnitOfWork(engine, now, actor) as work:
        work.append("KINGSTON-2026-001", [FactRecorded(...)])

What the block does is one transaction: it is on the disk when the block is
left, or, after an exception, gone. On SQLite it holds the write lock from its
beginning; on PostgreSQL it holds the row of each log whose end it has read, so
take the log of the case before that of its agency. ``reads_only`` gives one
that sees a single moment, holds up nobody, and refuses to write.
"""

from __future__ import annotations

from collections.abc import Sequence
from types import TracebackType
from typing import Self

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from incidents.moments import Instant
from incidents.services import people_ports, ports
from incidents.services.field_keys import FieldKeyStore
from incidents.services.ports import Event, StoredEvent, StoreError
from incidents.store.cases import SqlCases
from incidents.store.deliveries import SqlDeliveries
from incidents.store.documents import SqlCheckpoints, SqlFiles, SqlNotices
from incidents.store.duties import SqlDuties
from incidents.store.engine import reading
from incidents.store.faults import explained
from incidents.store.heartbeats import SqlHeartbeats
from incidents.store.logs import SqlLogs
from incidents.store.people import SqlPeople, SqlRosters
from incidents.store.rates import SqlRates
from incidents.store.recipients import SqlRecipients
from incidents.store.reminders import SqlReminders
from incidents.store.sealed_rows import SealedRows
from incidents.store.sealed_values import SqlSealedValues
from incidents.store.sendings import SqlSendings
from incidents.store.transaction import Transaction


class UnitOfWork:
    """One transaction: everything in it is kept, or nothing."""

    logs: ports.Logs
    cases: ports.Cases
    duties: ports.Duties
    reminders: ports.Reminders
    notices: ports.Notices
    files: ports.Files
    checkpoints: ports.Checkpoints
    heartbeats: ports.Heartbeats
    rosters: people_ports.Rosters
    people: people_ports.People
    recipients: people_ports.Recipients
    sendings: people_ports.Sendings
    deliveries: people_ports.Deliveries
    rates: people_ports.Rates
    sealed_values: people_ports.SealedValues

    def __init__(
        self,
        engine: Engine,
        now: Instant,
        actor: str,
        *,
        reads_only: bool = False,
        field_keys: FieldKeyStore | None = None,
    ) -> None:
        """Wait to begin; ``now`` and the actor's id go into each entry.

        The keys are only looked for where somebody's name is read or written.
        """
        self.now = now
        self.actor = actor
        self._engine = reading(engine) if reads_only else engine
        self._reads_only = reads_only
        self._field_keys = field_keys
        self._connection: Connection | None = None
        self._work: Transaction | None = None

    def __enter__(self) -> Self:
        """Begin; raise StoreBusyError where another writer does not finish."""
        try:
            self._connection = self._engine.connect()
            self._connection.begin()
        except (DBAPIError, StoreError) as wrong:
            self._end()
            _explain(wrong)
            raise
        self._give_parts(self._connection)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Commit on a clean exit, undo everything otherwise."""
        try:
            if error is None:
                self._commit()
        except DBAPIError as wrong:
            _explain(wrong)
            raise
        finally:
            self._forget_if_lost(error)
            self._end()
        if error is not None:
            _explain(error)

    def append(self, log: str, events: Sequence[Event]) -> list[int]:
        """Chain the events to the log and give their sequence numbers."""
        return self._chains.append(log, events)

    def history(self, log: str, until: Instant | None = None) -> list[StoredEvent]:
        """Give the events in order, up to and at ``until``."""
        return self._chains.history(log, until)

    def _give_parts(self, connection: Connection) -> None:
        work = Transaction(connection, self.now, self.actor, writes=not self._reads_only)
        self._work = work
        self.logs = self._chains = SqlLogs(work)
        self.cases = SqlCases(work)
        self.duties = SqlDuties(work)
        self.reminders = SqlReminders(work)
        self.notices = SqlNotices(work)
        self.files = SqlFiles(work)
        self.checkpoints = SqlCheckpoints(work)
        self.heartbeats = SqlHeartbeats(work)
        self._give_people(work)

    def _give_people(self, work: Transaction) -> None:
        rows = SealedRows(work, self._field_keys)
        self.rosters = SqlRosters(work)
        self.people = SqlPeople(work, rows)
        self.recipients = SqlRecipients(work, rows)
        self.sendings = SqlSendings(work)
        self.deliveries = SqlDeliveries(work, rows)
        self.rates = SqlRates(work)
        self.sealed_values = SqlSealedValues(work, rows)

    def _commit(self) -> None:
        if self._connection is not None:
            self._connection.commit()

    def _forget_if_lost(self, error: BaseException | None) -> None:
        """Close a connection that the driver, past SQLAlchemy, found to be gone."""
        dialect = self._engine.dialect
        if self._work is None or not isinstance(error, dialect.loaded_dbapi.Error):
            return
        if dialect.is_disconnect(error, self._work.driver, None):
            self._work.connection.invalidate(error)

    def _end(self) -> None:
        """Give the connection back; what was not committed is undone."""
        if self._work is not None:
            self._work.close_streams()
            self._work = None
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _explain(error: BaseException) -> None:
    if sentence := explained(error):
        raise sentence from error
