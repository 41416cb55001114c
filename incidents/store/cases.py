"""The cases: numbered, listed by what is most urgent, answered, closed."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, func, insert, select, text, update
from sqlalchemy.orm import aliased

from incidents.moments import Instant
from incidents.services.ports import CaseLine, CaseRow, CodeTakenError
from incidents.store.agencies import unknown_case
from incidents.store.duties import DUTY_COLUMNS, duty_row
from incidents.store.tables import NEVER, Case, Duty, Log
from incidents.store.transaction import (
    Prepared,
    Transaction,
    instant,
    instant_or_none,
    stamp_or_none,
)

#: Two who open at once take turns on this row; an undone opening gives its
#: number back.
_COUNT = Prepared(
    "INSERT INTO counters (code, year, agency, count) VALUES (:code, :year, :agency, 1)"
    " ON CONFLICT (code, year) DO UPDATE SET count = counters.count + 1"
    " WHERE counters.agency = excluded.agency RETURNING count"
)
_COLUMNS = (
    Case.number,
    Case.agency,
    Case.title,
    Case.opened_at,
    Case.closed_at,
    Log.size,
    Log.answered,
    Log.wakes_at,
)
_CASES = select(*_COLUMNS).join(Log, Log.id == Case.number)
_CASE = Prepared(
    "SELECT c.number, c.agency, c.title, c.opened_at, c.closed_at, l.size, l.answered, l.wakes_at"
    " FROM cases AS c JOIN logs AS l ON l.id = c.number WHERE c.number = :number"
)
_ANSWERED = Prepared(
    "UPDATE logs SET answered = :size, unanswered = (size > :size), wakes_at = :wakes_at"
    " WHERE id = :number"
)
# The conditions have to be the very words of the partial indexes.
_PENDING = text("duties_1.pending"), text("duties_2.pending")
_UNANSWERED = Prepared("SELECT id FROM logs WHERE unanswered")
_TURNED = Prepared("SELECT id FROM logs WHERE wakes_at IS NOT NULL AND wakes_at <= :now")


@cache
def _open_cases() -> Select[Any]:
    """Give one statement for the list: each case, its first pending duty, how many.

    Built when it is first asked for, since most commands never are.
    """
    first, all_pending = aliased(Duty, name="duties_1"), aliased(Duty, name="duties_2")
    most_urgent = (
        select(first.id)
        .where(first.case_number == Case.number, _PENDING[0])
        .order_by(first.turns_at, first.wave, first.duty)
        .limit(1)
        .scalar_subquery()
    )
    pending = (
        select(func.count())
        .select_from(all_pending)
        .where(all_pending.case_number == Case.number, _PENDING[1])
        .scalar_subquery()
    )
    return (
        select(*_COLUMNS, pending, *DUTY_COLUMNS)
        .join(Log, Log.id == Case.number)
        .outerjoin(Duty, Duty.id == most_urgent)
        .where(Case.closed_at.is_(None))
        .order_by(func.coalesce(Duty.turns_at, NEVER), Case.number)
    )


class SqlCases:
    """The cases in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def open(self, agency: str, code: str, year: int, title: str) -> CaseRow:
        """Give a new case with the next number of that code and year."""
        row = self._work.run(_COUNT, code=code, year=year, agency=agency).fetchone()
        if row is None:
            raise CodeTakenError(
                f"The short code {code} already numbers the cases of another agency; give "
                f"{agency} one of its own in its settings."
            )
        number = f"{code}-{year}-{row[0]:03d}"
        self._work.execute(insert(Log), {"id": number, "agency": agency, "kind": "case"})
        case = {"number": number, "agency": agency, "title": title, "opened_at": self._work.stamp}
        self._work.execute(insert(Case), case)
        return self.get(number)

    def get(self, number: str) -> CaseRow:
        """Give the case, or raise UnknownCaseError."""
        row = self._work.run(_CASE, number=number).fetchone()
        if row is None:
            raise unknown_case(number)
        return _case(row)

    def list_open(self, agency: str | None = None) -> list[CaseLine]:
        """Give the open cases, the most urgent first; all agencies for None."""
        return [_line(row) for row in self._work.execute(_of_agency(_open_cases(), agency))]

    def list_all(self, agency: str | None = None) -> list[CaseRow]:
        """Give every case by number, the closed ones too."""
        statement = _of_agency(_CASES, agency).order_by(Case.number)
        return [_case(row) for row in self._work.execute(statement)]

    def unanswered(self) -> list[str]:
        """Give the numbers of the cases that changed or whose clock turned."""
        changed = self._work.run(_UNANSWERED).fetchall()
        turned = self._work.run(_TURNED, now=self._work.stamp).fetchall()
        return sorted({number for (number,) in (*changed, *turned)})

    def mark_answered(self, number: str, size: int, wakes_at: Instant | None) -> None:
        """Record that ``respond`` saw that many entries, and when to look again.

        A slower answer may take a newer one back: then the case is looked at
        once more than needed, and never once too few.
        """
        values = {"number": number, "size": size, "wakes_at": stamp_or_none(wakes_at)}
        if not self._work.run(_ANSWERED, **values).rowcount:
            raise unknown_case(number)

    def close(self, number: str) -> None:
        """Set the time of closing to now."""
        change = update(Case).where(Case.number == number).values(closed_at=self._work.stamp)
        if not self._work.execute(change).rowcount:
            raise unknown_case(number)


def _of_agency(statement: Select[Any], agency: str | None) -> Select[Any]:
    return statement if agency is None else statement.where(Case.agency == agency)


def _case(row: Sequence[Any]) -> CaseRow:
    number, agency, title, opened_at, closed_at, size, answered, wakes_at = row
    return CaseRow(
        number=number,
        agency=agency,
        title=title,
        opened_at=instant(opened_at),
        closed_at=instant_or_none(closed_at),
        size=size,
        answered=answered,
        wakes_at=instant_or_none(wakes_at),
    )


def _line(row: Sequence[Any]) -> CaseLine:
    case, pending, duty = row[:8], row[8], row[9:]
    return CaseLine(
        case=_case(case), duty=duty_row(duty) if duty[0] is not None else None, pending=pending
    )
