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
    climb = _Climb(ladder=ladder, zone=duty.zone, now=now)
    if duty.rule.holder == "contractor":
        return climb.after(duty.target, ladder.ask_every) if duty.target else climb.asking(duty)
    if duty.state is DutyState.UNDECIDED:
        asked = climb.asking(duty)
        return Steps((*climb.before(duty), *asked.steps), asked.again_at)
    if duty.target is None:
        return climb.asking(duty)
    nagging = climb.after(duty.target, ladder.overdue_every, is_overdue=True)
    return Steps((*climb.before(duty), *nagging.steps), nagging.again_at)


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
    """One ladder, in one place, seen at one instant."""

    ladder: Ladder
    zone: Zone
    now: Instant

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

    def after(self, target: Moment, every: int, *, is_overdue: bool = False) -> Steps:
        """Give the mornings after a target, in a rhythm of days."""
        day = self.zone.day_of(target)
        same_day = isinstance(target, Instant) and self._morning(day) > target
        first = 0 if same_day else 1
        ahead = MORNINGS_AHEAD if every == 1 else WEEKS_AHEAD
        offsets = [first + every * each for each in self._around(day.plus(first), every, ahead)]
        return _endless(
            [self._step(f"{_anchor(target)}/+{each}d", is_overdue=is_overdue) for each in offsets]
        )

    def asking(self, duty: PlannedDuty) -> Steps:
        """Give the weekly questions about a duty, counted from its start."""
        if duty.starts is None:
            return Steps()
        every = self.ladder.ask_every
        first = self.zone.day_of(duty.starts.moment).plus(every)
        days = [first.plus(every * each) for each in self._around(first, every, WEEKS_AHEAD)]
        return _endless([self._step(f"{_WEEKLY}/{day}") for day in days])

    def _around(self, first: LocalDay, every: int, ahead: int) -> range:
        """Give the numbers of the last step that is past and of the next ones."""
        gone = self.zone.day_of(self.now).days_after(first) // every
        if self._morning(first.plus(gone * every)) > self.now:
            gone -= 1
        return range(max(gone, 0), max(gone, -1) + ahead + 1)

    def _morning(self, day: LocalDay) -> Instant:
        return self.zone.at_hour(day, self.ladder.morning_hour)

    def _step(self, name: str, *, is_overdue: bool = False) -> Step:
        return Step(name, due_of(name, self.zone, self.ladder.morning_hour), is_overdue)


def _endless(steps: list[Step]) -> Steps:
    """Give steps that go on after the last one given, when that one is due."""
    return Steps(tuple(steps), steps[-1].due_at)


def _rungs(choices: Sequence[Rungs], length: int) -> tuple[int, ...]:
    return next((each.before for each in choices if length >= each.at_least), ())


def _anchor(target: Moment) -> str:
    """Give a target as a name holds it: a day, or an instant in UTC."""
    if isinstance(target, LocalDay):
        return str(target)
    return f"{target.utc.replace(tzinfo=None).isoformat()}Z"
