"""The dates of each duty as they stand at one instant, counted plainly.

A clock read is a small mapping: ``phase`` (``by_clock``, ``held``,
``no_fixed_date``), ``target`` and ``limit`` (a date, an instant in UTC or
None) and ``starts`` (the name and the recorded text of the moment, or None).
For tests only; nothing is shared with the product.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.support import independent_time as time

#: 8 NYCRR 121.10(a), (b), (d), (e), 121.4(c); STL 208(2)(a); GML 995-c.
CALENDAR_DAYS = {
    "ny.8nycrr121.contractor-notice": 7,
    "ny.8nycrr121.cpo-after-receipt": 10,
    "ny.8nycrr121.cpo-after-discovery": 10,
    "ny.8nycrr121.individuals": 60,
    "ny.8nycrr121.complaint-findings": 60,
    "ny.stl208.exemption-to-ag": 10,
    "ny.gml995c.explanation": 30,
}
#: State Technology Law 208(9).
BUSINESS_DAYS = {"ny.stl208.hhs-to-ag": 5}
#: General Municipal Law 995-b(2) and 995-c.
HOURS = {"ny.gml995b.incident": 72, "ny.gml995c.payment": 24}
#: General Business Law 899-aa(3) as amended on 2024-12-21.
OWNER_NOTICE, OWNER_NOTICE_DAYS, OWNER_NOTICE_FROM = (
    "ny.gbl899aa.owner-notice",
    30,
    date(2024, 12, 21),
)
#: 8 NYCRR 121.10(e): after the hold.
DAYS_AFTER_HOLD = 7
#: Model agreement Art. II s.12(a).
MODEL_BUSINESS_DAYS = 7
#: NDPA Art. V s.4, NY exhibit 14, MO exhibit 4.a.
NDPA_HOURS = 72

Read = dict[str, Any]


@dataclass(frozen=True)
class Stand:
    """The case as it stood, and the instant at which a clock is read.

    ``fulfilled`` is true where the instant is that of a fulfilment: then open
    holds are left out.
    """

    case: Mapping[str, Any]
    zone: ZoneInfo
    read_at: datetime
    fulfilled: bool


def earliest(names: tuple[str, ...], stand: Stand) -> tuple[str, str] | None:
    """Give the name and the text of the first of these moments, or None.

    A date comes before every instant of its day.
    """
    found = None
    for name in names:
        text = stand.case["moments"].get(name)
        if text is None:
            continue
        key = (time.start_of(text, stand.zone), 0 if time.is_date(text) else 1)
        if found is None or key < found[0]:
            found = (key, (name, text))
    return found[1] if found else None


def starting_moment(names: tuple[str, ...], stand: Stand) -> tuple[str, str] | None:
    """Give the starting moment; a confirmation stands in for the discovery."""
    start = earliest(names, stand)
    if start is None and names == ("contractor_discovery",):
        return earliest(("contractor_confirmation",), stand)
    return start


def read_clock(duty_id: str, starts: tuple[str, ...], stand: Stand) -> Read:
    """Give what the clock of one duty shows."""
    if duty_id == "contract.notice":
        return read_contract(stand)
    start = starting_moment(starts, stand)
    if start is None:
        return {"phase": "not_started", "starts": None, "target": None, "limit": None}
    target, limit = plain_period(duty_id, start[1], stand)
    read = as_read(start, target, limit)
    if duty_id == "ny.8nycrr121.individuals":
        return after_agency_holds(read, start[1], stand)
    if duty_id == "ny.stl208.residents":
        return during_law_enforcement(read, start[1], stand)
    if duty_id == OWNER_NOTICE:
        return after_contractor_holds(read, start[1], stand)
    return read


def as_read(start: tuple[str, str], target: Any, limit: Any) -> Read:
    """Give a clock that runs, or has no number."""
    phase = "no_fixed_date" if limit is None else "by_clock"
    return {"phase": phase, "starts": start, "target": target, "limit": limit}


def plain_period(duty_id: str, text: str, stand: Stand) -> tuple[Any, Any]:
    """Give target and limit before any hold."""
    day = time.day_of(text, stand.zone)
    if duty_id in HOURS:
        end = time.start_of(text, stand.zone) + HOURS[duty_id] * time.ONE_HOUR
        return end, end
    if duty_id in BUSINESS_DAYS:
        last = time.add_business_days(day, BUSINESS_DAYS[duty_id])
        return last, last
    promised = stand.case["moments"].get("complaint_extended_to")
    if duty_id == "ny.8nycrr121.complaint-findings" and promised is not None:
        return date.fromisoformat(promised), date.fromisoformat(promised)
    how_many = CALENDAR_DAYS.get(duty_id)
    if duty_id == OWNER_NOTICE and day >= OWNER_NOTICE_FROM:
        how_many = OWNER_NOTICE_DAYS
    if how_many is None:
        return None, None
    target = time.add_calendar_days(day, how_many)
    return target, time.next_business_day_from(target)


def holds_of(party: str, kinds: tuple[str, ...], stand: Stand) -> list[dict[str, Any]]:
    """Give the holds of one party, in order of their beginning."""
    chosen = [
        hold
        for hold in stand.case["holds"]
        if (hold.get("party") or "agency") == party and hold["kind"] in kinds
    ]
    return sorted(chosen, key=lambda hold: time.start_of(hold["from"], stand.zone))


def is_open(hold: dict[str, Any], stand: Stand) -> bool:
    """Give whether the hold has not ended when the clock is read."""
    until = hold.get("until")
    return until is None or time.end_of(until, stand.zone) > stand.read_at


def ended_before(hold: dict[str, Any], start: str, stand: Stand) -> bool:
    """Give whether the hold had ended before the clock started.

    A date ends just before the midnight that begins the next day.
    """
    until = hold.get("until")
    if until is None:
        return False
    end, beginning = time.end_of(until, stand.zone), time.start_of(start, stand.zone)
    return end <= beginning if time.is_date(until) else end < beginning


def begins_in_time(hold: dict[str, Any], limit: Any, stand: Stand) -> bool:
    """Give whether the hold begins on or before the limit."""
    if limit is None:
        return True
    if isinstance(limit, datetime):
        return time.end_of(hold["from"], stand.zone) <= limit
    return bool(time.day_of(hold["from"], stand.zone) <= limit)


def after_agency_holds(read: Read, start: str, stand: Stand) -> Read:
    """8 NYCRR 121.10(e): a hold replaces the sixty days."""
    sixty, last_end, held, limit = read["limit"], None, False, read["limit"]
    for hold in holds_of("agency", ("law_enforcement", "unfixed_vulnerability"), stand):
        if ended_before(hold, start, stand):
            continue
        if stand.fulfilled and is_open(hold, stand):
            continue
        if not held and not begins_in_time(hold, limit, stand):
            continue
        if is_open(hold, stand):
            held = True
            continue
        end = time.day_of(hold["until"], stand.zone)
        last_end = end if last_end is None else max(last_end, end)
        seven = time.add_calendar_days(last_end, DAYS_AFTER_HOLD)
        limit = max(time.next_business_day_from(seven), sixty)
    if held:
        return {**read, "phase": "held", "target": None, "limit": None}
    if last_end is None:
        return read
    return {**read, "target": time.add_calendar_days(last_end, DAYS_AFTER_HOLD), "limit": limit}


def during_law_enforcement(read: Read, start: str, stand: Stand) -> Read:
    """State Technology Law 208(4): held while open, no date before or after."""
    for hold in holds_of("agency", ("law_enforcement",), stand):
        if not ended_before(hold, start, stand) and is_open(hold, stand) and not stand.fulfilled:
            return {**read, "phase": "held"}
    return read


def after_contractor_holds(read: Read, start: str, stand: Stand) -> Read:
    """NDPA Art. V s.4 and General Business Law 899-aa(3)."""
    touched = False
    for hold in holds_of("contractor", ("law_enforcement",), stand):
        if ended_before(hold, start, stand):
            continue
        if stand.fulfilled and is_open(hold, stand):
            continue
        if not begins_in_time(hold, read["limit"], stand):
            continue
        if is_open(hold, stand):
            return {**read, "phase": "held", "target": None, "limit": None}
        touched = True
    if touched:
        return {**read, "phase": "no_fixed_date", "target": None, "limit": None}
    return read


def read_contract(stand: Stand) -> Read:
    """Give the earliest limit of the clauses in force."""
    nothing = {"phase": "not_started", "starts": None, "target": None, "limit": None}
    of_each = [read_clause(clause, stand) for clause in clauses(stand.case.get("contract"))]
    reads = [read for read in of_each if read is not None]
    with_limit = [read for read in reads if read["limit"] is not None]
    if with_limit:
        return min(with_limit, key=lambda read: end_of_limit(read["limit"], stand.zone))
    for read in reads:
        if read["phase"] == "held":
            return read
    return reads[0] if reads else nothing


def clauses(contract: Any) -> list[str]:
    """Give the breach clauses in force under a contract.

    Only the NY and the MO exhibit replace Art. V s.4; the others add to it.
    """
    if contract is None or contract == "none":
        return []
    if contract == "codehs-liverpool" or contract["family"] == "ny-model-dpa":
        return ["model"]
    replacing = [name for name in contract.get("exhibits") or [] if name in ("NY", "MO")]
    return replacing or ["base"]


def read_clause(clause: str, stand: Stand) -> Read | None:
    """Give the clock of one clause, None where it has not started."""
    names = ("contractor_discovery",)
    if clause in ("base", "NY"):
        names = ("contractor_confirmation",)
    start = starting_moment(names, stand)
    if start is None:
        return None
    if clause == "model":
        day = time.day_of(start[1], stand.zone)
        last = time.add_business_days(day, MODEL_BUSINESS_DAYS)
        return as_read(start, last, last)
    end = time.start_of(start[1], stand.zone) + NDPA_HOURS * time.ONE_HOUR
    read = as_read(start, end, end)
    return read if clause == "MO" else after_contractor_holds(read, start[1], stand)


def end_of_limit(limit: Any, zone: ZoneInfo) -> datetime:
    """Give the instant at which a limit runs out; a date lasts to its end."""
    if isinstance(limit, datetime):
        return limit
    return time.midnight_that_starts(limit + time.ONE_DAY, zone)
