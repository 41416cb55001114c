"""Opens the database: SQLite in one file, or PostgreSQL by its address."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Engine, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.exc import ArgumentError

from incidents.services.ports import StoreError
from incidents.store.faults import PATIENCE_SECONDS
from incidents.store.sqlite import open_sqlite, safest_sqlite, writes_ahead

_ACCEPTED = (
    "give sqlite:////path/to/duenotice.db or postgresql://user:password@host/database, "
    "or leave it out for a file in the home of the installation"
)


def sqlite_url(path: Path) -> str:
    """Give the address of a SQLite database in that file."""
    return f"sqlite:///{path.absolute()}"


def open_engine(url: str, *, sqlite: ModuleType | None = None) -> Engine:
    """Give the engine for that address; raise StoreError for one of another kind.

    ``sqlite`` is the DBAPI module to use for SQLite; the safest one that is
    installed when left out. Nothing is connected or written yet, apart from
    the folder and an empty file that only its owner may read.
    """
    try:
        address = make_url(url)
    except ArgumentError:
        raise StoreError(f"The address of the database cannot be read; {_ACCEPTED}.") from None
    match address.get_backend_name():
        case "sqlite" if address.database in (None, "", ":memory:"):
            raise StoreError(f"A database in memory would forget the record; {_ACCEPTED}.")
        case "sqlite":
            return open_sqlite(address, sqlite or safest_sqlite())
        case "postgresql" | "postgres":
            return _open_postgresql(address)
        case other:
            raise StoreError(f"{other} is not a database this runs on; {_ACCEPTED}.")


@lru_cache(maxsize=16)
def reading(engine: Engine) -> Engine:
    """Give an engine on the same database that sees one moment and only reads."""
    if engine.dialect.name == "postgresql":
        return engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    module: Any = engine.dialect.loaded_dbapi
    reader = open_sqlite(engine.url, module, reads_only=True)
    event.listen(engine, "engine_disposed", lambda _engine: reader.dispose())
    return reader


def journal_warning(engine: Engine) -> str | None:
    """Give a sentence where SQLite is too old to write ahead safely."""
    module: Any = engine.dialect.loaded_dbapi
    if engine.dialect.name != "sqlite" or writes_ahead(module):
        return None
    return (
        f"SQLite {module.sqlite_version} can damage a database in write-ahead mode (mended in "
        "3.51.3), so the slower rollback journal is used; install the package pysqlite3."
    )


def _open_postgresql(address: URL) -> Engine:
    return create_engine(
        address.set(drivername="postgresql+psycopg"),
        hide_parameters=True,  # no personal text in an error or a log
        pool_pre_ping=True,  # the server may have been restarted since
        connect_args={
            "application_name": "duenotice",
            "connect_timeout": PATIENCE_SECONDS,
            "options": f"-c lock_timeout={PATIENCE_SECONDS}s -c client_encoding=UTF8",
        },
    )
