"""Keys of sealed fields that live as long as a test."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass, field

from incidents.services.field_keys import FieldKey, KeyRing


@dataclass
class MemoryFieldKeys:
    """A ring of keys in memory."""

    keys: list[FieldKey] = field(default_factory=list)
    index: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    place: str = "the tests' own ring"

    def find(self) -> KeyRing | None:
        """Give the ring, or None."""
        if not self.keys:
            return None
        return KeyRing(keys=tuple(self.keys), index=self.index, place=self.place)

    def ensure(self) -> KeyRing:
        """Give the ring, with a first key if there was none."""
        return self.find() or self.add()

    def add(self) -> KeyRing:
        """Make a new key and give the ring with it."""
        secret = secrets.token_bytes(32)
        key = FieldKey(id=hashlib.sha256(secret).hexdigest()[:8], secret=secret)
        self.keys.insert(0, key)
        return KeyRing(keys=tuple(self.keys), index=self.index, place=self.place)

    def drop(self, key: str) -> None:
        """Destroy a key."""
        self.keys = [each for each in self.keys if each.id != key]
