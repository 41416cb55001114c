"""A calendar of public holidays, read from its file."""

from __future__ import annotations

from enum import StrEnum

from config.law_parts import NOWHERE, LawParts
from config.reading import is_absent
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import BusinessCalendar, CountingRules, Holiday, OnSunday
from incidents.moments import LocalDay, MomentError

_KEYS = ("id", "title", "certain_through", "citation", "counting", "holidays")
_HOLIDAY_KEYS = (
    "name",
    "month",
    "day",
    "weekday",
    "nth",
    "days_later",
    "on_sunday",
    "from_year",
)
_COUNTING_KEYS = ("first_day", "last_day", "contract_last_day")
#: A year with a 29 February, so that a fixed day may be that one.
_LEAP_YEAR = 2000


class _Weekday(StrEnum):
    """The days of the week, as a calendar file names them."""

    MONDAY = "monday"
    TUESDAY = "tuesday"
    WEDNESDAY = "wednesday"
    THURSDAY = "thursday"
    FRIDAY = "friday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"


def read_calendar(content: bytes, source: str) -> BusinessCalendar:
    """Give the calendar of a file; raise InputRefusedError with its line."""
    nothing = CountingRules(first_day=NOWHERE, last_day=NOWHERE, contract_last_day=NOWHERE)
    reading = LawParts(source, nothing)
    branch = reading.branch(tree_of_bytes(content, source), "", _KEYS)
    counting = reading.branch(branch.at("counting"), "counting", _COUNTING_KEYS)
    advice = "give the last year for which the holidays are certain"
    reading.missing(branch.at("certain_through"), "certain_through", advice)
    certain = reading.count(branch.at("certain_through"), "certain_through")
    calendar = BusinessCalendar(
        id=reading.text(branch.at("id"), "id", required=True) or "",
        title=reading.text(branch.at("title"), "title", required=True) or "",
        certain_through=certain or 0,
        citation=reading.citation(branch.at("citation"), "citation"),
        counting=CountingRules(
            **{
                each: reading.citation(counting.at(each), f"counting.{each}")
                for each in _COUNTING_KEYS
            }
        ),
        holidays=tuple(
            _holiday(reading, each) for each in reading.items(branch.at("holidays"), "holidays")
        ),
    )
    reading.finish()
    return calendar


def _holiday(reading: LawParts, node: Node) -> Holiday:
    branch = reading.branch(node, "holidays", _HOLIDAY_KEYS)
    weekday = reading.choice(branch.at("weekday"), "holidays.weekday", _Weekday)
    sunday = reading.choice(branch.at("on_sunday"), "holidays.on_sunday", OnSunday)
    holiday = Holiday(
        name=reading.text(branch.at("name"), "holidays.name", required=True) or "",
        month=reading.count(branch.at("month"), "holidays.month") or 0,
        day=reading.count(branch.at("day"), "holidays.day"),
        weekday=list(_Weekday).index(weekday) if weekday else None,
        nth=reading.count(branch.at("nth"), "holidays.nth"),
        days_later=reading.whole(branch.at("days_later"), "holidays.days_later") or 0,
        on_sunday=sunday or OnSunday.NEXT_DAY,
        from_year=reading.count(branch.at("from_year"), "holidays.from_year"),
    )
    _check_day(reading, branch, holiday)
    return holiday


def _check_day(reading: LawParts, branch: Branch, holiday: Holiday) -> None:
    """Note a holiday that names no day, or a day that no month has."""
    fixed, moving = not is_absent(branch.at("day")), not is_absent(branch.at("weekday"))
    if fixed == moving or moving == is_absent(branch.at("nth")):
        accepted = "a month with a day, or a month with a weekday and its nth"
        reading.note(branch.line, f"a holiday is {accepted}; write one of the two.")
        return
    try:
        LocalDay.parse(f"{_LEAP_YEAR}-{holiday.month:02}-{holiday.day or 1:02}")
    except MomentError:
        day = f"month {holiday.month}" + (f", day {holiday.day}" if fixed else "")
        reading.note(branch.line, f"{day} is not on the calendar; correct it.")
    # A fifth weekday is missing in some months: the last one is counted from the next month.
    if moving and holiday.nth not in (1, 2, 3, 4):
        advice = "count from the next month with `days_later: -7`"
        reading.note(
            branch.line, f"`holidays.nth` is {holiday.nth}; accepted are 1 to 4: {advice}."
        )
