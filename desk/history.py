"""What happened in a case, entry by entry, in words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desk.telling_history import TOLD
from incidents.case.case import Happened
from incidents.case.events import Subject
from incidents.law.moment_names import MomentName
from incidents.law.wording import sentence
from incidents.moments import Zone, parse_moment

#: As many digits of a digest as a person compares.
DIGITS = 12
_Body = Mapping[str, Any]


def sentence_of(event: Happened, zone: Zone) -> str:
    """Give an entry of a case's log as a sentence."""
    return told_of(event.tag, event.body, zone)


def told_of(tag: str, body: Mapping[str, Any], zone: Zone) -> str:
    """Give what happened as a sentence, or its tag where no words are known."""
    told = _TOLD.get(tag)
    return sentence(told(body, zone) if told else tag)


def plain(value: object) -> str:
    """Give a value of an incident file as a person reads it."""
    if value is None:
        return "not known"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Mapping):
        return _group(value) if "group" in value else ", ".join(map(plain, value.values()))
    if isinstance(value, list | tuple):
        return "; ".join(map(plain, value)) or "none"
    return str(value)


def on(text: str, zone: Zone) -> str:
    """Give a recorded moment in words."""
    return zone.words(parse_moment(text))


def _group(value: _Body) -> str:
    """Give an affected group: how many, and how many with private information."""
    residence = value.get("residence")
    named = str(value["group"]).replace("_", " ") + (f" of {residence}" if residence else "")
    private = _number(value.get("with_private_information"))
    return f"{named}: {_number(value.get('count'))} (with private information: {private})"


def _number(count: object) -> str:
    return f"{count:,}" if isinstance(count, int) else "not known"


def _opened(body: _Body, _: Zone) -> str:
    return f"The case was opened: {body['title']}"


def _wave_opened(body: _Body, _: Zone) -> str:
    return f"Wave {body['wave']} was opened: {body['title']}"


def _fact(body: _Body, zone: Zone) -> str:
    subject, _, name = str(body["path"]).rpartition(".")
    value, before = _only_what_changed(body["value"], body["before"])
    said, was = (_said(subject, each, zone) for each in (value, before))
    named = MomentName(name).words if subject == "moments" else name.replace("_", " ")
    told = f"Recorded: {named}: {said}" + (f"; before: {was}" if before not in (None, []) else "")
    return told + (f"; source: {body['source']}" if body["source"] else "")


def _only_what_changed(value: object, before: object) -> tuple[object, object]:
    """Give of two lists of groups those that are not in both; else both as they are."""
    if not (isinstance(value, list) and isinstance(before, list)):
        return value, before
    if not any(isinstance(each, Mapping) for each in value):
        return value, before or "none"
    return [each for each in value if each not in before], [
        each for each in before if each not in value
    ]


def _said(subject: str, value: object, zone: Zone) -> str:
    return on(value, zone) if subject == "moments" and isinstance(value, str) else plain(value)


def _wording(body: _Body, _: Zone) -> str:
    return f"Words for the notices recorded: {body['field']}"


def _cost(body: _Body, _: Zone) -> str:
    source = f"; source: {body['source']}" if body["source"] else ""
    return f"Recorded: the notices will cost about ${body['dollars']:,}{source}"


def _hold(body: _Body, zone: Zone) -> str:
    kind = str(body["kind"]).replace("_", " ")
    by = f" ({body['authority']})" if body["authority"] else ""
    return f"Hold {body['hold'] + 1} began on {on(body['starts'], zone)}: {kind}{by}"


def _released(body: _Body, zone: Zone) -> str:
    return f"Hold {body['hold'] + 1} ends on {on(body['until'], zone)}"


def _planned(body: _Body, _: Zone) -> str:
    return f"A duty arose: {body['terms']['title']} ({body['duty']})"


def _withdrawn(body: _Body, _: Zone) -> str:
    return f"A duty fell away and stays on the record: {body['duty']}. {body['because']}"


def _returned(body: _Body, _: Zone) -> str:
    return f"A duty came back: {body['duty']}. {body['because']}"


def _crossed(body: _Body, _: Zone) -> str:
    return f"{body['count']:,} is more than {body['more_than']:,}: {body['means']}"


def _determined(body: _Body, zone: Zone) -> str:
    verdict = "required" if body["required"] else "not required"
    about = body["duty"] or _begun(Subject(body["subject"]).words)
    made = f"determined by {body['by']} on {on(body['made_at'], zone)}"
    if body["subject"] == Subject.NO_BREACH:
        return f"No breach: {made}: {body['reason']}"
    return f"{about} is {verdict}, {made}: {body['reason']}"


def _evidence(body: _Body, _: Zone) -> str:
    digest = str(body["file"]["sha256"])[:DIGITS]
    return f"Evidence taken in: {body['name']} ({body['size']:,} bytes, SHA-256 {digest}…)"


def _filed(body: _Body, zone: Zone) -> str:
    parts = [f"Filing {body['filing']}: {', '.join(body['duties'])} on {on(body['at'], zone)}"]
    if body["receipt"]:
        parts.append(f"receipt {body['receipt']}")
    if body["supersedes"]:
        parts.append(f"corrects filing {body['supersedes']}")
    if body["late_reason"]:
        parts.append(f"late because: {body['late_reason']}")
    if body.get("early_reason"):
        missing = sum(body["missing"].values())
        parts.append(f"before everybody was told ({missing:,} missing): {body['early_reason']}")
    return ", ".join(parts)


def _drafted(body: _Body, _: Zone) -> str:
    lacks = f", lacks {len(body['refusals'])}" if body["refusals"] else ""
    about = f"{body['notice']} for {body['recipient_kind']}"
    return f"Drafted: {about}, {body['digest'][:DIGITS]}{lacks}"


def _approved(body: _Body, _: Zone) -> str:
    return f"Approved by {body['by']}: {body['digest'][:DIGITS]}"


def _reminded(body: _Body, _: Zone) -> str:
    minutes = body["late_by_minutes"]
    late = f", {minutes} minutes late" if minutes else ""
    return f"Reminder sent to {body['channel']}: {body['duty']}{late}"


def _not_reminded(body: _Body, _: Zone) -> str:
    return f"Reminder NOT sent to {body['channel']}: {body['duty']}: {body['because']}"


def _closed(body: _Body, _: Zone) -> str:
    return f"The case was closed: {body['reason']}" if body["reason"] else "The case was closed"


def _behind(body: _Body, zone: Zone) -> str:
    return f"The clock of the machine stood behind the last entry: {on(body['clock'], zone)}"


def _begun(words: str) -> str:
    return words[:1].upper() + words[1:]


_TOLD: dict[str, Callable[[_Body, Zone], str]] = {
    "case:opened": _opened,
    "wave:opened": _wave_opened,
    "fact:recorded": _fact,
    "wording:recorded": _wording,
    "cost:estimated": _cost,
    "hold:placed": _hold,
    "hold:released": _released,
    "duty:planned": _planned,
    "duty:withdrawn": _withdrawn,
    "duty:returned": _returned,
    "threshold:crossed": _crossed,
    "determination:made": _determined,
    "evidence:received": _evidence,
    "filing:recorded": _filed,
    "notice:drafted": _drafted,
    "notice:approved": _approved,
    "reminder:sent": _reminded,
    "reminder:failed": _not_reminded,
    "case:closed": _closed,
    "clock:behind": _behind,
    **TOLD,
}
