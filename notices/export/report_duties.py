"""The duties of a case as a report tells them: due, done, late by, evidence."""

from __future__ import annotations

from typing import Any

from incidents.case.case import Filing
from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.wording import counted
from incidents.moments import Instant
from incidents.services.export_case import CaseRecord
from notices.export.happened import happened
from notices.export.timeline import short, timeline_of

#: Duties of these states never arose; they are named and not told.
QUIET = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED)
#: Stands beside a provision that nobody has compared with its source yet.
_NOT_READ = "†"


def wave_of(record: CaseRecord, wave: int) -> dict[str, Any]:
    """Give one wave of persons: what happened, the drawing, the duties."""
    duties = record.view.plans[wave].duties
    quiet = [duty for duty in duties if duty.state in QUIET]
    return {
        "name": f"Wave {wave}: {_title(record, wave)}" if len(record.view.plans) > 1 else "",
        **happened(record.view, wave),
        "timeline": timeline_of(record, wave).plain(),
        "duties": [_duty(record, wave, duty) for duty in duties if duty not in quiet],
        "not_required": [
            [duty.rule.title, _because(record, wave, duty)]
            for duty in quiet
            if duty.state is DutyState.NOT_REQUIRED
        ],
        "not_started": [duty.rule.title for duty in quiet if duty.state is DutyState.NOT_STARTED],
    }


def _title(record: CaseRecord, wave: int) -> str:
    opened = (each.body for each in record.events if each.tag == "wave:opened")
    return next((str(body["title"]) for body in opened if body["wave"] == wave), record.case.title)


def _duty(record: CaseRecord, wave: int, duty: PlannedDuty) -> dict[str, Any]:
    zone = duty.zone
    filings = record.case.filings_of(wave, duty.id)
    return {
        "title": duty.rule.title,
        "parties": f"{duty.rule.holder} to {duty.rule.recipient}",
        "provisions": [
            each.short + ("" if each.verified else f"\N{NO-BREAK SPACE}{_NOT_READ}")
            for each in duty.citations
        ],
        "target": short(zone.day_of(duty.target)) if duty.target else "",
        "limit": _limit(duty),
        "done": short(zone.day_of(duty.fulfilled_at)) if duty.fulfilled_at else "",
        "state": duty.state.words,
        "late": duty.late_words,
        "evidence": [_filing(each) for each in filings] or _by_itself(duty),
    }


def _limit(duty: PlannedDuty) -> str:
    if duty.limit is None:
        return "no fixed date"
    if isinstance(duty.limit, Instant):
        return duty.zone.words(duty.limit)
    return short(duty.limit)


def _filing(filing: Filing) -> str:
    parts = [f"Filing {filing.number}"]
    if filing.receipt:
        parts.append(f"receipt {filing.receipt}")
    if filing.evidence:
        parts.append(counted(len(filing.evidence), "file"))
    if filing.notices:
        parts.append(counted(len(filing.notices), "approved notice"))
    if filing.supersedes:
        parts.append(f"corrects filing {filing.supersedes}")
    return ", ".join(parts)


def _by_itself(duty: PlannedDuty) -> list[str]:
    """Give the moment that fulfilled a duty for which nothing was filed."""
    name = duty.rule.fulfilled_by
    if duty.fulfilled_at is None or name is None:
        return []
    return [name.words[:1].upper() + name.words[1:]]


def _because(record: CaseRecord, wave: int, duty: PlannedDuty) -> str:
    """Give why a duty is not required; a decision is told where decisions are."""
    made = [
        each for each in record.case.determinations if (each.wave, each.duty) == (wave, duty.id)
    ]
    if made:
        return f"determined by entry {made[-1].seq}, see the decisions."
    reason = duty.working[0].removeprefix("Not required: ") if duty.working else ""
    return f"{reason.rstrip('.')}."
