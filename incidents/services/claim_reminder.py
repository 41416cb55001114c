"""Takes the most urgent due reminder of a duty and channel for sending.

The claim is committed before the network is touched. What else was due for the
same duty and channel gives way in the same transaction: after three days of
sleep one message goes out, and not one for each day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from incidents.moments import Instant
from incidents.services.channels import ALERT, Channel
from incidents.services.couriers import HeaderRefusedError, Message
from incidents.services.ports import CaseRow, ReminderRow, ReminderState, UnitOfWork
from incidents.services.reminder_text import (
    RemindedDuty,
    Telling,
    brief_of,
    subject_of,
    text_of,
)
from incidents.services.sweeping import (
    MAY_HAVE_ARRIVED,
    Claim,
    ReportLine,
    Sweep,
    Told,
    is_late,
    server_of,
)

_SPOKEN = (
    ReminderState.SENDING,
    ReminderState.SENT,
    ReminderState.CAUGHT_UP,
    ReminderState.FAILED,
)
_CHANGED = "the case changed while this sweep ran"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """All that is due for one duty of one wave by one channel."""

    #: The one to send.
    latest: ReminderRow
    others: tuple[ReminderRow, ...]
    due_at: Instant


class Taken(NamedTuple):
    """A claim and the message to hand over once it is committed."""

    claim: Claim
    message: Message


def groups_of(work: UnitOfWork, sweep: Sweep, due: Iterable[ReminderRow]) -> list[Group]:
    """Give what is due by duty and channel, in the order it fell due."""
    found: dict[tuple[str, int, str, str], list[ReminderRow]] = {}
    for row in due:
        found.setdefault((row.case, row.wave, row.duty, row.channel), []).append(row)
    return [_group(work, sweep, rows) for rows in found.values()]


def _group(work: UnitOfWork, sweep: Sweep, rows: Sequence[ReminderRow]) -> Group:
    def urgency(row: ReminderRow) -> tuple[Instant, bool]:
        """Take a step that knows the target before a question of the same hour."""
        return sweep.step_at(work, row), not row.step.startswith("weekly")

    *others, latest = sorted(rows, key=urgency) if len(rows) > 1 else rows
    return Group(latest=latest, others=tuple(others), due_at=sweep.due_at(work, latest))


def claim_reminder(work: UnitOfWork, sweep: Sweep, group: Group) -> Taken | None:
    """Take it, and give the claim with its message; None where it is not to go.

    Then it was taken by somebody else, overtaken, or has to wait, which the
    report says.
    """
    row = group.latest
    case = work.cases.get(row.case)
    reason = _reason_to_wait(work, sweep, row, case)
    if reason:
        _leave(sweep, group, work.now, reason)
        return None
    if row.attempts and _is_overtaken(work, sweep, group):
        work.reminders.supersede([row.id])
        sweep.report.superseded += 1
        return None
    duty, channel = sweep.duty(work, row), sweep.channel(work, row)
    if duty is None or channel is None:
        _leave(sweep, group, work.now, "nobody knows this duty or channel any more")
        return None
    try:
        message = _message(work, sweep, group, duty, channel)
    except HeaderRefusedError as wrong:
        _leave(sweep, group, work.now, str(wrong))
        return None
    claimed = work.reminders.claim(row.id)
    if claimed is None:
        return None
    work.reminders.supersede([each.id for each in group.others])
    sweep.report.superseded += len(group.others)
    claim = Claim(
        row=claimed,
        message_id=message.message_id,
        due_at=group.due_at,
        claimed_at=work.now,
        superseded=len(group.others),
    )
    return Taken(claim, message)


def sent_as(row: ReminderRow) -> str:
    """Give the Message-ID of a reminder's next or current attempt.

    What may have arrived is not sent again: the message that follows it says
    so, and is another one.
    """
    local, _, domain = row.message_id.partition("@")
    return f"{local}.again@{domain}" if may_have_arrived(row) else row.message_id


def may_have_arrived(row: ReminderRow) -> bool:
    """Say whether an earlier attempt may have arrived, as far as is known."""
    return bool(row.last_error and row.last_error.startswith(MAY_HAVE_ARRIVED))


def _reason_to_wait(work: UnitOfWork, sweep: Sweep, row: ReminderRow, case: CaseRow) -> str:
    if server_of(row.channel) in sweep.down:
        return sweep.down[server_of(row.channel)]
    if not sweep.is_fresh(case, work.now):
        return _CHANGED
    channel = sweep.channel(work, row)
    if (
        channel is not None
        and channel.to is None
        and sweep.sweeper.courier(row.channel).needs_address
    ):
        person = row.channel.partition(":")[2]
        return (
            f"{person} has no e-mail address; write one into the settings of {row.agency}, and "
            "the reminder goes out with the next sweep."
        )
    return ""


def _leave(sweep: Sweep, group: Group, now: Instant, reason: str) -> None:
    sweep.report.lines.append(
        ReportLine(
            told=Told.LEFT,
            row=group.latest,
            due_at=group.due_at,
            late_by=now.utc - group.due_at.utc,
            message_id=group.latest.message_id,
            reason=reason,
        )
    )


def _is_overtaken(work: UnitOfWork, sweep: Sweep, group: Group) -> bool:
    """Say whether a later reminder was tried while this one waited to be retried."""
    row = group.latest
    return any(
        sweep.due_at(work, each) > group.due_at
        for each in work.reminders.of_case(row.case)
        if each.state in _SPOKEN
        and (each.wave, each.duty, each.channel) == (row.wave, row.duty, row.channel)
    )


def _message(
    work: UnitOfWork, sweep: Sweep, group: Group, duty: RemindedDuty, channel: Channel
) -> Message:
    now = work.now
    telling = Telling(
        now=now,
        zone=sweep.agency(work, group.latest).zone,
        due_at=group.due_at,
        is_late=is_late(group.latest.step, now.utc - group.due_at.utc),
        may_repeat=may_have_arrived(group.latest),
    )
    return Message(
        message_id=sent_as(group.latest),
        to_name=channel.to_name,
        to=channel.to,
        subject=subject_of(duty, telling),
        text=(brief_of if channel.way == ALERT else text_of)(duty, telling),
        at=now,
    )
