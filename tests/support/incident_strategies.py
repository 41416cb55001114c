"""Hypothesis strategies for incident files over the whole public contract.

``cases()`` draws a file as a plain mapping that JSON can hold, and the instant
of the plan as text. Only possible orders are drawn: an end never precedes its
start, the contractor's confirmation and notification never its discovery, and
no duty is done before the moment that starts its clock.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.support.independent_duties import TABLE
from tests.support.independent_facts import EVERY_ELEMENT

Document = dict[str, Any]

#: Days around which the law, the calendar or the clock changes.
TURNING_DAYS = (
    "2019-10-23",  # State Technology Law 208 in its present form
    "2020-01-29",  # 8 NYCRR Part 121
    "2020-10-21",  # Kingston policy 8635
    "2024-12-21",  # General Business Law 899-aa: thirty days
    "2025-03-21",  # General Business Law 899-aa: medical, health insurance
    "2025-07-26",  # General Municipal Law article 19-C
    "2026-03-08",  # clocks go forward
    "2026-11-01",  # clocks go back
    "2019-11-03",
    "2028-03-12",
    "2026-07-04",  # a Saturday: no Friday before it
    "2021-07-04",  # a Sunday: the Monday after it
    "2023-02-12",  # Lincoln's birthday on a Sunday
    "2027-06-20",
    "2020-06-19",  # not yet a holiday
    "2025-11-27",
    "2026-11-03",  # election day
    "2029-12-31",
    "2024-12-25",
    "2024-02-29",
    "2028-02-29",
    "2026-02-12",
)
ZONES = ("America/New_York",) * 6 + ("America/Chicago", "UTC")
EXHIBIT_SETS: tuple[list[str], ...] = (
    [],
    ["NY"],
    ["MO"],
    ["NH"],
    ["RI"],
    ["NY", "MO"],
    ["MO", "NY"],
    ["NH", "RI"],
    ["MO", "RI"],
    ["NY", "NH"],
)
HOURS_OF_DAY = ((0, 0), (0, 1), (1, 30), (2, 30), (9, 0), (12, 0), (16, 40), (23, 59))
PLACES = ("NY", "NY", "NY", "NY", "NY", "NY", "NJ", "VT", None)
#: Around 1, 500 and 5,000, singly and in sums.
NUMBERS = (0, 0, 1, 2, 250, 499, 500, 501, 2500, 2501, 4999, 5000, 5001, 9000)


@dataclass(frozen=True)
class Told:
    """A recorded moment: its text, its order, and the day it lies in."""

    text: str
    utc: datetime
    day: date
    is_date: bool

    def may_follow(self, other: Told) -> bool:
        """Give whether this may be recorded as coming after the other."""
        if self.is_date or other.is_date:
            return self.day >= other.day
        return self.utc >= other.utc


@st.composite
def told(draw: st.DrawFn, zone: ZoneInfo, anchor: date, least: int, most: int) -> Told:
    """Give a date or an instant some days from the anchor."""
    day = anchor + timedelta(days=draw(st.integers(least, most)))
    hour, minute = draw(st.sampled_from(HOURS_OF_DAY))
    utc = datetime(day.year, day.month, day.day, hour, minute, tzinfo=zone).astimezone(UTC)
    shape = draw(st.sampled_from(("date", "local", "local", "Z", "seconds")))
    if shape == "date":
        return Told(day.isoformat(), utc, day, is_date=True)
    if shape == "Z":
        text = utc.strftime("%Y-%m-%dT%H:%MZ")
    else:
        spec = "minutes" if shape == "local" else "seconds"
        text = utc.astimezone(zone).isoformat(timespec=spec)
    return Told(text, utc, utc.astimezone(zone).date(), is_date=False)


def in_order(*moments: Told) -> list[Told]:
    """Give the moments so that none may not follow the one before it."""
    return sorted(moments, key=lambda moment: (moment.day, not moment.is_date, moment.utc))


ANCHORS = st.one_of(
    st.sampled_from(TURNING_DAYS).map(date.fromisoformat),
    st.dates(date(2019, 1, 15), date(2030, 11, 30)),
)
IN_TEN = st.integers(0, 9)
#: In how many cases of ten a key is filled in: in most files nearly all is
#: known, in some half of it is missing.
FILLED_IN = st.sampled_from((10, 10, 9, 9, 6))


@st.composite
def put(draw: st.DrawFn, mapping: Document, key: str, value: Any, often: int = 5) -> None:
    """Put a value, a null or nothing under a key."""
    if draw(IN_TEN) < often:
        mapping[key] = value
    elif draw(st.booleans()):
        mapping[key] = None


@st.composite
def agencies(draw: st.DrawFn) -> tuple[Any, str]:
    """Give an agency as the file names it, with the name of its zone."""
    if draw(st.integers(0, 3)) == 0:
        return "kingston-csd", "America/New_York"
    zone = draw(st.sampled_from(ZONES))
    kinds = ("school_district", "boces", "charter_school", "school", "state_department")
    agency: Document = {"name": "Example agency", "kind": draw(st.sampled_from(kinds))}
    policy = draw(st.sampled_from(("kingston-8635", "kingston-8635", None, "absent")))
    if policy != "absent":
        agency["policy"] = policy
    if zone != "America/New_York" or draw(st.booleans()):
        agency["timezone"] = zone
    return agency, zone


@st.composite
def contracts(draw: st.DrawFn) -> Any:
    """Give a contract by id, by mapping, none, or not known."""
    kind = draw(st.sampled_from(("id", "none", "model", "ndpa", "ndpa", "ndpa", "ndpa")))
    if kind in ("id", "none"):
        return {"id": "codehs-liverpool", "none": "none"}[kind]
    contract: Document = {"contractor": "Example Learning Inc"}
    contract["family"] = "ny-model-dpa" if kind == "model" else "ndpa-v1"
    law = draw(st.sampled_from(("NY", "NH", None)))
    if law is not None:
        contract["governing_law"] = law
    if kind == "ndpa":
        draw(put(contract, "exhibits", draw(st.sampled_from(EXHIBIT_SETS)), 8))
    return contract


@st.composite
def moments(draw: st.DrawFn, zone: ZoneInfo, anchor: date) -> dict[str, Told]:
    """Give the moments that have happened, in a possible order."""
    near = told(zone, anchor, -2, 12)
    occurrence = in_order(draw(told(zone, anchor, -20, 0)), draw(told(zone, anchor, -20, 0)))
    contractor = in_order(draw(near), draw(near), draw(near))
    confirmed, received = draw(st.permutations(contractor[1:]))
    drawn = {
        "occurrence_start": occurrence[0],
        "occurrence_end": occurrence[1],
        "contractor_discovery": contractor[0],
        "contractor_confirmation": confirmed,
        "receipt": received,
    }
    others = ("discovery", "report", "complaint_receipt", "cyber_incident_belief")
    for name in (*others, "ransom_payment", "exemption_determination", "hhs_notification"):
        drawn[name] = draw(near)
    often = {"contractor_discovery", "contractor_confirmation", "receipt", "discovery"}
    return {
        name: moment for name, moment in drawn.items() if draw(IN_TEN) < (7 if name in often else 4)
    }


@st.composite
def holds(draw: st.DrawFn, zone: ZoneInfo, anchor: date) -> list[Document]:
    """Give none to four holds of either party, ended or open."""
    found: list[Document] = []
    for _ in range(draw(st.sampled_from((0, 0, 1, 1, 2, 3, 4)))):
        soon, far = draw(st.sampled_from(((6, 6), (12, 20), (12, 80), (80, 160))))
        ends = draw(told(zone, anchor, -5, soon)), draw(told(zone, anchor, -5, far))
        begin, end = in_order(*ends)
        hold: Document = {
            "kind": draw(st.sampled_from(("law_enforcement", "unfixed_vulnerability"))),
            "from": begin.text,
        }
        party = draw(st.sampled_from(("agency", "contractor", "contractor")))
        draw(put(hold, "party", party, 7))
        draw(put(hold, "until", end.text, 7))
        draw(put(hold, "authority", "Ulster County Sheriff"))
        found.append(hold)
    return found


@st.composite
def facts(draw: st.DrawFn, often: int) -> Document:
    """Give what is believed so far, each fact present, null or absent."""
    found: Document = {}
    for name, true in (("student_data", 7), ("appr_data", 3), ("encrypted", 3)):
        draw(put(found, name, draw(IN_TEN) < true, often))
    draw(put(found, "key_acquired", draw(st.booleans()), often))
    elements = draw(st.lists(st.sampled_from(EVERY_ELEMENT), max_size=3, unique=True))
    draw(put(found, "private_information", elements, often))
    medium = draw(st.sampled_from(("computerized", "computerized", "computerized", "physical")))
    draw(put(found, "medium", medium, often))
    custody = draw(st.sampled_from(("owned", "owned", "licensed", "maintained")))
    draw(put(found, "custody", custody, often))
    return found


@st.composite
def entries(draw: st.DrawFn, often: int) -> Document:
    """Give one entry of affected persons; the part never exceeds the count."""
    groups = ("students", "eligible_students", "teachers", "principals", "employees", "others")
    entry: Document = {"group": draw(st.sampled_from(groups))}
    part, whole = sorted(draw(st.tuples(*[st.sampled_from(NUMBERS)] * 2)))
    draw(put(entry, "count", whole, often))
    draw(put(entry, "with_private_information", part, often))
    place = draw(st.sampled_from(PLACES))
    if place is not None or draw(st.booleans()):
        entry["residence"] = place
    return entry


@st.composite
def done_entries(
    draw: st.DrawFn, zone: ZoneInfo, anchor: date, recorded: dict[str, Told]
) -> dict[str, str]:
    """Give first fulfilments, each no earlier than the start of its clock."""
    found = {}
    for row in draw(st.lists(st.sampled_from(TABLE), max_size=4, unique=True)):
        at = draw(told(zone, anchor, -2, draw(st.sampled_from((14, 40, 120)))))
        names = set(row.starts)
        if names in ({"contractor_discovery"}, set()):
            names = {"contractor_discovery", "contractor_confirmation"}
        if all(at.may_follow(recorded[name]) for name in names & set(recorded)):
            found[row.id] = at.text
    return found


@st.composite
def decisions(draw: st.DrawFn, zone: ZoneInfo, anchor: date) -> dict[str, Document]:
    """Give recorded determinations, either way."""
    return {
        row.id: {
            "required": draw(st.booleans()),
            "at": draw(told(zone, anchor, -2, 40)).text,
            "by": "DPO",
            "reason": "Decided on the facts of the day",
        }
        for row in draw(st.lists(st.sampled_from(TABLE), max_size=3, unique=True))
    }


@st.composite
def instants_to_plan_at(
    draw: st.DrawFn, zone: ZoneInfo, anchor: date, recorded: dict[str, Told]
) -> str:
    """Give an instant: near a moment, at a midnight, or some weeks later."""
    base = datetime(anchor.year, anchor.month, anchor.day, 12, tzinfo=zone).astimezone(UTC)
    if draw(st.booleans()) and recorded:
        base = draw(st.sampled_from(sorted(recorded.items())))[1].utc
    lengths = (0, 0, 1, 3, 7, 9, 10, 11, 13, 30, 32, 60, 62, 67, 69, 90, 200, 400)
    at = base + timedelta(days=draw(st.sampled_from(lengths)))
    at = at + timedelta(minutes=draw(st.sampled_from((-721, -60, -1, 0, 0, 1, 59, 600, 720))))
    if draw(st.integers(0, 4)) == 0:
        local = at.astimezone(zone)
        at = datetime(local.year, local.month, local.day, tzinfo=zone).astimezone(UTC)
    if draw(st.booleans()):
        return at.strftime("%Y-%m-%dT%H:%M:%SZ")
    return at.astimezone(zone).isoformat(timespec="minutes")


@st.composite
def cases(draw: st.DrawFn) -> tuple[Document, str]:
    """Give an incident file and the instant to plan it at."""
    agency, zone_name = draw(agencies())
    zone, anchor = ZoneInfo(zone_name), draw(ANCHORS)
    recorded = draw(moments(zone, anchor))
    document: Document = {"version": 1, "title": "A drawn case", "agency": agency}
    often = draw(FILLED_IN)
    parties = ("contractor", "contractor", "contractor", "contractor", "agency", "unknown")
    draw(put(document, "attributed_to", draw(st.sampled_from(parties)), often))
    draw(put(document, "contract", draw(contracts()), often))
    texts: Document = {name: moment.text for name, moment in recorded.items()}
    if "complaint_receipt" in recorded and draw(st.booleans()):
        later = recorded["complaint_receipt"].day + timedelta(days=draw(st.integers(1, 120)))
        texts["complaint_extended_to"] = later.isoformat()
    draw(put(document, "moments", texts, 9))
    document["holds"] = draw(holds(zone, anchor))
    draw(put(document, "facts", draw(facts(often)), often))
    draw(put(document, "affected", draw(st.lists(entries(often), max_size=3)), often))
    document["done"] = draw(done_entries(zone, anchor, recorded))
    document["decided"] = draw(decisions(zone, anchor))
    for key in ("holds", "done", "decided"):
        if not document[key] and draw(st.booleans()):
            document[key] = None
    return document, draw(instants_to_plan_at(zone, anchor, recorded))
