"""The questions that are asked all the time find their rows by an index."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, Select, text

from incidents.store import cases, logs, open_engine, reminders, sqlite_url
from incidents.store.transaction import Prepared
from tests.incidents.store.samples import NOW, open_case, wanted, work_at

VALUES = {
    "now": NOW.stamp(),
    "before": NOW.stamp(),
    "id": 1,
    "log": "KINGSTON-2026-001",
    "start": 0,
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Give a database with enough rows for the planner to think about."""
    number = open_case(engine).number
    with work_at(engine) as work:
        work.reminders.plan(number, 1, "duty", [wanted(f"{n}-days", n) for n in range(500)])
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return engine


def plan_of(engine: Engine, statement: Prepared | Select) -> str:
    """Give how the database would go about a statement."""
    word = "EXPLAIN QUERY PLAN" if engine.dialect.name == "sqlite" else "EXPLAIN"
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # With so few rows it would rather read them all.
            connection.execute(text("SET enable_seqscan = off"))
        rows = connection.execute(text(f"{word} {_sql(connection, statement)}"))
        return "\n".join(str(row[-1]) for row in rows)


def _sql(connection: Connection, statement: Prepared | Select) -> str:
    if isinstance(statement, Prepared):
        filled = text(statement._sql).bindparams(
            **{name: value for name, value in VALUES.items() if f":{name}" in statement._sql}
        )
        return str(filled.compile(connection, compile_kwargs={"literal_binds": True}))
    return str(statement.compile(connection, compile_kwargs={"literal_binds": True}))


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (reminders._DUE, "reminders_planned"),
        (reminders._CLAIM, "reminders_pkey"),
        (cases._open_cases(), "duties_pending"),
        (cases._of_agency(cases._open_cases(), "kingston-csd"), "cases_open"),
        (cases._UNANSWERED, "logs_unanswered"),
        (cases._TURNED, "logs_waking"),
        (reminders._STUCK, "reminders_sending"),
        (logs._STREAM, "entries_pkey"),
    ],
)
def test_a_frequent_question_is_answered_by_its_index(
    filled: Engine, statement: Prepared | Select, index: str
) -> None:
    plan = plan_of(filled, statement)

    by_key = {"reminders_pkey": "INTEGER PRIMARY KEY", "entries_pkey": "PRIMARY KEY (log=?"}
    name = by_key.get(index, index) if filled.dialect.name == "sqlite" else index
    assert name in plan


@pytest.mark.parametrize(
    "statement",
    [
        reminders._DUE,
        reminders._CLAIM,
        reminders._STUCK,
        cases._TURNED,
        logs._STREAM,
        logs._LOCK_HEAD,
    ],
)
def test_no_frequent_question_reads_a_whole_table_on_sqlite(
    sqlite_database: Path, statement: Prepared | Select
) -> None:
    engine = open_engine(sqlite_url(sqlite_database))

    assert "SCAN" not in plan_of(engine, statement)
    engine.dispose()
