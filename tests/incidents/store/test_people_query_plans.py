"""What is asked for every batch finds its rows by an index, at a million rows too."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import Engine, text

from incidents.store import (
    batches,
    deliveries,
    open_engine,
    people,
    recipient_rows,
    recipients,
    sendings,
    sqlite_url,
)
from incidents.store.transaction import Prepared
from tests.incidents.store.people_samples import DUTY, Told
from tests.incidents.store.samples import NOW

VALUES: dict[str, object] = {
    "among": None,
    "at": NOW.stamp(),
    "batch": 1,
    "cents": 0,
    "case": "KINGSTON-2026-001",
    "delivery": 1,
    "duty": DUTY,
    "limit": 100,
    "message_id": "<1.email@kingston-csd>",
    "method": "email",
    "now": NOW.stamp(),
    "recipient": 1,
    "sending": 1,
    "since": NOW.stamp(),
    "state": "sending",
    "until": NOW.stamp(),
    "wave": 1,
    "after": 0,
    "worker": "first",
}


@pytest.fixture
def filled(engine: Engine) -> Engine:
    """Give a database with enough rows for the planner to think about."""
    Told(engine).sends_to(300)
    if engine.dialect.name == "postgresql":
        with engine.begin() as connection:
            connection.execute(text("ANALYZE"))
    return engine


def plan_of(engine: Engine, statement: Prepared) -> str:
    """Give how the database would go about a statement."""
    name = engine.dialect.name
    with engine.connect() as connection:
        driver = connection.connection.driver_connection
        assert driver is not None
        sql, order = statement.form(engine.dialect)
        values = VALUES | {"among": json.dumps([1, 2]) if name == "sqlite" else [1, 2]}
        if name == "postgresql":
            driver.execute("SET enable_seqscan = off")  # with so few rows it would read all
            rows = driver.execute(f"EXPLAIN {sql}", values)
        else:
            assert order is not None
            rows = driver.execute(f"EXPLAIN QUERY PLAN {sql}", [values[each] for each in order])
        return "\n".join(str(row[-1]) for row in rows.fetchall())


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (deliveries._CLAIM, "deliveries_queued"),
        (deliveries._GIVE_BACK, "deliveries_in_hand"),
        (deliveries._LAPSED, "deliveries_sending"),
        (deliveries._TAKE_OVER, "deliveries_sending"),
        (deliveries._BY_MESSAGE, "deliveries_message_id_key"),
        (deliveries._OF_RECIPIENT, "deliveries_recipient_"),
        (deliveries._OF_BATCH, "deliveries_batch"),
        (batches._ACCEPT, "deliveries_batch"),
        (sendings._RUNNING, "sendings_released"),
        (recipients._WITHOUT, "recipients_without_method"),
        (recipient_rows._SOME, "recipients_pkey"),
        (recipient_rows._CONCERNS, "concerns_pkey"),
    ],
)
def test_a_question_about_many_is_answered_by_an_index(
    filled: Engine, statement: Prepared, index: str
) -> None:
    by_key = {
        "recipients_pkey": "INTEGER PRIMARY KEY",
        "concerns_pkey": "PRIMARY KEY (recipient=?",
        "deliveries_message_id_key": "(message_id=?)",
        "deliveries_recipient_": "(recipient=? AND case_number=?)",
    }
    name = by_key.get(index, index) if filled.dialect.name == "sqlite" else index

    assert name in plan_of(filled, statement)


@pytest.mark.parametrize(
    ("statement", "index"),
    [
        (deliveries._OF_SENDING, "deliveries_of_sending"),
        (deliveries._TALLY, "deliveries_of_sending"),
        (sendings._RUNNING, "deliveries_queued"),
        (people._UNTHOUGHT, "concerns_of_person"),
    ],
)
def test_sqlite_has_an_index_where_postgresql_may_join_by_hash(
    sqlite_database: Path, statement: Prepared, index: str
) -> None:
    engine = open_engine(sqlite_url(sqlite_database))

    assert index in plan_of(engine, statement)
    engine.dispose()


@pytest.mark.parametrize("statement", [people._STREAM, recipients._STREAM, deliveries._ALL])
def test_a_stream_is_walked_by_number_and_never_sorted(filled: Engine, statement: Prepared) -> None:
    assert "B-TREE" not in plan_of(filled, statement)
    assert "Sort" not in plan_of(filled, statement)
