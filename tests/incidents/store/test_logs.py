"""Appending to a log and reading it back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import Engine

from incidents.ledger.verify import verify
from incidents.moments import Instant
from incidents.services.ports import StoreError, UnknownLogError
from tests.incidents.store.samples import (
    KINGSTON,
    NOW,
    Noted,
    looking,
    notes_of,
    open_case,
    work_at,
)


def test_events_come_back_in_order_with_actor_and_time(engine: Engine) -> None:
    """What was appended is what history tells."""
    number = open_case(engine).number
    with work_at(engine, 1, actor="superintendent") as work:
        numbers = work.append(number, [Noted(note="first"), Noted(note="second")])

    with looking(engine) as work:
        _, first, second = work.history(number)

    assert numbers == [1, 2]
    assert (first.seq, first.actor, first.tag) == (1, "superintendent", "fact:recorded")
    assert (first.body, second.body) == ({"note": "first"}, {"note": "second"})
    assert first.at == Instant.parse("2026-03-10T16:00Z")


def test_history_until_an_instant_leaves_out_what_came_later(engine: Engine) -> None:
    """The instant itself is included."""
    number = open_case(engine).number
    for hours in (1, 2, 3):
        with work_at(engine, hours) as work:
            work.append(number, [Noted(note=f"hour {hours}")])

    with looking(engine) as work:
        seen = [event.body["note"] for event in work.history(number, NOW.plus_hours(2))]

    assert seen == ["the roster lay open", "hour 1", "hour 2"]


def test_the_stored_log_passes_the_ledgers_own_verification(engine: Engine) -> None:
    """The rows of the store are what the ledger verifies."""
    number = open_case(engine).number
    for hours in range(1, 6):
        with work_at(engine, hours) as work:
            work.append(number, [Noted(note=f"ü {hours}"), Noted(note="and more")])

    with looking(engine) as work:
        found = verify(number, work.logs.stream(number))
        head = work.logs.get(number)

    assert found.size == 11
    assert found.findings == ()
    assert (head.size, head.at) == (11, NOW.plus_hours(5))


def test_a_stream_can_begin_in_the_middle_of_a_log(engine: Engine) -> None:
    """An export goes on from the last one."""
    number = open_case(engine).number
    with work_at(engine) as work:
        work.append(number, [Noted(note="a"), Noted(note="b")])

    with looking(engine) as work:
        bodies = [body for _, _, body, _ in work.logs.stream(number, start=1)]

    assert bodies == [b'{"note":"a"}', b'{"note":"b"}']


def test_each_entry_has_a_salt_of_its_own(engine: Engine) -> None:
    """The same words twice do not show the same digest."""
    number = open_case(engine).number
    with work_at(engine) as work:
        work.append(number, [Noted(note="same"), Noted(note="same")])

    with looking(engine) as work:
        salts = {salt for _, salt, _, _ in work.logs.stream(number)}

    assert len(salts) == 3
    assert all(salt is not None and len(salt) == 16 for salt in salts)


def test_time_in_a_log_never_goes_back_for_a_slow_writer(engine: Engine) -> None:
    """One that read its clock first and waited takes the time before it."""
    number = open_case(engine).number
    with work_at(engine, 1) as work:
        work.append(number, [Noted(note="quick")])
    late = Instant.parse("2026-03-10T15:59:30Z")
    with type(work)(engine, late, "dpo") as work:
        work.append(number, [Noted(note="slow")])

    with looking(engine) as work:
        times = [(event.body["note"], event.at) for event in work.history(number)]

    assert times[1:] == [("quick", NOW.plus_hours(1)), ("slow", NOW.plus_hours(1))]


def test_a_clock_far_behind_the_log_is_recorded_as_such(engine: Engine) -> None:
    """The order is kept and the record says what the clock said."""
    number = open_case(engine).number
    with work_at(engine, 24) as work:
        work.append(number, [Noted(note="tomorrow")])
    with work_at(engine, 2) as work:
        numbers = work.append(number, [Noted(note="today")])

    with looking(engine) as work:
        *_, clock, today = work.history(number)

    assert numbers == [3]
    assert (clock.tag, clock.body) == ("clock:behind", {"clock": "2026-03-10T17:00:00.000000Z"})
    assert (clock.at, today.at) == (NOW.plus_hours(24), NOW.plus_hours(24))
    assert today.body == {"note": "today"}


def test_an_append_of_nothing_changes_nothing(engine: Engine) -> None:
    """Not even where the clock is behind."""
    number = open_case(engine).number
    with work_at(engine, -48) as work:
        assert work.append(number, []) == []

    assert notes_of(engine, number) == ["the roster lay open"]


def test_a_log_that_was_never_begun_is_refused(engine: Engine) -> None:
    """Append, history and get say which log there is not."""
    with pytest.raises(UnknownLogError, match="no log NOWHERE-2026-001"), work_at(engine) as work:
        work.append("NOWHERE-2026-001", [Noted()])
    with pytest.raises(UnknownLogError, match="no log NOWHERE-2026-001"), looking(engine) as work:
        work.history("NOWHERE-2026-001")
    with pytest.raises(UnknownLogError, match="no log NOWHERE-2026-001"), looking(engine) as work:
        work.logs.get("NOWHERE-2026-001")


def test_an_agency_log_is_begun_once(engine: Engine) -> None:
    """To ensure it again leaves what is in it."""
    with work_at(engine) as work:
        empty = work.logs.ensure_agency(KINGSTON)
        work.append(KINGSTON, [Noted(tag="policy:read")])
    with work_at(engine) as work:
        again = work.logs.ensure_agency(KINGSTON)

    assert (empty.kind, empty.size, empty.head, empty.at) == ("agency", 0, "0" * 64, None)
    assert (again.agency, again.size) == (KINGSTON, 1)


def test_all_logs_are_listed_by_id(engine: Engine) -> None:
    """Verification finds them here."""
    open_case(engine)
    with work_at(engine) as work:
        work.logs.ensure_agency(KINGSTON)

    with looking(engine) as work:
        logs = [(log.id, log.kind, log.size) for log in work.logs.list_all()]

    assert logs == [("KINGSTON-2026-001", "case", 1), ("kingston-csd", "agency", 0)]


def test_text_with_control_characters_comes_back_unchanged(engine: Engine) -> None:
    """PostgreSQL keeps no NUL in text; the body is bytes."""
    number = open_case(engine).number
    odd = 'zero \x00, quote ", tab \t, \U0001f511, line\u2028end'
    with work_at(engine) as work:
        work.append(number, [Noted(note=odd)])

    assert notes_of(engine, number)[1] == odd


def test_a_content_that_is_gone_is_named_and_not_skipped(engine: Engine) -> None:
    """Somebody who owns the database can remove it; nobody reads past it unawares."""
    number = open_case(engine).number
    with work_at(engine) as work:
        work.append(number, [Noted(note="gone"), Noted(note="after")])
    remove_past_the_triggers(engine, "DELETE FROM contents WHERE seq = 1")

    with pytest.raises(StoreError, match="content of entry 1 of KINGSTON-2026-001 is gone"):
        notes_of(engine, number)
    with looking(engine) as work:
        (finding,) = verify(number, work.logs.stream(number)).findings
    assert finding.entry == 1


def remove_past_the_triggers(engine: Engine, statement: str) -> None:
    """Do what only the owner of the database can do."""
    with engine.connect() as connection:
        driver: Any = connection.connection.driver_connection
        if engine.dialect.name == "postgresql":
            driver.execute("SET session_replication_role = replica")
        else:
            driver.execute("PRAGMA foreign_keys = OFF")
            driver.execute("DROP TRIGGER contents_refuse_delete")
        driver.execute(statement)
        driver.commit()
    engine.dispose()
