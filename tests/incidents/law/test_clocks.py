"""From a starting moment to two dates, each step of the way in words."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.law.clock import Clock, Unit
from incidents.moments import LocalDay
from tests.incidents.law.examples import (
    CALENDAR,
    RECKONING,
    ZONE,
    business_days,
    days,
    hours,
    moment,
    shown,
)


def dates(clock: Clock, start: str) -> tuple[str | None, str | None]:
    """Give target and limit of a clock."""
    found = clock.deadline(moment(start), RECKONING)
    return shown(found.target), shown(found.limit)


@pytest.mark.parametrize(
    ("start", "target", "limit"),
    [
        ("2026-03-05", "2026-03-15", "2026-03-16"),
        ("2026-03-05T16:40-05:00", "2026-03-15", "2026-03-16"),
        ("2026-03-06T04:59Z", "2026-03-15", "2026-03-16"),
        ("2026-03-06T05:00Z", "2026-03-16", "2026-03-16"),
        ("2026-06-24", "2026-07-04", "2026-07-06"),
        ("2025-12-22", "2026-01-01", "2026-01-02"),
        ("2024-02-19", "2024-02-29", "2024-02-29"),
    ],
)
def test_calendar_days_end_on_a_day_and_roll(start: str, target: str, limit: str) -> None:
    """General Construction Law 20 and 25-a."""
    assert dates(days(10), start) == (target, limit)


def test_a_period_that_does_not_roll_ends_where_it_ends() -> None:
    assert dates(days(10, rolls=False), "2026-03-05") == ("2026-03-15", "2026-03-15")


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05T16:00-05:00", "2026-03-08T17:00-04:00"),
        ("2026-03-08T01:59-05:00", "2026-03-11T02:59-04:00"),
        ("2026-10-30T12:00-04:00", "2026-11-02T11:00-05:00"),
        ("2026-11-01T01:30-04:00", "2026-11-04T00:30-05:00"),
        ("2026-11-01T01:30-05:00", "2026-11-04T01:30-05:00"),
        ("2026-07-02T12:00-04:00", "2026-07-05T12:00-04:00"),
        ("2026-03-08", "2026-03-11T01:00-04:00"),
        ("2026-11-01", "2026-11-03T23:00-05:00"),
    ],
)
def test_hours_run_through_weekends_and_clock_changes(start: str, end: str) -> None:
    """They run from the first instant of a day that is only a date."""
    assert dates(hours(72), start) == (end, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("2026-03-05T23:59-05:00", "2026-03-16"),
        ("2026-03-06", "2026-03-17"),
        ("2026-03-07", "2026-03-17"),
        ("2026-12-23", "2027-01-05"),
        ("2026-11-06T12:00-05:00", "2026-11-18"),
    ],
)
def test_business_days_never_roll(start: str, end: str) -> None:
    assert dates(business_days(7), start) == (end, end)


def test_a_clock_without_a_number_has_no_dates() -> None:
    found = Clock().deadline(moment("2026-03-05"), RECKONING)

    assert (found.target, found.limit) == (None, None)
    assert found.working == ("The law sets no number of days here: without unreasonable delay.",)


@pytest.mark.parametrize(
    ("clock", "start", "working"),
    [
        (
            days(10),
            "2026-03-05T16:40-05:00",
            [
                (
                    "10 calendar days after Thursday, March 5, 2026, that day not counted "
                    "(General Construction Law 20), end on Sunday, March 15, 2026: the target."
                ),
                (
                    "Sunday, March 15, 2026 is no business day (a Sunday), so the limit is the "
                    "next business day, Monday, March 16, 2026 (General Construction Law 25-a)."
                ),
            ],
        ),
        (
            days(7),
            "2026-03-05",
            [
                (
                    "7 calendar days after Thursday, March 5, 2026, that day not counted "
                    "(General Construction Law 20), end on Thursday, March 12, 2026: the target."
                ),
                "That is a business day, so the limit is the same day.",
            ],
        ),
        (
            days(1, rolls=False),
            "2026-07-03",
            [
                (
                    "1 calendar day after Friday, July 3, 2026, that day not counted "
                    "(General Construction Law 20), end on Saturday, July 4, 2026: the target."
                ),
                (
                    "Saturday, July 4, 2026 is no business day (Independence Day), but this period "
                    "is not extended: the limit is the same day."
                ),
            ],
        ),
        (
            hours(72),
            "2026-10-30T12:00-04:00",
            [
                (
                    "72 hours from Friday, October 30, 2026, 12:00 p.m. end on Monday, "
                    "November 2, 2026, 11:00 a.m.; hours run through weekends, holidays and clock "
                    "changes and are never extended."
                ),
            ],
        ),
        (
            business_days(2),
            "2026-02-11",
            [
                (
                    "2 business days after Wednesday, February 11, 2026, that day not counted "
                    "(General Construction Law 20), end on Tuesday, February 17, 2026."
                ),
                (
                    "Not counted: 2026-02-12 (Lincoln's Birthday), 2026-02-14 (a Saturday), "
                    "2026-02-15 (a Sunday), 2026-02-16 (Washington's Birthday) "
                    "(General Construction Law 24)."
                ),
            ],
        ),
        (
            business_days(1),
            "2026-03-03",
            [
                (
                    "1 business day after Tuesday, March 3, 2026, that day not counted "
                    "(General Construction Law 20), end on Wednesday, March 4, 2026."
                ),
            ],
        ),
    ],
)
def test_each_step_is_said_with_its_provision(clock: Clock, start: str, working: list[str]) -> None:
    assert list(clock.deadline(moment(start), RECKONING).working) == working


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (days(10), "10 calendar days"),
        (days(1), "1 calendar day"),
        (business_days(1), "1 business day"),
        (business_days(7), "7 business days"),
        (hours(1), "1 hour"),
        (hours(72), "72 hours"),
        (Clock(), "without unreasonable delay, no fixed date"),
        (Clock(length=3), "without unreasonable delay, no fixed date"),
    ],
)
def test_a_period_is_said_in_words(clock: Clock, words: str) -> None:
    assert clock.words == words


STARTS = st.dates(date(1991, 1, 1), date(2190, 1, 1)).map(LocalDay)
LENGTHS = st.integers(1, 120)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(STARTS, LENGTHS)
def test_a_target_follows_its_start_and_a_limit_its_target(start: LocalDay, length: int) -> None:
    found = days(length).deadline(start, RECKONING)

    assert found.target == LocalDay(start.date + timedelta(days=length))
    assert isinstance(found.limit, LocalDay)
    assert CALENDAR.is_business_day(found.limit)
    assert 0 <= found.limit.days_after(found.target) <= 4


@settings(max_examples=300, deadline=None, derandomize=True)
@given(STARTS, LENGTHS, st.sampled_from(list(Unit)))
def test_a_longer_period_never_ends_earlier(start: LocalDay, length: int, unit: Unit) -> None:
    rolls_by = CALENDAR.counting.last_day if unit is Unit.CALENDAR_DAYS else None
    ends = [
        Clock(length=each, unit=unit, rolls_by=rolls_by).deadline(start, RECKONING).limit
        for each in (length, length + 1)
    ]
    assert ends[0] is not None
    assert ends[1] is not None

    assert ZONE.is_on_or_before(ends[0], ends[1])


@settings(max_examples=200, deadline=None, derandomize=True)
@given(STARTS, LENGTHS, st.integers(0, 5))
def test_a_later_start_never_ends_earlier(start: LocalDay, length: int, later: int) -> None:
    first = days(length).deadline(start, RECKONING).limit
    second = days(length).deadline(start.plus(later), RECKONING).limit
    assert first is not None
    assert second is not None

    assert ZONE.is_on_or_before(first, second)
