"""A case as JSON: its record and the plan of each wave."""

from __future__ import annotations

from desk.history import sentence_of
from incidents.case.case import Case, Determination, DraftedNotice, Filing, Happened
from incidents.law.plan import Plan
from incidents.moments import Zone
from incidents.services.follow_up import terms_of
from incidents.services.view_case import CaseView


def view_json(view: CaseView) -> dict[str, object]:
    """Give a case as it stands in a view, with everything recorded by then."""
    case = view.case
    return {
        "case": case.number,
        "agency": case.agency,
        "title": case.title,
        "opened_at": case.opened_at.stamp() if case.opened_at else None,
        "closed_at": case.closed_at.stamp() if case.closed_at else None,
        "at": str(view.at),
        "entries": case.size,
        "cost_in_dollars": case.cost_in_dollars,
        "waves": [_wave(case, number, plan) for number, plan in view.plans.items()],
        "filings": [_filing(each) for each in case.filings],
        "determinations": [_determination(each) for each in case.determinations],
        "notices": [_notice(each) for each in case.drafts.values()],
        "history": [_entry(each, view.agency.zone) for each in case.events],
    }


def duty_json(view: CaseView, wave: int, duty_id: str) -> dict[str, object]:
    """Give one duty with its working, and the terms as they stood when it arose."""
    case, duty = view.case, view.plans[wave].duty(duty_id)
    return {
        "case": case.number,
        "wave": wave,
        "at": str(view.at),
        "duty": duty.as_json(),
        "terms": terms_of(duty),
        "terms_when_planned": case.planned.get((wave, duty_id)),
        "withdrawn": (wave, duty_id) in case.withdrawn,
    }


def _wave(case: Case, number: int, plan: Plan) -> dict[str, object]:
    return {
        "wave": number,
        "document": case.document(number),
        "wording": case.wording.get(number, {}),
        **plan.as_json(),
    }


def _filing(filing: Filing) -> dict[str, object]:
    return {
        "filing": filing.number,
        "wave": filing.wave,
        "duties": list(filing.duties),
        "at": filing.at,
        "by": filing.by,
        "recorded_at": filing.recorded_at.stamp(),
        "receipt": filing.receipt,
        "late_reason": filing.late_reason,
        "supersedes": filing.supersedes,
        "notices": list(filing.notices),
        "evidence": [dict(file) for file in filing.evidence],
    }


def _determination(made: Determination) -> dict[str, object]:
    return {
        "entry": made.seq,
        "wave": made.wave,
        "subject": made.subject.value,
        "duty": made.duty,
        "required": made.required,
        "by": made.by,
        "at": made.made_at,
        "reason": made.reason,
        "worksheet": dict(made.worksheet),
        "facts": dict(made.facts),
        "keep_until": made.keep_until,
    }


def _notice(draft: DraftedNotice) -> dict[str, object]:
    return {
        "notice": draft.notice,
        "wave": draft.wave,
        "version": draft.template_version,
        "for": draft.recipient_kind,
        "digest": draft.digest,
        "drafted_at": draft.drafted_at.stamp(),
        "lacks": list(draft.refusals),
        "approved_by": list(draft.approved_by),
    }


def _entry(event: Happened, zone: Zone) -> dict[str, object]:
    return {
        "entry": event.seq,
        "at": event.at.stamp(),
        "by": event.actor,
        "event": event.tag,
        "says": sentence_of(event, zone),
    }
