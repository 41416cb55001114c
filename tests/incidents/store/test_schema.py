"""The tables are made once, by whoever comes first, and known at a glance."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Engine, text

import incidents.store.migrations as steps
from incidents.services.ports import StoreError
from incidents.store import migrate, open_engine, people_tables
from incidents.store.schema import version
from tests.incidents.store.samples import open_case

MIGRATING = """
import sys
from incidents.store import migrate, open_engine

print("ready", flush=True)
sys.stdin.readline()
migrate(open_engine(sys.argv[1]))
"""
DEFINITIONS = {
    "sqlite": "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL",
    "postgresql": "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
}
#: All tables that are declared, those about people among them.
DECLARED = people_tables.Person.metadata
LOOKING_AT_HEAD = """
import sys, time
from incidents.store import migrate, open_engine

engine = open_engine(sys.argv[1])
began = time.perf_counter()
migrate(engine)
print(time.perf_counter() - began, "alembic" in sys.modules)
"""


def test_four_programs_that_start_together_make_the_tables_once(empty_database: str) -> None:
    """Each ends well, and the tables are there."""
    programs = [
        subprocess.Popen(
            [sys.executable, "-c", MIGRATING, empty_database],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        for _ in range(4)
    ]
    for program in programs:
        assert program.stdout is not None
        assert program.stdout.readline() == "ready\n"
    errors = [program.communicate("go\n", timeout=60)[1] for program in programs]

    assert errors == [""] * 4
    assert [program.returncode for program in programs] == [0] * 4
    engine = open_engine(empty_database)
    assert open_case(engine).number == "KINGSTON-2026-001"
    engine.dispose()


def test_tables_that_are_there_are_left_alone_without_alembic(database: str) -> None:
    """Every command asks; it may not cost what Alembic costs to load."""
    asked = subprocess.run(
        [sys.executable, "-c", LOOKING_AT_HEAD, database],
        capture_output=True,
        text=True,
        check=True,
    )
    seconds, alembic_loaded = asked.stdout.split()

    assert alembic_loaded == "False"
    assert float(seconds) < 0.5


def test_the_steps_lead_to_the_tables_as_they_are_declared(engine: Engine) -> None:
    """A column declared without a step, or the other way round, is found here."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})

        assert compare_metadata(context, DECLARED) == []


def test_each_index_is_laid_under_its_declared_condition(engine: Engine) -> None:
    declared = {
        index.name: index.info["where"]
        for table in DECLARED.tables.values()
        for index in table.indexes
        if "where" in index.info
    }
    with engine.connect() as connection:
        laid = dict(connection.execute(text(DEFINITIONS[engine.dialect.name])).tuples().all())

    assert len(declared) == 12
    for name, where in declared.items():
        condition = laid[str(name)].split(" WHERE ")[1]
        assert re.sub(r"::text|[()]", "", condition) == where


def test_opening_sqlite_loads_nothing_of_postgresql() -> None:
    """Every command of an installation on SQLite would wait for it."""
    asked = subprocess.run(
        [sys.executable, "-c", "import incidents.store, sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = asked.stdout.split()

    assert "sqlalchemy.dialects.sqlite" in loaded
    assert "sqlalchemy.dialects.postgresql" not in loaded
    assert not {"psycopg", "asyncpg", "alembic"} & set(loaded)


def test_the_last_step_is_the_one_this_version_stands_on() -> None:
    config = Config()
    config.set_main_option("script_location", str(steps.__path__[0]))

    assert ScriptDirectory.from_config(config).get_heads() == [steps.HEAD]


def test_migrating_twice_changes_nothing(engine: Engine) -> None:
    number = open_case(engine).number
    migrate(engine)

    with engine.connect() as connection:
        assert version(connection) == "0002"
        assert connection.execute(text("SELECT number FROM cases")).scalars().all() == [number]


def test_a_database_of_a_newer_version_is_refused(engine: Engine) -> None:
    """Rather than written to with a half-understood form."""
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(StoreError, match="step 9999, which this version does not know"):
        migrate(engine)


def test_a_step_that_fails_leaves_the_database_as_it_was(
    empty_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All steps are one transaction, so the next start begins anew."""
    engine = open_engine(empty_database)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE notices (mine TEXT)"))
    with pytest.raises(Exception, match="already exists"):
        migrate(engine)
    with engine.begin() as connection:
        connection.execute(text("DROP TABLE notices"))

    migrate(engine)

    assert open_case(engine).number == "KINGSTON-2026-001"
    engine.dispose()


def test_no_command_waits_for_the_tables_about_people() -> None:
    asked = subprocess.run(
        [sys.executable, "-c", "import incidents.store, sys; print('\\n'.join(sys.modules))"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "incidents.store.people_tables" not in asked.stdout.split()
