"""From a starting moment to two dates: the target and the limit.

The target is the strict last day or hour; the limit is the last lawful moment
after the law rolls a last day that is no business day. Days are counted on
the calendar of the agency, and the day of the moment is not counted; hours
run on the time line, through weekends and clock changes, and never roll.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.law.calendars import BusinessCalendar
from incidents.law.citation import Citation
from incidents.moments import LocalDay, Moment, Zone


class Unit(StrEnum):
    """What a length is counted in."""

    CALENDAR_DAYS = "calendar_days"
    BUSINESS_DAYS = "business_days"
    HOURS = "hours"

    def words(self, length: int) -> str:
        """Give the length with its unit, in the plural where it is one."""
        unit = self.value.replace("_", " ")
        return f"{length} {unit if length != 1 else unit.removesuffix('s')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadline:
    """A target and a limit, and the steps by which they were found."""

    target: Moment | None = None
    limit: Moment | None = None
    working: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoning:
    """Where days are counted, and by which calendar."""

    zone: Zone
    calendar: BusinessCalendar

    def roll(self, day: LocalDay) -> LocalDay:
        """Give the next business day where the day is none."""
        return self.calendar.next_business_day(day)


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """A length, its unit, and whether its last day rolls."""

    #: None: without unreasonable delay, and without a number.
    length: int | None = None
    unit: Unit | None = None
    #: The provision by which a last day that is no business day rolls on.
    rolls_by: Citation | None = None

    @property
    def words(self) -> str:
        """Give the period in words."""
        if self.length is None or self.unit is None:
            return "without unreasonable delay, no fixed date"
        return self.unit.words(self.length)

    def deadline(self, start: Moment, reckoning: Reckoning) -> Deadline:
        """Give the two dates of this clock, running from a moment."""
        if self.length is None or self.unit is None:
            return Deadline(
                working=("The law sets no number of days here: without unreasonable delay.",)
            )
        if self.unit is Unit.HOURS:
            return self._by_hours(start, self.length, reckoning)
        if self.unit is Unit.BUSINESS_DAYS:
            return self._by_business_days(start, self.length, reckoning)
        return self._by_calendar_days(start, self.length, reckoning)

    def _by_hours(self, start: Moment, length: int, reckoning: Reckoning) -> Deadline:
        zone = reckoning.zone
        begin = zone.start_of(start)
        end = begin.plus_hours(length)
        step = (
            f"{Unit.HOURS.words(length)} from {zone.words(begin)} end on {zone.words(end)}; "
            "hours run through weekends, holidays and clock changes and are never extended."
        )
        return Deadline(target=end, limit=end, working=(step,))

    def _by_business_days(self, start: Moment, length: int, reckoning: Reckoning) -> Deadline:
        day, calendar = reckoning.zone.day_of(start), reckoning.calendar
        end = calendar.nth_after(day, length)
        skipped = [day.plus(n) for n in range(1, end.days_after(day))]
        closed = [
            f"{each} ({calendar.why_closed(each)})"
            for each in skipped
            if not calendar.is_business_day(each)
        ]
        step = (
            f"{Unit.BUSINESS_DAYS.words(length)} after {day.words()}, that day not counted "
            f"({calendar.counting.first_day.short}), end on {end.words()}."
        )
        not_counted = (
            f"Not counted: {', '.join(closed)} ({calendar.citation.short})." if closed else ""
        )
        return Deadline(target=end, limit=end, working=(step, *filter(None, [not_counted])))

    def _by_calendar_days(self, start: Moment, length: int, reckoning: Reckoning) -> Deadline:
        day = reckoning.zone.day_of(start)
        target = day.plus(length)
        step = (
            f"{Unit.CALENDAR_DAYS.words(length)} after {day.words()}, that day not counted "
            f"({reckoning.calendar.counting.first_day.short}), end on {target.words()}: the target."
        )
        limit, rolled = self.rolled(target, reckoning)
        return Deadline(target=target, limit=limit, working=(step, rolled))

    def rolled(self, target: LocalDay, reckoning: Reckoning) -> tuple[LocalDay, str]:
        """Give the limit for a target, with the sentence that explains it."""
        calendar = reckoning.calendar
        if calendar.is_business_day(target):
            return target, "That is a business day, so the limit is the same day."
        closed = f"{target.words()} is no business day ({calendar.why_closed(target)})"
        if self.rolls_by is None:
            return target, f"{closed}, but this period is not extended: the limit is the same day."
        limit = reckoning.roll(target)
        to = f"{limit.words()} ({self.rolls_by.short})"
        return limit, f"{closed}, so the limit is the next business day, {to}."
