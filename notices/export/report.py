"""What the report of a case says, as plain values for its layout.

Written for a board: what happened, which duties arose and how they were met,
who decided and approved, and what the record proves and does not. It says
nothing that is not in the record, and dates itself by the record's last entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from incidents.law.duty import DutyState, PlannedDuty
from incidents.services.export_case import CaseRecord
from notices.export import report_record
from notices.export.printable import printable
from notices.export.report_duties import QUIET, wave_of
from notices.export.report_telling import telling


def report_of(record: CaseRecord) -> dict[str, Any]:
    """Give the report; every text in it can be printed by its font."""
    zone = record.agency.zone
    closed = record.case.closed_at
    return printable(
        {
            "number": record.number,
            "title": record.case.title,
            "agency": record.agency.name or record.agency_id,
            "final": record.is_final,
            "as_of": zone.words(record.at),
            "closed": zone.words(closed) if closed else "",
            "figures": [*_figures(record)],
            "summary": [*_summary(record)],
            "waves": [wave_of(record, wave) for wave in sorted(record.view.plans)],
            "decisions": report_record.decisions(record),
            "notices": report_record.notices(record),
            "telling": telling(record),
            "thresholds": [*report_record.thresholds(record)],
            "corrections": [*report_record.corrections(record)],
            "evidence": [*report_record.evidence(record)],
            "people": [*report_record.people(record)],
            "checkpoints": [*report_record.checkpoints(record)],
            "entries": f"{len(record.rows):,}",
            "key": str(record.key),
        }
    )


def _figures(record: CaseRecord) -> Iterator[list[str]]:
    """Give the numbers that a board asks for first."""
    duties = _arisen(record)
    count, is_certain = _affected(record)
    yield [f"{'' if is_certain else '≥ '}{count:,}", "persons affected"]
    yield [str(len(duties)), "duties arose"]
    yield [str(sum(duty.state is DutyState.DONE for duty in duties)), "of them done"]
    yield [str(sum(bool(duty.late) for duty in duties)), "of them late"]


def _summary(record: CaseRecord) -> Iterator[str]:
    duties = _arisen(record)
    left = sum(not duty.state.is_settled for duty in duties)
    if record.is_final:
        yield "The case is closed: each duty was met, or determined not to be required."
    elif left:
        yield f"The case is open: {left} of its duties have still to be met or decided."
    else:
        yield "The case is open, though none of its duties waits to be met or decided."
    late = [duty for duty in duties if duty.late]
    for duty in late:
        said = _reason(record, duty)
        yield f"{duty.late_words} late, by the {duty.rule.holder}: {duty.rule.title}.{said}"
    if not late:
        yield "No duty with a fixed limit was late."


def _reason(record: CaseRecord, duty: PlannedDuty) -> str:
    given = [each.late_reason for each in record.case.filings if duty.id in each.duties]
    said = next((reason for reason in given if reason), None)
    return f" Reason given: {said}" if said else ""


def _arisen(record: CaseRecord) -> list[PlannedDuty]:
    return [duty for _, duty in record.view.duties() if duty.state not in QUIET]


def _affected(record: CaseRecord) -> tuple[int, bool]:
    """Give how many persons are known of, and whether that is all of them."""
    documents = record.case.waves.values()
    groups = [each for document in documents for each in document.get("affected") or []]
    counts = [each["count"] for each in groups if isinstance(each.get("count"), int)]
    return sum(counts), bool(groups) and len(counts) == len(groups)
