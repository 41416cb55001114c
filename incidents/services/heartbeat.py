"""Says when the reminders stand still: the last sweep was too long ago."""

from __future__ import annotations

from datetime import timedelta

from incidents.moments import Instant
from incidents.services.ports import ReminderRow, UnitOfWork
from incidents.services.reminder_text import lasting
from incidents.services.sweeping import LEASE

#: The name under which each sweep leaves its time.
SWEEP = "sweep"
#: A clock that is ahead by more was moved, or was wrong.
_AHEAD = timedelta(minutes=5)
#: After this a sweep is old: the serving process looks once a minute.
OLD_AFTER = timedelta(minutes=15)
#: No need to write the time of a sweep more often than this.
_FRESH = timedelta(seconds=30)
_MEND = "start duenotice serve, or let the machine run duenotice remind every few minutes"


def stale_sweep(work: UnitOfWork, old_after: timedelta = OLD_AFTER) -> str | None:
    """Give a sentence where the last sweep is old, or nothing."""
    last = work.heartbeats.last(SWEEP)
    if last is None:
        return f"No sweep has run yet, so no reminder is sent; {_MEND}."
    if last.utc - work.now.utc > _AHEAD:
        return (
            f"The last sweep ran as of a time that lies {lasting(last.utc - work.now.utc)} ahead; "
            f"see that the clock of this machine is right, and {_MEND}."
        )
    if work.now.utc - last.utc > old_after:
        return (
            f"The last sweep was {lasting(work.now.utc - last.utc)} ago, and reminders that came "
            f"due since have not been sent; {_MEND}."
        )
    return None


def is_sweep_wanted(work: UnitOfWork) -> bool:
    """Say whether anything is due; where nothing is, that look counts as a sweep.

    For the serving process, which asks every minute and runs the flow only
    when there is something to send. It needs a unit of work that writes.
    """
    if work.reminders.due() or cut_off(work):
        return True
    if not is_beating(work):
        work.heartbeats.beat(SWEEP)
    return False


def is_beating(work: UnitOfWork) -> bool:
    """Say whether the last sweep is so fresh that to note another adds nothing."""
    last = work.heartbeats.last(SWEEP)
    return last is not None and timedelta(0) <= work.now.utc - last.utc < _FRESH


def cut_off(work: UnitOfWork) -> list[ReminderRow]:
    """Give the reminders that a process was sending when it died."""
    return work.reminders.stuck(Instant(work.now.utc - LEASE))
