"""Brings the reminders of changed cases up to date before a sweep sends any.

The flow ``respond`` does the same for each case it answers. Where nothing is
running a sweep must not depend on it: a duty that was filed a minute ago has
to be silent, and one that arose has to be spoken of.
"""

from __future__ import annotations

from collections.abc import Iterable

from incidents.services.plan_reminders import plan_reminders
from incidents.services.ports import ReminderRow, ReminderState, UnitOfWork
from incidents.services.reminder_text import RemindedDuty
from incidents.services.sweeping import Refreshed, Sweep
from incidents.services.view_case import view_case


def refresh_reminders(sweep: Sweep) -> None:
    """Plan the reminders of every case that changed or whose clock turned."""
    with sweep.sweeper.look() as work:
        numbers = work.cases.unanswered()
    refresh_cases(sweep, numbers)


def refresh_all(sweep: Sweep) -> None:
    """Plan the reminders of every open case, as the settings now stand."""
    with sweep.sweeper.look() as work:
        numbers = [each.case.number for each in work.cases.list_open()]
    refresh_cases(sweep, numbers)


def refresh_cases(sweep: Sweep, numbers: Iterable[str]) -> None:
    """Plan the reminders of these cases, each in a transaction of its own."""
    for number in numbers:
        with sweep.sweeper.begin() as work:
            _refresh_case(work, sweep, number)


def find_misdirected(work: UnitOfWork, sweep: Sweep, due: Iterable[ReminderRow]) -> list[str]:
    """Give the cases with a due reminder whose channel or duty is not there any more.

    Somebody left, an alert channel was replaced, or a rule was taken away.
    """
    gone = {
        row.case
        for row in due
        if row.case not in sweep.refreshed
        and (sweep.channel(work, row) is None or sweep.duty(work, row) is None)
    }
    return sorted(gone)


def _refresh_case(work: UnitOfWork, sweep: Sweep, number: str) -> None:
    row = work.cases.get(number)
    if not row.is_open and not _has_planned(work, number):
        return
    view = view_case(work, sweep.sweeper.law, number)
    plan = plan_reminders(work, view, sweep.sweeper.ladder)
    sweep.report.superseded += plan.stopped
    sweep.refreshed[number] = Refreshed(
        size=view.case.size,
        duties={
            (wave, duty.id): RemindedDuty.of_plan(number, wave, duty)
            for wave, duty in view.duties()
        },
    )


def _has_planned(work: UnitOfWork, number: str) -> bool:
    rows = work.reminders.of_case(number)
    return any(each.state is ReminderState.PLANNED for each in rows)
