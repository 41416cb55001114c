"""The reminders: planned as the ladder wants them, claimed and sent once.

A claim is a change of one row from planned to sending that only one of two
claimers can make. It is committed before the network is touched, so that after
a crash the row says that the message may have gone out; whether it did is then
found out by its Message-ID, and never by sending it again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnExpressionArgument, select, text, update

from incidents.moments import Instant
from incidents.services.ports import (
    ReminderRow,
    ReminderState,
    StoreError,
    WantedReminder,
)
from incidents.store.agencies import agency_of
from incidents.store.tables import Reminder
from incidents.store.transaction import (
    Prepared,
    Transaction,
    insert_if_absent,
    instant,
    instant_or_none,
)

#: In the order that :func:`_reminder` takes them.
_COLUMNS = (
    Reminder.id,
    Reminder.agency,
    Reminder.case_number,
    Reminder.wave,
    Reminder.duty,
    Reminder.step,
    Reminder.channel,
    Reminder.due_at,
    Reminder.state,
    Reminder.message_id,
    Reminder.attempts,
    Reminder.last_error,
    Reminder.claimed_at,
    Reminder.sent_at,
)
_NAMES = ", ".join(column.key for column in _COLUMNS)
# The conditions on the state are the very words of the partial indexes.
_PLANNED, _SENDING = "state = 'planned'", "state = 'sending'"
_DUE = Prepared(
    f"SELECT {_NAMES} FROM reminders"  # noqa: S608 - names of ours
    f" WHERE {_PLANNED} AND due_at <= :now ORDER BY due_at, id"
)
_CLAIM = Prepared(
    "UPDATE reminders"  # noqa: S608 - names of ours
    " SET state = 'sending', attempts = attempts + 1, claimed_at = :now"
    f" WHERE id = :id AND {_PLANNED} RETURNING {_NAMES}"
)
_SENT = Prepared(
    "UPDATE reminders SET state = :state, sent_at = :now, last_error = NULL"  # noqa: S608 - ours
    f" WHERE id = :id AND {_SENDING}"
)
_STUCK = Prepared(
    f"SELECT {_NAMES} FROM reminders"  # noqa: S608 - names of ours
    f" WHERE {_SENDING} AND claimed_at < :before ORDER BY due_at, id"
)
_ROWS = select(*_COLUMNS).order_by(Reminder.due_at, Reminder.id)


class SqlReminders:
    """The reminders in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def plan(self, case: str, wave: int, duty: str, wanted: Sequence[WantedReminder]) -> None:
        """Bring the rows of a duty to what the ladder wants now."""
        rows = self._of(Reminder.case_number == case, Reminder.wave == wave, Reminder.duty == duty)
        there = {(row.step, row.channel): row for row in rows}
        asked = {(each.step, each.channel): each for each in wanted}
        self.supersede(row.id for key, row in there.items() if key not in asked)
        for key, each in asked.items():
            if key in there and _moves(there[key], each, self._work.now):
                self._plan_again(there[key].id, each)
        self._add(case, wave, duty, [each for key, each in asked.items() if key not in there])

    def due(self) -> list[ReminderRow]:
        """Give the planned ones whose time has come, the earliest first."""
        return [_reminder(row) for row in self._work.run(_DUE, now=self._work.stamp)]

    def claim(self, reminder: int) -> ReminderRow | None:
        """Take a planned one for sending; None where another was quicker."""
        row = self._work.run(_CLAIM, id=reminder, now=self._work.stamp).fetchone()
        return None if row is None else _reminder(row)

    def mark_sent(self, reminder: int, *, late: bool = False) -> None:
        """Record that it went out: sent, or caught up where it was late."""
        state = ReminderState.CAUGHT_UP if late else ReminderState.SENT
        values = {"id": reminder, "state": state.value, "now": self._work.stamp}
        if not self._work.run(_SENT, **values).rowcount:
            raise _not_sending(reminder)

    def mark_failed(self, reminder: int, error: str) -> None:
        """Record that it will not be sent, and why."""
        self._settle(reminder, {"state": ReminderState.FAILED, "last_error": error})

    def retry(self, reminder: int, error: str, at: Instant) -> None:
        """Plan a claimed one again for that time, keeping the attempt and why."""
        planned = {"state": ReminderState.PLANNED, "due_at": at.stamp(), "last_error": error}
        self._settle(reminder, planned)

    def supersede(self, reminders: Iterable[int]) -> None:
        """Stop the planned ones among these."""
        if stopped := list(reminders):
            change = update(Reminder).where(Reminder.id.in_(stopped), text(_PLANNED))
            self._work.execute(change.values(state=ReminderState.SUPERSEDED))

    def stuck(self, before: Instant) -> list[ReminderRow]:
        """Give those claimed before that time and never marked since."""
        return [_reminder(row) for row in self._work.run(_STUCK, before=before.stamp())]

    def of_case(self, case: str) -> list[ReminderRow]:
        """Give the reminders of the case by time."""
        return self._of(Reminder.case_number == case)

    def _of(self, *conditions: ColumnExpressionArgument[bool]) -> list[ReminderRow]:
        return [_reminder(row) for row in self._work.execute(_ROWS.where(*conditions))]

    def _add(self, case: str, wave: int, duty: str, wanted: Sequence[WantedReminder]) -> None:
        if not wanted:
            return
        duty_key = {
            "case_number": case,
            "agency": agency_of(self._work, case),
            "wave": wave,
            "duty": duty,
        }
        rows = [duty_key | _columns(each) for each in wanted]
        self._work.execute(insert_if_absent(Reminder), rows)

    def _plan_again(self, reminder: int, wanted: WantedReminder) -> None:
        may_move = Reminder.state.in_([ReminderState.PLANNED, ReminderState.SUPERSEDED])
        change = update(Reminder).where(Reminder.id == reminder, may_move)
        self._work.execute(change.values(_columns(wanted)))

    def _settle(self, reminder: int, values: Mapping[str, object]) -> None:
        change = update(Reminder).where(Reminder.id == reminder, text(_SENDING))
        if not self._work.execute(change.values(values)).rowcount:
            raise _not_sending(reminder)


def _not_sending(reminder: int) -> StoreError:
    return StoreError(
        f"Reminder {reminder} is not being sent, so nothing can be recorded about its sending; "
        "claim it first."
    )


def _moves(row: ReminderRow, wanted: WantedReminder, now: Instant) -> bool:
    """Say whether a row that is there has to be planned anew.

    One that a later reminder spoke for lies in the past and stays superseded;
    one that a hold stopped, or whose target moved, comes back.
    """
    moved = row.due_at != wanted.due_at
    match row.state:
        case ReminderState.PLANNED:
            return moved and not row.attempts
        case ReminderState.SUPERSEDED:
            return moved or row.due_at > now
        case _:
            return False


def _columns(wanted: WantedReminder) -> dict[str, object]:
    return {
        "step": wanted.step,
        "channel": wanted.channel,
        "due_at": wanted.due_at.stamp(),
        "message_id": wanted.message_id,
        "state": ReminderState.PLANNED,
    }


def _reminder(row: Sequence[Any]) -> ReminderRow:
    number, agency, case, wave, duty, step, channel, due_at, state, *sending = row
    message_id, attempts, last_error, claimed_at, sent_at = sending
    return ReminderRow(
        id=number,
        agency=agency,
        case=case,
        wave=wave,
        duty=duty,
        step=step,
        channel=channel,
        due_at=instant(due_at),
        state=ReminderState(state),
        message_id=message_id,
        attempts=attempts,
        last_error=last_error,
        claimed_at=instant_or_none(claimed_at),
        sent_at=instant_or_none(sent_at),
    )
