"""Who decided, approved and wrote what, and which checkpoints vouch for it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from incidents.case.case import Determination, DraftedNotice
from incidents.ledger.canonical import Json
from incidents.ledger.checkpoint import Checkpoint
from incidents.moments import parse_moment
from incidents.services.export_case import CaseRecord
from notices.catalogue import UnknownNoticeError, catalogue
from notices.export.timeline import short

_SHOWN_DIGITS = 16
_SHOWN_LETTERS = 80
_NOT_SAID = "not said"


def decisions(record: CaseRecord) -> list[dict[str, Any]]:
    """Give each determination with its reason, in the order they were made."""
    return [_decision(record, each) for each in record.case.determinations]


def notices(record: CaseRecord) -> list[dict[str, Any]]:
    """Give each draft of a notice, who approved it and with which filing it went."""
    return [_notice(record, each) for each in record.case.drafts.values()]


def thresholds(record: CaseRecord) -> Iterator[str]:
    """Give each number of the law that a count went over."""
    for event in record.events:
        if event.tag == "threshold:crossed":
            body: Mapping[str, Any] = event.body
            when = short(record.agency.zone.day_of(event.at))
            yield f"{when}: {body['count']:,} is more than {body['more_than']:,}: {body['means']}."


def corrections(record: CaseRecord) -> Iterator[list[str]]:
    """Give what replaced something known before, and where it was known from."""
    for event in record.events:
        body = event.body
        if event.tag == "fact:recorded" and body["before"] is not None:
            when = short(record.agency.zone.day_of(event.at))
            known = str(body["source"] or _NOT_SAID)
            values = [_shortened(body["before"]), _shortened(body["value"])]
            yield [f"{when} (entry {event.seq})", str(body["path"]), *values, known]


def evidence(record: CaseRecord) -> Iterator[list[str]]:
    """Give each file that was taken into evidence."""
    for event in record.events:
        if event.tag == "evidence:received":
            file: Any = event.body["file"]
            size: Any = event.body["size"]
            yield [
                str(event.body["name"]),
                f"{size:,}",
                str(file.get("sha256", ""))[:_SHOWN_DIGITS],
            ]


def people(record: CaseRecord) -> Iterator[list[str]]:
    """Give everybody who wrote an entry, decided or approved."""
    actors = [event.actor for event in record.events]
    named = {str(event.body["by"]) for event in record.events if event.body.get("by")}
    for each in sorted(named | set(actors)):
        person = record.agency.person(each)
        title = (person.title or person.role.value) if person else "a part of this program"
        yield [person.name if person else each, title, str(actors.count(each))]


def checkpoints(record: CaseRecord) -> Iterator[list[str]]:
    """Give each checkpoint: entries, the day of the last one, the root."""
    for row in record.checkpoints:
        checkpoint = Checkpoint.parse(row.note.partition("\n\n")[0] + "\n")
        day = record.agency.zone.day_of(record.events[row.size - 1].at)
        yield [str(row.size), short(day), checkpoint.root.hex()]


def _decision(record: CaseRecord, made: Determination) -> dict[str, Any]:
    rule = next((each.rule for _, each in record.view.duties() if each.id == made.duty), None)
    zone = record.agency.zone
    return {
        "about": rule.title if rule else _begun(made.subject.words),
        "verdict": "Required" if made.required else "Not required",
        "wave": str(made.wave) if len(record.view.plans) > 1 else "",
        "by": _name(record, made.by),
        "at": zone.words(parse_moment(made.made_at)),
        "reason": made.reason,
        "keep": short(zone.day_of(parse_moment(made.keep_until))) if made.keep_until else "",
        "worksheet": [[sign, str(said)] for sign, said in made.worksheet.items()],
        "entry": str(made.seq),
    }


def _notice(record: CaseRecord, draft: DraftedNotice) -> dict[str, Any]:
    zone = record.agency.zone
    approvals = [
        f"{_name(record, str(event.body['by']))}, {zone.words(event.at)}"
        for event in record.events
        if event.tag == "notice:approved" and event.body["digest"] == draft.digest
    ]
    sent = [f"Filing {each.number}" for each in record.case.filings if draft.digest in each.notices]
    return {
        "title": _notice_title(draft.notice),
        "recipient": draft.recipient_kind.replace("-", " "),
        "drafted": short(zone.day_of(draft.drafted_at)),
        "approved": approvals,
        "sent": sent,
        "digest": draft.digest[:_SHOWN_DIGITS],
    }


def _notice_title(notice: str) -> str:
    try:
        return catalogue().template(notice).title
    except UnknownNoticeError:
        return notice


def _name(record: CaseRecord, person_id: str) -> str:
    person = record.agency.person(person_id)
    return person.name if person else person_id


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


def _shortened(value: Json) -> str:
    text = _plain(value)
    return text if len(text) <= _SHOWN_LETTERS else f"{text[:_SHOWN_LETTERS]}…"


def _plain(value: Json) -> str:
    """Give a value of the incident file as a person reads it."""
    if isinstance(value, Mapping):
        return ", ".join(f"{key.replace('_', ' ')} {_plain(each)}" for key, each in value.items())
    if isinstance(value, list | tuple):
        return "; ".join(map(_plain, value)) or "none"
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "not known" if value is None else str(value)
