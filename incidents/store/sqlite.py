"""Opens a SQLite file so that several programs can keep a record in it.

Write-ahead logging lets readers go on while one writes; ``synchronous = FULL``
brings each commit to the disk; a writer begins at once as one
(``BEGIN IMMEDIATE``), so that two take turns from the start instead of failing
at the end. Only the owner may read the file. Every version before 3.51.3 can
damage a database in write-ahead mode when two connections write at the same
instant: with such a one the slower rollback journal is used.

A setting made on an open connection makes SQLite forget the statements it has
prepared, which costs more than running them; so none is changed afterwards,
and those who only read have connections of their own.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import URL

from incidents.services.ports import StoreError
from incidents.store.faults import PATIENCE_SECONDS, explaining

#: The first version that writes ahead safely with several connections.
SAFE_WAL = (3, 51, 3)
#: Of the pages of a long list this many are kept at hand: its keys are blind, so that
#: every row of it touches other pages. Memory is taken as they are read, and not before.
CACHE_KIBIBYTES = 65_536


def safest_sqlite() -> ModuleType:
    """Give the SQLite that came with the program, or the one of this Python."""
    try:
        return import_module("pysqlite3.dbapi2")
    except ImportError:  # it is not to be had on every machine
        return sqlite3


def writes_ahead(module: ModuleType) -> bool:
    """Say whether this SQLite may use write-ahead logging."""
    return bool(module.sqlite_version_info >= SAFE_WAL)


def open_sqlite(address: URL, module: ModuleType, *, reads_only: bool = False) -> Engine:
    """Give the engine for the file, made for its owner alone if it is not there."""
    _make_private(Path(str(address.database)))
    engine = create_engine(
        address.set(drivername="sqlite"),
        module=module,
        hide_parameters=True,  # no personal text in an error or a log
        connect_args={"timeout": PATIENCE_SECONDS, "check_same_thread": False},
    )
    event.listen(engine, "connect", _preparing(module, reads_only=reads_only))
    event.listen(engine, "begin", _beginning(module, reads_only=reads_only))
    event.listen(engine, "checkin", _undo)
    return engine


def _make_private(path: Path) -> None:
    """See that only the owner reads the file, before anything is in it."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        os.close(os.open(path, os.O_CREAT | os.O_RDWR, 0o600))
        path.chmod(0o600)
    except OSError as wrong:
        raise StoreError(
            f"The database {path} cannot be opened ({wrong.strerror}); "
            "see that the folder exists and belongs to the user who runs this."
        ) from wrong


def _preparing(module: ModuleType, *, reads_only: bool) -> Callable[[Any, object], None]:
    """Give what sets up each connection of that module."""
    mode = "wal" if writes_ahead(module) else "delete"
    settings = (
        # EXTRA also syncs the folder when a rollback journal is removed from it.
        f"synchronous = {'FULL' if mode == 'wal' else 'EXTRA'}",
        "foreign_keys = ON",
        "trusted_schema = OFF",
        f"cache_size = -{CACHE_KIBIBYTES}",
        f"query_only = {reads_only}",
    )

    def prepare(connection: Any, _record: object) -> None:  # noqa: ANN401 - either module's
        # The driver would begin transactions on its own, and not immediate ones.
        connection.isolation_level = None
        with explaining(module):
            _set_journal(connection, mode)
        for setting in settings:
            connection.execute(f"PRAGMA {setting}")

    return prepare


def _set_journal(connection: Any, mode: str) -> None:  # noqa: ANN401 - either module's
    (found,) = connection.execute(f"PRAGMA journal_mode = {mode}").fetchone()
    if found != mode:
        raise StoreError(
            f"The database is in {found} mode and this SQLite needs {mode}; stop every program "
            "that has it open and start again, and keep the file on a disk of this machine."
        )


def _undo(connection: Any, _record: object) -> None:  # noqa: ANN401 - either module's
    """End what a refused commit left open: SQLite does not undo it by itself."""
    if connection is not None:
        connection.rollback()


def _beginning(module: ModuleType, *, reads_only: bool) -> Callable[[Connection], None]:
    statement = "BEGIN" if reads_only else "BEGIN IMMEDIATE"

    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        with explaining(module):
            driver.execute(statement)

    return begin
