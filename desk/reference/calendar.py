"""The calendar of public holidays, as rules and as days."""

from __future__ import annotations

from datetime import date

from desk.reference.markdown import bullets, cited, table
from incidents.law.calendars import BusinessCalendar, Holiday, OnSunday

_YEARS_SHOWN = 4
_ORDINALS = ("first", "second", "third", "fourth")
#: Any Monday; the names of weekdays and months come from days of it.
_A_MONDAY = date(2024, 1, 1)


def calendar_section(calendar: BusinessCalendar) -> str:
    """Give the holidays, their days in the years shown, and how days are counted."""
    last = calendar.certain_through
    years = range(last - _YEARS_SHOWN + 1, last + 1)
    rows = [
        (each.name, in_words(each), *(_days(each, year) for year in years))
        for each in calendar.holidays
    ]
    counting = calendar.counting
    rolls, by_contract = cited(counting.last_day), cited(counting.contract_last_day)
    facts = (
        f"**The list**: {cited(calendar.citation)}; certain through {last}",
        f"**The first day** is not counted: {cited(counting.first_day)}",
        f"**A last day** that is no business day rolls: {rolls}; under a contract {by_contract}",
    )
    return (
        f"## The business days\n\n{calendar.title}. A business day is Monday to Friday, less these "
        f"days and nothing else. A holiday on a Saturday closes no Friday.\n\n{bullets(facts)}\n"
        f"{table(('holiday', 'rule', *(str(year) for year in years)), rows)}"
    )


def in_words(holiday: Holiday) -> str:
    """Give the rule by which a holiday is found."""
    month = f"{date(_A_MONDAY.year, holiday.month, 1):%B}"
    if holiday.day is not None:
        rule = f"{month} {holiday.day}"
    else:
        weekday = f"{date(_A_MONDAY.year, 1, 1 + (holiday.weekday or 0)):%A}"
        rule = f"the {_ORDINALS[(holiday.nth or 1) - 1]} {weekday} of {month}"
    if holiday.days_later:
        days = abs(holiday.days_later)
        side = "after" if holiday.days_later > 0 else "before"
        rule = f"{days} day{'' if days == 1 else 's'} {side} {rule}"
    since = f", from {holiday.from_year}" if holiday.from_year else ""
    stays = ", and no Monday after it" if holiday.on_sunday is OnSunday.STAYS else ""
    return f"{rule}{since}{stays}"


def _days(holiday: Holiday, year: int) -> str:
    return ", ".join(f"{day:%a %b} {day.day}" for day in holiday.closed_days(year))
