"""The registers of a case: plain tables that an auditor can sort.

Cells are text or whole numbers; nothing here is made safe for a spreadsheet,
which is the business of whoever writes one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from incidents.ledger.canonical import Json, canonical
from incidents.services.export_case import CaseRecord
from incidents.services.ports import StoredEvent

Cell = str | int
Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Register:
    """One table: its name, its columns and its rows."""

    name: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]


def registers(record: CaseRecord) -> tuple[Register, ...]:
    """Give every register of a case, in the order in which they are read."""
    return tuple(
        Register(name=name, columns=_names(columns), rows=tuple(rows(record)))
        for name, (columns, rows) in _REGISTERS.items()
    )


def _names(columns: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in columns.split(","))


def _duties(record: CaseRecord) -> Iterator[Row]:
    for wave, duty in record.view.duties():
        filings = record.case.filings_of(wave, duty.id)
        text = duty.zone.text
        yield (
            wave,
            duty.id,
            duty.rule.title,
            duty.rule.holder,
            duty.rule.recipient,
            duty.state.words,
            duty.starts.name.words if duty.starts else "",
            str(duty.starts.moment) if duty.starts else "",
            duty.period,
            text(duty.target) if duty.target else "",
            text(duty.limit) if duty.limit else "",
            text(duty.fulfilled_at) if duty.fulfilled_at else "",
            duty.late_words,
            _joined(each.number for each in filings),
            _joined(each.short for each in duty.citations),
            " ".join(duty.working),
        )


def _filings(record: CaseRecord) -> Iterator[Row]:
    for each in record.case.filings:
        yield (
            each.number,
            each.wave,
            _joined(each.duties),
            each.at,
            each.by,
            each.recorded_at.stamp(),
            each.receipt or "",
            each.late_reason or "",
            each.early_reason or "",
            sum(each.missing.values()) or "",
            each.supersedes or "",
            _joined(str(file.get("name", "")) for file in each.evidence),
            _joined(str(file.get("sha256", "")) for file in each.evidence),
            _joined(each.notices),
        )


def _determinations(record: CaseRecord) -> Iterator[Row]:
    for each in record.case.determinations:
        worksheet = _joined((f"{sign}: {said}" for sign, said in each.worksheet.items()), "; ")
        yield (
            each.seq,
            each.wave,
            each.duty or each.subject.words,
            "required" if each.required else "not required",
            each.reason,
            each.by,
            each.made_at,
            each.keep_until or "",
            worksheet,
        )


def _notices(record: CaseRecord) -> Iterator[Row]:
    approvals = list(_of(record, "notice:approved"))
    for each in record.case.drafts.values():
        times = [event.at.stamp() for event in approvals if event.body["digest"] == each.digest]
        sent = [one.number for one in record.case.filings if each.digest in one.notices]
        yield (
            each.digest,
            each.wave,
            each.notice,
            each.template_version,
            each.recipient_kind,
            each.drafted_at.stamp(),
            _joined(each.approved_by),
            _joined(times),
            _joined(sent),
            _joined(each.refusals, "; "),
        )


def _evidence(record: CaseRecord) -> Iterator[Row]:
    for event in _of(record, "evidence:received"):
        file: Any = event.body["file"]
        size: Any = event.body["size"]
        yield (
            event.seq,
            str(event.body["name"]),
            size,
            str(file.get("sha256", "")),
            event.at.stamp(),
        )


def _holds(record: CaseRecord) -> Iterator[Row]:
    for wave, document in sorted(record.case.waves.items()):
        for number, hold in enumerate(document.get("holds") or [], start=1):
            named = ("kind", "party", "from", "until", "authority")
            yield wave, number, *(str(hold.get(name) or "") for name in named)


def _events(tag: str, *names: str) -> Callable[[CaseRecord], Iterator[Row]]:
    """Give a register of one kind of event, a column a field."""

    def rows(record: CaseRecord) -> Iterator[Row]:
        return cells_of(record, tag, *names)

    return rows


def cells_of(record: CaseRecord, tag: str, *names: str) -> Iterator[Row]:
    """Give a row for each event of a kind: its entry, its time, these fields."""
    for event in _of(record, tag):
        yield event.seq, event.at.stamp(), *(_cell(event.body.get(name)) for name in names)


def _entries(record: CaseRecord) -> Iterator[Row]:
    for event in record.events:
        yield event.seq, event.at.stamp(), event.actor, event.tag


def _of(record: CaseRecord, tag: str) -> Iterator[StoredEvent]:
    return (event for event in record.events if event.tag == tag)


def _cell(value: Json) -> Cell:
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return value
    return "" if value is None else canonical(value).decode()


def _joined(values: Iterable[object], by: str = ", ") -> str:
    return by.join(map(str, values))


_FACT = ("wave", "path", "value", "before", "source")
_THRESHOLD = ("wave", "threshold", "count", "more_than", "means")
_REMINDER = ("wave", "duty", "step", "channel", "message_id", "late_by_minutes")
_DUTY_COLUMNS = """
    wave, duty, title, holder, recipient, state, started by, starts, period, target, limit,
    first done, late by, filings, provisions, working
"""
_FILING_COLUMNS = """
    filing, wave, duties, at, by, recorded at, receipt, late reason, early reason, not told yet,
    supersedes, evidence, evidence sha256, notices
"""
_DETERMINATION_COLUMNS = """
    entry, wave, duty, determined, reason, by, made at, keep until, worksheet
"""
_NOTICE_COLUMNS = """
    digest, wave, notice, template version, recipient, drafted at, approved by, approved at,
    filings, why not approved
"""
_REMINDER_COLUMNS = "entry, recorded at, wave, duty, step, channel, message id, late by minutes"
_THRESHOLD_COLUMNS = "entry, recorded at, wave, threshold, count, more than, means"
#: Each register: its columns, and where its rows come from.
_REGISTERS: dict[str, tuple[str, Callable[[CaseRecord], Iterator[Row]]]] = {
    "duties": (_DUTY_COLUMNS, _duties),
    "filings": (_FILING_COLUMNS, _filings),
    "determinations": (_DETERMINATION_COLUMNS, _determinations),
    "notices": (_NOTICE_COLUMNS, _notices),
    "evidence": ("entry, name, bytes, sha256, received at", _evidence),
    "reminders": (_REMINDER_COLUMNS, _events("reminder:sent", *_REMINDER)),
    "holds": ("wave, hold, kind, party, from, until, authority", _holds),
    "thresholds": (_THRESHOLD_COLUMNS, _events("threshold:crossed", *_THRESHOLD)),
    "facts": (
        "entry, recorded at, wave, path, value, before, source",
        _events("fact:recorded", *_FACT),
    ),
    "entries": ("entry, recorded at, actor, action", _entries),
}
