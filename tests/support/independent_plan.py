"""The plan of an incident file, calculated a second time for the tests.

Written from the public contract of the incident file alone. It shares no line
with the product: it walks day by day, and tries every possible world where a
production engine would reason. ``independent_plan`` takes the file as a plain
mapping (dates and instants as text) and the instant of the plan as text.

Readings: where the contract leaves room, this is what was read.

 1. "Dates" that ``not_required``, ``not_started`` and ``held`` do not show are
    ``target`` and ``limit``. ``starts`` is shown whenever the moment is
    recorded and known, whatever the state.
 2. A duty that is ``done`` by its entry shows its dates even where its
    condition is false or unknown; where no version was in force on the day of
    its start there is no period, hence no date.
 3. ``binding`` compares the three duties by state alone: an ``undecided`` or
    ``done`` one with a limit takes part. A date ends at midnight, so a limit
    of 00:00 ties with the date that ends there.
 4. ``receipt`` fulfils "where they are required": condition true, or decided
    so. An undecided duty that is done by its entry is judged by that entry
    alone; one that is not shows the dates it would have, a receipt included.
 5. With no starting moment the version of the day of ``--at`` decides which
    elements and media count; "that alone" is read as the mere absence of a
    version. A condition false on the facts under that version is false.
 6. ``required: true`` overrides neither a false condition nor a moment before
    the duty came into force.
 7. A hold ``from`` a date is known, and holds, from the first instant of that
    day; against a limit in hours it stands for the end of that day
    ("everywhere else").
 8. A hold ``until`` the day before the day a clock starts ended before it; one
    until the very instant of the start did not.
 9. For a fulfilment, a hold counts if it had ended by then, even where it
    began on a date that is the day of the fulfilment. "Any later one" is
    a hold that begins after the fulfilment, not one that begins after an open
    hold and ended in time.
10. An entry of ``affected`` without residence is one unknown, whose path is
    its residence even where its number is unknown too; it adds any whole
    number from 0 to its number (to its count, without limit).
11. Only the NY and MO exhibits replace the clause of the NDPA; NH, RI and the
    others leave the base clause. Each clause in force has its own clock and
    its own hold; the earliest limit counts, a clause with a limit before one
    without. Where limits tie the exhibit that the file names first is shown.
12. The contractor's hold is measured against "that limit", the one its clause
    sets: a hold that begins later does not count because an earlier one did.
13. An undecided duty under an open hold would have no dates, so it shows none.
14. A duty done, or a contractor's notice received, on a date is later than
    every instant of that day and earlier than the midnight that follows.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.support import independent_time as time
from tests.support.independent_clocks import Read, Stand, end_of_limit, read_clock
from tests.support.independent_duties import GBL_MEDICAL, KINGSTON_8635, TABLE, Row, Setting
from tests.support.independent_facts import judge, needed

KINGSTON = {"kind": "school_district", "policy": "kingston-8635"}
NEW_YORK = "America/New_York"
NOTIFY_THE_AGENCY = (
    "ny.8nycrr121.contractor-notice",
    "contract.notice",
    "ny.gbl899aa.owner-notice",
)
Fulfilment = tuple[datetime, date] | None


def independent_plan(document: Mapping[str, Any], at: str) -> list[dict[str, Any]]:
    """Give every duty of the table, in its order, as the plan should show it."""
    agency = agency_of(document)
    zone = ZoneInfo(agency.get("timezone") or NEW_YORK)
    now = datetime.fromisoformat(at).astimezone(UTC)
    case = as_it_stood(document, now, zone)
    duties = [plan_one(row, case, agency, Stand(case, zone, now, False)) for row in TABLE]
    mark_binding(duties, zone)
    for duty in duties:
        duty["target"] = as_text(duty["target"], zone)
        duty["limit"] = as_text(duty["limit"], zone)
    return duties


def agency_of(document: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the agency as a mapping."""
    agency = document["agency"]
    return KINGSTON if agency == "kingston-csd" else agency


def as_it_stood(document: Mapping[str, Any], now: datetime, zone: ZoneInfo) -> dict[str, Any]:
    """Give the case without what was not yet known; facts stay as they are."""

    def known(text: str | None) -> bool:
        return text is not None and time.start_of(text, zone) <= now

    moments = document.get("moments") or {}
    holds = [
        {**hold, "until": hold.get("until") if known(hold.get("until")) else None}
        for hold in document.get("holds") or []
        if known(hold["from"])
    ]
    return {
        **document,
        "moments": {
            name: text
            for name, text in moments.items()
            if known(text) or (name == "complaint_extended_to" and text is not None)
        },
        "holds": holds,
        "done": {name: at for name, at in (document.get("done") or {}).items() if known(at)},
        "decided": {
            name: decision
            for name, decision in (document.get("decided") or {}).items()
            if known(decision["at"])
        },
    }


def plan_one(
    row: Row, case: Mapping[str, Any], agency: Mapping[str, Any], stand: Stand
) -> dict[str, Any]:
    """Give one duty, its dates not yet turned into text."""
    read = read_clock(row.id, row.starts, stand)
    start_day = time.day_of(read["starts"][1], stand.zone) if read["starts"] else None
    today = stand.read_at.astimezone(stand.zone).date()
    setting = setting_of(case, agency, start_day or today)
    outcome = judge(row.condition(setting), row.reads, case)
    decided = (case["decided"].get(row.id) or {}).get("required")
    too_early = start_day is not None and row.in_force is not None and start_day < row.in_force
    required = settle(outcome, decided, too_early)
    fulfilled = fulfilment(row.id, required is True, case, stand.zone)
    state = state_of(row.id, required, fulfilled, read, stand)
    shown = dates_shown(row, state, fulfilled, read, stand)
    if too_early:
        shown = {**shown, "target": None, "limit": None}
    return {
        "id": row.id,
        "state": state,
        "starts": read["starts"] and {"moment": read["starts"][0], "at": read["starts"][1]},
        "target": shown["target"],
        "limit": shown["limit"],
        "binding": None,
        "late": late(state, shown["limit"], fulfilled, stand),
        "needs": needed(row.condition(setting), row.reads, case) if state == "undecided" else [],
    }


def setting_of(case: Mapping[str, Any], agency: Mapping[str, Any], day: date) -> Setting:
    """Give what is certain for the version of one day."""
    has_policy = agency.get("policy") == "kingston-8635"
    return Setting(
        kind=agency["kind"],
        policy=has_policy,
        policy_in_force=has_policy and day >= KINGSTON_8635,
        medical_counts=day >= GBL_MEDICAL,
        receipt_recorded="receipt" in case["moments"],
        exempted="exemption_determination" in case["moments"],
    )


def settle(outcome: bool | None, decided: bool | None, too_early: bool) -> bool | None:
    """Give whether the duty is required, None where that is undecided."""
    if decided is False or outcome is False or too_early:
        return False
    return True if decided else outcome


def fulfilment(duty_id: str, required: bool, case: Mapping[str, Any], zone: ZoneInfo) -> Fulfilment:
    """Give the instant and the local day of the first fulfilment, or None."""
    texts = []
    if case["done"].get(duty_id) is not None:
        texts.append(case["done"][duty_id])
    if duty_id in NOTIFY_THE_AGENCY and required and "receipt" in case["moments"]:
        texts.append(case["moments"]["receipt"])
    if not texts:
        return None
    return min((time.end_of(text, zone), time.day_of(text, zone)) for text in texts)


def state_of(
    duty_id: str, required: bool | None, fulfilled: Fulfilment, read: Read, stand: Stand
) -> str:
    """Give the first state that fits."""
    if stand.case["done"].get(duty_id) is not None:
        return "done"
    if required is False:
        return "not_required"
    if required is None:
        return "undecided"
    if fulfilled is not None:
        return "done"
    if read["phase"] != "by_clock":
        return str(read["phase"])
    return by_the_clock(read["target"], read["limit"], stand)


def by_the_clock(target: date | datetime, limit: date | datetime, stand: Stand) -> str:
    """Give running, overdue or missed."""
    if isinstance(limit, datetime):
        return "missed" if stand.read_at > limit else "running"
    today = stand.read_at.astimezone(stand.zone).date()
    if today > limit:
        return "missed"
    return "overdue" if today > target else "running"


def dates_shown(row: Row, state: str, fulfilled: Fulfilment, read: Read, stand: Stand) -> Read:
    """Give the clock whose dates the plan prints."""
    if state in ("not_required", "not_started", "held"):
        return {**read, "target": None, "limit": None}
    if state == "undecided":
        fulfilled = fulfilment(row.id, True, stand.case, stand.zone)
    if fulfilled is None:
        return read
    then = Stand(stand.case, stand.zone, fulfilled[0], True)
    return read_clock(row.id, row.starts, then)


def late(state: str, limit: date | datetime | None, fulfilled: Fulfilment, stand: Stand) -> Any:
    """Give how long past the limit, None where there is none."""
    if limit is None:
        return None
    if state not in ("done", "missed"):
        return 0
    moment, day = stand.read_at, stand.read_at.astimezone(stand.zone).date()
    if fulfilled is not None:
        moment, day = fulfilled
    if isinstance(limit, datetime):
        return time.whole_hours_past(moment, limit)
    return time.days_past(day, limit)


def mark_binding(duties: list[dict[str, Any]], zone: ZoneInfo) -> None:
    """Mark the contractor's earliest limit, or those that tie."""
    three = [duty for duty in duties if duty["id"] in NOTIFY_THE_AGENCY]
    racing = [duty for duty in three if duty["state"] != "not_required" and duty["limit"]]
    ends = [end_of_limit(duty["limit"], zone) for duty in racing]
    for duty in three:
        duty["binding"] = duty in racing and end_of_limit(duty["limit"], zone) == min(ends)


def as_text(value: date | datetime | None, zone: ZoneInfo) -> str | None:
    """Give a date or an instant as the plan prints it."""
    if isinstance(value, datetime):
        return time.in_words_of_the_plan(value, zone)
    return value.isoformat() if value is not None else None
