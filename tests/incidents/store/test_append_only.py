"""What the database itself refuses, even past the program."""

# ruff: noqa: S608 - the tables and numbers in these statements are our own

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from incidents.services.ports import StoreError
from incidents.store import open_engine, sqlite_url
from tests.incidents.store.samples import (
    KINGSTON,
    LIVERPOOL,
    CrashError,
    Noted,
    a_duty,
    a_notice,
    notes_of,
    open_case,
    wanted,
    work_at,
)

FOREIGN_KEY = r"(?i)foreign key"
KEPT = ("entries", "contents", "checkpoints", "notices", "files")


@pytest.fixture
def number(engine: Engine) -> str:
    """Give a case with a row in each table that is kept for good."""
    opened = open_case(engine).number
    with work_at(engine) as work:
        work.checkpoints.add(opened, 1, "note")
        work.notices.save(a_notice(opened))
        work.files.put(KINGSTON, b"evidence")
    return opened


@contextmanager
def refused(engine: Engine, words: str) -> Iterator[Connection]:
    """Expect the statements of the block, or their commit, to be refused."""
    with pytest.raises(DBAPIError, match=words), engine.begin() as connection:
        yield connection


def put_entry(connection: Connection, number: str, seq: int, *, word: str = "INSERT") -> None:
    """Write an entry past the program."""
    connection.execute(
        text(f"{word} INTO entries VALUES (:log, :seq, :agency, :entry, :hash)"),
        {
            "log": number,
            "seq": seq,
            "agency": KINGSTON,
            "entry": b'{"at":"2026-03-10T15:00:00.000000Z"}',
            "hash": bytes(32),
        },
    )


def put_content(connection: Connection, number: str, seq: int, *, word: str = "INSERT") -> None:
    """Write a content past the program."""
    connection.execute(
        text(f"{word} INTO contents VALUES (:log, :seq, :agency, :salt, :body)"),
        {"log": number, "seq": seq, "agency": KINGSTON, "salt": bytes(16), "body": b"{}"},
    )


@pytest.mark.parametrize("table", KEPT)
def test_rows_of_the_record_cannot_be_changed(engine: Engine, number: str, table: str) -> None:
    with refused(engine, f"{table}: rows are never changed") as connection:
        connection.execute(text(f"UPDATE {table} SET agency = 'other'"))

    assert notes_of(engine, number) == ["the roster lay open"]


@pytest.mark.parametrize("table", KEPT)
def test_rows_of_the_record_cannot_be_deleted(engine: Engine, number: str, table: str) -> None:
    with refused(engine, f"{table}: rows are never changed") as connection:
        connection.execute(text(f"DELETE FROM {table}"))

    assert notes_of(engine, number) == ["the roster lay open"]


@pytest.mark.parametrize("table", KEPT)
def test_sqlite_cannot_replace_a_row_of_the_record(sqlite_database: Path, table: str) -> None:
    """INSERT OR REPLACE deletes without a DELETE that a trigger would see."""
    engine = open_engine(sqlite_url(sqlite_database))
    opened = open_case(engine).number
    with work_at(engine) as work:
        work.checkpoints.add(opened, 1, "note")
        work.notices.save(a_notice(opened))
        work.files.put(KINGSTON, b"evidence")

    with refused(engine, r"rows are never changed|not the next one of its log") as connection:
        connection.execute(text(f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}"))
    engine.dispose()


@pytest.mark.parametrize("table", KEPT)
def test_postgresql_cannot_truncate_the_record(postgresql, table: str) -> None:
    engine = open_engine(postgresql.new_made_database())

    with refused(engine, f"{table}: rows are never changed") as connection:
        connection.execute(text(f"TRUNCATE {table} CASCADE"))
    engine.dispose()


def test_a_content_without_its_entry_is_not_committed(engine: Engine, number: str) -> None:
    """A change without its entry in the ledger cannot be kept."""
    with refused(engine, FOREIGN_KEY) as connection:
        put_content(connection, number, 1)


def test_an_entry_without_its_content_is_not_committed(engine: Engine, number: str) -> None:
    with refused(engine, FOREIGN_KEY) as connection:
        put_entry(connection, number, 1)


def test_a_case_without_its_first_entry_is_not_committed(engine: Engine) -> None:
    with pytest.raises(DBAPIError, match=FOREIGN_KEY), work_at(engine) as work:
        work.cases.open(KINGSTON, "KINGSTON", 2026, "No entry follows")

    assert open_case(engine).number == "KINGSTON-2026-001"


@pytest.mark.parametrize("seq", [0, 2, 7])
def test_an_entry_that_is_not_the_next_one_is_refused(
    engine: Engine, number: str, seq: int
) -> None:
    """So no statement can fork a chain, or leave a gap in it."""
    with refused(engine, r"not the next one|UNIQUE|unique") as connection:
        put_content(connection, number, seq or 1)
        put_entry(connection, number, seq)


def test_the_head_of_a_log_moves_only_with_an_entry(engine: Engine, number: str) -> None:
    for change in ("size = 0", "size = 2", "at = '2020-01-01T00:00:00.000000Z'"):
        with refused(engine, "a log ends with its last entry") as connection:
            connection.execute(text(f"UPDATE logs SET {change} WHERE id = '{number}'"))


def test_a_log_that_is_there_cannot_be_begun_anew(engine: Engine, number: str) -> None:
    """An agency's log, asked for again, keeps its entries and its head."""
    with work_at(engine) as work:
        work.logs.ensure_agency(KINGSTON)
        work.append(KINGSTON, [Noted(note="kept")])
    with work_at(engine) as work:
        assert work.logs.ensure_agency(KINGSTON).size == 1

    assert notes_of(engine, number) == ["the roster lay open"]


def test_a_row_cannot_lie_in_the_case_of_another_agency(engine: Engine, number: str) -> None:
    """Foreign keys hold case and agency together."""
    with pytest.raises(DBAPIError, match=FOREIGN_KEY), work_at(engine) as work:
        work.duties.replace(number, 1, [a_duty(number, agency=LIVERPOOL)])
    for table, column in (("entries", "log"), ("reminders", "case_number")):
        with work_at(engine) as work:
            work.reminders.plan(number, 1, "duty", [wanted("5-days", 1)])
        with refused(engine, FOREIGN_KEY + "|never changed") as connection:
            connection.execute(
                text(f"UPDATE {table} SET agency = :agency WHERE {column} = :number"),
                {"agency": LIVERPOOL, "number": number},
            )


def test_a_change_that_fails_takes_the_whole_unit_with_it(engine: Engine, number: str) -> None:
    def fail() -> None:
        with work_at(engine) as work:
            work.append(number, [Noted(note="lost")])
            work.heartbeats.beat("sweep")
            raise CrashError

    with pytest.raises(CrashError):
        fail()

    with work_at(engine) as work:
        assert work.heartbeats.last("sweep") is None
    assert notes_of(engine, number) == ["the roster lay open"]


def test_an_event_the_ledger_cannot_keep_is_refused_whole(engine: Engine, number: str) -> None:
    with pytest.raises(Exception, match="half of a character"), work_at(engine) as work:
        work.append(number, [Noted(note="good"), Noted(note="\ud800")])

    assert notes_of(engine, number) == ["the roster lay open"]


def test_a_database_without_tables_says_what_to_do(empty_database: str) -> None:
    engine = open_engine(empty_database)
    with (
        pytest.raises(StoreError, match="has no tables of Due Notice yet"),
        work_at(engine) as work,
    ):
        work.cases.get("KINGSTON-2026-001")
    engine.dispose()
