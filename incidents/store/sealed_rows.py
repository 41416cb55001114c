"""The seals of one transaction, loaded when the first sealed value is met.

Each transaction loads the keys anew, so that nobody goes on with a key that was
replaced meanwhile; and who writes holds off the destruction of old keys until
the transaction has ended (on SQLite the one writer there is does so anyway).
"""

from __future__ import annotations

from incidents.services.field_keys import FieldKeyError, FieldKeyStore
from incidents.store.field_seals import FieldSeals, key_of
from incidents.store.transaction import Prepared, Transaction

#: Any number would do, as long as no other lock of ours has it.
LOCK = 0x0D0E_5EA1
_HOLD_OFF = Prepared(f"SELECT pg_advisory_xact_lock_shared({LOCK})")
_ANY = Prepared(
    "SELECT name FROM (SELECT name FROM people LIMIT 1) AS p"
    " UNION ALL SELECT names FROM (SELECT names FROM recipients LIMIT 1) AS r"
)


class SealedRows:
    """Gives the seals where a row needs them, and loads them once."""

    __slots__ = ("_keys", "_seals", "_work")

    def __init__(self, work: Transaction, keys: FieldKeyStore | None) -> None:
        """Wait until a row needs them."""
        self._work = work
        self._keys = keys
        self._seals: FieldSeals | None = None

    @property
    def seals(self) -> FieldSeals:
        """Give the seals; raise FieldKeyError where the keys are missing."""
        if self._seals is None:
            self._seals = self._load()
        return self._seals

    @property
    def keys(self) -> FieldKeyStore:
        """Give where the keys lie; raise FieldKeyError where nobody said so."""
        if self._keys is None:
            raise FieldKeyError(
                "This unit of work was begun without the keys of sealed fields; give it the place "
                "where they lie."
            )
        return self._keys

    def _load(self) -> FieldSeals:
        if self._work.writes and self._work.dialect.name == "postgresql":
            self._work.run(_HOLD_OFF)
        ring = self.keys.find()
        if ring is None:
            self._refuse_new_keys()
            ring = self.keys.ensure()
        return FieldSeals(ring)

    def _refuse_new_keys(self) -> None:
        """Refuse to make keys beside values that others sealed: theirs are lost, or not here."""
        found = self._work.run(_ANY).fetchone()
        if found is not None:
            raise FieldKeyError(
                f"The key {key_of(found[0])} is not in {self.keys.place}, and the names in this "
                "database were sealed with it; put the keys back from their copy."
            )


def place_of(case: str, wave: int, key: str = "") -> str:
    """Give what a sealed or blind value of a wave belongs to."""
    return f"{case}:{wave}:{key}" if key else f"{case}:{wave}"
