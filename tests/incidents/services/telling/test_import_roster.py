"""A confirmed list goes into a case once, however often it is cut short or repeated."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import Engine

from config.wiring import Installation
from incidents.case.case import UnknownWaveError
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson
from incidents.services.follow_up import ClosedCaseError
from incidents.services.people import UnknownPersonError
from incidents.services.ports import UnknownCaseError
from incidents.services.telling import import_roster as importing
from incidents.services.telling.compare_counts import compare_counts
from incidents.services.telling.import_roster import (
    ConfirmedRoster,
    EmptyRosterError,
    Imported,
    import_roster,
    unfinished_rosters,
)
from incidents.store import UnitOfWork
from tests.incidents.people.telling import guardian
from tests.rosters.reading import written
from tests.support.caseworker import LAW, Caseworker
from tests.support.field_keys import MemoryFieldKeys
from tests.support.killed_import import imports, settings_of

NUMBER = "KINGSTON-2026-001"
AT = Instant.parse("2026-03-16T15:00:00Z")
LIST = ConfirmedRoster(wave=1, sha256="a1" * 32, rows=30, columns={"Name": "name"})


def students(count: int, first: int = 0) -> Iterator[AffectedPerson]:
    for each in range(first, first + count):
        yield AffectedPerson(
            name=f"Ana {each}",
            group=Group.STUDENTS,
            local_id=f"N{each}",
            birthday=LocalDay(date(2011, 3, 4)),
            residence="NY",
        )


class Office:
    """Imports lists into one open case of a database."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.keys = MemoryFieldKeys()
        self.dpo = Caseworker(engine)
        self.dpo.opens()

    def work(self, actor: str = "dpo") -> UnitOfWork:
        return UnitOfWork(self.engine, AT, actor, field_keys=self.keys)

    def imports(
        self,
        persons: Iterator[AffectedPerson],
        confirmed: ConfirmedRoster = LIST,
        number: str = NUMBER,
        actor: str = "dpo",
    ) -> Imported:
        return import_roster(lambda: self.work(actor), LAW, number, confirmed, persons)

    def names(self, wave: int = 1) -> list[str]:
        with self.work() as work:
            return [each.person.name for each in work.people.stream(NUMBER, wave)]

    def recorded(self) -> list[tuple[object, object, object]]:
        """Give number, added and known of each list on the record."""
        with self.work() as work:
            events = [each for each in work.history(NUMBER) if each.tag == "roster:imported"]
        return [(each.body["roster"], each.body["added"], each.body["known"]) for each in events]


@pytest.fixture
def office(engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Office:
    monkeypatch.setattr(importing, "CHUNK", 7)
    return Office(engine)


def test_a_list_goes_in_whole_and_is_recorded_once(office: Office) -> None:
    imported = office.imports(students(30))

    assert (imported.roster.added, imported.roster.known, imported.persons) == (30, 0, 30)
    assert office.names() == [f"Ana {each}" for each in range(30)]
    assert office.recorded() == [(1, 30, 0)]


def test_the_record_holds_columns_and_digest_and_no_name(office: Office) -> None:
    office.imports(students(3))
    with office.work() as work:
        body = next(e.body for e in work.history(NUMBER) if e.tag == "roster:imported")

    assert body == {
        "wave": 1,
        "roster": 1,
        "sha256": "a1" * 32,
        "rows": 30,
        "added": 3,
        "known": 0,
        "columns": {"Name": "name"},
    }


def test_the_same_file_again_adds_nobody_and_no_entry(office: Office) -> None:
    office.imports(students(30))
    again = office.imports(students(30))

    assert again.changed is None
    assert (again.roster.number, again.roster.added, again.persons) == (1, 30, 30)
    assert office.recorded() == [(1, 30, 0)]


def test_another_file_adds_only_who_is_new(office: Office) -> None:
    office.imports(students(30))
    second = office.imports(students(20, first=25), replace(LIST, sha256="b2" * 32))

    assert (second.roster.number, second.roster.added, second.roster.known) == (2, 15, 5)
    assert len(set(office.names())) == len(office.names()) == 45


def test_a_flag_that_a_later_list_has_is_counted(office: Office) -> None:
    office.imports(students(30))
    flagged = guardian("Tom", not_to_be_told="order")
    listed = [*students(30)]
    listed[3] = replace(listed[3], contacts=(flagged,))

    again = office.imports(iter(listed), replace(LIST, sha256="b2" * 32))

    assert (again.roster.added, again.roster.known, again.differing) == (0, 30, 1)


def test_an_import_that_fails_half_way_is_completed_later(office: Office) -> None:
    def torn() -> Iterator[AffectedPerson]:
        yield from students(17)
        raise OSError

    with pytest.raises(OSError):  # noqa: PT011 - the cable was pulled
        office.imports(torn())
    assert (len(office.names()), office.recorded()) == (14, [])
    with office.work() as work:
        assert [each.number for each in unfinished_rosters(work, NUMBER, 1)] == [1]

    imported = office.imports(students(30))

    assert (imported.roster.number, imported.roster.added, imported.roster.known) == (1, 30, 0)
    assert office.names() == [f"Ana {each}" for each in range(30)]
    assert office.recorded() == [(1, 30, 0)]
    with office.work() as work:
        assert unfinished_rosters(work, NUMBER, 1) == []


def test_two_who_import_at_once_record_it_once(office: Office) -> None:
    def with_another_in_between() -> Iterator[AffectedPerson]:
        yield from students(9)
        office.imports(students(30))
        yield from students(21, first=9)

    second = office.imports(with_another_in_between())

    assert second.changed is None
    assert (second.roster.added, second.persons) == (30, 30)
    assert office.recorded() == [(1, 30, 0)]


def test_each_wave_has_lists_of_its_own(office: Office) -> None:
    office.imports(students(5))
    office.dpo.opens_wave("2026-03-16T12:00-04:00")
    office.imports(students(5), replace(LIST, wave=2))

    assert (len(office.names(1)), len(office.names(2))) == (5, 5)
    assert office.recorded() == [(1, 5, 0), (2, 5, 0)]


def test_nothing_is_kept_of_what_may_not_be_imported(office: Office) -> None:
    with pytest.raises(UnknownPersonError):
        office.imports(students(3), actor="nobody")
    with pytest.raises(UnknownWaveError):
        office.imports(students(3), replace(LIST, wave=2))
    with pytest.raises(UnknownCaseError):
        office.imports(students(3), number="KINGSTON-2026-009")
    with pytest.raises(EmptyRosterError):
        office.imports(students(0))

    assert (office.names(), office.recorded()) == ([], [])


def test_a_closed_case_takes_no_list(office: Office) -> None:
    office.dpo.closes()
    with pytest.raises(ClosedCaseError):
        office.imports(students(3))


def test_a_case_that_is_closed_meanwhile_takes_no_more(office: Office) -> None:
    def closed_in_between() -> Iterator[AffectedPerson]:
        yield from students(9)
        office.dpo.closes()
        yield from students(9, first=9)

    with pytest.raises(ClosedCaseError):
        office.imports(closed_in_between())
    assert (len(office.names()), office.recorded()) == (7, [])


def test_what_was_read_so_far_is_told(office: Office) -> None:
    told: list[int] = []
    import_roster(office.work, LAW, NUMBER, LIST, students(16), watch=told.append)

    assert told == [7, 14, 16]


def test_counts_that_differ_from_the_record_are_found(office: Office) -> None:
    office.imports(students(30))
    with office.work() as work:
        (found,) = compare_counts(work, NUMBER, 1)

    assert (found.words, found.listed, found.recorded) == ("students of NY", 30, 4800)
    assert (found.listed_private, found.recorded_private) == (None, 0)


def test_counts_that_agree_are_not_spoken_of(office: Office) -> None:
    office.imports(replace(each, exposed=("ssn",)) for each in students(30))
    counted = {
        "group": "students",
        "residence": "NY",
        "count": 30,
        "with_private_information": 30,
    }
    office.dpo.counts("2026-03-16T12:00-04:00", counted, source="the list")
    with office.work() as work:
        assert compare_counts(work, NUMBER, 1) == []


@pytest.mark.parametrize("stops", ["1+", "3", "3+", "6+", "7", "7+"])
def test_an_import_that_is_killed_is_completed_by_a_repeat(
    database: str, engine: Engine, tmp_path: Path, stops: str
) -> None:
    Caseworker(engine).opens()
    rows = [[f"N{each}", f"Ana {each}", "2011-03-04"] for each in range(31)]
    path = written(tmp_path / "list.csv", [["Student Number", "Name", "Birthday"], *rows])
    home = tmp_path / "home"
    home.mkdir()
    given = [database, str(home), NUMBER, str(path), stops]

    died = subprocess.run(
        [sys.executable, "-m", "tests.support.killed_import", *given], check=False
    )
    installation = Installation(settings_of(database, home))
    imports(installation, NUMBER, path, UnitOfWork)

    assert died.returncode == -signal.SIGKILL
    with installation.reading(AT) as work:
        names = [each.person.name for each in work.people.stream(NUMBER, 1)]
        (roster,) = work.rosters.of_case(NUMBER)
        recorded = [each.body for each in work.history(NUMBER) if each.tag == "roster:imported"]
    installation.engine.dispose()
    assert sorted(names) == sorted(f"Ana {each}" for each in range(31))
    assert (roster.added, roster.known) == (31, 0)
    assert [(each["roster"], each["added"], each["known"]) for each in recorded] == [(1, 31, 0)]
