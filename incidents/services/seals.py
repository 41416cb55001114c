"""What sealing asks of the world: keys, and a place outside the database.

A checkpoint that lies only in the database that it speaks of proves nothing:
whoever rewrites the one rewrites the other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from incidents.errors import DueNoticeError
from incidents.ledger.keys import SigningKey, VerifierKey


class ShelfError(DueNoticeError):
    """The place outside the database cannot be read or written."""


class ShelfContradictedError(ShelfError):
    """The place outside already holds another checkpoint of that size."""


class KeyStore(Protocol):
    """The signing keys, one an agency, made once."""

    def find(self, agency: str) -> SigningKey | None:
        """Give the agency's key, or None where none was made yet."""
        ...

    def ensure(self, agency: str) -> SigningKey:
        """Give the agency's key, made if it was not there."""
        ...

    def verifier(self, agency: str) -> VerifierKey | None:
        """Give the public half alone, or None where there is neither."""
        ...


class CheckpointShelf(Protocol):
    """A place outside the database that keeps each checkpoint for good."""

    def keep(self, log: str, size: int, note: str) -> None:
        """Keep a note; the same again changes nothing.

        Raise ShelfContradictedError where another one of that size is kept.
        """
        ...

    def sizes(self, log: str) -> frozenset[int]:
        """Give the sizes for which a note of the log is kept."""
        ...

    def notes(self, log: str) -> list[str]:
        """Give the notes of a log, the smallest size first."""
        ...

    def logs(self) -> list[str]:
        """Give every log that has a note here, sorted."""
        ...

    def mailed(self, log: str) -> int:
        """Give the largest size whose note went out by mail; 0 for none."""
        ...

    def mark_mailed(self, log: str, size: int, receipt: Sequence[str]) -> None:
        """Record that the note of that size went out, a line each."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Seals:
    """What it takes to seal a log and to hold the seal against it later."""

    keys: KeyStore
    shelf: CheckpointShelf
