"""What happened while people were told, in words; persons stay numbers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from desk.money import dollars
from incidents.moments import Zone, parse_moment

_Body = Mapping[str, Any]
#: As many digits of a digest as a person compares.
_DIGITS = 12
_OUTCOMES = {
    "told": "told",
    "no_answer": "no answer",
    "message_left": "a message was left",
    "wrong_number": "wrong number",
    "refused": "would not listen",
}


def _on(text: str, zone: Zone) -> str:
    return zone.words(parse_moment(text))


def _imported(body: _Body, _: Zone) -> str:
    return (
        f"List {body['roster']} of affected persons taken in: {body['rows']:,} rows, "
        f"{body['added']:,} persons new, {body['known']:,} known already"
    )


def _cleared(body: _Body, zone: Zone) -> str:
    return f"Began to find out who is told, for a sending on {_on(body['on'], zone)}"


def _resolved(body: _Body, zone: Zone) -> str:
    without, not_owed = body["without_method"], sum(body["not_owed"].values())
    lacking = f"; {without:,} without a usable address" if without else ""
    left_out = f"; {not_owed:,} whom no duty asks to be told" if not_owed else ""
    return (
        f"{body['recipients']:,} recipients found for {body['persons']:,} persons, for a sending "
        f"on {_on(body['on'], zone)}{lacking}{left_out}"
    )


def _corrected(body: _Body, _: Zone) -> str:
    source = f"; source: {body['source']}" if body["source"] else ""
    return f"Person {body['person']}: corrected {', '.join(map(str, body['fields']))}{source}"


def _excused(body: _Body, _: Zone) -> str:
    return f"Recipient {body['recipient']} need not be told, says {body['by']}: {body['reason']}"


def _substitute(body: _Body, _: Zone) -> str:
    ground = str(body["ground"]).replace("_", " ")
    return f"Substitute notice chosen by {body['by']} for {body['duty']}, on the ground of {ground}"


def _prepared(body: _Body, _: Zone) -> str:
    methods = ", ".join(
        f"{count:,} by {method.replace('_', ' ')}" for method, count in body["methods"].items()
    )
    without = body["without_method"]
    lacking = f"; {without:,} without a usable address" if without else ""
    return f"Sending {body['sending']} prepared: {methods or 'nobody'}{lacking}"


def _approved(body: _Body, _: Zone) -> str:
    return f"Sending {body['sending']}: {body['by']} approved its texts and its list"


def _released(body: _Body, _: Zone) -> str:
    return f"Sending {body['sending']} released by {body['by']}: {str(body['digest'])[:_DIGITS]}"


def _stopped(body: _Body, _: Zone) -> str:
    return f"Sending {body['sending']} stopped: {body['because']}"


def _resumed(body: _Body, _: Zone) -> str:
    return f"Sending {body['sending']} goes on, by {body['by']}: {body['reason']}"


def _cancelled(body: _Body, _: Zone) -> str:
    return f"Sending {body['sending']} given up by {body['by']}: {body['reason']}"


def _settled(body: _Body, _: Zone) -> str:
    counts = ", ".join(f"{count:,} {state}" for state, count in body["counts"].items())
    return f"Deliveries of sending {body['sending']}: {counts.replace('_', ' ') or 'none'}"


def _made(body: _Body, _: Zone) -> str:
    what = "call sheet made" if body["method"] == "telephone" else "letters printed"
    return f"Batch {body['batch']}, {what}: {body['deliveries']:,} of sending {body['sending']}"


def _handed_over(body: _Body, zone: Zone) -> str:
    cost = f", {dollars(body['cents'])}" if body["cents"] is not None else ""
    given = f"{body['deliveries']:,} letters handed over on {_on(body['at'], zone)}"
    return f"Batch {body['batch']}: {given}{cost}"


def _letter_returned(body: _Body, zone: Zone) -> str:
    because = f": {body['because']}" if body["because"] else ""
    return f"Letter of delivery {body['delivery']} came back on {_on(body['at'], zone)}{because}"


def _called(body: _Body, zone: Zone) -> str:
    outcome = _OUTCOMES.get(body["outcome"], str(body["outcome"]))
    return (
        f"Call for delivery {body['delivery']} by {body['by']} on {_on(body['at'], zone)}: "
        f"{outcome}"
    )


def _bounces(body: _Body, _: Zone) -> str:
    return (
        f"Returned e-mails read: {body['matched']:,} matched, {body['hard']:,} refused for good, "
        f"{body['soft']:,} for now, {body['unmatched']:,} unknown"
    )


def _cost(body: _Body, zone: Zone) -> str:
    item, note = str(body["item"]).replace("_", " "), f": {body['note']}" if body["note"] else ""
    return f"Spent {dollars(body['cents'])} on {item}, on {_on(body['on'], zone)}{note}"


TOLD: dict[str, Callable[[_Body, Zone], str]] = {
    "roster:imported": _imported,
    "recipients:cleared": _cleared,
    "recipients:resolved": _resolved,
    "person:corrected": _corrected,
    "recipient:excused": _excused,
    "substitute:chosen": _substitute,
    "sending:prepared": _prepared,
    "sending:approved": _approved,
    "sending:released": _released,
    "sending:stopped": _stopped,
    "sending:resumed": _resumed,
    "sending:cancelled": _cancelled,
    "deliveries:settled": _settled,
    "batch:made": _made,
    "batch:handed-over": _handed_over,
    "letter:returned": _letter_returned,
    "call:logged": _called,
    "bounces:read": _bounces,
    "cost:recorded": _cost,
}
