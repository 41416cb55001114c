"""What an agency can do in a day, what it pays, and when each way would be finished.

A mailbox that takes ten thousand messages a day, a folding machine and a few
people at telephones are bounds of their own. Whether they suffice is to be known
before anybody approves a text, not on the last day.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from incidents.law.calendars import BusinessCalendar
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.wording import counted
from incidents.moments import LocalDay, Moment, Zone
from incidents.people.recipient import Method

_MINUTES_OF_A_DAY = 1_440
#: Beyond so many days a date says nothing any more.
_FARTHEST = 2_600


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """The bounds and prices of an installation; amounts are cents for one recipient."""

    #: E-mails; 0 is no limit of that kind.
    per_minute: int
    per_day: int
    letters_per_day: int
    calls_per_day: int
    postage_cents: int
    letter_cents: int
    email_cents: int
    call_cents: int

    def a_day(self, method: Method) -> int:
        """Give how many can go out a day by a method; 0 is no limit."""
        if method is Method.FIRST_CLASS_MAIL:
            return self.letters_per_day
        if method is Method.TELEPHONE:
            return self.calls_per_day
        bounds = [each for each in (self.per_day, self.per_minute * _MINUTES_OF_A_DAY) if each]
        return min(bounds, default=0)

    def cents(self, method: Method, count: int) -> Mapping[str, int]:
        """Give what so many cost by a method, item by item."""
        if method is Method.FIRST_CLASS_MAIL:
            return {"postage": count * self.postage_cents, "printing": count * self.letter_cents}
        if method is Method.TELEPHONE:
            return {"calls": count * self.call_cents}
        return {"e-mail": count * self.email_cents}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finish:
    """When one way would be finished, against the limit of its duties."""

    method: Method
    count: int
    #: How many go out a day; 0 is no limit.
    a_day: int
    #: None: not within ten years.
    finishes: LocalDay | None
    limit: LocalDay | None
    #: The day to aim for, where it comes before the limit.
    target: LocalDay | None
    #: How many a day would do; None where the limit is past, or there is none.
    would_do: int | None
    #: A duty is on hold: it has no date until the hold is released.
    is_held: bool = False

    @property
    def days_to_spare(self) -> int | None:
        """Give the days between the finish and the limit: below zero is too late."""
        if self.limit is None or self.finishes is None:
            return None
        return self.limit.days_after(self.finishes)

    @property
    def is_too_late(self) -> bool:
        """Say whether the limit would not be kept."""
        if self.limit is None:
            return self.finishes is None
        return self.finishes is None or self.finishes > self.limit

    @property
    def words(self) -> str:
        """Give what a person has to know of it, in a sentence without its subject."""
        done = f"finishes on {self.finishes.words()}" if self.finishes else _NEVER
        if self.is_held:
            return f"{done}; there is no limit while the hold lasts"
        if self.limit is None:
            return f"{done}; the law gives no number of days: without unreasonable delay"
        limit = f"the limit is {self.limit.words()}"
        if self.is_too_late:
            would = f"would finish on {self.finishes.words()}" if self.finishes else _NEVER
            return f"too late{self._by()}: it {would}, and {limit}; {self._advice()}"
        return f"{done}; {limit}: {self._spare()}{self._after_the_target()}"

    def _by(self) -> str:
        spare = self.days_to_spare
        return f" by {counted(-spare, 'day')}" if spare is not None else ""

    def _spare(self) -> str:
        return (
            f"{counted(self.days_to_spare or 0, 'day')} to spare" if self.days_to_spare else _NO_DAY
        )

    def _after_the_target(self) -> str:
        if self.target is None or self.finishes is None or self.finishes <= self.target:
            return ""
        return f" (but after the day to aim for, {self.target.words()})"

    def _advice(self) -> str:
        if self.would_do is None:
            return "the limit is past: send by the quickest way there is, and say why it is late"
        return f"at least {self.would_do:,} a day would do: choose {_QUICKER[self.method]}"


_NEVER = "would not be finished within ten years"
_NO_DAY = "on the last day, with none to spare"
_QUICKER = {
    Method.FIRST_CLASS_MAIL: "a mail house, or another way for some",
    Method.EMAIL: "a mail service that takes more, or letters for some",
    Method.TELEPHONE: "more people at the telephones, or letters for some",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Reckoned:
    """From when and by which calendar days are counted; e-mail goes every day."""

    on: LocalDay
    zone: Zone
    calendar: BusinessCalendar

    def finish(self, method: Method, count: int, a_day: int, duties: list[PlannedDuty]) -> Finish:
        """Give when so many by a method would be finished, and the nearest limit."""
        limit = self._nearest([each.limit for each in duties])
        target = self._nearest([each.target for each in duties])
        return Finish(
            method=method,
            count=count,
            a_day=a_day,
            finishes=self._last_day(method, _days_for(count, a_day)),
            limit=limit,
            target=target,
            would_do=self._would_do(method, count, limit),
            is_held=limit is None and any(each.state is DutyState.HELD for each in duties),
        )

    def _last_day(self, method: Method, days: int) -> LocalDay | None:
        if days > _FARTHEST:
            return None
        if method is Method.EMAIL:
            return self.on.plus(days - 1)
        return self.calendar.nth_after(self.on.plus(-1), days)

    def _would_do(self, method: Method, count: int, limit: LocalDay | None) -> int | None:
        if limit is None or limit < self.on:
            return None
        span = min(limit.days_after(self.on) + 1, _FARTHEST)
        days = (self.on.plus(each) for each in range(span))
        usable = sum(method is Method.EMAIL or self.calendar.is_business_day(each) for each in days)
        return -(-count // usable) if usable else None

    def _nearest(self, moments: list[Moment | None]) -> LocalDay | None:
        days = [self.zone.day_of(each) for each in moments if each is not None]
        return min(days, default=None)


def _days_for(count: int, a_day: int) -> int:
    return max(1, -(-count // a_day)) if a_day else 1
