"""Prints a call sheet in a process of its own, which dies by ``kill -9`` at a named point.

    python -m tests.support.killed_printing DATABASE HOME FOLDER AT POINT

The points lie between every two effects of printing that must not part. A point
is reached by standing in front of the real part, so the program itself knows
nothing of it.
"""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Generator, Iterable, Sequence
from pathlib import Path
from typing import Self

from config.settings import Settings
from config.wiring import Installation
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.people_rows import Outgoing
from incidents.services.ports import Event
from incidents.services.telling.print_batch import print_letters
from incidents.services.telling.printing import Piece, Pressed, Printing
from incidents.store import UnitOfWork
from incidents.store.deliveries import SqlDeliveries
from notices.presses import CallPress
from notices.print_folder import LetterFolder, letter_folder
from tests.support.told_people import NUMBER

#: In the order in which printing comes by them.
POINTS = (
    "before the claim is committed",
    "after the claim is committed",
    "before the file is made",
    "after the file is made",
    "between the two held files",
    "after the files are held",
    "before the batch is committed",
    "after the batch is committed",
    "between the two names",
    "after the names",
)
SIZE = 3


class Deadly:
    """Dies at its point, and nowhere else."""

    def __init__(self, point: str) -> None:
        """Know the point; an empty one never comes."""
        self._point = point

    def passes(self, point: str) -> None:
        """End this process as a power cut does, if this is the point."""
        if point == self._point:
            os.kill(os.getpid(), signal.SIGKILL)


class _Deliveries(SqlDeliveries):
    """The deliveries, and whether any were claimed in this unit of work."""

    is_claimed = False

    def claim(
        self, sending: int, method: Method, *, worker: str, until: Instant, limit: int
    ) -> list[Outgoing]:
        self.is_claimed = True
        return super().claim(sending, method, worker=worker, until=until, limit=limit)


class _Work(UnitOfWork):
    """A unit of work that knows what was done in it, and dies around its commit."""

    deadly = Deadly("")
    makes_a_batch = False

    def __enter__(self) -> Self:
        super().__enter__()
        real = self.deliveries
        self.deliveries = self.watched = object.__new__(_Deliveries)
        for name in ("_work", "_opened"):
            setattr(self.watched, name, getattr(real, name))
        return self

    def append(self, log: str, events: Sequence[Event]) -> list[int]:
        """Chain the events, and notice that of a batch."""
        self.makes_a_batch = any(each.tag == "batch:made" for each in events)
        return super().append(log, events)

    def __exit__(self, *about: object) -> None:
        """Commit, and die before or after it."""
        claimed = "the claim" if self.watched.is_claimed else ""
        does = "the batch" if self.makes_a_batch else claimed
        self.deadly.passes(f"before {does} is committed")
        super().__exit__(*about)  # type: ignore[arg-type]
        self.deadly.passes(f"after {does} is committed")


class _Folder(LetterFolder):
    """A folder that dies between two of its files."""

    def __init__(self, folder: Path, deadly: Deadly) -> None:
        super().__init__(folder)
        self._deadly = deadly

    def hold(self, digest: str, pdf: bytes | None, manifest: bytes) -> None:
        super().hold(digest, pdf, manifest)
        self._deadly.passes("after the files are held")

    def _write(self, name: str, content: bytes) -> None:
        if name.endswith(".csv"):
            self._deadly.passes("between the two held files")
        super()._write(name, content)

    def release(self, digest: str, name: str) -> None:
        if self._deadly._point == "between the two names":
            hidden = self._folder / f".duenotice-{digest}.pdf"
            hidden.replace(self._folder / f"{name}.pdf")
        self._deadly.passes("between the two names")
        super().release(digest, name)
        self._deadly.passes("after the names")


class _Press:
    """The real press, with a point before and after it."""

    def __init__(self, deadly: Deadly) -> None:
        self._press, self._deadly = CallPress(), deadly
        self.method = self._press.method

    def press(self, pieces: Iterable[Piece], most: int) -> Generator[Pressed, None, None]:
        self._deadly.passes("before the file is made")
        for pressed in self._press.press(pieces, most):
            self._deadly.passes("after the file is made")
            yield pressed


def main(database: str, home: str, folder: str, at: str, point: str = "") -> None:
    """Print and die at the point, or finish where there is none."""
    installation = Installation(Settings(home=Path(home), database_url=database))
    deadly = _Work.deadly = Deadly(point)
    now = Instant.parse(at)
    with letter_folder(Path(folder)):
        printing = Printing(
            work=lambda moment: _Work(
                installation.engine, moment, "dpo", field_keys=installation.field_keys
            ),
            folder=_Folder(Path(folder), deadly),
            clock=lambda: now,
            size=SIZE,
        )
        print_letters(printing, _Press(deadly), NUMBER, 1)


if __name__ == "__main__":
    main(*sys.argv[1:])
