"""Chains events that change nothing a case has to be answered for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from incidents.case.events import CaseEvent
from incidents.services.ports import UnitOfWork


class Noted(NamedTuple):
    """How many entries a log had before the events, and has after them."""

    before: int
    after: int


def note_quietly(work: UnitOfWork, number: str, events: Sequence[CaseEvent]) -> Noted:
    """Append the events, and leave a case answered that was answered before.

    A reminder that was sent or a settled delivery changes nothing that
    ``respond`` would look at; without this it would run once for each reminder,
    and once for every two hundred e-mails.
    """
    work.append(number, [])  # from here on nobody else can append to this log
    before = work.cases.get(number)
    size = work.append(number, events)[-1] + 1
    if before.answered == before.size:
        work.cases.mark_answered(number, size, before.wakes_at)
    return Noted(before.size, size)
