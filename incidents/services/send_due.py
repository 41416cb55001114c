"""The sweep: sends the reminders that are due, each one once.

One message a duty and channel, the most urgent; what else was due for it gives
way. Each claim is committed before the network is touched, and the same
transaction records what became of the message before it: one durable
transaction a message. What a crash leaves behind, being sent and never
settled, is found out from the courier by its Message-ID at a later sweep.
"""

from __future__ import annotations

from incidents.services.claim_reminder import (
    Group,
    Taken,
    claim_reminder,
    groups_of,
    sent_as,
)
from incidents.services.couriers import (
    CourierDownError,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
    Whereabouts,
)
from incidents.services.heartbeat import SWEEP, cut_off, is_beating
from incidents.services.ports import ReminderRow, UnitOfWork
from incidents.services.refresh_reminders import (
    find_misdirected,
    refresh_all,
    refresh_cases,
    refresh_reminders,
)
from incidents.services.settle_reminder import Became, Outcome, settle_reminder
from incidents.services.sweeping import Claim, Sweep, Sweeper, SweepReport, server_of

_STOPPED = "sending it was interrupted"
_FOUND = {
    Whereabouts.WENT_OUT: Became.SENT,
    Whereabouts.STAYED: Became.STAYED,
    Whereabouts.UNKNOWN: Became.UNKNOWN,
}


def send_due(sweeper: Sweeper, *, replan: bool = False) -> SweepReport:
    """Send everything that is due now, and report what became of each.

    The reminders of cases that changed are planned first, and with ``replan``
    those of every open case. Safe to run twice, at the same time too.
    """
    sweep = Sweep(sweeper=sweeper, report=SweepReport(at=sweeper.clock()))
    if not (replan or _anything_to_do(sweeper)):
        return sweep.report
    if replan:
        refresh_all(sweep)
    refresh_reminders(sweep)
    _reconcile(sweep)
    last: Outcome | None = None
    for group in _due_groups(sweep):
        taken = _turn(sweep, last, group)
        last = _deliver(sweep, taken) if taken else None
    _turn(sweep, last, None)
    return sweep.report


def _anything_to_do(sweeper: Sweeper) -> bool:
    """Ask without holding anybody up; where there is nothing, that was the sweep."""
    with sweeper.look() as work:
        found = work.reminders.due() or work.cases.unanswered() or cut_off(work)
        if found or is_beating(work):
            return bool(found)
    with sweeper.begin() as work:
        work.heartbeats.beat(SWEEP)
    return False


def _due_groups(sweep: Sweep) -> list[Group]:
    with sweep.sweeper.look() as work:
        due = work.reminders.due()
        misdirected = find_misdirected(work, sweep, due)
    if misdirected:
        refresh_cases(sweep, misdirected)
        with sweep.sweeper.look() as work:
            due = work.reminders.due()
    with sweep.sweeper.look() as work:
        return groups_of(work, sweep, due)


def _turn(sweep: Sweep, last: Outcome | None, group: Group | None) -> Taken | None:
    """Settle the last message and claim the next, in one transaction."""
    with sweep.sweeper.begin() as work:
        if last is not None:
            settle_reminder(work, sweep, last)
        if group is None:
            work.heartbeats.beat(SWEEP)
        taken = claim_reminder(work, sweep, group) if group is not None else None
    if last is not None:
        courier = sweep.sweeper.courier(last.claim.row.channel)
        courier.forget(last.claim.message_id)
    return taken


def _deliver(sweep: Sweep, taken: Taken) -> Outcome:
    """Hand the message to its courier and give what it said."""
    claim = taken.claim
    try:
        sweep.sweeper.courier(claim.row.channel).send(taken.message)
    except CourierDownError as down:
        sweep.down[server_of(claim.row.channel)] = str(down)
        return Outcome(claim=claim, became=Became.STAYED, reason=str(down))
    except TryLaterError as later:
        return Outcome(claim=claim, became=Became.STAYED, reason=str(later))
    except MessageRefusedError as refused:
        return Outcome(claim=claim, became=Became.REFUSED, reason=str(refused))
    except OutcomeUnknownError as unknown:
        return Outcome(claim=claim, became=Became.UNKNOWN, reason=str(unknown))
    return Outcome(claim=claim, became=Became.SENT)


def _reconcile(sweep: Sweep) -> None:
    """Find out what became of the messages that a crash cut off."""
    with sweep.sweeper.look() as work:
        rows = cut_off(work)
    for row in rows:
        courier = sweep.sweeper.courier(row.channel)
        found = courier.whereabouts(sent_as(row))
        with sweep.sweeper.begin() as work:
            if row in cut_off(work):
                settle_reminder(work, sweep, _interrupted(work, sweep, row, found))
        courier.forget(sent_as(row))


def _interrupted(work: UnitOfWork, sweep: Sweep, row: ReminderRow, found: Whereabouts) -> Outcome:
    claim = Claim(
        row=row,
        message_id=sent_as(row),
        due_at=sweep.due_at(work, row),
        claimed_at=row.claimed_at or work.now,
    )
    return Outcome(claim=claim, became=_FOUND[found], reason=_STOPPED, at_once=True)
