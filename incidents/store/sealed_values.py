"""All sealed values together: counted by key, and sealed anew with the newest.

Rows are walked by number; a recipient takes along those it is told about.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from incidents.store.bulk import Worded, among
from incidents.store.field_seals import KEY_LENGTH, KEY_STARTS, key_of
from incidents.store.sealed_rows import LOCK, SealedRows, place_of
from incidents.store.transaction import Prepared, Transaction

#: The sealed columns of each table, in the order of its rows below.
SEALED = {
    "people": ("name", "local_id", "birthday", "contacts"),
    "recipients": ("names", "address", "email", "phone"),
    "concerns": ("name",),
}
_KEY = f"substr({{column}}, {KEY_STARTS + 1}, {KEY_LENGTH})"
_COUNTS = {
    (table, column): Prepared(
        f"SELECT {_KEY.format(column=column)}, count(*) FROM {table}"  # noqa: S608 - names of ours
        f" WHERE {column} IS NOT NULL GROUP BY 1"
    )
    for table, columns in SEALED.items()
    for column in columns
}
_BLIND = {"people": "identity", "recipients": "household"}
_PAGE = {
    table: Worded(
        f"SELECT id, case_number, wave, {blind}, {', '.join(SEALED[table])} FROM {table}"  # noqa: S608
        " WHERE id > :after ORDER BY id LIMIT :limit [LOCKED]"
    )
    for table, blind in _BLIND.items()
}
_WRITE = {
    table: Prepared(
        f"UPDATE {table} SET {', '.join(f'{name} = :{name}' for name in SEALED[table])}"  # noqa: S608
        " WHERE id = :id"
    )
    for table in _BLIND
}
_CONCERNS = Worded("SELECT recipient, person, name FROM concerns WHERE recipient [AMONG]")
_WRITE_CONCERN = Prepared(
    "UPDATE concerns SET name = :name WHERE recipient = :recipient AND person = :person"
)
_LOCK = Prepared(f"SELECT pg_advisory_xact_lock({LOCK})")


class SqlSealedValues:
    """The sealed values of the database."""

    __slots__ = ("_rows", "_work")

    def __init__(self, work: Transaction, rows: SealedRows) -> None:
        """Work within that transaction, with its seals."""
        self._work = work
        self._rows = rows

    def counts(self) -> dict[str, int]:
        """Give how many values each key seals, by the key's id."""
        found: dict[str, int] = {}
        for statement in _COUNTS.values():
            for key, count in self._work.run(statement).fetchall():
                name = bytes(key).decode("ascii", "replace")
                found[name] = found.get(name, 0) + count
        return found

    def tables(self) -> tuple[str, ...]:
        """Give the names of the tables that :meth:`reseal` walks."""
        return tuple(_BLIND)

    def reseal(self, table: str, after: int, limit: int) -> int | None:
        """Seal with the newest key the values of some rows, after a number."""
        page = self._work.run(_PAGE[table], after=after, limit=limit).fetchall()
        for number, case, wave, blind, *values in page:
            belongs = place_of(case, wave, blind)
            if self._are_old(values):
                anew = self._anew(table, belongs, values)
                self._work.run(_WRITE[table], id=number, **anew)
        if table == "recipients":
            self._reseal_concerns({row[0]: place_of(*row[1:4]) for row in page})
        return int(page[-1][0]) if page else None

    def drop_unused(self) -> list[str]:
        """Destroy the older keys that seal nothing, and give their ids."""
        if self._work.dialect.name == "postgresql":
            self._work.run(_LOCK)
        ring = self._rows.keys.find()
        if ring is None:
            return []
        used = self.counts()
        unused = [key.id for key in ring.keys[1:] if key.id not in used]
        for key in unused:
            self._rows.keys.drop(key)
        return unused

    def _reseal_concerns(self, belongs: Mapping[int, str]) -> None:
        rows = self._work.run(_CONCERNS, among=among(self._work, belongs)).fetchall()
        for recipient, person, name in rows:
            if self._are_old([name]):
                place = f"{belongs[recipient]}:{person}"
                anew = self._anew("concerns", place, [name])
                self._work.run(_WRITE_CONCERN, recipient=recipient, person=person, **anew)

    def _are_old(self, values: Iterable[bytes | None]) -> bool:
        newest = self._rows.seals.newest
        return any(value is not None and key_of(value) != newest for value in values)

    def _anew(
        self, table: str, row: str, values: Iterable[bytes | None]
    ) -> dict[str, bytes | None]:
        seals, anew = self._rows.seals, {}
        for name, value in zip(SEALED[table], values, strict=True):
            column = f"{table}.{name}"
            opened = seals.open_or_none(column, row, value)
            anew[name] = seals.seal_or_none(column, row, opened)
        return anew
