"""A calendar of public holidays, read from its file."""

from __future__ import annotations

from enum import StrEnum

from config.law_parts import LawParts
from config.tree import Node, tree_of_bytes
from incidents.law.calendars import BusinessCalendar, CountingRules, Holiday, OnSunday
from incidents.law.citation import Citation

_HOLIDAY_KEYS = ("name", "month", "day", "weekday", "nth", "days_later", "on_sunday", "from_year")
_NOWHERE = Citation(title="", section="", url="")


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
    reading = LawParts(source, CountingRules(first_day=_NOWHERE, last_day=_NOWHERE, contract_last_day=_NOWHERE))
    keys = ("id", "title", "certain_through", "citation", "counting", "holidays")
    entries = reading.branch(tree_of_bytes(content), "", keys).entries
    names = ("first_day", "last_day", "contract_last_day")
    counting = reading.branch(entries.get("counting"), "counting", names).entries
    calendar = BusinessCalendar(
        id=reading.text(entries.get("id"), "id", required=True) or "",
        title=reading.text(entries.get("title"), "title", required=True) or "",
        certain_through=reading.count(entries.get("certain_through"), "certain_through") or 0,
        citation=reading.citation(entries.get("citation"), "citation"),
        counting=CountingRules(**{each: reading.citation(counting.get(each), f"counting.{each}") for each in names}),
        holidays=tuple(_holiday(reading, each) for each in reading.series(entries.get("holidays"), "holidays") or []),
    )
    if not calendar.certain_through:
        reading.note(None, "`certain_through` is missing; give the last year for which the holidays are certain.")
    reading.finish()
    return calendar


def _holiday(reading: LawParts, node: Node) -> Holiday:
    branch = reading.branch(node, "holidays", _HOLIDAY_KEYS)
    entries = branch.entries
    weekday = reading.choice(entries.get("weekday"), "holidays.weekday", _Weekday)
    day = reading.count(entries.get("day"), "holidays.day")
    nth = reading.count(entries.get("nth"), "holidays.nth")
    month = reading.count(entries.get("month"), "holidays.month")
    if not month or (day is None) == (weekday is None) or (weekday is None) != (nth is None):
        reading.note(branch.line, "a holiday is a month with a day, or a month with a weekday and its nth.")
    later = entries.get("days_later")
    return Holiday(
        name=reading.text(entries.get("name"), "holidays.name", required=True) or "",
        month=month or 1,
        day=day,
        weekday=list(_Weekday).index(weekday) if weekday else None,
        nth=nth,
        days_later=reading.whole(later, "holidays.days_later") or 0,
        on_sunday=reading.choice(entries.get("on_sunday"), "holidays.on_sunday", OnSunday) or OnSunday.NEXT_DAY,
        from_year=reading.count(entries.get("from_year"), "holidays.from_year"),
    )
