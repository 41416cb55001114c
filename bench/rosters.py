"""What taking in a list costs, beside the bare csv module and the bare database.

    python -m bench.rosters [ROWS]

Three ways are taken in turns over the same file: its cells put into a plain table
of SQLite, which is nothing but csv and the driver; its cells put into the store as
persons without any reading, which adds the sealing of four values a person; and the
import itself, which reads, checks and merges. ROWS is the size of the list whose
peak of memory is measured in a process of its own (1,000,000).
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any

from config.settings import Settings
from config.wiring import Installation
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.services.open_case import open_case
from incidents.services.telling.import_roster import CHUNK, ConfirmedRoster, import_roster
from rosters.first_look import FirstLook, matching_of, persons_of, take_first_look
from rosters.opening import open_roster
from rosters.persons import Terms

NOW = Instant.parse("2026-03-16T15:00:00Z")
TERMS = Terms(today=LocalDay.parse("2026-03-16"))
ROWS, ROUNDS, MANY = 50_000, 3, 1_000_000
_HEADINGS = (
    *("Student Number", "Last Name", "First Name", "Birth Date", "Guardian 1 Name"),
    *("Guardian 1 Email", "Street", "City", "State", "Zip"),
)
_INCIDENT = {
    "version": 1,
    "title": "Roster on an open share",
    "agency": "kingston-csd",
    "attributed_to": "contractor",
    "facts": {"student_data": True, "private_information": []},
}


def write_list(path: Path, rows: int) -> Path:
    """Write a list of made-up students, ten columns each."""
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(map(_row, range(rows)))
    return path


def _row(each: int) -> tuple[str, ...]:
    return (
        str(100_000 + each),
        f"Family{each % 40_000}",
        f"Given{each % 6_000}",
        f"{1 + each % 9:02}/{11 + each % 18}/{2008 + each % 11}",
        f"Parent{each % 6_000} Family{each % 40_000}",
        f"parent{each}@example.org",
        f"{1 + each % 9_999} Example Street",
        "Kingston",
        "NY",
        "12401",
    )


def importing(rows: int = ROWS, rounds: int = ROUNDS) -> dict[str, float]:
    """Give rows a second of the three ways, and the shares of the import."""
    times: dict[str, list[float]] = {name: [] for name in ("plain", "sealed", "look", "taken")}
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        path = write_list(Path(folder) / "list.csv", rows)
        for round_ in range(rounds):
            with _installation(Path(folder) / str(round_)) as home:
                number = _case(home)
                times["plain"].append(_timed(partial(_plain, home, path)))
                times["sealed"].append(_timed(partial(_sealed, home, number, path)))
                look, taken = _imported(home, number, path)
                times["look"].append(look)
                times["taken"].append(taken)
    plain, sealed, look, taken = (rows / median(each) for each in times.values())
    both = 1 / (1 / look + 1 / taken)
    return {
        "csv into a plain table, rows a second": plain,
        "csv into the store, nothing read or checked, rows a second": sealed,
        "first look: every row read, checked and merged, rows a second": look,
        "import after it: read and checked once more, and stored, rows a second": taken,
        "share of csv into the store, import (at least 0.5)": taken / sealed,
        "share of csv into the store, first look and import": both / sealed,
        "share of csv into a plain table, import": taken / plain,
    }


def peak(rows: int = MANY) -> dict[str, float]:
    """Give seconds and the peak of memory of a long list, in a process of its own."""
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        path = write_list(Path(folder) / "list.csv", rows)
        told = subprocess.run(  # noqa: S603 - this very program
            [sys.executable, "-m", "bench.rosters", "--one", str(path), folder],
            check=True,
            capture_output=True,
            text=True,
        ).stdout.split()
    look, taken, mebibytes = map(float, told)
    return {
        f"{rows:,} rows, first look, seconds": look,
        f"{rows:,} rows, import, seconds": taken,
        f"{rows:,} rows, peak of memory, MiB (at most 1,024)": mebibytes,
    }


def _one(path: Path, folder: Path) -> None:
    """Look at a list and import it, and print the seconds and the peak."""
    import resource  # noqa: PLC0415 - of Unix only, and only here

    with _installation(folder / "home") as home:
        look, taken = _imported(home, _case(home), path)
    peak_kilobytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(look, taken, peak_kilobytes / 1024)


@contextmanager
def _installation(place: Path) -> Iterator[Installation]:
    home = place / "home"
    home.mkdir(parents=True)
    settings = Settings(
        home=home,
        database_url=f"sqlite:///{home / 'duenotice.db'}",
        field_keys_folder=place / "keys",
    )
    installation = Installation(settings)
    try:
        yield installation
    finally:
        installation.engine.dispose()


def _case(home: Installation) -> str:
    with home.work(NOW, "dpo") as work:
        return open_case(work, home.law, _INCIDENT).after.case.number


def _timed(act: Any) -> float:  # noqa: ANN401 - anything that can be called
    began = perf_counter()
    act()
    return perf_counter() - began


def _plain(home: Installation, path: Path) -> None:
    columns = ", ".join(f"c{each}" for each in range(len(_HEADINGS)))
    marks = ", ".join("?" * len(_HEADINGS))
    with home.engine.connect() as connection, path.open(newline="", encoding="utf-8") as file:
        driver: Any = connection.connection.driver_connection
        driver.execute(f"CREATE TABLE plain ({columns})")
        rows = csv.reader(file)
        next(rows)
        driver.execute("BEGIN IMMEDIATE")
        driver.executemany(f"INSERT INTO plain VALUES ({marks})", rows)  # noqa: S608 - ours
        driver.execute("COMMIT")


def _sealed(home: Installation, number: str, path: Path) -> None:
    """Put the cells into the store as they are, in another wave's rows."""
    with path.open(newline="", encoding="utf-8") as file:
        rows = csv.reader(file)
        next(rows)
        while some := [_person(row) for row in islice(rows, CHUNK)]:
            with home.work(NOW, "dpo") as work:
                work.people.add(number, 2, 1, some)


def _person(row: list[str]) -> AffectedPerson:
    address = PostalAddress(street=(row[6],), city=row[7], state=row[8], postal_code=row[9])
    parent = Contact(name=row[4], relation=Relation.GUARDIAN, address=address, email=row[5])
    own = Contact(name=row[2], relation=Relation.SELF, address=address)
    return AffectedPerson(
        name=row[1], group=Group.STUDENTS, local_id=row[0], contacts=(own, parent)
    )


def _imported(home: Installation, number: str, path: Path) -> tuple[float, float]:
    with open_roster(path) as roster:
        began = perf_counter()
        look = take_first_look(roster, matching_of(roster, TERMS), TERMS)
        looked = perf_counter()
        import_roster(
            lambda: home.work(NOW, "dpo"),
            home.law,
            number,
            _confirmed(look),
            persons_of(roster, look, TERMS),
        )
        return looked - began, perf_counter() - looked


def _confirmed(look: FirstLook) -> ConfirmedRoster:
    columns = look.matching.by_heading()
    return ConfirmedRoster(wave=1, sha256=look.sha256, rows=look.rows, columns=columns)


def main(rows: int = MANY) -> None:
    """Print every figure of lists."""
    for figures in (importing(), peak(rows)):
        for name, figure in figures.items():
            print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--one"]:
        _one(Path(sys.argv[2]), Path(sys.argv[3]))
    else:
        main(*map(int, sys.argv[1:]))
