"""How the people were told, as a report says it: counts, days and costs, no names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from incidents.case.telling import SendingSummary, Telling
from incidents.law.wording import dollars
from incidents.moments import Instant, Zone, parse_moment
from incidents.people.recipient import Method
from incidents.services.export_case import CaseRecord

_WENT = {
    Method.FIRST_CLASS_MAIL: "Letters mailed",
    Method.EMAIL: "E-mails sent by a messaging service",
}


def telling(record: CaseRecord) -> list[str]:
    """Give a sentence for each thing that the log says; none where nobody was told so."""
    told, zone = record.case.telling, record.agency.zone
    return [
        *(_sending(each, zone) for each in told.sendings.values()),
        *_handed_over(told, zone),
        *_came_back(told),
        *_calls(told),
        *(
            f"Substitute notice was chosen for {each.duty}, on the ground of "
            f"{each.ground.replace('_', ' ')}, by {each.by} on {_day(each.chosen_at, zone)}."
            for each in told.substitutes
        ),
        *_excused(told),
        *([f"Telling them cost {dollars(told.spent())} so far."] if told.costs else []),
    ]


def _sending(sending: SendingSummary, zone: Zone) -> str:
    ways = ", ".join(
        f"{sending.methods[each]:,} by {each.words}" for each in Method if sending.methods.get(each)
    )
    lacking = sending.without_method
    without = f"; {lacking:,} had no usable address yet" if lacking else ""
    if sending.released_at is None:
        return f"Sending {sending.number} was prepared ({ways}{without}) and not released."
    now = "" if sending.state == "released" else f" It is {sending.state}: {sending.reason}."
    released = f"released by {sending.released_by} on {_day(sending.released_at, zone)}"
    return f"Sending {sending.number} was {released}: {ways or 'nobody'}{without}.{now}"


def _handed_over(told: Telling, zone: Zone) -> Iterator[str]:
    mailed = [each for each in told.batches.values() if each.handed_over_at is not None]
    for method in (Method.FIRST_CLASS_MAIL, Method.EMAIL):
        found = [each for each in mailed if each.method == method]
        days = sorted(zone.day_of(parse_moment(str(each.handed_over_at))) for each in found)
        if found:
            count = sum(each.handed_over for each in found)
            what = _WENT[method]
            until = f" to {days[-1].words()}" if days[-1] != days[0] else ""
            yield f"{what}: {count:,} (batches: {len(found):,}), on {days[0].words()}{until}."
    taken = sum((Counter(each.counts) for each in told.settled), Counter[str]())
    if taken["accepted"]:
        yield f"E-mails taken by the mail server: {taken['accepted']:,}."
    if taken["bounced"]:
        yield f"Deliveries refused for good: {taken['bounced']:,}."


def _came_back(told: Telling) -> Iterator[str]:
    if told.returned:
        yield f"Letters that came back: {len(told.returned):,}."


def _calls(told: Telling) -> Iterator[str]:
    if told.calls:
        reached = len({each.delivery for each in told.calls if each.outcome == "told"})
        yield f"Calls made: {len(told.calls):,}; recipients told by telephone: {reached:,}."


def _excused(told: Telling) -> Iterator[str]:
    if told.excused:
        yield f"Recipients excused, each with a reason on record: {len(told.excused):,}."


def _day(at: Instant, zone: Zone) -> str:
    return zone.day_of(at).words()
