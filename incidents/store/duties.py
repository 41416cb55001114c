"""The duties of each case, as they stood when it was last answered."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, insert, select

from incidents.moments import Moment, parse_moment
from incidents.services.ports import DutyRow
from incidents.store.tables import NEVER, Duty
from incidents.store.transaction import Prepared, Transaction, instant_or_none, stamp_or_none

#: In the order that :func:`duty_row` takes them.
DUTY_COLUMNS = (
    Duty.case_number,
    Duty.wave,
    Duty.duty,
    Duty.agency,
    Duty.title,
    Duty.holder,
    Duty.state,
    Duty.pending,
    Duty.target,
    Duty.limit,
    Duty.starts,
    Duty.hours,
    Duty.turns_at,
)


_NAMES = ", ".join(f'"{column.key}"' for column in DUTY_COLUMNS)
_DUTY = Prepared(
    f"SELECT {_NAMES} FROM duties"  # noqa: S608 - names of ours
    " WHERE case_number = :case_number AND wave = :wave AND duty = :duty"
)


class SqlDuties:
    """The duties in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def replace(self, case: str, wave: int, rows: Sequence[DutyRow]) -> None:
        """Put these in the place of all the duties of that wave."""
        self._work.execute(delete(Duty).where(Duty.case_number == case, Duty.wave == wave))
        if rows:
            self._work.execute(insert(Duty), [_columns(case, wave, row) for row in rows])

    def get(self, case: str, wave: int, duty: str) -> DutyRow | None:
        """Give one duty of a wave, or None where there is no such one."""
        row = self._work.run(_DUTY, case_number=case, wave=wave, duty=duty).fetchone()
        return None if row is None else duty_row(row)

    def of_case(self, case: str) -> list[DutyRow]:
        """Give the duties of the case, wave by wave, most urgent first."""
        statement = (
            select(*DUTY_COLUMNS)
            .where(Duty.case_number == case)
            .order_by(Duty.wave, Duty.turns_at, Duty.duty)
        )
        return [duty_row(row) for row in self._work.execute(statement)]


def duty_row(row: Sequence[Any]) -> DutyRow:
    """Give the duty that the columns of a row hold."""
    case, wave, duty, agency, title, holder, state, pending, *times = row
    target, limit, starts, hours, turns_at = times
    return DutyRow(
        case=case,
        wave=wave,
        duty=duty,
        agency=agency,
        title=title,
        holder=holder,
        state=state,
        pending=bool(pending),
        target=_moment(target),
        limit=_moment(limit),
        starts=_moment(starts),
        hours=bool(hours),
        turns_at=instant_or_none(turns_at),
    )


def _columns(case: str, wave: int, row: DutyRow) -> dict[str, object]:
    return {
        "case_number": case,
        "wave": wave,
        "duty": row.duty,
        "agency": row.agency,
        "title": row.title,
        "holder": row.holder,
        "state": row.state,
        "pending": row.pending,
        "target": _text(row.target),
        "limit": _text(row.limit),
        "starts": _text(row.starts),
        "hours": row.hours,
        "turns_at": stamp_or_none(row.turns_at) or NEVER,
    }


def _moment(text: str | None) -> Moment | None:
    return None if text is None else parse_moment(text)


def _text(moment: Moment | None) -> str | None:
    """Give a moment as it was recorded, offset and all."""
    return None if moment is None else str(moment)
