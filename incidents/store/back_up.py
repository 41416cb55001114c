"""Copies the record into one SQLite file, and proves that the copy is whole.

The file has the same form whichever database the record lies in, so a back-up
can be looked at on any machine and restored into either. SQLite is copied by
its own online back-up while others go on writing; PostgreSQL row by row within
one transaction that sees a single moment. A copy takes its name only when it is
complete and on the disk.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, select, text, update

from incidents.services.people_rows import SendingState
from incidents.services.ports import BackUpError, StoreError
from incidents.store.copying import copy_rows
from incidents.store.engine import open_engine, reading, sqlite_url
from incidents.store.faults import explaining
from incidents.store.people_tables import Sending
from incidents.store.schema import migrate
from incidents.store.tables import File, Log

#: Why a sending that was released when the back-up was made does not go on by itself.
RESTORED = "restored from a back-up, which does not know what went out after it was made"
_NEVER_REPLACES = "a back-up replaces none: restore into an empty one, and look at both."

#: Says what is wrong with the record in a database: nothing, or sentences.
Check = Callable[[Engine], Sequence[str]]


def back_up(engine: Engine, target: Path) -> None:
    """Copy the record into a new file that only its owner may read.

    Raise BackUpError where the file is there already, and StoreError where the
    record cannot be read or the copy not be written; then no file is left.
    """
    if target.exists():
        raise BackUpError(f"{target} is there already; give the name of a new file.")
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with tempfile.TemporaryDirectory(prefix=".back-up-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        with explaining(engine.dialect.loaded_dbapi):
            _write(engine, part)
        _sync(part)
        part.rename(target)
    _sync(target.parent)


def prove_back_up(path: Path, check: Check) -> None:
    """Restore the file into a scratch place and look at everything in it.

    The pages, the promises between the tables, the evidence, then what
    ``check`` says of the record. Raise BackUpError with all that is wrong.
    """
    with tempfile.TemporaryDirectory(prefix="duenotice-proof-") as folder:
        scratch = sqlite_url(Path(folder) / "duenotice.db")
        problems = _problems(path, scratch, check)
    if problems:
        raise BackUpError(
            f"The back-up {path} cannot be trusted: {' '.join(problems)} Keep the earlier ones, "
            "and look at the disk."
        )


def restore(path: Path, url: str) -> None:
    """Bring a back-up into an empty database, and its tables to this version.

    What was released is stopped: whom it told since the back-up was made it does
    not know, and would tell them again. Somebody looks, and has it go on.

    Raise BackUpError where the file is missing, or the database is not empty.
    """
    if not path.is_file():
        raise BackUpError(f"There is no back-up {path}; give the name of a file.")
    engine = open_engine(url)
    try:
        with explaining(engine.dialect.loaded_dbapi):
            _restore(path, engine)
            _stop_sendings(engine)
    finally:
        engine.dispose()


def _write(engine: Engine, part: Path) -> None:
    copy = open_engine(sqlite_url(part))
    try:
        if engine.dialect.name == "sqlite":
            _copy_pages(engine, copy)
        else:
            migrate(copy)
            with reading(engine).connect() as source:
                copy_rows(source, copy)
    finally:
        copy.dispose()
    _as_one_file(copy)


def _copy_pages(source: Engine, target: Engine) -> None:
    with reading(source).connect() as reader, target.connect() as writer:
        pages: Any = reader.connection.driver_connection
        pages.backup(writer.connection.driver_connection)


def _as_one_file(engine: Engine) -> None:
    """Take what was written ahead into the file itself."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        driver.execute("PRAGMA journal_mode = delete")
    engine.dispose()


def _restore(path: Path, engine: Engine) -> None:
    if engine.dialect.name == "sqlite":
        file = Path(str(engine.url.database))
        if file.stat().st_size:
            raise BackUpError(f"{file} holds a database already; {_NEVER_REPLACES}")
        shutil.copyfile(path, file)
        _sync(file)
        migrate(engine)
        return
    migrate(engine)
    with reading(engine).connect() as connection:
        if connection.execute(select(Log.id).limit(1)).first() is not None:
            raise BackUpError(f"The database holds a record already; {_NEVER_REPLACES}")
    with tempfile.TemporaryDirectory(prefix="duenotice-restore-") as folder:
        _fill(engine, Path(shutil.copy(path, Path(folder) / "copy.db")))


def _stop_sendings(engine: Engine) -> None:
    released = Sending.state == SendingState.RELEASED.value
    stopped = {"state": SendingState.STOPPED.value, "reason": RESTORED}
    with engine.begin() as connection:
        connection.execute(update(Sending).where(released).values(**stopped))


def _fill(engine: Engine, copy: Path) -> None:
    """Put the rows of a copy, brought to this version, into the database."""
    source = open_engine(sqlite_url(copy))
    try:
        migrate(source)
        with reading(source).connect() as connection:
            copy_rows(connection, engine)
    finally:
        source.dispose()


def _problems(path: Path, scratch: str, check: Check) -> list[str]:
    try:
        restore(path, scratch)
    except StoreError as wrong:
        return [str(wrong)]
    engine = open_engine(scratch)
    try:
        with explaining(engine.dialect.loaded_dbapi):
            return [*_damage(engine), *check(engine)]
    except StoreError as wrong:
        return [str(wrong)]
    finally:
        engine.dispose()


def _damage(engine: Engine) -> Iterator[str]:
    with reading(engine).connect() as connection:
        pages = connection.execute(text("PRAGMA integrity_check")).scalars().all()
        if pages != ["ok"]:
            yield f"The file is damaged ({'; '.join(pages)})."
        for row in connection.execute(text("PRAGMA foreign_key_check")):
            yield f"A row of {row[0]} has lost what it belongs to."
        files = select(File.agency, File.sha256, File.content).execution_options(yield_per=1)
        for agency, sha256, content in connection.execute(files):
            if hashlib.sha256(content).hexdigest() != sha256:
                yield f"The evidence {sha256} of {agency} is not what was stored."


def _sync(path: Path) -> None:
    """See that the file, or what a folder lists, is on the disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
