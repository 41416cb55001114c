"""The ladder: which reminders a duty wants, and when each is due.

A clock counted in days is reminded of in the morning, on certain days before
its target, on the day of the target, and each morning after it until somebody
acts. A clock counted in hours is reminded of so many hours before its end, and
each morning after. A duty without a date, and one that is still undecided, is
asked about once a week. How many days and hours is data: :class:`Ladder`.

A step's name carries the target it counts from (``2026-03-20/-7d``), so that a
deadline that moves wants new steps and no longer wants the old ones, and the
name alone says when the step is due.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.law.clock import Unit
from incidents.law.duty import DutyState, PlannedDuty
from incidents.moments import Instant, LocalDay, Moment, Zone, parse_moment

#: Steps without an end are planned this many ahead; planning again brings more.
MORNINGS_AHEAD, WEEKS_AHEAD = 7, 2
_WEEKLY = "weekly"
#: The holder whose duties are not the agency's to fulfil.
CONTRACTOR = "contractor"
_WITHOUT_STEPS = (
    DutyState.DONE,
    DutyState.NOT_REQUIRED,
    DutyState.NOT_STARTED,
    DutyState.HELD,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rungs:
    """How long before its end a clock of at least this length is reminded of."""

    #: In days or hours, as the clock is counted.
    at_least: int
    before: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """The rungs by the length of the clock, the longest first, and the rhythms."""

    days: tuple[Rungs, ...]
    hours: tuple[Rungs, ...]
    #: The full hour, where the agency is, at which reminders in days are due.
    morning_hour: int
    #: What is past its target comes again after this many days.
    overdue_every: int
    #: What has no date, and what the contractor is late with, after this many.
    ask_every: int


class Step(NamedTuple):
    """One reminder that is wanted."""

    name: str
    due_at: Instant
    #: The target is past by then: whoever stands above is told too.
    is_overdue: bool = False


class Steps(NamedTuple):
    """The steps of a duty, and when to plan again because they run out."""

    steps: tuple[Step, ...] = ()
    again_at: Instant | None = None


def wanted_steps(ladder: Ladder, duty: PlannedDuty, now: Instant) -> Steps:
    """Give the steps that a duty wants, as it stands at ``now``.

    Of those without an end, the last one that is past and the next few. What
    is done, not required, not started or held wants none. The contractor's
    duties are not the agency's to fulfil: once their target is past, or where
    they have none, the agency is asked about them once a week.
    """
    if duty.state in _WITHOUT_STEPS or duty.starts is None:
        return Steps()
    climb = _Climb(ladder=ladder, zone=duty.zone)
    if duty.rule.holder == CONTRACTOR and duty.target is not None:
        return _endless(climb.after(duty.target, ladder.ask_every, now))
    if duty.target is None:
        return _endless(climb.asking(duty, now))
    before = tuple(climb.before(duty))
    if duty.state is DutyState.UNDECIDED:
        return _endless(climb.asking(duty, now), before)
    overdue = climb.after(duty.target, ladder.overdue_every, now)
    return _endless([each._replace(is_overdue=True) for each in overdue], before)


def steps_before(ladder: Ladder, duty: PlannedDuty) -> tuple[Step, ...]:
    """Give the steps up to a duty's target, the morning of it included."""
    return tuple(_Climb(ladder=ladder, zone=duty.zone).before(duty))


def is_weekly(step: str) -> bool:
    """Say whether a step is the weekly question after a duty without a date."""
    return step.startswith(_WEEKLY)


def due_of(step: str, zone: Zone, morning_hour: int) -> Instant:
    """Give when a step is due, which its name says."""
    anchor, _, offset = step.rpartition("/")
    if anchor == _WEEKLY:
        return zone.at_hour(LocalDay.parse(offset), morning_hour)
    target, length = parse_moment(anchor), int(offset[:-1])
    if offset.endswith("h"):
        return zone.start_of(target).plus_hours(length)
    return zone.at_hour(zone.day_of(target).plus(length), morning_hour)


def is_by_the_hour(step: str) -> bool:
    """Say whether a step is due at an hour of its own, and not in the morning."""
    return step.endswith("h")


def length_in_days(duty: PlannedDuty) -> int:
    """Give how many days the clock that set a target in days runs.

    After a hold the period that follows it is the clock, however long ago the
    first one began.
    """
    if duty.starts is None or not isinstance(duty.target, LocalDay):
        return 0
    length = duty.target.days_after(duty.zone.day_of(duty.starts.moment))
    then = duty.version.holds.then if duty.version and duty.version.holds else None
    if duty.version is None or then is None or then.unit is not Unit.CALENDAR_DAYS:
        return length
    return length if length == duty.version.clock.length else then.length or length


@dataclass(frozen=True, slots=True, kw_only=True)
class _Climb:
    """One ladder, in one place."""

    ladder: Ladder
    zone: Zone

    def before(self, duty: PlannedDuty) -> Iterator[Step]:
        """Give the steps up to the target, those before the clock began left out."""
        if duty.target is None or duty.starts is None:
            return
        begun = self.zone.start_of(duty.starts.moment)
        if isinstance(duty.target, LocalDay):
            length = length_in_days(duty)
            begun = max(begun, self.zone.start_of(duty.target.plus(-length)))
            names = [f"{-each}d" for each in (*_rungs(self.ladder.days, length), 0)]
        else:
            length = duty.target.hours_after(begun)
            names = [f"{-each}h" for each in _rungs(self.ladder.hours, length)]
        for offset in names:
            step = self._step(f"{_anchor(duty.target)}/{offset}")
            if step.due_at > begun:
                yield step

    def after(self, target: Moment, every: int, now: Instant) -> list[Step]:
        """Give the mornings after a target, in a rhythm of days."""
        day = self.zone.day_of(target)
        same_day = isinstance(target, Instant) and self._morning(day) > target
        first = 0 if same_day else 1
        ahead = MORNINGS_AHEAD if every == 1 else WEEKS_AHEAD
        offsets = [
            first + every * each for each in self._around(day.plus(first), every, ahead, now)
        ]
        return [self._step(f"{_anchor(target)}/+{each}d") for each in offsets]

    def asking(self, duty: PlannedDuty, now: Instant) -> list[Step]:
        """Give the weekly questions about a duty, counted from its start."""
        if duty.starts is None:
            return []
        every = self.ladder.ask_every
        first = self.zone.day_of(duty.starts.moment).plus(every)
        days = [first.plus(every * each) for each in self._around(first, every, WEEKS_AHEAD, now)]
        return [self._step(f"{_WEEKLY}/{day}") for day in days]

    def _around(self, first: LocalDay, every: int, ahead: int, now: Instant) -> range:
        """Give the numbers of the last step that is past and of the next ones."""
        gone = self.zone.day_of(now).days_after(first) // every
        if self._morning(first.plus(gone * every)) > now:
            gone -= 1
        return range(max(gone, 0), max(gone, -1) + ahead + 1)

    def _morning(self, day: LocalDay) -> Instant:
        return self.zone.at_hour(day, self.ladder.morning_hour)

    def _step(self, name: str) -> Step:
        return Step(name, due_of(name, self.zone, self.ladder.morning_hour))


def _endless(endless: Sequence[Step], before: Sequence[Step] = ()) -> Steps:
    """Give steps of which some go on after the last one given, when it is due."""
    return Steps((*before, *endless), endless[-1].due_at if endless else None)


def _rungs(choices: Sequence[Rungs], length: int) -> tuple[int, ...]:
    return next((each.before for each in choices if length >= each.at_least), ())


def _anchor(target: Moment) -> str:
    """Give a target as a name holds it: a day, or an instant in UTC."""
    if isinstance(target, LocalDay):
        return str(target)
    return f"{target.utc.replace(tzinfo=None).isoformat()}Z"
