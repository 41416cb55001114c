"""How the database is opened."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from incidents.services.ports import StoreError, StoreFullError
from incidents.store import journal_warning, migrate, open_engine, sqlite, sqlite_url
from incidents.store.engine import reading
from incidents.store.sqlite import SAFE_WAL, safest_sqlite
from tests.incidents.store.samples import Noted, a_duty, looking, notes_of, open_case, work_at
from tests.support.databases import Server


def setting(engine, name: str) -> object:
    """Give a setting of a connection."""
    with engine.connect() as connection:
        return connection.execute(text(f"PRAGMA {name}")).scalar()


def test_sqlite_is_set_to_keep_what_it_commits(tmp_path: Path) -> None:
    engine = open_engine(sqlite_url(tmp_path / "duenotice.db"))

    for each in (engine, reading(engine)):
        assert setting(each, "journal_mode") == "wal"
        assert setting(each, "synchronous") == 2  # FULL
        assert setting(each, "foreign_keys") == 1
        assert setting(each, "trusted_schema") == 0
        assert setting(each, "busy_timeout") == 10_000
    assert setting(reading(engine), "query_only") == 1
    engine.dispose()


def test_the_sqlite_that_comes_with_the_program_writes_ahead_safely() -> None:
    assert safest_sqlite().sqlite_version_info >= SAFE_WAL == (3, 51, 3)


def test_without_its_own_sqlite_the_one_of_python_is_used(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It is not to be had ready-made on every machine."""
    monkeypatch.setitem(sys.modules, "pysqlite3.dbapi2", None)

    assert safest_sqlite() is sqlite3


def test_an_old_sqlite_uses_the_rollback_journal_and_says_so(tmp_path: Path) -> None:
    """The SQLite of this Python stands for one before 3.51.3."""
    assert sqlite3.sqlite_version_info < (3, 51, 3)
    engine = open_engine(sqlite_url(tmp_path / "duenotice.db"), sqlite=sqlite3)
    migrate(engine)
    number = open_case(engine).number

    assert setting(engine, "journal_mode") == "delete"
    assert setting(engine, "synchronous") == 3  # EXTRA
    assert "rollback journal is used; install the package pysqlite3" in str(journal_warning(engine))
    assert notes_of(engine, number) == ["the roster lay open"]
    engine.dispose()


def test_a_safe_sqlite_and_postgresql_have_no_warning(engine) -> None:
    assert journal_warning(engine) is None


def test_an_old_sqlite_refuses_a_record_that_another_has_open(sqlite_database: Path) -> None:
    """It may not take part in the way of writing that it would damage."""
    holding = (
        "import sys\n"
        "from tests.incidents.store.samples import open_case\n"
        "from incidents.store import open_engine\n"
        "engine = open_engine(sys.argv[1])\n"
        "open_case(engine)\n"
        "print('open', flush=True)\n"
        "sys.stdin.readline()\n"
    )
    url = sqlite_url(sqlite_database)
    program = subprocess.Popen(
        [sys.executable, "-c", holding, url],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    old = open_engine(url, sqlite=sqlite3)
    with program:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        with pytest.raises(StoreError, match=r"stop every program|Somebody else was writing"):
            old.connect()
        program.communicate("go\n")
    old.dispose()


def test_only_the_owner_can_read_the_file_and_its_companions(tmp_path: Path) -> None:
    folder = tmp_path / "home"
    engine = open_engine(sqlite_url(folder / "duenotice.db"))
    migrate(engine)
    open_case(engine)

    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()}
    assert modes == {"duenotice.db": 0o600, "duenotice.db-wal": 0o600, "duenotice.db-shm": 0o600}
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    engine.dispose()


def test_a_file_that_others_could_read_is_made_private(tmp_path: Path) -> None:
    path = tmp_path / "duenotice.db"
    path.touch(mode=0o644)

    open_engine(sqlite_url(path))

    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("mysql://root@localhost/x", "mysql is not a database this runs on; give sqlite:"),
        ("duenotice.db", "address of the database cannot be read; give sqlite:"),
        ("sqlite://", "in memory would forget the record"),
        ("sqlite:///:memory:", "in memory would forget the record"),
    ],
)
def test_an_address_that_cannot_be_used_is_refused(url: str, words: str) -> None:
    with pytest.raises(StoreError, match=words):
        open_engine(url)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(StoreError, match=r"file/duenotice\.db cannot be opened"):
        open_engine(sqlite_url(tmp_path / "file" / "duenotice.db"))


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "duenotice.db"
    path.write_bytes(b"Minutes of the board meeting. " * 100)

    with pytest.raises(StoreError, match="not a SQLite database, or a damaged one"):
        migrate(open_engine(sqlite_url(path)))
    assert path.read_bytes().startswith(b"Minutes of the board")


def test_a_server_that_is_not_there_is_named_without_its_password(tmp_path: Path) -> None:
    engine = open_engine(f"postgresql://dpo:secret-word@/duenotice?host={tmp_path}")

    with pytest.raises(StoreError, match="database cannot be reached") as caught:
        migrate(engine)
    with pytest.raises(StoreError, match="database cannot be reached"), work_at(engine):
        pass
    assert "secret-word" not in str(caught.value)


def test_a_disk_on_which_nobody_can_write_ahead_is_refused(tmp_path: Path) -> None:
    """As on a share of the network, where programs cannot share memory."""
    module: Any = safest_sqlite()
    connection = module.connect(f"file:{tmp_path}/duenotice.db?vfs=unix-none", uri=True)

    with pytest.raises(StoreError, match=r"in delete mode and .* needs wal.*disk of this machine"):
        sqlite._set_journal(connection, "wal")
    connection.close()


def test_a_connection_that_is_cut_says_that_nothing_was_kept(postgresql: Server) -> None:
    engine = open_engine(postgresql.new_made_database())
    number = open_case(engine).number
    cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()"
    other = open_engine(engine.url.render_as_string(hide_password=False))

    def lose() -> None:
        with work_at(engine) as work:
            work.append(number, [Noted(note="lost")])
            with other.begin() as connection:
                connection.execute(text(f"{cut} AND datname = current_database()"))
            work.append(number, [Noted(note="lost too")])

    with pytest.raises(StoreError, match=r"cannot be reached.*Nothing of this change was kept"):
        lose()

    assert notes_of(engine, number) == ["the roster lay open"]
    for each in (engine, other):
        each.dispose()


def test_a_full_disk_keeps_everything_before_it(sqlite_database: Path) -> None:
    """The whole unit is undone, and the record is as it was."""
    engine = open_engine(sqlite_url(sqlite_database))
    number = open_case(engine).number
    with engine.connect() as connection:
        pages = connection.execute(text("PRAGMA page_count")).scalar_one()
        connection.execute(text(f"PRAGMA max_page_count = {pages + 20}"))

    kept = []

    def fill() -> None:
        for count in range(100):
            with work_at(engine) as work:
                work.append(number, [Noted(note="x" * 3000)])
            kept.append(count)

    with pytest.raises(StoreFullError, match="disk of the database is full"):
        fill()

    assert 0 < len(kept) < 100
    with looking(engine) as work:
        assert len(work.history(number)) == 1 + len(kept)
    assert setting(engine, "integrity_check") == "ok"
    engine.dispose()


def test_a_refused_statement_does_not_show_what_it_carried(engine) -> None:
    """Errors end up in logs, and personal text must not."""
    number = open_case(engine).number

    with pytest.raises(Exception, match=r"(?i)foreign key") as caught, work_at(engine) as work:
        work.duties.replace(number, 1, [a_duty(number, agency="other", title="Maria Alvarez")])

    assert "Alvarez" not in str(caught.value)
