"""A case over time: its facts and its plans as they stood after each change.

What somebody knew, and what the law asked for on what was known, is the
question that comes up years later. Changes of one instant were one act and
count once. Where a case changed more often than a reader could follow, it is
shown as it stood at the end of each day, and at each milestone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from incidents.case.case import Case
from incidents.law.plan import Plan
from incidents.moments import Instant
from incidents.services.lawbook import LawBook
from incidents.services.ports import StoredEvent
from incidents.services.view_case import view_of

#: Above so many changes a day is shown once.
MOST_CHANGES = 400
_CHANGES = frozenset(
    {"wave:opened", "fact:recorded", "cost:estimated", "hold:placed", "hold:released"}
)
_MILESTONES = frozenset(
    {
        "case:opened",
        "threshold:crossed",
        "determination:made",
        "filing:recorded",
        "notice:approved",
        "case:closed",
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """A case as it stood after one entry."""

    seq: int
    at: Instant
    #: By wave: the incident file with what was filed and decided, and its plan.
    facts: Mapping[int, Mapping[str, Any]]
    plans: Mapping[int, Plan]


def standings(number: str, events: Sequence[StoredEvent], law: LawBook) -> Iterator[Standing]:
    """Give the case after each change of facts and each milestone, in order."""
    for seq in chosen(number, events, law):
        view = view_of(Case.replay(number, events[: seq + 1]), law, events[seq].at)
        facts = {wave: view.case.document(wave) for wave in view.plans}
        yield Standing(seq=seq, at=view.at, facts=facts, plans=view.plans)


def chosen(number: str, events: Sequence[StoredEvent], law: LawBook) -> list[int]:
    """Give the numbers of the entries after which a case is shown."""
    ends = [*_ends_of_acts(events)]
    if len(ends) <= MOST_CHANGES:
        return ends
    zone = view_of(Case.replay(number, events), law, events[-1].at).agency.zone
    last_of_day = {zone.day_of(events[seq].at): seq for seq in ends}
    milestones = {seq for seq in ends if _acted(events, seq, _MILESTONES)}
    return sorted(milestones | set(last_of_day.values()))


def _ends_of_acts(events: Sequence[StoredEvent]) -> Iterator[int]:
    """Give the last entry of each act in which something changed."""
    for place, event in enumerate(events):
        is_last = place + 1 == len(events) or events[place + 1].at != event.at
        if is_last and _acted(events, place, _CHANGES | _MILESTONES):
            yield place


def _acted(events: Sequence[StoredEvent], end: int, tags: frozenset[str]) -> bool:
    """Say whether the act that ends there has an event of these kinds."""
    place = end
    while place >= 0 and events[place].at == events[end].at:
        if events[place].tag in tags:
            return True
        place -= 1
    return False
