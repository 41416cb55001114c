"""Records what became of a claimed reminder, in row and ledger at once."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from enum import StrEnum

from incidents.case.events import CaseEvent, ReminderFailed, ReminderSent
from incidents.moments import Instant
from incidents.services.claim_reminder import may_have_arrived
from incidents.services.note_quietly import note_quietly
from incidents.services.ports import UnitOfWork
from incidents.services.sweeping import (
    MAY_HAVE_ARRIVED,
    Claim,
    ReportLine,
    Sweep,
    Told,
    is_late,
)

#: How long to wait after the first failed attempt, the second, and so on.
_WAITS = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60))
#: After this nobody tries any more; the next step of the ladder is long due.
_GIVE_UP_AFTER = timedelta(hours=72)


class Became(StrEnum):
    """What a courier said of a message."""

    SENT = "sent"
    STAYED = "stayed"  # it surely did not go out, and may be sent again
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """A claim and what became of it; the reason holds no address."""

    claim: Claim
    became: Became
    reason: str = ""
    #: It was this machine that stopped: there is nothing to wait for.
    at_once: bool = False


def settle_reminder(work: UnitOfWork, sweep: Sweep, outcome: Outcome) -> None:
    """Record the outcome and add it to the report.

    What may have arrived is followed once by a message that says so; a second
    time nobody knows, it is given up.
    """
    claim = outcome.claim
    match outcome.became:
        case Became.SENT:
            told = _sent(work, sweep, claim)
        case Became.STAYED if claim.late_by < _GIVE_UP_AFTER:
            told = _retried(work, outcome)
        case Became.UNKNOWN if not may_have_arrived(claim.row):
            reason = f"{MAY_HAVE_ARRIVED}: {outcome.reason}"
            work.reminders.retry(claim.row.id, reason, work.now)
            told = Told.RETRIED
        case _:
            told = _failed(work, sweep, outcome)
    sweep.report.lines.append(
        ReportLine(
            told=told,
            row=claim.row,
            due_at=claim.due_at,
            late_by=claim.late_by,
            message_id=claim.message_id,
            superseded=claim.superseded,
            reason=outcome.reason,
        )
    )


def _sent(work: UnitOfWork, sweep: Sweep, claim: Claim) -> Told:
    row, late = claim.row, is_late(claim.row.step, claim.late_by)
    work.reminders.mark_sent(row.id, late=late)
    sent = ReminderSent(
        wave=row.wave,
        duty=row.duty,
        step=row.step,
        channel=row.channel,
        message_id=claim.message_id,
        late_by_minutes=int(claim.late_by.total_seconds() // 60),
    )
    _append(work, sweep, claim, sent)
    return Told.CAUGHT_UP if late else Told.SENT


def _retried(work: UnitOfWork, outcome: Outcome) -> Told:
    row = outcome.claim.row
    wait = timedelta(0) if outcome.at_once else _WAITS[min(row.attempts, len(_WAITS)) - 1]
    unknown = f"{MAY_HAVE_ARRIVED}; since then: " if may_have_arrived(row) else ""
    work.reminders.retry(row.id, f"{unknown}{outcome.reason}", Instant(work.now.utc + wait))
    return Told.RETRIED


def _failed(work: UnitOfWork, sweep: Sweep, outcome: Outcome) -> Told:
    row = outcome.claim.row
    unknown = outcome.became is Became.UNKNOWN
    reason = f"{MAY_HAVE_ARRIVED}: {outcome.reason}" if unknown else outcome.reason
    work.reminders.mark_failed(row.id, reason)
    failed = ReminderFailed(
        wave=row.wave,
        duty=row.duty,
        step=row.step,
        channel=row.channel,
        message_id=outcome.claim.message_id,
        because=reason,
    )
    _append(work, sweep, outcome.claim, failed)
    return Told.FAILED


def _append(work: UnitOfWork, sweep: Sweep, claim: Claim, event: CaseEvent) -> None:
    """Chain the event, and keep what the sweep planned on that record valid."""
    number = claim.row.case
    noted = note_quietly(work, number, [event])
    known = sweep.refreshed.get(number)
    if known is not None and known.size == noted.before:
        sweep.refreshed[number] = replace(known, size=noted.after)
