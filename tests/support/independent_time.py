"""Days, hours and closed days, counted one at a time, for tests only.

Nothing here is shared with the product: a wrong count in the product cannot
hide behind the same wrong count here. Slow on purpose, obvious on purpose.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)
ONE_HOUR = timedelta(hours=1)
SATURDAY, SUNDAY = 5, 6
MONDAY, TUESDAY, THURSDAY = 0, 1, 3


def is_date(text: str) -> bool:
    """Give whether the recorded text is a day and not an instant."""
    return "T" not in text


def midnight_that_starts(day: date, zone: ZoneInfo) -> datetime:
    """Give the first instant of a local day, in UTC."""
    return datetime(day.year, day.month, day.day, tzinfo=zone).astimezone(UTC)


def start_of(text: str, zone: ZoneInfo) -> datetime:
    """Give an instant as it is, a date as the first instant of its day."""
    if is_date(text):
        return midnight_that_starts(date.fromisoformat(text), zone)
    return datetime.fromisoformat(text).astimezone(UTC)


def end_of(text: str, zone: ZoneInfo) -> datetime:
    """Give an instant as it is, a date as the midnight that ends its day."""
    if is_date(text):
        return midnight_that_starts(date.fromisoformat(text) + ONE_DAY, zone)
    return datetime.fromisoformat(text).astimezone(UTC)


def day_of(text: str, zone: ZoneInfo) -> date:
    """Give the local day that a date is, or that an instant lies in."""
    if is_date(text):
        return date.fromisoformat(text)
    return datetime.fromisoformat(text).astimezone(zone).date()


def in_words_of_the_plan(instant: datetime, zone: ZoneInfo) -> str:
    """Give an instant as the plan prints it: local, with its offset."""
    local = instant.astimezone(zone)
    if local.second or local.microsecond:
        return local.isoformat()
    return local.isoformat(timespec="minutes")


def add_calendar_days(day: date, how_many: int) -> date:
    """Walk that many days on; the first day is not counted.

    General Construction Law 20.
    """
    for _ in range(how_many):
        day = day + ONE_DAY
    return day


def add_business_days(day: date, how_many: int) -> date:
    """Walk on until that many business days have been passed."""
    counted = 0
    while counted < how_many:
        day = day + ONE_DAY
        if is_business_day(day):
            counted = counted + 1
    return day


def next_business_day_from(day: date) -> date:
    """Give the day itself if it is a business day, else the next one.

    General Construction Law 25-a.
    """
    while not is_business_day(day):
        day = day + ONE_DAY
    return day


def is_business_day(day: date) -> bool:
    """Give whether it is Monday to Friday and no public holiday."""
    return day.weekday() not in (SATURDAY, SUNDAY) and day not in public_holidays(day.year)


def public_holidays(year: int) -> list[date]:
    """Give the public holidays of General Construction Law 24 of one year."""
    flag_day = nth_weekday(2, SUNDAY, year, 6)
    holidays = [
        date(year, 1, 1),  # New Year's day
        nth_weekday(3, MONDAY, year, 1),  # Dr. Martin Luther King, Jr. day
        date(year, 2, 12),  # Lincoln's birthday
        nth_weekday(3, MONDAY, year, 2),  # Washington's birthday
        last_monday_of_may(year),  # Memorial day
        date(year, 7, 4),  # Independence day
        nth_weekday(1, MONDAY, year, 9),  # Labor day
        nth_weekday(2, MONDAY, year, 10),  # Columbus day
        election_day(year),
        date(year, 11, 11),  # Veterans' day
        nth_weekday(4, THURSDAY, year, 11),  # Thanksgiving day
        date(year, 12, 25),  # Christmas day
    ]
    if year >= 2021:  # L.2020 ch. 249 added it; its first 19 June was that of 2021
        holidays.append(date(year, 6, 19))  # Juneteenth
    mondays_after = [holiday + ONE_DAY for holiday in holidays if holiday.weekday() == SUNDAY]
    return [*holidays, *mondays_after, flag_day]  # Flag day alone brings no Monday


def nth_weekday(nth: int, weekday: int, year: int, month: int) -> date:
    """Give, for instance, the third Monday of a January."""
    day = date(year, month, 1)
    found = 0
    while True:
        if day.weekday() == weekday:
            found = found + 1
        if found == nth:
            return day
        day = day + ONE_DAY


def last_monday_of_may(year: int) -> date:
    """Give Memorial day, walking back from 31 May."""
    day = date(year, 5, 31)
    while day.weekday() != MONDAY:
        day = day - ONE_DAY
    return day


def election_day(year: int) -> date:
    """Give the Tuesday after the first Monday of November."""
    return nth_weekday(1, MONDAY, year, 11) + ONE_DAY


def whole_hours_past(moment: datetime, limit: datetime) -> int:
    """Give the hours from the limit to the moment, rounded up, at least 0."""
    hours = 0
    while limit + hours * ONE_HOUR < moment:
        hours = hours + 1
    return hours


def days_past(day: date, limit: date) -> int:
    """Give the calendar days from the limit to the day, at least 0."""
    days = 0
    while limit + days * ONE_DAY < day:
        days = days + 1
    return days
