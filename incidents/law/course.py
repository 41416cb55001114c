"""The course a duty's clock takes: its start, its clock and its holds.

Most duties have one course, given by the rule. The contractor's duty under
its contract has one for each clause in force, and the earliest limit counts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from incidents.law.circumstances import Circumstances
from incidents.law.citation import Citation
from incidents.law.clock import Clock, Deadline, Reckoning
from incidents.law.duty import Start
from incidents.law.holds import HeldDeadline, Hold, HoldTerms, under_holds
from incidents.law.moment_names import MomentName
from incidents.law.rule import Rule, RuleVersion
from incidents.moments import Instant, Moment


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """One clock that may run for a duty."""

    start: Start | None
    clock: Clock
    citations: tuple[Citation, ...]
    holds: HoldTerms | None = None
    replaced_by: MomentName | None = None
    title: str = ""

    def run(
        self, known: Circumstances, holds: tuple[Hold, ...], reckoning: Reckoning
    ) -> HeldDeadline:
        """Give the deadline of this course under the holds that are handed in."""
        if self.start is None:
            return HeldDeadline(deadline=Deadline())
        promised = known.promised_day(self.replaced_by)
        if promised is not None:
            step = (
                f"The written explanation promised {promised.words()}; "
                "a promised day takes the place of the period."
            )
            return HeldDeadline(deadline=Deadline(target=promised, limit=promised, working=(step,)))
        bare = self.clock.deadline(self.start.moment, reckoning)
        if self.title:
            bare = replace(bare, working=(f"{self.title}:", *bare.working))
        return under_holds(bare, self.start.moment, holds, self.holds, reckoning)


def start_of(names: tuple[MomentName, ...], known: Circumstances) -> Start | None:
    """Give the earliest recorded of some moments.

    Among starting moments a date comes before any instant of its day. Where
    the contractor's discovery is not recorded but its confirmation is, the
    discovery is taken to be the confirmation.
    """
    zone = known.zone
    starts = [found for name in names if (found := _recorded(name, known))]

    def order(start: Start) -> tuple[Instant, bool]:
        return zone.start_of(start.moment), isinstance(start.moment, Instant)

    return min(starts, key=order, default=None)


def _recorded(name: MomentName, known: Circumstances) -> Start | None:
    if name in known.moments:
        return Start(name=name, moment=known.moments[name])
    confirmation = MomentName.CONTRACTOR_CONFIRMATION
    if name is MomentName.CONTRACTOR_DISCOVERY and confirmation in known.moments:
        return Start(name=confirmation, moment=known.moments[confirmation])
    return None


def courses_of(rule: Rule, version: RuleVersion, known: Circumstances) -> list[Course]:
    """Give the courses of a duty: by its rule, or one for each clause."""
    if not rule.clock_is_by_contract:
        return [
            Course(
                start=start_of(rule.starts, known),
                clock=version.clock,
                citations=version.citations,
                holds=version.holds,
                replaced_by=version.replaced_by,
            )
        ]
    clauses = known.contract.clauses if known.contract else ()
    return [
        Course(
            start=start_of(clause.starts, known),
            clock=clause.clock,
            citations=clause.citations,
            holds=clause.holds,
            title=clause.title,
        )
        for clause in clauses
    ]


def earliest(
    courses: list[Course], known: Circumstances, holds: tuple[Hold, ...], reckoning: Reckoning
) -> tuple[Course, HeldDeadline] | None:
    """Give the course that decides: the earliest limit, else a hold, else none."""
    run = [(course, course.run(known, holds, reckoning)) for course in courses]
    limits = [held.deadline.limit for _, held in run]
    ends = {n: reckoning.zone.end_of(limit) for n, limit in enumerate(limits) if limit is not None}
    if ends:
        return run[min(ends, key=ends.__getitem__)]
    held = [pair for pair in run if pair[1].is_held]
    begun = [pair for pair in run if pair[0].start is not None]
    return next(iter((*held, *begun, *run)), None)


def fulfilment_holds(
    holds: tuple[Hold, ...], fulfilled: Moment, known: Circumstances
) -> tuple[Hold, ...]:
    """Give the holds by which a fulfilment is judged: those over by then."""
    return tuple(each for each in holds if each.was_over_by(fulfilled, known.zone))
