"""Brings a database to the present tables, once, whoever comes first.

The version is compared first, which takes a millisecond; only where a step is
wanting is Alembic loaded, and the steps run in one transaction under a lock, so
that several programs that start together make the tables once.
"""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, text

from incidents.services.ports import StoreError
from incidents.store.engine import reading
from incidents.store.faults import explaining
from incidents.store.migrations import HEAD

#: Any number would do, as long as no other program locks by it.
_LOCK = 0x0D0E_2071CE
_THERE = {
    "sqlite": "SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'alembic_version'",
    "postgresql": "SELECT 1 WHERE to_regclass('alembic_version') IS NOT NULL",
}


def migrate(engine: Engine) -> None:
    """Bring the tables to this version; quick where they are there already.

    Raise StoreError where the database was made by a newer version.
    """
    with explaining(engine.dialect.loaded_dbapi):
        with reading(engine).connect() as connection:
            if version(connection) == HEAD:
                return
        with engine.begin() as connection:
            _lock(connection)
            found = version(connection)
            if found != HEAD:
                _upgrade(connection, found)


def version(connection: Connection) -> str | None:
    """Give the step the tables stand on; None for an empty database."""
    if connection.execute(text(_THERE[connection.dialect.name])).first() is None:
        return None
    found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
    return None if found is None else str(found)


def _lock(connection: Connection) -> None:
    """Wait for our turn; SQLite's transaction has it from its beginning."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _LOCK})


def _upgrade(connection: Connection, found: str | None) -> None:
    # Loading Alembic takes longer than most commands; here it is wanted.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    config = Config()
    steps = str(Path(__file__).with_name("migrations"))
    config.set_main_option("script_location", steps.replace("%", "%%"))
    config.attributes["connection"] = connection
    known = {step.revision for step in ScriptDirectory.from_config(config).walk_revisions()}
    if found is not None and found not in known:
        raise StoreError(
            f"The database stands on step {found}, which this version does not know: a newer one "
            "made it. Nothing was changed; install that version or a later one."
        )
    command.upgrade(config, "head")
