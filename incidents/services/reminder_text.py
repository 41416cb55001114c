"""The words of a reminder: whose deadline, how long is left, what to do.

Plain text for the agency's own people. It names the case by its number and the
duty by its title, and nobody who was affected.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta

from incidents.case.ladder import CONTRACTOR
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.wording import counted
from incidents.moments import Instant, LocalDay, Moment, Zone
from incidents.services.ports import DutyRow

#: From here on a time is told in days.
_DAYS_FROM = timedelta(hours=72)


@dataclass(frozen=True, slots=True, kw_only=True)
class RemindedDuty:
    """What a reminder says of a duty, from its row or from a fresh plan."""

    case: str
    wave: int
    duty: str
    title: str
    holder: str
    state: DutyState
    target: Moment | None
    limit: Moment | None

    @classmethod
    def of_row(cls, row: DutyRow) -> RemindedDuty:
        """Give what the row of an answered case says."""
        return cls(
            case=row.case,
            wave=row.wave,
            duty=row.duty,
            title=row.title,
            holder=row.holder,
            state=DutyState(row.state),
            target=row.target,
            limit=row.limit,
        )

    @classmethod
    def of_plan(cls, case: str, wave: int, duty: PlannedDuty) -> RemindedDuty:
        """Give what the plan of a case says that was not answered yet."""
        return cls(
            case=case,
            wave=wave,
            duty=duty.id,
            title=duty.rule.title,
            holder=duty.rule.holder,
            state=duty.state,
            target=duty.target,
            limit=duty.limit,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Telling:
    """When and where a reminder is told, and what went wrong before."""

    now: Instant
    zone: Zone
    due_at: Instant
    #: It comes later than it was planned, by more than is usual.
    is_late: bool = False
    #: An earlier attempt may have arrived; nobody can find out.
    may_repeat: bool = False


def subject_of(duty: RemindedDuty, telling: Telling) -> str:
    """Give the line that is read first: case, what is left, duty."""
    return f"{duty.case}: {_standing(duty, telling)}: {duty.title}"


def text_of(duty: RemindedDuty, telling: Telling) -> str:
    """Give the whole message."""
    return "\n".join([*_lines(duty, telling), *_what_to_do(duty), "", _FOOT, ""])


def brief_of(duty: RemindedDuty, telling: Telling) -> str:
    """Give the message for a chat room or a telephone."""
    return "\n".join([*_lines(duty, telling), f"duenotice show {duty.case}"])


_FOOT = "Due Notice is a tool, and not legal advice."


def _lines(duty: RemindedDuty, telling: Telling) -> Iterator[str]:
    wave = f", wave {duty.wave}" if duty.wave > 1 else ""
    yield f"Case {duty.case}{wave}"
    yield f"{duty.title} ({duty.duty})"
    yield ""
    if telling.may_repeat:
        yield (
            "You may have had this reminder before: sending it was interrupted, and whether it "
            "arrived cannot be found out."
        )
    if telling.is_late:
        late = lasting(telling.now.utc - telling.due_at.utc)
        yield (
            f"This reminder was planned for {telling.zone.words(telling.due_at)} and comes {late} "
            "late. Earlier ones that were missed are not sent any more."
        )
    yield from _dates(duty, telling)
    yield ""


def _dates(duty: RemindedDuty, telling: Telling) -> Iterator[str]:
    if duty.state is DutyState.UNDECIDED:
        yield "Whether this has to be done is still undecided."
    if duty.holder == CONTRACTOR:
        yield "The contractor has to do this; that it did is not recorded."
    if duty.target is None:
        yield "No fixed date: without unreasonable delay."
        return
    yield f"Aim for: {telling.zone.words(duty.target)} ({_left(duty.target, telling)})"
    if duty.limit is None:
        yield "Lawful until: no fixed date, without unreasonable delay"
    else:
        yield f"Lawful until: {telling.zone.words(duty.limit)} ({_left(duty.limit, telling)})"


def _what_to_do(duty: RemindedDuty) -> Iterator[str]:
    wave = f" --wave {duty.wave}" if duty.wave > 1 else ""
    about = f"{duty.case} {duty.duty}"
    yield "What to do:"
    if duty.state is DutyState.UNDECIDED:
        yield "- See which answer would decide it, and record that answer:"
    else:
        yield "- See where the case stands and what is still open:"
    yield f"    duenotice show {duty.case}"
    yield "- Once it is done, record when, with the proof:"
    yield f"    duenotice file {about} --at WHEN --evidence FILE{wave}"
    yield "- If it need not be done, record who decided so, and why:"
    yield f"    duenotice decide {about} --not-required --reason WHY --by WHO{wave}"


def _standing(duty: RemindedDuty, telling: Telling) -> str:
    """Give where the duty stands in a few words, for the subject."""
    if duty.state is DutyState.UNDECIDED:
        dated = f", {_left(duty.target, telling)}" if duty.target else ""
        return f"still undecided{dated}"
    if duty.target is None:
        return "still open, no fixed date"
    late = "the contractor is late" if duty.holder == CONTRACTOR else "OVERDUE"
    if duty.limit is not None and not telling.zone.is_on_or_before(telling.now, duty.limit):
        return f"{late}, limit {_left(duty.limit, telling)}"
    if not telling.zone.is_on_or_before(telling.now, duty.target):
        return f"{late}, target {_left(duty.target, telling)}"
    return _left(duty.target, telling)


def _left(moment: Moment, telling: Telling) -> str:
    """Give what is left until a moment, or how long it is past."""
    if isinstance(moment, LocalDay):
        days = moment.days_after(telling.zone.day_of(telling.now))
        if days == 0:
            return "today"
        return f"{counted(abs(days), 'day')} {'left' if days > 0 else 'past'}"
    left = moment.utc - telling.now.utc
    return f"{lasting(abs(left))} {'left' if left >= timedelta(0) else 'past'}"


def lasting(length: timedelta) -> str:
    """Give a length of time in words, in its two largest units.

    >>> lasting(timedelta(hours=76, minutes=5))
    '3 days and 4 hours'
    >>> lasting(timedelta(hours=48))
    '48 hours'
    """
    minutes = int(length.total_seconds() // 60)
    if length >= _DAYS_FROM:
        parts = ((minutes // (24 * 60), "day"), (minutes // 60 % 24, "hour"))
    else:
        parts = ((minutes // 60, "hour"), (minutes % 60, "minute"))
    told = [counted(number, unit) for number, unit in parts if number]
    return " and ".join(told) or "less than a minute"
