"""What was really sent, as the record of a case says it.

Letters count with the batch that was handed over, e-mails once the mail server
took them, calls once somebody was told. A letter that came back was sent all the
same; who is still to be told is another question.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from incidents.moments import Instant, Moment, Zone, parse_moment
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState
from incidents.services.telling.log_call import Outcome
from incidents.services.view_case import CaseView


def sent_facts(view: CaseView, wave: int) -> dict[str, Any]:
    """Give how many went out by each method, and from when until when."""
    zone = view.agency.zone
    sent = {
        Method.FIRST_CLASS_MAIL: _batches(view, wave, Method.FIRST_CLASS_MAIL),
        Method.EMAIL: _emails(view, wave),
        Method.TELEPHONE: _calls(view, wave),
    }
    rows = [
        {"method": method.words, "number": sum(number for number, _ in found)}
        for method, found in sent.items()
        if found
    ]
    if not rows:
        return {}
    moments = [moment for found in sent.values() for _, moment in found]
    return {"sent_counts": rows, **_span(moments, zone)}


def _span(moments: Iterable[Moment], zone: Zone) -> dict[str, Any]:
    days = [zone.day_of(each) for each in moments]
    return {
        "first_sent": min(days, key=zone.start_of),
        "last_sent": max(days, key=zone.start_of),
    }


def _batches(view: CaseView, wave: int, method: Method) -> list[tuple[int, Moment]]:
    return [
        (each.handed_over, parse_moment(each.handed_over_at))
        for each in view.case.telling.batches.values()
        if each.wave == wave and each.handed_over_at is not None and each.handed_over
        if each.method == method
    ]


def _emails(view: CaseView, wave: int) -> list[tuple[int, Moment]]:
    """Give those that were sent from here, and those a messaging service took."""
    return _batches(view, wave, Method.EMAIL) + [
        (each.counts[DeliveryState.ACCEPTED], each.settled_at)
        for each in view.case.telling.settled
        if each.wave == wave and each.counts.get(DeliveryState.ACCEPTED)
    ]


def _calls(view: CaseView, wave: int) -> list[tuple[int, Moment]]:
    told = {
        each.delivery: Instant.parse(each.at)
        for each in view.case.telling.calls
        if each.wave == wave and each.outcome == Outcome.TOLD
    }
    return [(1, at) for at in told.values()]
