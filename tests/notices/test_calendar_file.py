"""The calendar file, read back as a calendar reads it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from icalendar import Calendar, Event
from sqlalchemy import Engine

from config.ladder import load_ladder
from incidents.store import open_engine, sqlite_url
from notices.calendar_file import calendar_file
from tests.support.caseworker import Caseworker, roster

RECEIPT = "ny.8nycrr121.cpo-after-receipt"
PEOPLE = "ny.8nycrr121.individuals"
BELIEF = "ny.gml995b.incident"
NOTICE = "ny.8nycrr121.contractor-notice"


def events(dpo: Caseworker, at: str) -> dict[str, Event]:
    """Give the events of the case's file, by duty; those of later waves with it."""
    calendar = Calendar.from_ical(calendar_file([dpo.sees(at)], load_ladder()))
    found = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
    return {
        str(event["UID"]).removeprefix("KINGSTON-2026-001.").rpartition("@")[0]: event
        for event in found
    }


def event_of(dpo: Caseworker, at: str, duty: str, wave: int = 1) -> Event:
    """Give the event of a duty."""
    return events(dpo, at)[f"w{wave}.{duty}"]


@pytest.fixture
def sqlite_engine(sqlite_database: Path) -> Iterator[Engine]:
    """Give an engine on one database: what is written does not depend on it."""
    engine = open_engine(sqlite_url(sqlite_database))
    yield engine
    engine.dispose()


@pytest.fixture
def dpo(sqlite_engine: Engine) -> Caseworker:
    """Give somebody who works on the roster case, told on March 16."""
    worker = Caseworker(sqlite_engine)
    worker.opens()
    return worker


def test_a_duty_in_days_stands_on_the_day_of_its_target(dpo: Caseworker) -> None:
    event = event_of(dpo, "2026-03-17T09:00-04:00", RECEIPT)

    assert (event.decoded("DTSTART"), event.decoded("DTEND")) == (
        date(2026, 3, 26),
        date(2026, 3, 27),
    )
    assert str(event["SUMMARY"]) == (
        "KINGSTON-2026-001: Report the contractor's notification to the State's Chief Privacy "
        "Officer"
    )
    assert str(event["DESCRIPTION"]).splitlines() == [
        "State: running",
        "Aim for: Thursday, March 26, 2026",
        "Lawful until: Thursday, March 26, 2026",
        "See: duenotice show KINGSTON-2026-001",
    ]
    assert (event["STATUS"], event["TRANSP"], event["CLASS"]) == (
        "CONFIRMED",
        "TRANSPARENT",
        "PRIVATE",
    )


def test_a_duty_in_hours_stands_at_its_hour(dpo: Caseworker) -> None:
    belief = "2026-03-17T15:00-04:00"
    dpo.records("2026-03-17T15:30-04:00", "moments.cyber_incident_belief", belief)
    event = event_of(dpo, "2026-03-17T16:00-04:00", BELIEF)

    assert event.decoded("DTSTART") == datetime(2026, 3, 20, 19, tzinfo=UTC)
    assert "DTEND" not in event
    assert triggers(event) == [
        timedelta(hours=-48),
        timedelta(hours=-24),
        timedelta(hours=-6),
        timedelta(hours=-1),
    ]


def triggers(event: Event) -> list[timedelta]:
    """Give when each alarm of an event goes off, from its beginning."""
    return [alarm.decoded("TRIGGER") for alarm in event.walk("VALARM")]


def test_alarms_follow_the_ladder_at_eight_in_the_morning(dpo: Caseworker) -> None:
    """Counted from midnight of the day; the clocks go forward in between."""
    event = event_of(dpo, "2026-03-17T09:00-04:00", PEOPLE)

    assert triggers(event) == [timedelta(days=-days, hours=8) for days in (30, 14, 7, 5, 2, 1, 0)]
    assert {str(alarm["ACTION"]) for alarm in event.walk("VALARM")} == {"DISPLAY"}


def test_an_event_keeps_its_identity_and_its_sequence_grows(dpo: Caseworker) -> None:
    before = event_of(dpo, "2026-03-17T09:00-04:00", RECEIPT)
    dpo.records("2026-03-18T10:00-04:00", "moments.receipt", "2026-03-13T16:00-04:00", "Mail log")
    after = event_of(dpo, "2026-03-18T11:00-04:00", RECEIPT)

    assert before["UID"] == after["UID"]
    assert (before["SEQUENCE"], after["SEQUENCE"]) == (0, 1)
    assert (before.decoded("DTSTART"), after.decoded("DTSTART")) == (
        date(2026, 3, 26),
        date(2026, 3, 23),
    )
    assert after.decoded("LAST-MODIFIED") == datetime(2026, 3, 18, 14, tzinfo=UTC)


def test_another_dutys_filing_leaves_the_sequence_alone(dpo: Caseworker) -> None:
    dpo.files("2026-03-20T10:00-04:00", RECEIPT)
    dpo.decides("2026-03-20T11:00-04:00", "us.ferpa.disclosure-record", required=False)

    assert event_of(dpo, "2026-03-21T09:00-04:00", PEOPLE)["SEQUENCE"] == 0
    assert event_of(dpo, "2026-03-21T09:00-04:00", RECEIPT)["SEQUENCE"] == 1


def test_what_is_done_is_cancelled_and_stays_on_its_day(dpo: Caseworker) -> None:
    dpo.files("2026-03-20T10:00-04:00", RECEIPT)
    event = event_of(dpo, "2026-03-21T09:00-04:00", RECEIPT)

    assert event["STATUS"] == "CANCELLED"
    assert event.decoded("DTSTART") == date(2026, 3, 26)
    assert triggers(event) == []


def test_what_is_decided_not_to_be_required_is_cancelled(dpo: Caseworker) -> None:
    dpo.decides("2026-03-20T10:00-04:00", RECEIPT, required=False)

    assert event_of(dpo, "2026-03-21T09:00-04:00", RECEIPT)["STATUS"] == "CANCELLED"


def test_a_hold_cancels_and_its_end_brings_the_event_back(dpo: Caseworker) -> None:
    hold = {"kind": "law_enforcement", "from": "2026-03-20", "authority": "Sheriff"}
    dpo.records("2026-03-20T10:00-04:00", "holds", [hold])
    held = event_of(dpo, "2026-03-21T09:00-04:00", PEOPLE)
    over = [{**hold, "until": "2026-05-20"}]
    dpo.records("2026-05-21T09:00-04:00", "holds", over, "The Sheriff")
    back = event_of(dpo, "2026-05-21T10:00-04:00", PEOPLE)

    assert (held["STATUS"], held["SEQUENCE"]) == ("CANCELLED", 1)
    assert (back["STATUS"], back["SEQUENCE"]) == ("CONFIRMED", 2)
    assert back.decoded("DTSTART") == date(2026, 5, 27)


def test_what_was_never_published_is_not_taken_back(dpo: Caseworker) -> None:
    """The contractor had told in time when the case was opened."""
    assert set(events(dpo, "2026-03-17T09:00-04:00")) == {f"w1.{RECEIPT}", f"w1.{PEOPLE}"}


def test_an_undecided_duty_is_tentative(sqlite_engine: Engine) -> None:
    dpo = Caseworker(sqlite_engine)
    dpo.opens(facts={})
    event = event_of(dpo, "2026-03-17T09:00-04:00", RECEIPT)

    assert event["STATUS"] == "TENTATIVE"
    assert str(event["SUMMARY"]).startswith("KINGSTON-2026-001: To decide: Report")


def test_the_contractors_deadline_rings_no_bell(sqlite_engine: Engine) -> None:
    dpo = Caseworker(sqlite_engine)
    late = {"contractor_discovery": "2026-03-05T16:00-05:00", "report": "2026-03-10"}
    dpo.opens("2026-03-11T09:00-04:00", moments=late)
    event = event_of(dpo, "2026-03-11T10:00-04:00", NOTICE)

    assert (event["STATUS"], triggers(event)) == ("CONFIRMED", [])


def test_a_later_wave_has_events_of_its_own(dpo: Caseworker) -> None:
    moments = {**roster()["moments"], "receipt": "2026-03-20T09:30-04:00"}
    dpo.opens_wave("2026-03-20T10:00-04:00", moments=moments)
    dpo.records("2026-03-21T10:00-04:00", "facts.appr_data", True, "The letter", wave=2)

    first = event_of(dpo, "2026-03-22T09:00-04:00", RECEIPT)
    second = event_of(dpo, "2026-03-22T09:00-04:00", RECEIPT, wave=2)
    assert (first["SEQUENCE"], second["SEQUENCE"]) == (0, 1)
    assert str(second["SUMMARY"]).startswith("KINGSTON-2026-001, wave 2: ")


def test_the_file_says_how_often_to_look_again(dpo: Caseworker) -> None:
    content = calendar_file([dpo.sees("2026-03-17T09:00-04:00")], load_ladder())

    assert b"X-PUBLISHED-TTL:PT1H\r\n" in content
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n" in content
    assert b"METHOD:PUBLISH\r\n" in content
    assert max(map(len, content.split(b"\r\n"))) <= 75


def test_no_title_and_no_person_stands_in_it(dpo: Caseworker) -> None:
    dpo.records("2026-03-17T10:00-04:00", "title", "Ada Lovelace's roster", "The DPO")
    content = calendar_file([dpo.sees("2026-03-18T09:00-04:00")], load_ladder())

    assert b"Ada" not in content
    assert b"roster" not in content


def test_the_same_case_at_the_same_time_is_the_same_file(dpo: Caseworker) -> None:
    files = {calendar_file([dpo.sees("2026-03-18T09:00-04:00")], load_ladder()) for _ in range(2)}

    assert len(files) == 1
