"""What went wrong in the database, as a sentence that says what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.exc import DBAPIError

from incidents.services.ports import StoreBusyError, StoreError, StoreFullError

#: How long a writer waits for another one before it gives up.
PATIENCE_SECONDS = 10

_BUSY = (
    f"Somebody else was writing to the record for more than {PATIENCE_SECONDS} seconds. Nothing of "
    "this change was kept; do it again, and if it fails again find out what holds the database."
)
_FULL = (
    "The disk of the database is full. Nothing of this change was kept, and everything before it "
    "is safe; free some space and do it again."
)
_READ_ONLY = (
    "The database may only be read here. Nothing was changed; see that its file and folder belong "
    "to the user who runs this and may be written."
)
_NOT_OURS = (
    "The file is not a SQLite database, or a damaged one. Nothing was changed; give the path of "
    "the database, or restore it from the last back-up."
)
_DISK = (
    "The disk reported an error while the record was read or written. Nothing of this change was "
    "kept; look at the disk before anything else, and have the last back-up at hand."
)
_UNREACHABLE = (
    "The database cannot be reached. Nothing of this change was kept; see that it runs and that "
    "its address in the settings is right"
)
_NO_TABLES = (
    "The database has no tables of Due Notice yet. Nothing was changed; start the program once, "
    "which makes them."
)

#: By the first part of SQLite's name of the error, and by PostgreSQL's SQLSTATE.
_KNOWN: dict[str, tuple[type[StoreError], str]] = {
    "SQLITE_BUSY": (StoreBusyError, _BUSY),
    "SQLITE_LOCKED": (StoreBusyError, _BUSY),
    "SQLITE_FULL": (StoreFullError, _FULL),
    "SQLITE_READONLY": (StoreError, _READ_ONLY),
    "SQLITE_NOTADB": (StoreError, _NOT_OURS),
    "SQLITE_CORRUPT": (StoreError, _NOT_OURS),
    "SQLITE_IOERR": (StoreError, _DISK),
    "SQLITE_CANTOPEN": (StoreError, f"{_UNREACHABLE}."),
    "55P03": (StoreBusyError, _BUSY),  # lock_not_available
    "40P01": (StoreBusyError, _BUSY),  # deadlock_detected
    "40001": (StoreBusyError, _BUSY),  # serialization_failure
    "53100": (StoreFullError, _FULL),  # disk_full
    "25006": (StoreError, _READ_ONLY),  # read_only_sql_transaction
    "58030": (StoreError, _DISK),  # io_error
    "57P01": (StoreError, f"{_UNREACHABLE}."),  # admin_shutdown
    "57P02": (StoreError, f"{_UNREACHABLE}."),  # crash_shutdown
    "57P03": (StoreError, f"{_UNREACHABLE}."),  # cannot_connect_now
    "42P01": (StoreError, _NO_TABLES),  # undefined_table
}


def explained(error: BaseException) -> StoreError | None:
    """Give the error as a person should read it; None for one of another kind.

    A broken promise of the tables (a trigger, a foreign key) is not among
    these: it is a fault of the program and keeps its own words.
    """
    cause = error.orig if isinstance(error, DBAPIError) else error
    code = getattr(cause, "sqlite_errorname", None) or getattr(cause, "sqlstate", None)
    if code is None:
        return _unreachable(cause)
    if "no such table" in str(cause):  # SQLite has no code for it
        return StoreError(_NO_TABLES)
    kind, sentence = _KNOWN.get("_".join(code.split("_")[:2]), (None, ""))
    return kind(sentence) if kind else None


@contextmanager
def explaining(module: Any) -> Iterator[None]:  # noqa: ANN401 - any driver's module
    """Turn what the driver raises in the block into a sentence, where there is one."""
    try:
        yield
    except (DBAPIError, module.Error) as wrong:
        if sentence := explained(wrong):
            raise sentence from wrong
        raise


def _unreachable(cause: BaseException | None) -> StoreError | None:
    """Take an error of psycopg without a code for a lost connection."""
    if type(cause).__module__ != "psycopg" or type(cause).__name__ != "OperationalError":
        return None
    reason = str(cause).strip().splitlines() or [""]
    return StoreError(f"{_UNREACHABLE} ({reason[0].rstrip('.')}).")
