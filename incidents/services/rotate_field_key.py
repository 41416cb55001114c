"""Puts a new key in the place of the one that seals names and addresses.

Every value is sealed anew, some rows at a time, each time one transaction: others
go on meanwhile, and a program that is killed leaves values of both keys, which
open as before. The next call finds them and goes on with the key that was made,
rather than making one more.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from incidents.services.field_keys import FieldKeyError, FieldKeyStore
from incidents.services.ports import UnitOfWork

#: How many rows are sealed anew in one transaction.
AT_ONCE = 400
#: How often all tables are walked, should others seal with the old key meanwhile.
_ROUNDS = 5

Work = Callable[[], UnitOfWork]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rotated:
    """What came of a rotation: the key that seals, and the older ones."""

    #: The id of the key that seals everything now.
    newest: str
    #: Whether it was made by this call, or by one that was cut short.
    is_new: bool
    values: int
    #: The older keys that are still there, and seal nothing in this database.
    kept: tuple[str, ...]
    #: The older keys that were destroyed.
    dropped: tuple[str, ...]


def rotate_field_key(
    work: Work,
    reading: Work,
    keys: FieldKeyStore,
    *,
    drop_old: bool = False,
    at_once: int = AT_ONCE,
) -> Rotated:
    """Give what came of sealing every value with a new key.

    An older key is destroyed only where that is asked for and it seals nothing
    any more: back-ups made before cannot be read without it. Raise FieldKeyError
    where a value cannot be opened; what was sealed anew by then stays so.
    """
    is_new = _begin(_counts(reading), keys)
    counts = _reseal_all(work, reading, keys, at_once)
    dropped: tuple[str, ...] = ()
    if drop_old:
        with work() as unit:
            dropped = tuple(unit.sealed_values.drop_unused())
    ring = keys.ensure()
    return Rotated(
        newest=ring.newest.id,
        is_new=is_new,
        values=counts.get(ring.newest.id, 0),
        kept=tuple(key.id for key in ring.keys[1:]),
        dropped=dropped,
    )


def _begin(counts: Mapping[str, int], keys: FieldKeyStore) -> bool:
    """Make a key, unless the newest has not yet taken over all there is."""
    ring = keys.find()
    known = {key.id for key in ring.keys} if ring else set()
    if missing := sorted(set(counts) - known):
        raise FieldKeyError(
            f"The key {missing[0]} is not in {keys.place}, and values in the database are sealed "
            "with it; put it back from its copy before another one is made."
        )
    if ring is None:
        keys.ensure()
    elif set(counts) <= {ring.newest.id}:
        keys.add()
    else:
        return False
    return True


def _reseal_all(work: Work, reading: Work, keys: FieldKeyStore, at_once: int) -> Mapping[str, int]:
    """Walk all tables until the newest key seals all there is."""
    for _ in range(_ROUNDS):
        counts = _counts(reading)
        if set(counts) <= {keys.ensure().newest.id}:
            return counts
        with reading() as unit:
            tables = unit.sealed_values.tables()
        for table in tables:
            _reseal(work, table, at_once)
    raise FieldKeyError(
        "Others sealed with the old key as long as this ran; end what was started before the new "
        "key was made, and rotate again."
    )


def _reseal(work: Work, table: str, at_once: int) -> None:
    after: int | None = 0
    while after is not None:
        with work() as unit:
            after = unit.sealed_values.reseal(table, after, at_once)


def _counts(reading: Work) -> Mapping[str, int]:
    with reading() as unit:
        return unit.sealed_values.counts()
