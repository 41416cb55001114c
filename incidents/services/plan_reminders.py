"""Brings the reminders of a case to what the ladder wants now.

It is called whenever a case changed, when a clock of it turned, and when the
steps planned ahead run out (:attr:`ReminderPlan.again_at`). Running it twice
changes nothing more.
"""

from __future__ import annotations

import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from incidents.case.ladder import Ladder, Step, Steps, due_of, is_weekly, wanted_steps
from incidents.law.duty import PlannedDuty
from incidents.law.rule import Step as CaseStep
from incidents.moments import Instant
from incidents.services.channels import Channel, channels_of
from incidents.services.ports import ReminderRow, ReminderState, UnitOfWork, WantedReminder
from incidents.services.view_case import CaseView

_SAFE = frozenset(string.ascii_letters + string.digits + "-+.")
_SHORT = {"/": "_", ":": "-"}
#: After one of these nothing older is sent to that channel for the duty.
_SPOKEN = (
    ReminderState.SENDING,
    ReminderState.SENT,
    ReminderState.CAUGHT_UP,
    ReminderState.FAILED,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderPlan:
    """How many reminders are planned, and when to plan again."""

    planned: int
    #: How many were planned before and are not wanted any more.
    stopped: int
    #: When the last one that was planned ahead is due; None where none is.
    again_at: Instant | None


def plan_reminders(
    work: UnitOfWork, view: CaseView, ladder: Ladder, *, only: CaseStep | None = None
) -> ReminderPlan:
    """Plan the reminders of every duty of a case, for each channel.

    A closed case wants none, nor does a duty that is done, decided not to be
    required or held. ``only`` leaves the duties of the other steps alone.
    """
    rows = _by_duty(work.reminders.of_case(view.case.number))
    planned, stopped, again = 0, 0, []
    for wave, duty in view.duties():
        if only is not None and duty.rule.step is not only:
            continue
        before = rows.pop((wave, duty.id), [])
        steps = Steps() if view.case.closed_at else wanted_steps(ladder, duty, view.at)
        wanted = _wanted(view, wave, duty, steps.steps, _spoken(before, duty, ladder))
        planned += len(wanted)
        stopped += _stopped(before, wanted)
        again += [steps.again_at] if steps.again_at else []
        if wanted or _is_planned(before):
            work.reminders.plan(view.case.number, wave, duty.id, wanted)
    if only is None:
        stopped += _stop(work, view.case.number, rows)
    return ReminderPlan(planned=planned, stopped=stopped, again_at=min(again, default=None))


def message_id(view: CaseView, wave: int, duty: str, step: str, channel: str) -> str:
    """Give the Message-ID of a reminder: the same each time it is asked for."""
    parts = (view.case.number, f"w{wave}", duty, step, channel)
    return f"{'.'.join(map(_safe, parts))}@{_safe(view.case.agency)}"


def _wanted(
    view: CaseView,
    wave: int,
    duty: PlannedDuty,
    steps: Iterable[Step],
    spoken: Mapping[str, Instant],
) -> list[WantedReminder]:
    """Give the reminders of a duty, those left out that a later one overtook.

    A step that lay before the duty could be spoken of is due when it could be,
    and a weekly question of that time was never missed.
    """
    since = spoken_of_since(view, wave, duty)
    return [
        WantedReminder(
            step=step.name,
            channel=channel.name,
            due_at=max(step.due_at, since),
            message_id=message_id(view, wave, duty.id, step.name, channel.name),
        )
        for step in steps
        for channel in channels_of(view.agency)
        if _is_for(channel, step)
        and (step.due_at >= since or not is_weekly(step.name))
        and not (channel.name in spoken and step.due_at < spoken[channel.name])
    ]


def spoken_of_since(view: CaseView, wave: int, duty: PlannedDuty) -> Instant:
    """Give since when a duty could be spoken of: it arose, or its hold ended.

    Seen from before the case was recorded, as ``remind --at`` may, its steps
    are taken as if somebody had been there all the time.
    """
    case = view.case
    since = case.arose_at.get((wave, duty.id), case.wave_opened_at[wave])
    released = case.released_at.get(wave)
    if released is not None and duty.version is not None and duty.version.holds is not None:
        since = max(since, released)
    begun = duty.zone.start_of(duty.starts.moment) if duty.starts else since
    return since if since <= view.at else min(since, begun)


def _is_for(channel: Channel, step: Step) -> bool:
    return step.is_overdue or not channel.only_overdue


def _spoken(rows: Iterable[ReminderRow], duty: PlannedDuty, ladder: Ladder) -> dict[str, Instant]:
    """Give, by channel, when the latest reminder was due that was tried already."""
    latest: dict[str, Instant] = {}
    for row in rows:
        if row.state in _SPOKEN:
            due = due_of(row.step, duty.zone, ladder.morning_hour)
            latest[row.channel] = max(due, latest.get(row.channel, due))
    return latest


def _by_duty(rows: Iterable[ReminderRow]) -> dict[tuple[int, str], list[ReminderRow]]:
    found: dict[tuple[int, str], list[ReminderRow]] = defaultdict(list)
    for row in rows:
        found[row.wave, row.duty].append(row)
    return found


def _stop(
    work: UnitOfWork, number: str, rows: Mapping[tuple[int, str], Sequence[ReminderRow]]
) -> int:
    """Stop the reminders of duties that no rule knows any more."""
    for (wave, duty), left in rows.items():
        if _is_planned(left):
            work.reminders.plan(number, wave, duty, [])
    return sum(_stopped(left, []) for left in rows.values())


def _stopped(before: Iterable[ReminderRow], wanted: Iterable[WantedReminder]) -> int:
    keys = {(each.step, each.channel) for each in wanted}
    return sum(
        row.state is ReminderState.PLANNED and (row.step, row.channel) not in keys for row in before
    )


def _is_planned(rows: Iterable[ReminderRow]) -> bool:
    return any(row.state is ReminderState.PLANNED for row in rows)


def _safe(part: str) -> str:
    """Give a part as a Message-ID may hold it, and a file name too."""
    return "".join(_SHORT.get(each) or (each if each in _SAFE else _escaped(each)) for each in part)


def _escaped(character: str) -> str:
    return "".join(f"={byte:02X}" for byte in character.encode("utf-8", "replace"))
