"""Small true-to-life rows, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy import Engine

from incidents.ledger.canonical import Json
from incidents.moments import Instant, LocalDay
from incidents.services.ports import CaseRow, DutyRow, NoticeRow, WantedReminder
from incidents.store import UnitOfWork

NOW = Instant.parse("2026-03-10T15:00:00Z")
KINGSTON, LIVERPOOL = "kingston-csd", "liverpool-csd"


@dataclass(frozen=True, slots=True, kw_only=True)
class Noted:
    """An event that says one thing."""

    note: str = "the roster lay open"
    tag: str = "fact:recorded"

    def body(self) -> Mapping[str, Json]:
        """Give the note."""
        return {"note": self.note}


class CrashError(Exception):
    """Something went wrong in the middle of a unit of work."""


def work_at(engine: Engine, hours: int = 0, *, actor: str = "dpo") -> UnitOfWork:
    """Give a unit of work so many hours after the tests' now."""
    return UnitOfWork(engine, NOW.plus_hours(hours), actor)


def looking(engine: Engine, hours: int = 0) -> UnitOfWork:
    """Give a unit of work that only reads."""
    return UnitOfWork(engine, NOW.plus_hours(hours), "dpo", reads_only=True)


def open_case(engine: Engine, agency: str = KINGSTON, code: str = "KINGSTON") -> CaseRow:
    """Open a case of 2026 with one entry."""
    with work_at(engine) as work:
        case = work.cases.open(agency, code, 2026, "Roster on an open share")
        work.append(case.number, [Noted(tag="case:opened")])
        return work.cases.get(case.number)


def notes_of(engine: Engine, log: str) -> list[object]:
    """Give what the events of a log say, in order."""
    with looking(engine) as work:
        return [event.body["note"] for event in work.history(log)]


def a_duty(case: str, duty: str = "ny.8nycrr121.individuals", **changes: object) -> DutyRow:
    """Give a running duty due on 9 May."""
    row = DutyRow(
        case=case,
        wave=1,
        duty=duty,
        agency=KINGSTON,
        title="Tell the people affected",
        holder="agency",
        state="running",
        pending=True,
        target=LocalDay.parse("2026-05-09"),
        limit=LocalDay.parse("2026-05-11"),
        starts=Instant.parse("2026-03-10T10:00-04:00"),
        hours=False,
        turns_at=Instant.parse("2026-05-10T04:00Z"),
    )
    return replace(row, **changes)  # type: ignore[arg-type]


def wanted(step: str, hours: int, channel: str = "email") -> WantedReminder:
    """Give a reminder that is due so many hours after the tests' now."""
    return WantedReminder(
        step=step,
        channel=channel,
        due_at=NOW.plus_hours(hours),
        message_id=f"<{step}.{channel}@kingston-csd>",
    )


def a_notice(case: str, **changes: object) -> NoticeRow:
    """Give a drafted letter to parents."""
    row = NoticeRow(
        case=case,
        wave=1,
        notice="families",
        template_version="1",
        recipient_kind="parent",
        digest="ab" * 32,
        text="Dear parent,\r\nwe write about ünlawful access.",
        html="<p>Dear parent</p>",
        pdf=b"%PDF-1.7\x00\xff",
        drafted_at=NOW,
    )
    return replace(row, **changes)  # type: ignore[arg-type]
