"""Holds: a stop that replaces a clock, and does not pause it.

While a hold that counts is open, the duty has no date. When the last one has
ended, the terms of the rule say what follows: a new, short period after its
end, or no fixed date at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from incidents.law.clock import Clock, Deadline, Reckoning
from incidents.moments import LocalDay, Moment, Zone


class Party(StrEnum):
    """Whose breach, or whose hold, it is."""

    CONTRACTOR = "contractor"
    AGENCY = "agency"


class HoldKind(StrEnum):
    """Why a notification has to wait."""

    LAW_ENFORCEMENT = "law_enforcement"
    UNFIXED_VULNERABILITY = "unfixed_vulnerability"

    @property
    def words(self) -> str:
        """Give the kind as it stands in a sentence."""
        return {"law_enforcement": "law enforcement"}.get(self.value, "an unfixed vulnerability")


@dataclass(frozen=True, slots=True, kw_only=True)
class Hold:
    """A stop with an authority, a start and, once it is over, an end."""

    kind: HoldKind
    party: Party
    starts: Moment
    until: Moment | None = None
    authority: str | None = None

    def ended_before(self, start: Moment, zone: Zone) -> bool:
        """Say whether this hold was over before a clock started."""
        if self.until is None:
            return False
        if isinstance(self.until, LocalDay):
            return zone.end_of(self.until) <= zone.start_of(start)
        return self.until < zone.start_of(start)

    def was_over_by(self, moment: Moment, zone: Zone) -> bool:
        """Say whether this hold had ended when a duty was fulfilled."""
        return self.until is not None and zone.is_on_or_before(self.until, moment)


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldTerms:
    """Which holds touch a rule, and the period that follows their end."""

    party: Party
    kinds: frozenset[HoldKind]
    #: None: once the hold has ended there is no fixed date.
    then: Clock | None = None

    def touches(self, hold: Hold) -> bool:
        """Say whether a hold is one of those this rule knows."""
        return hold.party is self.party and hold.kind in self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldDeadline:
    """A deadline after the holds were looked at."""

    deadline: Deadline
    is_held: bool = False


def under_holds(
    deadline: Deadline,
    start: Moment,
    holds: Sequence[Hold],
    terms: HoldTerms | None,
    reckoning: Reckoning,
) -> HeldDeadline:
    """Give the deadline as the holds that count leave it.

    Taken in the order of their beginning, a hold counts when it begins on or
    before the limit and did not end before the clock started. Where a new
    period follows a hold that is the limit as it then stands (8 NYCRR
    121.10(e)); where none follows, the limit that the rule itself set.
    """
    if terms is None:
        return HeldDeadline(deadline=deadline)
    zone, current = reckoning.zone, deadline
    ended: list[LocalDay] = []
    for hold in sorted(filter(terms.touches, holds), key=lambda each: zone.start_of(each.starts)):
        limit = deadline.limit if terms.then is None else current.limit
        too_late = limit is not None and not zone.is_on_or_before(hold.starts, limit)
        if hold.ended_before(start, zone) or too_late:
            continue
        if hold.until is None:
            return HeldDeadline(deadline=_held(current, hold, zone), is_held=True)
        ended.append(zone.day_of(hold.until))
        current = _after(deadline, max(ended), terms, reckoning)
    return HeldDeadline(deadline=current)


def _held(before: Deadline, hold: Hold, zone: Zone) -> Deadline:
    by = f" ({hold.authority})" if hold.authority else ""
    step = (
        f"A hold for {hold.kind.words}{by} is open since {zone.words(hold.starts)}; "
        "while it is open this duty has no date."
    )
    return Deadline(working=(*before.working, step))


def _after(before: Deadline, end: LocalDay, terms: HoldTerms, reckoning: Reckoning) -> Deadline:
    ended = f"The last hold that counts ended on {end.words()}."
    if terms.then is None:
        return Deadline(
            working=(
                *before.working,
                ended,
                "After it there is no fixed date: within a reasonable time.",
            )
        )
    after = terms.then.deadline(end, reckoning)
    limits = [each for each in (after.limit, before.limit) if isinstance(each, LocalDay)]
    limit = max(limits, default=None)
    steps = (*before.working, ended, *after.working)
    if limit != after.limit and limit is not None:
        steps = (*steps, f"The first limit, {limit.words()}, is later and stays the limit.")
    return Deadline(target=after.target, limit=limit, working=steps)
