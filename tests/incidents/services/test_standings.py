"""A case over time: after each act, and no oftener than a reader can follow."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from incidents.law.duty import DutyState
from incidents.moments import Instant
from incidents.services.ports import StoredEvent
from incidents.services.standings import MOST_CHANGES, chosen, standings
from incidents.store import open_engine, sqlite_url
from tests.support.caseworker import LAW, Caseworker, roster

NUMBER = "KINGSTON-2026-001"
CPO = "ny.8nycrr121.cpo-after-receipt"


@pytest.fixture
def dpo(sqlite_database: Path) -> Iterator[Caseworker]:
    """Give somebody who works on cases; one database is enough here."""
    engine = open_engine(sqlite_url(sqlite_database))
    yield Caseworker(engine)
    engine.dispose()


def history(dpo: Caseworker) -> list[StoredEvent]:
    """Give all events of the case."""
    return dpo.at("2026-06-01T09:00-04:00", lambda work: work.history(NUMBER))


def test_each_act_is_shown_once_with_its_facts_and_plan(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.records("2026-03-17T09:00-04:00", "facts.key_acquired", value=False)
    dpo.files("2026-03-20T09:00-04:00", CPO)
    found = list(standings(NUMBER, history(dpo), LAW))

    assert [each.at.stamp()[:10] for each in found] == ["2026-03-16", "2026-03-17", "2026-03-20"]
    assert "key_acquired" not in found[0].facts[1]["facts"]
    assert found[1].facts[1]["facts"]["key_acquired"] is False
    assert [each.plans[1].duty(CPO).state for each in found] == [
        DutyState.RUNNING,
        DutyState.RUNNING,
        DutyState.DONE,
    ]


def test_an_act_is_shown_with_all_that_followed_from_it(dpo: Caseworker) -> None:
    dpo.opens()
    events = history(dpo)

    assert len(events) > 1
    assert chosen(NUMBER, events, LAW) == [len(events) - 1]


def test_what_changes_no_fact_is_not_shown(dpo: Caseworker) -> None:
    dpo.opens()
    before = chosen(NUMBER, history(dpo), LAW)
    dpo.at("2026-03-17T09:00-04:00", _remind)

    assert chosen(NUMBER, history(dpo), LAW) == before


def _remind(work: object) -> None:
    from incidents.case.events import ReminderSent  # noqa: PLC0415 - for this test

    reminder = ReminderSent(
        wave=1, duty=CPO, step="1", channel="email", message_id="x", late_by_minutes=0
    )
    work.append(NUMBER, [reminder])  # type: ignore[attr-defined]


def events_of(days: int, each_day: int) -> list[StoredEvent]:
    """Give a case in which one fact is recorded again and again."""
    start = datetime(2026, 3, 16, 14, tzinfo=UTC)
    body: dict[str, object] = {
        "number": NUMBER,
        "agency": "kingston-csd",
        "title": "x",
        "document": roster(),
    }
    events = [_event(0, start, "case:opened", body)]
    for count in range(days * each_day):
        at = start + timedelta(days=count // each_day, minutes=1 + count % each_day)
        fact: dict[str, object] = {
            "wave": 1,
            "path": "title",
            "value": str(count),
            "before": None,
            "source": None,
        }
        events.append(_event(count + 1, at, "fact:recorded", fact))
    return events


def _event(seq: int, at: datetime, tag: str, body: dict[str, object]) -> StoredEvent:
    return StoredEvent(seq=seq, at=Instant(at), actor="dpo", tag=tag, body=body)  # type: ignore[arg-type]


def test_many_changes_are_shown_once_a_day_and_at_milestones() -> None:
    events = events_of(days=5, each_day=100)
    found = chosen(NUMBER, events, LAW)

    assert len(events) > MOST_CHANGES
    # The opening is a milestone; then the last change of each of five days.
    assert found == [0, 100, 200, 300, 400, 500]


def test_up_to_the_most_each_change_is_shown() -> None:
    events = events_of(days=1, each_day=MOST_CHANGES - 1)

    assert chosen(NUMBER, events, LAW) == list(range(MOST_CHANGES))
