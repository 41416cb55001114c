"""The keys that seal what identifies somebody, as the services ask for them.

A ring holds several: the newest seals, and every one of them opens what it
sealed. Beside them lies one key of another kind, the **index key**, which makes
blind the texts by which a person or household is found again; it stays as it
is, since what was made blind with it could not be found with another one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Protocol

from incidents.services.ports import StoreError


class FieldKeyError(StoreError):
    """A sealed value cannot be opened, or no key is there to seal one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldKey:
    """A key of 32 bytes with its id of eight hexadecimal digits."""

    id: str
    secret: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyRing:
    """All the keys of an installation."""

    #: The newest first.
    keys: tuple[FieldKey, ...]
    index: bytes = field(repr=False)
    #: Where they lie, for sentences.
    place: str

    @property
    def newest(self) -> FieldKey:
        """Give the key that seals."""
        return self.keys[0]


class FieldKeyStore(Protocol):
    """Where the keys lie: outside the database, and outside its folder."""

    @property
    def place(self) -> str:
        """Say where, for sentences."""

    def find(self) -> KeyRing | None:
        """Give the ring, or None where there was never any key."""

    def ensure(self) -> KeyRing:
        """Give the ring, made with a first key if there was none."""

    def add(self) -> KeyRing:
        """Make a new key and give the ring with it."""

    def drop(self, key: str) -> None:
        """Destroy a key; what it sealed cannot be opened any more."""
