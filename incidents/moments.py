"""Instants and local days: two types that never mix by accident.

An :class:`Instant` is a point on the time line; hours are added to it, and a
clock change does not disturb them. A :class:`LocalDay` is a square on the
calendar; days are added to it, and it has no hour. The law counts both, and a
:class:`Zone` is the only bridge between them.

>>> zone = Zone("America/New_York")
>>> start = Instant.parse("2026-10-30T12:00-04:00")
>>> zone.text(start.plus_hours(72))
'2026-11-02T11:00-05:00'
>>> zone.day_of(start).plus(10).words()
'Monday, November 9, 2026'
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from typing import TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from incidents.errors import DueNoticeError

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(
    r"\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})", re.ASCII
)
#: Years outside these are refused: no incident of this law lies there.
FIRST_YEAR, LAST_YEAR = 1990, 2199
_NOON = 12
_T = TypeVar("_T", date, datetime)


class MomentError(DueNoticeError):
    """A date or an instant that cannot be read."""


class UnknownZoneError(DueNoticeError):
    """A time zone that the time-zone data base does not name."""


@dataclass(frozen=True, slots=True, order=True)
class LocalDay:
    """One day of the calendar where the agency is (General Construction Law 19)."""

    date: date

    @classmethod
    def parse(cls, text: str) -> LocalDay:
        """Give the day written as ``2026-03-05``; raise MomentError otherwise."""
        if not _DAY.fullmatch(text):
            raise MomentError(_unreadable(text, "a date such as 2026-03-05"))
        return cls(_within_years(text, _from_iso(text).date()))

    def plus(self, days: int) -> LocalDay:
        """Give the day that many calendar days later."""
        return LocalDay(self.date + timedelta(days=days))

    def days_after(self, other: LocalDay) -> int:
        """Give the whole days from the other day to this one."""
        return (self.date - other.date).days

    def words(self) -> str:
        """Give the day in words, with its weekday."""
        return _day_in_words(self.date)

    def __str__(self) -> str:
        """Give the ISO form."""
        return self.date.isoformat()


@dataclass(frozen=True, slots=True, order=True)
class Instant:
    """One point in time, kept in UTC, with the text it was recorded as."""

    utc: datetime
    recorded_as: str = field(default="", compare=False, repr=False)

    def __post_init__(self) -> None:
        """Refuse a time without an offset."""
        if self.utc.tzinfo is None:
            raise MomentError(_unreadable(str(self.utc), "an instant with its offset"))
        object.__setattr__(self, "utc", self.utc.astimezone(UTC))

    @classmethod
    def parse(cls, text: str) -> Instant:
        """Give the instant written as ``2026-03-05T16:00-05:00``."""
        if not _INSTANT.fullmatch(text):
            raise MomentError(_unreadable(text, "an instant such as 2026-03-05T16:00-05:00"))
        return cls(_within_years(text, _from_iso(text)), text)

    def plus_hours(self, hours: int) -> Instant:
        """Give the instant that many real hours later, whatever the clocks do."""
        return Instant(self.utc + timedelta(hours=hours))

    def hours_after(self, other: Instant) -> int:
        """Give the hours from the other instant to this one, rounded up."""
        return -((other.utc - self.utc) // timedelta(hours=1))

    def __str__(self) -> str:
        """Give what was recorded, or the ISO form in UTC with microseconds."""
        return self.recorded_as or self.stamp()

    def stamp(self) -> str:
        """Give the ISO form in UTC with microseconds, as the ledger writes it."""
        return self.utc.strftime("%Y-%m-%dT%H:%M:%S.%fZ")


#: What a person records: a day, or an instant.
Moment = Instant | LocalDay


def parse_moment(text: str) -> Moment:
    """Give the date or the instant that the text says; raise MomentError."""
    if _DAY.fullmatch(text):
        return LocalDay.parse(text)
    if _INSTANT.fullmatch(text):
        return Instant.parse(text)
    raise MomentError(
        _unreadable(
            text, "a date (2026-03-05) or an instant with its offset (2026-03-05T16:00-05:00)"
        )
    )


@dataclass(frozen=True, slots=True)
class Zone:
    """The place whose days are counted."""

    name: str

    def __post_init__(self) -> None:
        """Refuse a zone that is not in the time-zone data base."""
        _zone(self.name)

    def day_of(self, moment: Moment) -> LocalDay:
        """Give the local day a moment lies in."""
        if isinstance(moment, LocalDay):
            return moment
        return LocalDay(moment.utc.astimezone(_zone(self.name)).date())

    def start_of(self, moment: Moment) -> Instant:
        """Give an instant as it is, and a day as its first instant."""
        return moment if isinstance(moment, Instant) else self._midnight(moment)

    def end_of(self, moment: Moment) -> Instant:
        """Give an instant as it is, and a day as the first instant after it."""
        return moment if isinstance(moment, Instant) else self._midnight(moment.plus(1))

    def is_on_or_before(self, moment: Moment, other: Moment) -> bool:
        """Say whether a moment is not after another; a day stands for its end."""
        if isinstance(other, LocalDay):
            return self.day_of(moment) <= other
        return self.end_of(moment) <= other

    def at_hour(self, day: LocalDay, hour: int) -> Instant:
        """Give the instant of a full hour of that day."""
        return _hour_of(self.name, day.date, hour)

    def text(self, moment: Moment) -> str:
        """Give the ISO form: a day as a date, an instant with the local offset."""
        if isinstance(moment, LocalDay):
            return str(moment)
        local = moment.utc.astimezone(_zone(self.name))
        whole_minute = not (local.second or local.microsecond)
        return local.isoformat(timespec="minutes" if whole_minute else "auto")

    def words(self, moment: Moment) -> str:
        """Give the moment in words, with its weekday, as a notice writes it."""
        if isinstance(moment, LocalDay):
            return moment.words()
        return _instant_in_words(self.name, moment.utc)

    def _midnight(self, day: LocalDay) -> Instant:
        return self.at_hour(day, 0)


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as missing:
        raise UnknownZoneError(
            f"{name!r} is not a time zone; give a name such as America/New_York."
        ) from missing


@lru_cache(maxsize=4096)
def _hour_of(zone: str, day: date, hour: int) -> Instant:
    """Give an hour of a local day; a plan asks for the same midnights again and again."""
    return Instant(datetime(day.year, day.month, day.day, hour, tzinfo=_zone(zone)))


@lru_cache(maxsize=4096)
def _instant_in_words(zone: str, utc: datetime) -> str:
    local = utc.astimezone(_zone(zone))
    half = "a.m." if local.hour < _NOON else "p.m."
    return f"{_day_in_words(local.date())}, {local.hour % _NOON or _NOON}:{local:%M} {half}"


@lru_cache(maxsize=4096)
def _day_in_words(day: date) -> str:
    return f"{day:%A, %B} {day.day}, {day.year}"


def _from_iso(text: str) -> datetime:
    try:
        return datetime.fromisoformat(text)
    except ValueError as wrong:
        raise MomentError(f"{text} is not on the calendar or the clock: {wrong}.") from wrong


def _within_years(text: str, value: _T) -> _T:
    if not FIRST_YEAR <= value.year <= LAST_YEAR:
        raise MomentError(
            f"{text} lies outside the years {FIRST_YEAR} to {LAST_YEAR}; check the year."
        )
    return value


def _unreadable(text: str, accepted: str) -> str:
    return f"{text!r} cannot be read as a moment; give {accepted}."
