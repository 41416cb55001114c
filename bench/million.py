"""A million students, from the file of the list to the release of the sending.

    python -m bench.million [PEOPLE]

Everything that a district does, on SQLite and with the real texts: the first look,
the import, who is told, the drafts of every kind and language, each recipient's text
made once and their delivery written down, and the release by a second person. A
third of the students have a brother or sister far above them on the list; a fifth
of the families read Spanish, a quarter has no e-mail address, a sixth of the
students is of age. ``DUENOTICE_BENCH_PEOPLE`` or the argument make it smaller.
"""

from __future__ import annotations

import csv
import os
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Self, TypeVar

import psutil

from config.settings import load_settings
from config.wiring import Installation
from incidents.ledger.canonical import Json
from incidents.moments import Instant, LocalDay
from incidents.people.recipient import Method
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed
from incidents.services.open_case import open_case
from incidents.services.telling.import_roster import ConfirmedRoster, import_roster
from incidents.services.telling.prepare_sending import Preparing, prepare_sending
from incidents.services.telling.release_sending import approve_texts, release_sending
from incidents.services.telling.resolve_recipients import Asked, resolve_recipients
from rosters.first_look import FirstLook, matching_of, persons_of, take_first_look
from rosters.opening import RosterFile, open_roster
from rosters.persons import Terms
from tests.support.whole_case import AGENCY, DISTRICT

PEOPLE, MINUTES, MEBIBYTES = 1_000_000, 15, 1_024
NOW = Instant.parse("2026-03-20T10:00-04:00")
TERMS = Terms(today=LocalDay.parse("2026-03-20"))
_CASE: dict[str, object] = {
    "version": 1,
    "title": "Roster on an open share",
    "agency": AGENCY,
    "attributed_to": "agency",
    "moments": {"discovery": "2026-03-16T09:30-04:00"},
    "facts": {"student_data": True, "private_information": []},
}
_WORDS: dict[str, Json] = {
    "incident_description": "A list of students lay open on the internet for nine days.",
    "data_types": ["names", "dates of birth"],
    "investigation": "We are finding out who opened the list.",
    "steps_taken": ["The list was taken down."],
    "incident_description@es": "Una lista de estudiantes estuvo abierta en internet nueve días.",
    "data_types@es": ["nombres", "fechas de nacimiento"],
    "investigation@es": "Estamos averiguando quién abrió la lista.",
    "steps_taken@es": ["Se retiró la lista."],
}
_HEADINGS = (
    *("Student Number", "Last Name", "First Name", "Birth Date", "Language", "Guardian 1 Name"),
    *("Guardian 1 Email", "Guardian 1 Phone", "Street", "City", "State", "Zip"),
)
_T = TypeVar("_T")


class Peak:
    """The most memory that this program and those it started held at once."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.mebibytes = 0.0
        self._this = psutil.Process()
        self._ended = threading.Event()
        self._watching = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> Self:
        """Look at it ten times a second."""
        self._watching.start()
        return self

    def __exit__(self, *_: object) -> None:
        """Look no more."""
        self._ended.set()
        self._watching.join()

    def _watch(self) -> None:
        while not self._ended.wait(0.1):
            held = 0
            for each in (self._this, *self._this.children(recursive=True)):
                with suppress(psutil.NoSuchProcess):
                    held += each.memory_info().rss
            self.mebibytes = max(self.mebibytes, held / 2**20)


@dataclass(slots=True)
class Steps:
    """The seconds of each step, by the clock and at work on a processor."""

    taken: dict[str, tuple[float, float]] = field(default_factory=dict)

    def timed(self, name: str, act: Callable[[], _T]) -> _T:
        """Do one step, and print what it took."""
        began, worked = perf_counter(), process_time()
        found = act()
        self.taken[name] = perf_counter() - began, process_time() - worked
        seconds, at_work = self.taken[name]
        print(f"  {name:<60} {seconds:>9,.1f} s {at_work:>9,.1f} s at work", flush=True)
        return found

    def figures(self) -> dict[str, float]:
        """Give the minutes of all, and the share of each step in what it was at work."""
        whole = sum(seconds for seconds, _ in self.taken.values())
        at_work = sum(worked for _, worked in self.taken.values())
        shares = {f"share of {name}": work / at_work for name, (_, work) in self.taken.items()}
        return {
            f"minutes from the file to the release (at most {MINUTES})": whole / 60,
            "minutes at work on a processor": at_work / 60,
            **shares,
        }


class District:
    """One installation with one case, and the people of the district."""

    def __init__(self, home: Installation, list_: Path) -> None:
        """Open the case and say what happened."""
        self.home = home
        self.list = list_
        with self.work() as work:
            self.case = open_case(work, home.law, _CASE).after.case.number
        for name, value in _WORDS.items():
            with self.work() as work:
                record_wording(work, home.law, self.case, name, value)

    def work(self, by: str = "dpo") -> Any:  # noqa: ANN401 - a unit of work of the store
        """Begin a unit of work in somebody's name."""
        return self.home.work(NOW, by)

    def looks(self, roster: RosterFile) -> FirstLook:
        """Take the first look."""
        return take_first_look(roster, matching_of(roster, TERMS), TERMS)

    def imports(self, roster: RosterFile, look: FirstLook) -> int:
        """Take the persons in."""
        columns = look.matching.by_heading()
        confirmed = ConfirmedRoster(wave=1, sha256=look.sha256, rows=look.rows, columns=columns)
        persons = persons_of(roster, look, TERMS)
        return import_roster(self.work, self.home.law, self.case, confirmed, persons).persons

    def resolves(self, prefer: Method = Method.EMAIL) -> int:
        """Find out who is told, by which way first."""
        reading = partial(self.home.reading, NOW)
        asked = Asked(prefer=prefer)
        return resolve_recipients(self.work, reading, self.home.law, self.case, asked).recipients

    def drafts(self) -> None:
        """Write the family notice to parents and to students of age, in two languages."""
        for kind in ("parent", "eligible-student"):
            for language in ("en", "es"):
                addressed = Addressed(notice="family-notice", kind=kind, language=language)
                with self.work() as work:
                    draft_notice(work, self.home.practice, self.case, addressed)

    def prepares(self) -> int:
        """Write each recipient's text once, and their delivery down."""
        preparing = Preparing(
            begin=self.work,
            look=partial(self.home.reading, NOW),
            law=self.home.law,
            drafter=self.home.drafter,
            writer=self.home.letter_writer,
        )
        prepared = prepare_sending(preparing, self.case, 1)
        if prepared.problems or len(prepared.texts) != 4:  # noqa: PLR2004 - as were drafted
            raise SystemExit(f"{prepared.problems[:3]}, {len(prepared.texts)} texts")
        return sum(prepared.methods.values())

    def releases(self) -> None:
        """Have two people approve, the second of whom lets the sending go."""
        with self.work() as work:
            approve_texts(work, self.home.law, self.case, 1, by="dpo")
        with self.work("superintendent") as work:
            release_sending(work, self.home.law, self.case, 1, by="superintendent")

    def bare(self) -> None:
        """Put the cells into a plain table of the same database, nothing read or sealed."""
        marks = ", ".join("?" * len(_HEADINGS))
        columns = ", ".join(f"c{each}" for each in range(len(_HEADINGS)))
        with self.home.engine.connect() as connection, self.list.open(newline="") as file:
            driver: Any = connection.connection.driver_connection
            driver.execute(f"CREATE TABLE plain ({columns})")
            rows = csv.reader(file)
            next(rows)
            connection.rollback()
            driver.execute("BEGIN IMMEDIATE")
            driver.executemany(f"INSERT INTO plain VALUES ({marks})", rows)  # noqa: S608 - ours
            driver.execute("COMMIT")


def write_list(path: Path, people: int) -> Path:
    """Write the list of made-up students."""
    homes = max(1, people * 2 // 3)
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(_HEADINGS)
        writer.writerows(_row(each, each % homes) for each in range(people))
    return path


def _row(each: int, home: int) -> tuple[str, ...]:
    return (
        str(100_000 + each),
        f"Family{home % 40_000}",
        f"Given{each % 6_000}",
        f"{1 + each % 9:02}/{11 + each % 18}/{2006 + each % 12}",
        "Spanish" if home % 5 == 0 else "English",
        f"Parent{home % 6_000} Family{home % 40_000}",
        f"parent{home}@example.org" if home % 4 else "",
        f"845-555-{home % 10_000:04}",
        f"{1 + home} Example Street",
        "Kingston",
        "NY",
        "12401",
    )


def telling(people: int = PEOPLE) -> dict[str, float]:
    """Give the minutes, the memory and the database of telling so many."""
    steps = Steps()
    with a_district(people) as district, Peak() as peak:
        before = _size(district)
        with open_roster(district.list) as roster:
            look = steps.timed("first look at the list", lambda: district.looks(roster))
            taken = steps.timed("import", lambda: district.imports(roster, look))
        recipients = steps.timed("who is told", district.resolves)
        steps.timed("drafts in two languages, printed", district.drafts)
        queued = steps.timed("each text made, each delivery written", district.prepares)
        steps.timed("approval and release by two people", district.releases)
        if taken != people:
            raise SystemExit(f"{taken} of {people} were taken in")
        grown = _size(district) - before
        figures = steps.figures()
        beside = Steps()
        beside.timed("csv into a plain table of the same database", district.bare)
    return {
        **figures,
        f"peak of memory, MiB (at most {MEBIBYTES:,})": peak.mebibytes,
        "recipients found": recipients,
        "deliveries queued and released": queued,
        "database, MiB": grown / 2**20,
        "database, bytes a student": grown / people,
        **_shares(steps, beside),
    }


def _shares(steps: Steps, beside: Steps) -> dict[str, float]:
    """Give the import's part of the rate of csv into a plain table, both ways."""
    ((bare, bare_work),) = beside.taken.values()
    taken, work = steps.taken["import"]
    _, look_work = steps.taken["first look at the list"]
    return {
        "import's share of the rate of csv into a plain table": bare / taken,
        "the same, at work on a processor (aim: 0.5)": bare_work / work,
        "first look and import together, at work": bare_work / (work + look_work),
    }


@contextmanager
def a_district(people: int) -> Iterator[District]:
    """Give an installation with a case, and the list of so many students beside it."""
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        place = Path(folder)
        settings = place / "home" / "districts" / f"{AGENCY}.yaml"
        settings.parent.mkdir(parents=True)
        settings.write_text(f"{DISTRICT}accept_shipped_translations: true\n", encoding="utf-8")
        keys = {"DUENOTICE_FIELD_KEYS": str(place / "keys")}
        home = Installation(load_settings(keys, place / "home"))
        try:
            yield District(home, write_list(place / "list.csv", people))
        finally:
            home.engine.dispose()


def _size(district: District) -> int:
    """Give the bytes of the database with its log brought in."""
    with district.home.engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        connection.rollback()
        driver.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    return (district.home.settings.home / "duenotice.db").stat().st_size


def main(people: int | None = None) -> None:
    """Print every step as it is done, and the figures."""
    count = people or int(os.environ.get("DUENOTICE_BENCH_PEOPLE", str(PEOPLE)))
    print(f"  {count:,} students")
    for name, figure in telling(count).items():
        print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
