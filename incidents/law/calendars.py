"""Which days are business days, and how to count them.

The public holidays are rules, read from a calendar file with their citation
(General Construction Law 24 for New York). A :class:`BusinessCalendar` turns
the rules into a table, so that a step of n business days is one look-up and
not a walk. Calendars compose: an agency's own closed days are laid over the
State's by :meth:`BusinessCalendar.closed_also`, for the targets an agency
sets itself and never for a limit of the law.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

from incidents.law.citation import Citation
from incidents.moments import LocalDay

_WEEK = 7
_SATURDAY, _SUNDAY = 5, 6
#: Years built into the table at a time, around the day asked about.
_REACH = 2
#: No year has fewer business days.
_FEWEST_A_YEAR = 200


class OnSunday(StrEnum):
    """What the law does with a holiday that falls on a Sunday."""

    NEXT_DAY = "next_day"
    STAYS = "stays"


@dataclass(frozen=True, slots=True, kw_only=True)
class Holiday:
    """One public holiday: a fixed date, or the nth weekday of a month.

    ``days_later`` moves an nth weekday on: general election day is the day
    after the first Monday of November.
    """

    name: str
    month: int
    day: int | None = None
    weekday: int | None = None
    nth: int | None = None
    days_later: int = 0
    on_sunday: OnSunday = OnSunday.NEXT_DAY
    from_year: int | None = None

    def closed_days(self, year: int) -> Iterable[date]:
        """Give the days that this holiday closes in a year: none, one or two."""
        if self.from_year is not None and year < self.from_year:
            return ()
        day = self._day(year)
        if day.weekday() == _SUNDAY and self.on_sunday is OnSunday.NEXT_DAY:
            return (day, day + timedelta(days=1))
        return (day,)

    def _day(self, year: int) -> date:
        if self.day is not None:
            return date(year, self.month, self.day)
        first = date(year, self.month, 1)
        to_weekday = ((self.weekday or 0) - first.weekday()) % _WEEK
        weeks = (self.nth or 1) - 1
        return first + timedelta(days=to_weekday + weeks * _WEEK + self.days_later)


@dataclass(frozen=True, slots=True, kw_only=True)
class CountingRules:
    """The provisions that say how days, last days and hours are counted."""

    first_day: Citation
    last_day: Citation
    contract_last_day: Citation


@dataclass(frozen=True, slots=True)
class _Table:
    """Business days of a run of years, and each day's rank among them."""

    #: The ordinal of the first day of the first year.
    base: int
    years: range
    days: list[LocalDay]
    #: For each day from the base on, how many business days there are up to it.
    rank: list[int]


@dataclass(slots=True, kw_only=True)
class BusinessCalendar:
    """Monday to Friday, less the public holidays, and nothing else."""

    id: str
    title: str
    holidays: tuple[Holiday, ...]
    #: The last year for which the list of holidays is known to be the law.
    certain_through: int
    citation: Citation
    counting: CountingRules
    extra_closed: frozenset[date] = frozenset()
    _names: dict[int, dict[date, str]] = field(default_factory=dict)
    _table: _Table | None = None

    def holiday_name(self, day: LocalDay) -> str | None:
        """Give the name of the holiday that closes a day, if one does."""
        return self._names_of(day.date.year).get(day.date)

    def is_business_day(self, day: LocalDay) -> bool:
        """Say whether the day is neither weekend nor public holiday."""
        return day.date.weekday() < _SATURDAY and self.holiday_name(day) is None

    def why_closed(self, day: LocalDay) -> str:
        """Give the reason why a day is no business day, in words."""
        return self.holiday_name(day) or f"a {day.date:%A}"

    def next_business_day(self, day: LocalDay) -> LocalDay:
        """Give the day itself if it is a business day, else the next one."""
        return self.nth_after(day.plus(-1), 1)

    def nth_after(self, day: LocalDay, count: int) -> LocalDay:
        """Give the nth business day after a day; that day is not counted."""
        if count < 1:
            raise ValueError(f"business days are counted from 1, not {count}")
        table = self._table
        if table is None or not table.years.start <= day.date.year < table.years.stop:
            table = self._reaching(day.date, count)
        index = table.rank[day.date.toordinal() - table.base] + count - 1
        if index >= len(table.days):
            table = self._reaching(day.date, count)
            index = table.rank[day.date.toordinal() - table.base] + count - 1
        return table.days[index]

    def closed_also(self, days: Iterable[date]) -> BusinessCalendar:
        """Give this calendar with more closed days laid over it."""
        return BusinessCalendar(
            id=self.id,
            title=self.title,
            holidays=self.holidays,
            certain_through=self.certain_through,
            citation=self.citation,
            counting=self.counting,
            extra_closed=self.extra_closed | frozenset(days),
        )

    def _names_of(self, year: int) -> dict[date, str]:
        if year not in self._names:
            names = {
                day: "a day the agency is closed" for day in self.extra_closed if day.year == year
            }
            for each in self.holidays:
                for closed in (*each.closed_days(year - 1), *each.closed_days(year)):
                    names.setdefault(closed, each.name)
            self._names[year] = names
        return self._names[year]

    def _reaching(self, day: date, count: int) -> _Table:
        """Give a table that holds a day and the days counted from it, and keep it."""
        first, last = day.year - 1, day.year + _REACH + count // _FEWEST_A_YEAR
        if self._table is not None:
            first = min(first, self._table.years.start)
            last = max(last, self._table.years.stop - 1)
        self._table = self._build(range(first, last + 1))
        return self._table

    def _build(self, years: range) -> _Table:
        base, end = date(years.start, 1, 1), date(years.stop, 1, 1)
        closed = {day for year in years for day in self._names_of(year)}
        days: list[LocalDay] = []
        rank: list[int] = []
        for ordinal in range(base.toordinal(), end.toordinal()):
            day = date.fromordinal(ordinal)
            if day.weekday() < _SATURDAY and day not in closed:
                days.append(LocalDay(day))
            rank.append(len(days))
        return _Table(base.toordinal(), years, days, rank)
