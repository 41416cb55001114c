"""What the services ask of the press, and of the folder that it prints into.

Files are first held under a name that nobody looks for, whole and on the disk;
then the batch is recorded; then they get their name. Whatever is killed in
between, a held file is known again by the digest of its manifest: it belongs
to a recorded batch and gets its name, or to none and is thrown away.
"""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Protocol

from incidents.errors import DueNoticeError
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.couriers import Clock
from incidents.services.people_rows import Outgoing
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.telling.letters import RefusedLetter


class PrintFolderError(DueNoticeError):
    """The folder cannot take the letters."""


class PrintFolder(Protocol):
    """A folder for one case's batches, held by one who prints at a time."""

    @property
    def worker(self) -> str:
        """Give the name under which its letters are claimed: the same each time."""

    def held(self) -> list[str]:
        """Give the digests of the manifests that were held and got no name."""

    def hold(self, digest: str, pdf: bytes | None, manifest: bytes) -> None:
        """Keep the files of a batch, whole, under a name of their own."""

    def is_free(self, name: str) -> bool:
        """Say whether nothing lies under a name yet."""

    def release(self, digest: str, name: str) -> None:
        """Give held files their name; those that have it already are left alone."""

    def discard(self, digest: str) -> None:
        """Throw held files away: no batch was recorded of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Claimed deliveries of one approved text, at most a few hundred: they make one file."""

    notice: NoticeRow
    deliveries: Sequence[Outgoing] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pressed:
    """One file, before it is recorded."""

    #: None where the file is its manifest alone.
    pdf: bytes | None = field(repr=False)
    manifest: bytes = field(repr=False)
    #: The deliveries in it, in its order.
    sheets: tuple[int, ...]
    refused: tuple[RefusedLetter, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceRow:
    """One child of one family, for the list of a messaging service."""

    letter: Outgoing = field(repr=False)
    child: str = field(repr=False)
    #: The school's own number for the child, where the list had one.
    local_id: str | None = field(repr=False)


class Press(Protocol):
    """Whoever makes a file of each piece: the same bytes each time."""

    @property
    def method(self) -> Method:
        """Give the method whose deliveries it prints."""

    def press(self, pieces: Iterable[Piece], most: int) -> Generator[Pressed, None, None]:
        """Give the file of each piece, in their order; none has more deliveries than ``most``.

        The next pieces may be asked for while a file is in the making; close it to
        give up what is in the making.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class Printing:
    """What it takes to print the letters of a released sending."""

    #: Gives a unit of work by whoever prints, at a time.
    work: Callable[[Instant], UnitOfWork]
    folder: PrintFolder
    clock: Clock
    #: How many letters one file holds at most.
    size: int = 100
    #: How long claimed letters are held, between two signs of life.
    lease: timedelta = timedelta(minutes=10)

    def until(self) -> Instant:
        """Give until when letters claimed now are held."""
        moment = self.clock().utc + self.lease
        return Instant(moment, moment.isoformat())
