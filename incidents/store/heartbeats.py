"""When each kind of work of the installation was last done."""

from __future__ import annotations

from incidents.moments import Instant
from incidents.store.transaction import Prepared, Transaction, instant

_BEAT = Prepared(
    "INSERT INTO heartbeats (name, at) VALUES (:name, :at)"
    " ON CONFLICT (name) DO UPDATE SET at = excluded.at"
)
_LAST = Prepared("SELECT at FROM heartbeats WHERE name = :name")


class SqlHeartbeats:
    """The heartbeats in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def beat(self, name: str) -> None:
        """Record that it was done now."""
        self._work.run(_BEAT, name=name, at=self._work.stamp)

    def last(self, name: str) -> Instant | None:
        """Give when it was last done."""
        row = self._work.run(_LAST, name=name).fetchone()
        return None if row is None else instant(row[0])
