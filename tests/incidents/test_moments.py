"""Instants and local days: two types, and one bridge between them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.moments import Instant, LocalDay, MomentError, UnknownZoneError, Zone, parse_moment

NEW_YORK = Zone("America/New_York")


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-03-05T16:00-05:00", "2026-03-05T21:00:00+00:00"),
        ("2026-03-05T16:00Z", "2026-03-05T16:00:00+00:00"),
        ("2026-03-05T16:00:30+00:00", "2026-03-05T16:00:30+00:00"),
        ("2026-03-05T16:00:30.25-05:00", "2026-03-05T21:00:30.250000+00:00"),
        ("2026-03-05T16:00:30.123456+05:30", "2026-03-05T10:30:30.123456+00:00"),
    ],
)
def test_an_instant_is_kept_in_utc_and_as_written(text: str, utc: str) -> None:
    instant = Instant.parse(text)

    assert instant.utc == datetime.fromisoformat(utc)
    assert str(instant) == text


@pytest.mark.parametrize(
    "text",
    [
        "2026-03-05",
        "2026-03-05T16:00",
        "2026-03-05 16:00Z",
        "2026-03-05t16:00z",
        "2026-03-05T16Z",
        "2026-03-05T16:00:30.1234567Z",
        "2026-3-5T16:00Z",
        "2026-03-05T16:00-0500",
        " 2026-03-05T16:00Z",
        "2026-03-05T16:00Z\n",
        "\u0662\u0660\u0662\u0666-03-05T16:00Z",
        "",
        "now",
    ],
)
def test_what_is_no_instant_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="give an instant such as 2026-03-05T16:00-05:00"):
        Instant.parse(text)


@pytest.mark.parametrize("text", ["2026-03-05T16:00Z", "2026-3-5", "20260305", "2026-03-05\n", ""])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="give a date such as 2026-03-05"):
        LocalDay.parse(text)


@pytest.mark.parametrize(
    "text",
    [
        "2026-02-29",
        "2026-13-01",
        "2026-00-10",
        "2026-03-05T24:01Z",
        "2026-03-05T16:60Z",
        "2026-03-05T16:00:60Z",
        "2026-03-05T16:00+24:00",
    ],
)
def test_what_no_calendar_has_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="is not on the calendar or the clock"):
        parse_moment(text)


@pytest.mark.parametrize("text", ["1989-12-31", "2200-01-01", "0001-01-01T00:00Z"])
def test_a_year_no_incident_can_have_is_refused(text: str) -> None:
    with pytest.raises(MomentError, match="outside the years 1990 to 2199; check the year"):
        parse_moment(text)


def test_the_first_and_the_last_year_are_taken() -> None:
    assert str(parse_moment("1990-01-01")) == "1990-01-01"
    assert str(parse_moment("2199-12-31T23:59Z")) == "2199-12-31T23:59Z"


def test_what_is_neither_is_refused_with_both() -> None:
    with pytest.raises(MomentError) as refused:
        parse_moment("yesterday")

    assert str(refused.value) == (
        "'yesterday' cannot be read as a moment; give a date (2026-03-05) "
        "or an instant with its offset (2026-03-05T16:00-05:00)."
    )


def test_a_moment_is_a_day_or_an_instant() -> None:
    assert parse_moment("2026-03-05") == LocalDay(date(2026, 3, 5))
    assert isinstance(parse_moment("2026-03-05T16:00Z"), Instant)


def test_a_time_without_an_offset_is_no_instant() -> None:
    with pytest.raises(MomentError, match="give an instant with its offset"):
        Instant(datetime(2026, 3, 5, 16))  # noqa: DTZ001 - that is the mistake


def test_the_same_instant_written_twice_is_one() -> None:
    assert Instant.parse("2026-03-05T16:00-05:00") == Instant.parse("2026-03-05T21:00Z")
    assert Instant.parse("2026-03-05T16:00-05:00") < Instant.parse("2026-03-05T21:01Z")


def test_an_instant_never_recorded_shows_its_stamp() -> None:
    later = Instant.parse("2026-03-05T16:00-05:00").plus_hours(1)

    assert str(later) == "2026-03-05T22:00:00.000000Z"
    assert later.stamp() == "2026-03-05T22:00:00.000000Z"


def test_hours_are_real_hours_when_the_clocks_go_forward() -> None:
    """8 March 2026: 2 a.m. does not exist in New York."""
    start = Instant.parse("2026-03-07T12:00-05:00")

    assert NEW_YORK.text(start.plus_hours(72)) == "2026-03-10T13:00-04:00"


def test_hours_are_real_hours_when_the_clocks_go_back() -> None:
    """1 November 2026: 1 a.m. comes twice in New York."""
    start = Instant.parse("2026-10-30T12:00-04:00")

    assert NEW_YORK.text(start.plus_hours(72)) == "2026-11-02T11:00-05:00"


@pytest.mark.parametrize(
    ("later", "hours"),
    [
        ("2026-03-05T16:00Z", 0),
        ("2026-03-05T16:00:00.000001Z", 1),
        ("2026-03-05T17:00Z", 1),
        ("2026-03-05T17:00:01Z", 2),
        ("2026-03-05T15:00Z", -1),
        ("2026-03-05T15:00:01Z", 0),
    ],
)
def test_hours_past_a_limit_are_rounded_up(later: str, hours: int) -> None:
    assert Instant.parse(later).hours_after(Instant.parse("2026-03-05T16:00Z")) == hours


def test_days_are_added_on_the_calendar() -> None:
    assert str(LocalDay.parse("2028-02-28").plus(1)) == "2028-02-29"
    assert str(LocalDay.parse("2026-12-31").plus(1)) == "2027-01-01"
    assert LocalDay.parse("2026-03-15").days_after(LocalDay.parse("2026-03-05")) == 10


def test_a_day_lies_where_its_zone_says() -> None:
    instant = Instant.parse("2026-03-06T04:59Z")

    assert str(NEW_YORK.day_of(instant)) == "2026-03-05"
    assert str(Zone("UTC").day_of(instant)) == "2026-03-06"
    assert NEW_YORK.day_of(LocalDay.parse("2026-03-06")) == LocalDay.parse("2026-03-06")


def test_a_day_begins_at_midnight_and_ends_with_the_next() -> None:
    day = LocalDay.parse("2026-03-08")

    assert NEW_YORK.start_of(day).utc == datetime(2026, 3, 8, 5, tzinfo=UTC)
    assert NEW_YORK.end_of(day).utc == datetime(2026, 3, 9, 4, tzinfo=UTC)


def test_an_instant_begins_and_ends_where_it_is() -> None:
    instant = Instant.parse("2026-03-08T12:00Z")

    assert NEW_YORK.start_of(instant) == instant
    assert NEW_YORK.end_of(instant) == instant


def test_a_day_without_a_midnight_begins_an_hour_later() -> None:
    """In Havana the clocks went forward at midnight on 8 March 2026."""
    havana = Zone("America/Havana")

    assert havana.text(havana.start_of(LocalDay.parse("2026-03-08"))) == "2026-03-08T01:00-04:00"


def test_a_day_with_two_midnights_begins_with_the_first() -> None:
    """In Havana the clocks go back from 1 a.m. to midnight on 1 November 2026."""
    havana = Zone("America/Havana")

    assert havana.text(havana.start_of(LocalDay.parse("2026-11-01"))) == "2026-11-01T00:00-04:00"


def test_an_hour_of_a_day_is_that_of_its_zone() -> None:
    assert NEW_YORK.text(NEW_YORK.at_hour(LocalDay.parse("2026-07-01"), 8)) == (
        "2026-07-01T08:00-04:00"
    )


@pytest.mark.parametrize(
    ("moment", "other", "expected"),
    [
        ("2026-03-05", "2026-03-05", True),
        ("2026-03-06", "2026-03-05", False),
        ("2026-03-05T23:59-05:00", "2026-03-05", True),
        ("2026-03-06T00:00-05:00", "2026-03-05", False),
        ("2026-03-05", "2026-03-05T23:59-05:00", False),
        ("2026-03-05", "2026-03-06T00:00-05:00", True),
        ("2026-03-05T16:00-05:00", "2026-03-05T21:00Z", True),
        ("2026-03-05T16:01-05:00", "2026-03-05T21:00Z", False),
    ],
)
def test_a_day_stands_for_its_end(moment: str, other: str, expected: bool) -> None:
    assert NEW_YORK.is_on_or_before(parse_moment(moment), parse_moment(other)) is expected


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("2026-03-05", "2026-03-05"),
        ("2026-03-05T21:00Z", "2026-03-05T16:00-05:00"),
        ("2026-07-05T21:00Z", "2026-07-05T17:00-04:00"),
        ("2026-03-05T21:00:30Z", "2026-03-05T16:00:30-05:00"),
        ("2026-03-05T21:00:00.5Z", "2026-03-05T16:00:00.500000-05:00"),
    ],
)
def test_a_moment_is_written_with_the_local_offset(text: str, shown: str) -> None:
    assert NEW_YORK.text(parse_moment(text)) == shown


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("2026-03-05", "Thursday, March 5, 2026"),
        ("2026-03-05T05:00Z", "Thursday, March 5, 2026, 12:00 a.m."),
        ("2026-03-05T16:59Z", "Thursday, March 5, 2026, 11:59 a.m."),
        ("2026-03-05T17:00Z", "Thursday, March 5, 2026, 12:00 p.m."),
        ("2026-03-05T21:05Z", "Thursday, March 5, 2026, 4:05 p.m."),
    ],
)
def test_a_moment_is_said_as_a_notice_says_it(text: str, words: str) -> None:
    assert NEW_YORK.words(parse_moment(text)) == words


@pytest.mark.parametrize(
    "name", ["America/Kingston", "", "../etc/passwd", "/etc/passwd", "EST5EDT4"]
)
def test_a_zone_that_is_none_is_refused(name: str) -> None:
    with pytest.raises(UnknownZoneError, match="give a name such as America/New_York"):
        Zone(name)


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.datetimes(datetime(1990, 1, 2), datetime(2199, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001
    st.sampled_from(["America/New_York", "America/Chicago", "UTC", "Pacific/Honolulu"]),
)
def test_an_instant_lies_in_the_day_it_is_shown_on(utc: datetime, name: str) -> None:
    zone, instant = Zone(name), Instant(utc)
    day = zone.day_of(instant)

    assert zone.start_of(day) <= instant < zone.end_of(day)
    assert zone.text(instant)[:10] == str(day)
    assert Instant.parse(zone.text(instant)) == instant


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.dates(date(1990, 1, 1), date(2190, 1, 1)), st.integers(-3000, 3000))
def test_counting_forward_and_back_returns(day: date, days: int) -> None:
    start = LocalDay(day)

    assert start.plus(days).plus(-days) == start
    assert start.plus(days).days_after(start) == days


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001
    st.integers(0, 2000),
)
def test_hours_are_those_of_the_time_line(utc: datetime, hours: int) -> None:
    later = Instant(utc).plus_hours(hours)

    assert later.utc - utc == timedelta(hours=hours)
    assert later.hours_after(Instant(utc)) == hours
    assert later.utc.astimezone(ZoneInfo("America/New_York")) == later.utc
