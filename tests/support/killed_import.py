"""An import in a process of its own, which dies by ``kill -9`` in the middle.

    python -m tests.support.killed_import DATABASE HOME CASE FILE STOPS

It dies while the unit of work of that number is open, counted from the end of
the first look, or after it was committed where a ``+`` stands behind the number.
The chunks are small, so that a short list has many units of work.
"""

from __future__ import annotations

import os
import signal
import sys
from pathlib import Path
from types import TracebackType
from typing import Self

from config.settings import Settings
from config.wiring import Installation
from incidents.moments import Instant, LocalDay
from incidents.services.telling import import_roster as importing
from incidents.services.telling.import_roster import ConfirmedRoster, Imported, import_roster
from incidents.store import UnitOfWork
from rosters.first_look import matching_of, persons_of, take_first_look
from rosters.opening import open_roster
from rosters.persons import Terms

AT = Instant.parse("2026-03-16T15:00:00Z")
TERMS = Terms(today=LocalDay.parse("2026-03-16"))
SMALL_CHUNK = 7


class _DeadlyWork(UnitOfWork):
    """Counts the units of work, and dies in one of them or right after."""

    begun = 0
    stops_in = 0
    dies_after = False

    def __enter__(self) -> Self:
        type(self).begun += 1
        return super().__enter__()

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        is_here = self.begun == self.stops_in
        if is_here and not self.dies_after:
            os.kill(os.getpid(), signal.SIGKILL)
        super().__exit__(kind, error, trace)
        if is_here:
            os.kill(os.getpid(), signal.SIGKILL)


def settings_of(database: str, home: Path) -> Settings:
    """Give the settings of an installation whose keys lie apart from its database."""
    keys = home.parent.with_name(f"{home.parent.name}-keys")
    return Settings(home=home, database_url=database, field_keys_folder=keys)


def imports(home: Installation, number: str, path: Path, kind: type[UnitOfWork]) -> Imported:
    """Look at a list and import it, in units of work of that kind."""
    with open_roster(path) as roster:
        look = take_first_look(roster, matching_of(roster, TERMS), TERMS)
        confirmed = ConfirmedRoster(
            wave=1, sha256=look.sha256, rows=look.rows, columns=look.matching.by_heading()
        )
        return import_roster(
            lambda: kind(home.engine, AT, "dpo", field_keys=home.field_keys),
            home.law,
            number,
            confirmed,
            persons_of(roster, look, TERMS),
        )


def main(database: str, place: str, number: str, path: str, stops: str) -> None:
    """Import until death."""
    importing.CHUNK = SMALL_CHUNK
    _DeadlyWork.stops_in = int(stops.removesuffix("+"))
    _DeadlyWork.dies_after = stops.endswith("+")
    imports(Installation(settings_of(database, Path(place))), number, Path(path), _DeadlyWork)


if __name__ == "__main__":
    main(*sys.argv[1:])
