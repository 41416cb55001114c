"""The public holidays of General Construction Law 24, and counting by them."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime

import holidays
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.rulepacks import load_rule_book
from incidents.law.calendars import BusinessCalendar, Holiday, OnSunday
from incidents.moments import LocalDay
from tests.support.independent_time import (
    add_business_days,
    is_business_day,
    next_business_day_from,
    public_holidays,
)

CALENDAR = load_rule_book().calendar
YEARS = range(2020, 2036)
#: What the `holidays` package closes and General Construction Law 24 does not.
#: It has no Susan B. Anthony day, and no Friday for a Saturday holiday; a year in
#: which Anthony day falls together with Washington's birthday shows no difference.
ANTHONY = "Susan B. Anthony day, which the section does not list"
FRIDAY = "the Friday before a Saturday holiday, which the section does not close"
ONLY_THEIRS = {
    "2020-02-15": ANTHONY,
    "2020-07-03": FRIDAY,
    "2021-06-18": FRIDAY,
    "2021-12-24": FRIDAY,
    "2021-12-31": FRIDAY,
    "2022-02-11": FRIDAY,
    "2022-02-15": ANTHONY,
    "2023-02-15": ANTHONY,
    "2023-11-10": FRIDAY,
    "2024-02-15": ANTHONY,
    "2025-02-15": ANTHONY,
    "2026-02-15": ANTHONY,
    "2026-07-03": FRIDAY,
    "2027-06-18": FRIDAY,
    "2027-12-24": FRIDAY,
    "2027-12-31": FRIDAY,
    "2028-02-11": FRIDAY,
    "2028-02-15": ANTHONY,
    "2028-11-10": FRIDAY,
    "2029-02-15": ANTHONY,
    "2030-02-15": ANTHONY,
    "2031-02-15": ANTHONY,
    "2032-02-15": ANTHONY,
    "2032-06-18": FRIDAY,
    "2032-12-24": FRIDAY,
    "2032-12-31": FRIDAY,
    "2033-02-11": FRIDAY,
    "2033-02-15": ANTHONY,
    "2034-02-15": ANTHONY,
    "2034-11-10": FRIDAY,
    "2035-02-15": ANTHONY,
}
#: What the section lists and the package does not: Flag day, always a Sunday.
FLAG_DAYS = {
    "2020-06-14",
    "2021-06-13",
    "2022-06-12",
    "2023-06-11",
    "2024-06-09",
    "2025-06-08",
    "2026-06-14",
    "2027-06-13",
    "2028-06-11",
    "2029-06-10",
    "2030-06-09",
    "2031-06-08",
    "2032-06-13",
    "2033-06-12",
    "2034-06-11",
    "2035-06-10",
}
#: The days of one year, as an almanac has them.
YEAR_2026 = {
    "2026-01-01": "New Year's Day",
    "2026-01-19": "Dr. Martin Luther King Jr. Day",
    "2026-02-12": "Lincoln's Birthday",
    "2026-02-16": "Washington's Birthday",
    "2026-05-25": "Memorial Day",
    "2026-06-14": "Flag Day",
    "2026-06-19": "Juneteenth",
    "2026-07-04": "Independence Day",
    "2026-09-07": "Labor Day",
    "2026-10-12": "Columbus Day",
    "2026-11-03": "General Election Day",
    "2026-11-11": "Veterans Day",
    "2026-11-26": "Thanksgiving Day",
    "2026-12-25": "Christmas Day",
}


def closed_in(year: int, calendar: BusinessCalendar = CALENDAR) -> dict[str, str]:
    """Give the public holidays of a year, each with its name."""
    days = [LocalDay(date(year, 1, 1)).plus(n) for n in range(366)]
    return {
        str(day): name
        for day in days
        if day.date.year == year and (name := calendar.holiday_name(day))
    }


def day(text: str) -> LocalDay:
    """Give a day."""
    return LocalDay.parse(text)


def test_a_year_has_the_holidays_of_the_section() -> None:
    assert closed_in(2026) == YEAR_2026


@pytest.mark.parametrize("year", YEARS)
def test_each_difference_from_the_package_is_named(year: int) -> None:
    theirs = {str(each) for each in holidays.country_holidays("US", subdiv="NY", years=year)}
    ours = set(closed_in(year))

    assert theirs - ours == {each for each in ONLY_THEIRS if each.startswith(str(year))}
    assert ours - theirs == {each for each in FLAG_DAYS if each.startswith(str(year))}


@pytest.mark.parametrize("each", sorted(ONLY_THEIRS))
def test_a_day_of_the_package_alone_is_what_we_call_it(each: str) -> None:
    found = day(each).date

    if ONLY_THEIRS[each] == FRIDAY:
        assert found.strftime("%A") == "Friday"
        assert CALENDAR.holiday_name(day(each).plus(1)) is not None
        assert CALENDAR.is_business_day(day(each))
    else:
        assert (found.month, found.day) == (2, 15)


def test_a_flag_day_is_a_sunday_and_brings_no_monday() -> None:
    for each in FLAG_DAYS:
        assert day(each).date.strftime("%A") == "Sunday"
        assert CALENDAR.is_business_day(day(each).plus(1))


@pytest.mark.parametrize("year", [*YEARS, 1990, 2010, 2100, 2199])
def test_the_list_agrees_with_one_counted_by_hand(year: int) -> None:
    assert set(closed_in(year)) == {str(each) for each in public_holidays(year)}


def test_juneteenth_is_a_holiday_from_2021() -> None:
    """L.2020 ch. 249 was signed in October 2020."""
    assert CALENDAR.is_business_day(day("2020-06-19"))
    assert CALENDAR.holiday_name(day("2021-06-19")) == "Juneteenth"


@pytest.mark.parametrize(
    ("sunday", "monday", "name"),
    [
        ("2023-01-01", "2023-01-02", "New Year's Day"),
        ("2023-02-12", "2023-02-13", "Lincoln's Birthday"),
        ("2022-06-19", "2022-06-20", "Juneteenth"),
        ("2027-07-04", "2027-07-05", "Independence Day"),
        ("2029-11-11", "2029-11-12", "Veterans Day"),
        ("2022-12-25", "2022-12-26", "Christmas Day"),
    ],
)
def test_a_sunday_holiday_closes_the_monday(sunday: str, monday: str, name: str) -> None:
    assert CALENDAR.holiday_name(day(sunday)) == name
    assert CALENDAR.holiday_name(day(monday)) == name
    assert not CALENDAR.is_business_day(day(monday))
    assert CALENDAR.is_business_day(day(monday).plus(1))


@pytest.mark.parametrize("saturday", ["2026-07-04", "2021-12-25", "2028-11-11", "2022-01-01"])
def test_a_saturday_holiday_closes_no_friday(saturday: str) -> None:
    assert CALENDAR.holiday_name(day(saturday)) is not None
    assert CALENDAR.is_business_day(day(saturday).plus(-1))


@pytest.mark.parametrize(
    ("given_day", "why"),
    [
        ("2026-07-04", "Independence Day"),
        ("2026-07-05", "a Sunday"),
        ("2026-07-11", "a Saturday"),
        ("2026-11-03", "General Election Day"),
    ],
)
def test_why_a_day_is_closed_is_said_in_words(given_day: str, why: str) -> None:
    assert CALENDAR.why_closed(day(given_day)) == why


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        ("2026-03-05", 7, "2026-03-16"),
        ("2026-03-06", 1, "2026-03-09"),
        ("2026-02-11", 2, "2026-02-17"),
        ("2026-10-30", 3, "2026-11-05"),
        ("2025-12-24", 5, "2026-01-02"),
        ("2026-12-31", 1, "2027-01-04"),
        ("2024-02-28", 1, "2024-02-29"),
        ("2026-07-03", 1, "2026-07-06"),
    ],
)
def test_business_days_are_counted_from_the_next_day(start: str, count: int, end: str) -> None:
    """General Construction Law 20: the day from which one counts is not counted."""
    assert str(CALENDAR.nth_after(day(start), count)) == end


@pytest.mark.parametrize(
    ("given_day", "found"),
    [
        ("2026-03-13", "2026-03-13"),
        ("2026-03-14", "2026-03-16"),
        ("2026-03-15", "2026-03-16"),
        ("2026-07-03", "2026-07-03"),
        ("2026-07-04", "2026-07-06"),
        ("2027-07-03", "2027-07-06"),
        ("2022-12-24", "2022-12-27"),
        ("2022-12-31", "2023-01-03"),
    ],
)
def test_a_closed_last_day_rolls_to_the_next_open_one(given_day: str, found: str) -> None:
    assert str(CALENDAR.next_business_day(day(given_day))) == found


@pytest.mark.parametrize("count", [0, -1])
def test_no_days_and_fewer_cannot_be_counted(count: int) -> None:
    with pytest.raises(ValueError, match="business days are counted from 1"):
        CALENDAR.nth_after(day("2026-03-05"), count)


def test_counting_equals_a_walk_of_100_000_cases() -> None:
    """A fresh calendar, days of any year in any order, so that its table grows both ways."""
    chance, calendar = random.Random(24), CALENDAR.closed_also([])  # noqa: S311 - the same cases
    first, last = date(1991, 1, 1).toordinal(), date(2198, 1, 1).toordinal()
    open_days = [n for n in range(first, last + 900) if is_open(n)]
    place = {ordinal: index for index, ordinal in enumerate(open_days)}
    before = [0] * (last - first + 900)
    count_so_far = 0
    for n in range(first, last + 900):
        before[n - first] = count_so_far = count_so_far + (n in place)
    for _ in range(100_000):
        start, count = chance.randint(first, last), chance.randint(1, 400)
        expected = open_days[before[start - first] + count - 1]

        assert calendar.nth_after(LocalDay(date.fromordinal(start)), count).date == (
            date.fromordinal(expected)
        )


def test_a_count_beyond_the_years_at_hand_reaches_further() -> None:
    calendar = CALENDAR.closed_also([])
    first = calendar.nth_after(day("2026-03-05"), 7)

    assert str(first) == "2026-03-16"
    assert calendar.nth_after(day("2028-12-29"), 500).date == add_business_days(
        date(2028, 12, 29), 500
    )
    assert calendar.nth_after(day("2026-03-05"), 7) == first


def is_open(ordinal: int) -> bool:
    """Give whether the independent list leaves a day open; a table of its own."""
    found = date.fromordinal(ordinal)
    if found.year not in CLOSED:
        CLOSED[found.year] = frozenset(public_holidays(found.year))
    return found.weekday() < 5 and found not in CLOSED[found.year]


CLOSED: dict[int, frozenset[date]] = {}


@settings(max_examples=200, deadline=None, derandomize=True)
@given(st.dates(date(1991, 1, 1), date(2190, 1, 1)), st.integers(1, 30))
def test_counting_equals_a_walk_day_by_day(start: date, count: int) -> None:
    found = CALENDAR.nth_after(LocalDay(start), count)

    assert found.date == add_business_days(start, count)
    assert CALENDAR.is_business_day(found)
    assert CALENDAR.next_business_day(LocalDay(start)).date == next_business_day_from(start)
    assert CALENDAR.is_business_day(LocalDay(start)) == is_business_day(start)


def test_a_holiday_at_the_end_of_december_closes_january() -> None:
    """No such holiday is in the section; the rule must hold all the same."""
    new_years_eve = Holiday(name="New Year's Eve", month=12, day=31)
    calendar = BusinessCalendar(
        id="example",
        title="Example",
        holidays=(new_years_eve,),
        certain_through=2029,
        citation=CALENDAR.citation,
        counting=CALENDAR.counting,
    )

    assert calendar.holiday_name(day("2024-01-01")) == "New Year's Eve"
    assert not calendar.is_business_day(day("2024-01-01"))
    assert calendar.next_business_day(day("2023-12-30")) == day("2024-01-02")


def test_a_holiday_may_stay_on_its_sunday() -> None:
    stays = Holiday(name="Stays", month=7, day=4, on_sunday=OnSunday.STAYS)

    assert list(stays.closed_days(2027)) == [date(2027, 7, 4)]


def test_a_holiday_before_its_first_year_closes_nothing() -> None:
    later = Holiday(name="Later", month=6, day=19, from_year=2021)

    assert list(later.closed_days(2020)) == []
    assert list(later.closed_days(2021)) == [date(2021, 6, 19)]


def test_closed_days_of_an_agency_are_laid_over_the_list() -> None:
    recess = CALENDAR.closed_also([date(2026, 12, 28), date(2026, 12, 29)])

    assert recess.why_closed(day("2026-12-28")) == "a day the agency is closed"
    assert str(recess.nth_after(day("2026-12-24"), 1)) == "2026-12-30"
    assert str(CALENDAR.nth_after(day("2026-12-24"), 1)) == "2026-12-28"


def test_closed_days_can_be_laid_over_twice() -> None:
    recess = CALENDAR.closed_also([date(2026, 12, 28)]).closed_also([date(2026, 12, 29)])

    assert str(recess.nth_after(day("2026-12-24"), 1)) == "2026-12-30"


def must_be_read_again(today: date) -> bool:
    """Say whether less than a year is left of what is certain of the holidays."""
    return today.year >= CALENDAR.certain_through


def test_the_list_is_certain_for_another_year() -> None:
    today = datetime.now(UTC).date()

    assert not must_be_read_again(today), (
        f"The public holidays are certain only through {CALENDAR.certain_through}. "
        f"Read {CALENDAR.citation.short} again ({CALENDAR.citation.url}); put what changed and "
        "a later `certain_through` into config/calendars/ny-state.yaml, with who read it and "
        "when, and name what changed in a fragment of changelog.d/ of the type `law`."
    )


def test_the_list_asks_to_be_read_a_year_ahead() -> None:
    assert CALENDAR.certain_through == 2029
    assert not must_be_read_again(date(2028, 12, 31))
    assert must_be_read_again(date(2029, 1, 1))
