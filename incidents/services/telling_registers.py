"""The registers of telling the people: numbers only, row by row.

They may be longer than memory, so their rows come one after another. What
changes while nothing is recorded (who holds a delivery, how often it was tried)
stands in none of them: two exports of an unchanged case are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incidents.people.recipient import Method
from incidents.services.export_case import CaseRecord
from incidents.services.people_rows import DeliveryRow, DeliveryState
from incidents.services.ports import UnitOfWork
from incidents.services.registers import Row, cells_of

_UNTOUCHED = (DeliveryState.QUEUED, DeliveryState.SENDING)
_COST = ("wave", "item", "cents", "on", "by", "note", "evidence")


@dataclass(frozen=True, slots=True, kw_only=True)
class LongRegister:
    """A table whose rows are read as they are written."""

    name: str
    columns: tuple[str, ...]
    rows: Iterator[Row]


def long_registers(work: UnitOfWork, record: CaseRecord) -> Iterator[LongRegister]:
    """Give each register of telling the people; read one before the next.

    ``electronic`` and ``telephone`` are the logs that State Technology Law 208(5)
    asks for.
    """
    yield LongRegister(name="deliveries", columns=_DELIVERIES, rows=_deliveries(work, record))
    yield LongRegister(name="electronic", columns=_ELECTRONIC, rows=_electronic(work, record))
    yield LongRegister(name="telephone", columns=_TELEPHONE, rows=_telephone(work, record))
    yield LongRegister(name="costs", columns=_COSTS, rows=cells_of(record, "cost:recorded", *_COST))


def standing_of(row: DeliveryRow) -> tuple[str, str]:
    """Give the state and the result of a delivery as far as the record has them.

    One that nobody has settled yet is queued, whoever holds it at the moment.
    """
    waits = row.state in _UNTOUCHED
    if waits or (row.state is DeliveryState.IN_HAND and row.batch is None):
        return DeliveryState.QUEUED.value, ""
    return row.state.words, row.last_result or ""


_DELIVERIES = (
    "delivery",
    "recipient",
    "wave",
    "sending",
    "duty",
    "method",
    "notice",
    "state",
    "handed over at",
    "result",
    "batch",
    "cents",
)
_ELECTRONIC = (
    "delivery",
    "recipient",
    "wave",
    "notice",
    "message id",
    "state",
    "handed over at",
    "result",
)
_TELEPHONE = (
    "entry",
    "recorded at",
    "wave",
    "delivery",
    "recipient",
    "called at",
    "called by",
    "outcome",
)
_COSTS = ("entry", "recorded at", "wave", "item", "cents", "on", "by", "note", "evidence")


def _deliveries(work: UnitOfWork, record: CaseRecord) -> Iterator[Row]:
    for row in work.deliveries.rows(record.number):
        state, result = standing_of(row)
        yield (
            row.id,
            row.recipient,
            row.wave,
            row.sending,
            row.duty,
            row.method.words,
            row.notice,
            state,
            _handed_over(row),
            result,
            row.batch or "",
            row.cents,
        )


def _electronic(work: UnitOfWork, record: CaseRecord) -> Iterator[Row]:
    for row in work.deliveries.rows(record.number):
        if row.method is Method.EMAIL:
            state, result = standing_of(row)
            numbers = (row.id, row.recipient, row.wave)
            yield (*numbers, row.notice, row.message_id, state, _handed_over(row), result)


def _telephone(work: UnitOfWork, record: CaseRecord) -> Iterator[Row]:
    for entry, at, wave, delivery, *call in cells_of(
        record, "call:logged", "wave", "delivery", "at", "by", "outcome"
    ):
        row = work.deliveries.get(record.number, int(delivery))
        yield (entry, at, wave, delivery, row.recipient if row else "", *call)


def _handed_over(row: DeliveryRow) -> str:
    return row.handed_over_at.stamp() if row.handed_over_at else ""
