"""Whoever has the database has nobody's name; whoever alters it is noticed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from incidents.people.recipient import Concern, Household
from incidents.services.field_keys import FieldKeyError
from incidents.store import UnitOfWork, migrate, open_engine, sqlite_url
from tests.incidents.store.people_samples import Told, a_guardian, a_recipient, a_student
from tests.incidents.store.samples import NOW
from tests.support.databases import Server
from tests.support.field_keys import MemoryFieldKeys

#: What of the samples identifies somebody.
PERSONAL = (
    *("Barnaby", "Vance", "Ottoline", "Edgar", "S-00001", "2011-06-30"),
    *("Wren Lane", "Apt 3", "12401", "ottoline", "example.org", "555-0143", "order of 3 May"),
)
ALTERING = [
    # swapped columns of one row
    "UPDATE people SET name = contacts",
    "UPDATE people SET contacts = name",
    "UPDATE people SET local_id = birthday",
    "UPDATE recipients SET email = phone",
    "UPDATE recipients SET names = address",
    # a value of another row
    "UPDATE people SET name = (SELECT name FROM people WHERE id = 2) WHERE id = 1",
    "UPDATE recipients SET address = (SELECT address FROM recipients WHERE id = 2) WHERE id = 1",
    "UPDATE concerns SET name = (SELECT name FROM concerns WHERE person = 2) WHERE person = 1",
    # a value of another table
    "UPDATE concerns SET name = (SELECT name FROM people WHERE id = person)",
    # a row moved to another wave
    "UPDATE people SET wave = 2 WHERE id = 1",
    "UPDATE recipients SET wave = 2 WHERE id = 1",
    # a row that takes another's identity
    "UPDATE people SET identity = 'x' || identity WHERE id = 1",
    "UPDATE recipients SET household = 'x' || household WHERE id = 1",
]


@pytest.fixture
def told(engine: Engine) -> Told:
    """Give a case with two students and a letter to each household."""
    told = Told(engine)
    told.writes_to(2)
    return told


def read_all(told: Told) -> None:
    """Open every value there is."""
    with told.looking() as work:
        for wave in (1, 2):
            list(work.people.stream(told.case, wave))
            list(work.recipients.stream(told.case, wave))


def test_no_name_or_address_lies_readable_in_the_file(tmp_path: Path) -> None:
    """Neither in the database nor in what was written ahead."""
    path = tmp_path / "duenotice.db"
    engine = open_engine(sqlite_url(path))
    migrate(engine)
    told = Told(engine)
    told.writes_to(40)
    with told.work() as work:
        work.people.correct(told.case, 1, a_student(1, contacts=(a_guardian(),)))
    files = {each.name: each.read_bytes() for each in tmp_path.iterdir()}
    engine.dispose()
    files["as one"] = path.read_bytes()

    assert {"duenotice.db", "duenotice.db-wal"} <= set(files)
    for name, content in files.items():
        readable = [word for word in PERSONAL if word.encode() in content]
        assert not readable, f"{name} shows {readable}"
    assert any(b"kingston-csd" in content for content in files.values())


def test_no_name_or_address_lies_readable_in_postgresql(postgresql: Server) -> None:
    engine = open_engine(postgresql.new_made_database())
    told = Told(engine)
    told.writes_to(3)
    with engine.connect() as connection:
        rows = [
            str(connection.execute(text(statement)).all())
            for statement in (
                "SELECT t::text FROM people AS t",
                "SELECT t::text FROM recipients AS t",
                "SELECT t::text FROM concerns AS t",
            )
        ]
    engine.dispose()

    for row in rows:
        assert b"v1|".hex() in row
        for word in PERSONAL:
            assert word not in row
            assert word.encode().hex() not in row


@pytest.mark.parametrize("statement", ALTERING)
def test_what_was_moved_or_swapped_is_refused(told: Told, statement: str) -> None:
    with told.engine.begin() as connection:
        connection.execute(text(statement))

    with pytest.raises(FieldKeyError, match="is not what was sealed in that place"):
        read_all(told)


def test_with_other_keys_nothing_opens(told: Told) -> None:
    used = told.keys.ensure().newest.id
    told.keys = MemoryFieldKeys()
    told.keys.add()

    with pytest.raises(FieldKeyError, match=f"The key {used} is not in the tests' own ring"):
        read_all(told)


def _reads(work: UnitOfWork, case: str) -> None:
    list(work.people.stream(case, 1))


def _adds(work: UnitOfWork, case: str) -> None:
    work.people.add(case, 1, 1, [a_student(9)])


def _writes(work: UnitOfWork, case: str) -> None:
    household = Household(key="a", recipient=a_recipient(Concern(person=1, name="Barnaby")))
    work.recipients.put(case, 1, [household])


@pytest.mark.parametrize("act", [_reads, _adds, _writes])
def test_no_new_keys_are_made_beside_names_sealed_with_lost_ones(
    told: Told, act: Callable[[UnitOfWork, str], None]
) -> None:
    """Else what is put in from now on would need two rings, and one is lost."""
    used = told.keys.ensure().newest.id
    told.keys.keys.clear()

    with told.work() as work, pytest.raises(FieldKeyError) as wrong:
        act(work, told.case)

    assert str(wrong.value) == (
        f"The key {used} is not in the tests' own ring, and the names in this database were sealed "
        "with it; put the keys back from their copy."
    )
    assert told.keys.find() is None


def test_keys_are_only_looked_for_where_a_name_is(engine: Engine) -> None:
    told = Told(engine)
    with told.work() as work:
        assert work.people.count(told.case, 1) == 0
        assert list(work.people.stream(told.case, 1)) == []
        assert list(work.recipients.stream(told.case, 1)) == []
        assert work.sealed_values.counts() == {}
        assert work.sealed_values.drop_unused() == []

    assert told.keys.find() is None


def test_a_unit_without_keys_says_so(engine: Engine) -> None:
    told = Told(engine)
    with (
        UnitOfWork(engine, NOW, "dpo") as work,
        pytest.raises(FieldKeyError, match="without the keys of sealed fields"),
    ):
        work.people.add(told.case, 1, 1, [a_student()])


def test_the_same_household_in_two_cases_looks_like_two(told: Told) -> None:
    """The blind texts of two cases or waves cannot be compared."""
    with told.work() as work:
        work.people.add(told.case, 2, 1, [a_student(1)])
    with told.engine.connect() as connection:
        found = connection.execute(text("SELECT identity FROM people")).scalars().all()

    assert len(set(found)) == 3
