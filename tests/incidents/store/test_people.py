"""The affected persons: put in once, found again, never lost."""

from __future__ import annotations

import tracemalloc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, PostalAddress
from incidents.services.people_ports import Added
from incidents.services.ports import StoreError, UnknownCaseError
from incidents.store import open_engine, sqlite_url
from tests.incidents.store.people_samples import HOME, Told, a_guardian, a_student
from tests.incidents.store.samples import LIVERPOOL, NOW, CrashError, open_case


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case whose people are told."""
    return Told(engine)


def test_a_person_comes_out_as_they_were_put_in(told: Told) -> None:
    bare = AffectedPerson(name="Ámbar Nuñez-O'Hara 李", group=Group.TEACHERS)
    rows = told.puts(a_student(), bare)

    assert [row.person for row in rows] == [a_student(), bare]
    assert [(row.case, row.wave, row.roster) for row in rows] == [(told.case, 1, 1)] * 2
    with told.looking() as work:
        assert work.people.get(told.case, rows[0].id) == rows[0]
        assert work.people.get(told.case, 4711) is None
        assert work.people.get("KINGSTON-2026-009", rows[0].id) is None
        assert work.people.count(told.case, 1) == 2
        assert work.people.count(told.case, 2) == 0


def test_a_list_that_is_read_twice_adds_nobody_twice(told: Told) -> None:
    with told.work() as work:
        first = work.people.add(told.case, 1, 1, [a_student(1), a_student(2), a_student(1)])
        again = work.people.add(told.case, 1, 2, [a_student(2), a_student(3)])

    assert (first, again) == (Added(added=2, known=1), Added(added=1, known=1))
    with told.looking() as work:
        assert [(row.roster, row.person.local_id) for row in work.people.stream(told.case, 1)] == [
            (1, "S-00001"),
            (1, "S-00002"),
            (2, "S-00003"),
        ]


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"name": "Another Name", "birthday": None}, True),
        ({"local_id": "  s-00001 "}, True),
        ({"local_id": "S-00009"}, False),
        ({"group": Group.ELIGIBLE_STUDENTS}, False),
    ],
)
def test_the_schools_own_number_says_who_somebody_is(
    told: Told, changes: dict[str, Any], is_same: bool
) -> None:
    told.puts(a_student())

    assert len(told.puts(a_student(**changes))) == (1 if is_same else 2)


@pytest.mark.parametrize(
    ("changes", "is_same"),
    [
        ({"name": "  barnaby   VANCE 1"}, True),
        ({"contacts": ()}, True),
        ({"birthday": LocalDay.parse("2011-07-01")}, False),
        ({"name": "Barnabas Vance 1"}, False),
        ({"local_id": "S-00001"}, False),
    ],
)
def test_without_a_number_name_and_birthday_say_who_somebody_is(
    told: Told, changes: dict[str, Any], is_same: bool
) -> None:
    told.puts(a_student(local_id=None))

    assert len(told.puts(replace(a_student(local_id=None), **changes))) == (1 if is_same else 2)


def test_two_of_one_name_at_two_addresses_are_two_persons(told: Told) -> None:
    """With neither number nor birthday only the address tells them apart."""
    here = a_student(local_id=None, birthday=None)
    elsewhere = a_guardian(address=PostalAddress(street=("1 Elm St",), city="Rye"))

    assert len(told.puts(here, here, replace(here, contacts=(elsewhere,)))) == 2


def test_each_wave_and_case_has_people_of_its_own(told: Told) -> None:
    other = Told(told.engine, told.keys, open_case(told.engine, LIVERPOOL, "LIVERPOOL").number)
    first, second = told.puts(a_student()), told.puts(a_student(), wave=2)
    third = other.puts(a_student())

    assert [len(rows) for rows in (first, second, third)] == [1, 1, 1]
    assert len({rows[0].id for rows in (first, second, third)}) == 3


def test_what_is_learned_takes_the_place_of_what_was_there(told: Told) -> None:
    """And the list can still be read again: it adds nobody."""
    (row, other) = told.puts(a_student(1), a_student(2))
    corrected = a_student(1, name="Barnabas Vance", local_id="S-77777", contacts=())
    with told.work() as work:
        work.people.correct(told.case, row.id, corrected)

    assert [each.person for each in told.puts(a_student(1))] == [corrected, other.person]


def test_a_correction_of_nobody_is_refused(told: Told) -> None:
    with told.work() as work, pytest.raises(StoreError, match="There is no person 7 in"):
        work.people.correct(told.case, 7, a_student())


def test_people_of_no_case_are_refused(told: Told) -> None:
    with told.work() as work, pytest.raises(UnknownCaseError):
        work.people.add("KINGSTON-2026-404", 1, 1, [a_student()])


def test_a_unit_that_fails_leaves_nobody(told: Told) -> None:
    def put_and_fail() -> None:
        with told.work() as work:
            work.people.add(told.case, 1, 1, [a_student()])
            raise CrashError

    with pytest.raises(CrashError):
        put_and_fail()

    assert told.puts() == []


def test_nobody_for_whom_no_one_is_told_is_overlooked(told: Told) -> None:
    told.writes_to(2)
    rows = told.puts(a_student(3))

    with told.looking() as work:
        assert work.people.without_recipient(told.case, 1) == [rows[-1].id]


def test_many_are_put_in_and_read_in_bounded_memory(told: Told) -> None:
    """Some at a time, from a stream that is never held as a whole."""
    told.puts(a_student())

    def many() -> Iterator[AffectedPerson]:
        for number in range(20_000):
            yield a_student(number, exposed=None)

    tracemalloc.start()
    with told.work() as work:
        added = work.people.add(told.case, 1, 1, many())
        seen = sum(1 for _ in work.people.stream(told.case, 1))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert (added, seen) == (Added(added=19_999, known=1), 20_000)
    assert peak < 24 * 2**20


def test_a_row_of_people_shows_nobody(told: Told) -> None:
    (row,) = told.puts(a_student())

    for shown in (repr(row), str(row)):
        assert "Vance" not in shown
        assert "S-00001" not in shown
        assert "Wren" not in shown


def test_lists_are_numbered_within_their_case(told: Told) -> None:
    other = open_case(told.engine, LIVERPOOL, "LIVERPOOL").number
    with told.work() as work:
        numbers = [work.rosters.add(told.case, wave, "ab" * 32, 40).number for wave in (1, 2)]
        assert work.rosters.add(other, 1, "cd" * 32, 3).number == 1
        work.rosters.count(told.case, 2, Added(added=38, known=2))

    with told.looking() as work:
        first, second = work.rosters.of_case(told.case)
    assert numbers == [1, 2]
    assert (first.wave, first.rows, first.added, first.known) == (1, 40, 0, 0)
    assert (second.wave, second.added, second.known) == (2, 38, 2)
    assert (second.sha256, second.imported_at, second.by) == ("ab" * 32, NOW, "dpo")


def test_an_address_keeps_all_its_lines(told: Told) -> None:
    (row,) = told.puts(a_student())

    assert row.person.contacts[0].address == HOME
    assert row.person.contacts[1].address is None


def test_a_stream_of_sqlite_ends_with_its_unit_of_work(sqlite_database: Path) -> None:
    """Rather than going on in whatever transaction has the connection next."""
    told = Told(open_engine(sqlite_url(sqlite_database)))
    told.puts(*(a_student(number) for number in range(20)))
    with told.looking() as work:
        stream = work.people.stream(told.case, 1)
        next(stream)

    with pytest.raises(told.engine.dialect.loaded_dbapi.Error):
        list(stream)
    told.engine.dispose()
