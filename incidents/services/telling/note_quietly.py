"""Chains events that change nothing a case has to be answered for."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.case.events import CaseEvent
from incidents.services.ports import UnitOfWork


def note_quietly(work: UnitOfWork, number: str, events: Sequence[CaseEvent]) -> None:
    """Append the events, and leave a case answered that was answered before.

    A settled delivery moves no clock; without this a sending would have its case
    answered once for every two hundred e-mails.
    """
    work.append(number, [])  # from here on nobody else can append to this log
    before = work.cases.get(number)
    size = work.append(number, events)[-1] + 1
    if before.answered == before.size:
        work.cases.mark_answered(number, size, before.wakes_at)
