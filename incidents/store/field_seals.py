"""Seals single values with AES-256-GCM, and makes others blind.

A sealed value is ``v1|``, the key's id of eight hexadecimal digits, ``|``, a
random nonce of 12 bytes, and the ciphertext with its tag. What it belongs to
(table, column and row) is authenticated with it, so that it opens in that place
and in no other: a value that was altered, or put into another row, is refused.

Blind is HMAC-SHA256 with a key of its own: who has not got it cannot try names.
"""

from __future__ import annotations

import hmac
import os
import re
from base64 import urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from incidents.services.field_keys import FieldKeyError, KeyRing

#: Where in a sealed value the id of its key stands.
KEY_STARTS, KEY_LENGTH = 3, 8
_NONCE = 12
_HEAD = KEY_STARTS + KEY_LENGTH + 1
_HEADS = re.compile(rb"v1\|[0-9a-f]{8}\|")


class FieldSeals:
    """Seals with the newest key of a ring, opens with any."""

    __slots__ = ("_ciphers", "_head", "_index", "_place", "_seal", "newest")

    def __init__(self, ring: KeyRing) -> None:
        """Take the keys; none of them is ever shown."""
        self._ciphers = {_head(key.id): AESGCM(key.secret) for key in ring.keys}
        self._index = ring.index
        self._place = ring.place
        self.newest = ring.newest.id
        self._head = _head(self.newest)
        self._seal = AESGCM(ring.newest.secret).encrypt

    def __repr__(self) -> str:
        """Give the ids only."""
        return f"FieldSeals(newest={self.newest!r}, keys={len(self._ciphers)})"

    def seal(self, column: str, row: str, value: str) -> bytes:
        """Give a value sealed for one place: ``people.name``, and the row's identity."""
        nonce = os.urandom(_NONCE)
        belongs = f"{column}:{row}".encode()
        return self._head + nonce + self._seal(nonce, value.encode(), belongs)

    def seal_or_none(self, column: str, row: str, value: str | None) -> bytes | None:
        """Give None for a value that is not known."""
        return None if value is None else self.seal(column, row, value)

    def open(self, column: str, row: str, sealed: bytes) -> str:
        """Give the value; raise FieldKeyError where its key is missing or it was altered."""
        head, nonce = sealed[:_HEAD], sealed[_HEAD : _HEAD + _NONCE]
        cipher = self._ciphers.get(head)
        if cipher is None:
            raise self._unknown(column, head)
        try:
            return cipher.decrypt(
                nonce, sealed[_HEAD + _NONCE :], f"{column}:{row}".encode()
            ).decode()
        except (InvalidTag, ValueError):
            raise _altered(column) from None

    def open_or_none(self, column: str, row: str, sealed: bytes | None) -> str | None:
        """Give None for a value that is not known."""
        return None if sealed is None else self.open(column, row, sealed)

    def blind(self, row: str, text: str) -> str:
        """Give 43 letters that are the same for the same text in the same place."""
        digest = hmac.digest(self._index, f"{row}:{text}".encode(), "sha256")
        return urlsafe_b64encode(digest)[:-1].decode()

    def _unknown(self, column: str, head: bytes) -> FieldKeyError:
        if not _HEADS.fullmatch(head):
            return _altered(column)
        return FieldKeyError(
            f"The key {key_of(head)} is not in {self._place}, and a value of "
            f"{column} was sealed with it; put it back from its copy."
        )


def _head(key: str) -> bytes:
    return b"v1|" + key.encode() + b"|"


def key_of(sealed: bytes) -> str:
    """Give the id of the key that sealed a value."""
    return bytes(sealed[KEY_STARTS : KEY_STARTS + KEY_LENGTH]).decode("ascii", "replace")


def _altered(column: str) -> FieldKeyError:
    return FieldKeyError(
        f"A value of {column} is not what was sealed in that place: the database was changed from "
        "outside, or its disk fails. Take it from a back-up, and look into it."
    )
