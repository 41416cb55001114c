"""One duty, planned: its condition, its course, its state and its working."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.law.circumstances import Circumstances, Decision
from incidents.law.citation import Citation
from incidents.law.clock import Deadline, Reckoning
from incidents.law.conditions import Asked, Finding, Truth
from incidents.law.course import Course, courses_of, earliest, fulfilment_holds, start_of
from incidents.law.duty import DutyState, PlannedDuty, Start
from incidents.law.policy import Policy
from incidents.law.rule import Rule, RuleVersion
from incidents.law.wording import counted, sentence
from incidents.moments import Instant, LocalDay, Moment, Zone

_WITHOUT_DATES = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED, DutyState.HELD)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Judged:
    """What a duty's rule, condition and course came to."""

    version: RuleVersion | None
    finding: Finding
    course: Course | None
    deadline: Deadline
    is_held: bool
    fulfilled: Moment | None
    policy: Policy | None


def plan_duty(rule: Rule, known: Circumstances, at: Instant, reckoning: Reckoning) -> PlannedDuty:
    """Give one duty as it stands at an instant."""
    judged = _judge(rule, known, at, reckoning)
    state = _state(rule, known, at, judged)
    shows_dates = state not in _WITHOUT_DATES
    target = _target(rule, known, reckoning, judged) if shows_dates else None
    limit = judged.deadline.limit if shows_dates else None
    start = _start_shown(rule, known, judged)
    late = _late(state, limit, judged.fulfilled or at, known.zone)
    return PlannedDuty(
        rule=rule,
        version=judged.version,
        state=state,
        zone=known.zone,
        starts=start,
        target=target,
        limit=limit,
        late=late,
        needs=tuple(sorted(judged.finding.needs)) if state is DutyState.UNDECIDED else (),
        working=_working(state, judged, known.zone, late),
        citations=_citations(rule, judged),
        fulfilled_at=judged.fulfilled,
        period=judged.course.clock.words if judged.course else "",
    )


def _start_shown(rule: Rule, known: Circumstances, judged: _Judged) -> Start | None:
    """Give the start: of the course, or of a rule that was not in force then."""
    if judged.course is not None:
        return judged.course.start
    return None if rule.clock_is_by_contract else start_of(rule.starts, known)


def _judge(rule: Rule, known: Circumstances, at: Instant, reckoning: Reckoning) -> _Judged:
    version, policy, finding = _applies(rule, known, at)
    fulfilled = _fulfilled(rule, known, finding)
    holds = known.holds if fulfilled is None else fulfilment_holds(known.holds, fulfilled, known)
    courses = courses_of(rule, version, known) if version else []
    course, held = earliest(courses, known, holds, reckoning) or (None, None)
    return _Judged(
        version=version,
        finding=finding,
        course=course,
        deadline=held.deadline if held else Deadline(),
        is_held=held.is_held if held else False,
        fulfilled=fulfilled,
        policy=policy,
    )


def _applies(
    rule: Rule, known: Circumstances, at: Instant
) -> tuple[RuleVersion | None, Policy | None, Finding]:
    start = start_of(rule.starts, known)
    day = known.zone.day_of(start.moment if start else at)
    started = start is not None
    version = rule.version_for(day, started=started)
    decision = known.decided.get(rule.id)
    if version is None:
        return (
            None,
            None,
            Finding(truth=Truth.NO, because=(f"on {day.words()} this duty was not in force",)),
        )
    policy = known.policy if known.policy and known.policy.is_in_force(day) else None
    finding = version.applies_when.find(Asked(known=known, policy=policy, started=started))
    return version, policy, _settled(finding, decision)


def _settled(finding: Finding, decision: Decision | None) -> Finding:
    """Give the finding after a recorded determination, if there is one."""
    if decision is None or (decision.required and finding.truth is not Truth.UNKNOWN):
        return finding
    by = f" by {decision.by}" if decision.by else ""
    why = f": {decision.reason}" if decision.reason else ""
    if decision.required:
        return Finding(truth=Truth.YES, because=(f"determined{by} to be required{why}",))
    return Finding(truth=Truth.NO, because=(f"determined{by} not to be required{why}",))


def _fulfilled(rule: Rule, known: Circumstances, finding: Finding) -> Moment | None:
    """Give the first fulfilment: the entry, or the moment that fulfils by itself.

    A moment fulfils what is required; what is still undecided shows the dates
    it would have, that moment included.
    """
    entry = known.done.get(rule.id)
    by_itself = known.moments.get(rule.fulfilled_by) if rule.fulfilled_by else None
    if by_itself is None or finding.truth is Truth.NO:
        return entry
    if entry is None:
        return by_itself
    return min(entry, by_itself, key=known.zone.end_of) if finding.truth is Truth.YES else entry


def _state(rule: Rule, known: Circumstances, at: Instant, judged: _Judged) -> DutyState:
    if rule.id in known.done:
        return DutyState.DONE
    if judged.finding.truth is not Truth.YES:
        no = judged.finding.truth is Truth.NO
        return DutyState.NOT_REQUIRED if no else DutyState.UNDECIDED
    if judged.fulfilled is not None:
        return DutyState.DONE
    if judged.course is None or judged.course.start is None:
        return DutyState.NOT_STARTED
    if judged.is_held:
        return DutyState.HELD
    return _state_by_clock(judged.deadline, at, known.zone)


def _state_by_clock(deadline: Deadline, at: Instant, zone: Zone) -> DutyState:
    if deadline.limit is None or deadline.target is None:
        return DutyState.NO_FIXED_DATE
    if not zone.is_on_or_before(at, deadline.limit):
        return DutyState.MISSED
    return DutyState.RUNNING if zone.is_on_or_before(at, deadline.target) else DutyState.OVERDUE


def _target(
    rule: Rule, known: Circumstances, reckoning: Reckoning, judged: _Judged
) -> Moment | None:
    """Give the target, or the one an agency set itself where the law sets none."""
    own = known.internal_targets.get(rule.id)
    start = judged.course.start if judged.course else None
    if (
        judged.deadline.target is not None
        or judged.deadline.limit is not None
        or own is None
        or start is None
    ):
        return judged.deadline.target
    day = known.zone.day_of(start.moment)
    if own.business_days:
        return reckoning.calendar.closed_also(known.closed_days).nth_after(day, own.length)
    return day.plus(own.length)


def _late(state: DutyState, limit: Moment | None, at: Moment, zone: Zone) -> int | None:
    """Give how far past the limit: days, or hours rounded up; None without one."""
    if limit is None:
        return None
    if state not in (DutyState.DONE, DutyState.MISSED):
        return 0
    if isinstance(limit, LocalDay):
        return max(0, zone.day_of(at).days_after(limit))
    return max(0, zone.end_of(at).hours_after(limit))


def _working(state: DutyState, judged: _Judged, zone: Zone, late: int | None) -> tuple[str, ...]:
    """Give the steps of the calculation as sentences."""
    reasons = "; ".join(dict.fromkeys(judged.finding.because))
    steps = [_VERDICTS[judged.finding.truth].format(reasons=reasons or "nothing")]
    if judged.finding.needs and state is DutyState.UNDECIDED:
        steps.append(f"It would be decided by: {', '.join(sorted(judged.finding.needs))}.")
    if state is not DutyState.NOT_REQUIRED:
        steps.extend(_clock_steps(judged, zone))
    if judged.fulfilled is not None and state is DutyState.DONE:
        steps.append(sentence(f"Fulfilled on {zone.words(judged.fulfilled)}"))
    if late:
        unit = "calendar day" if isinstance(judged.deadline.limit, LocalDay) else "hour"
        steps.append(f"That is {counted(late, unit)} past the limit.")
    return tuple(steps)


_VERDICTS = {
    Truth.YES: "It applies: {reasons}.",
    Truth.NO: "Not required: {reasons}.",
    Truth.UNKNOWN: "Not yet decided; known so far: {reasons}.",
}


def _clock_steps(judged: _Judged, zone: Zone) -> list[str]:
    if judged.course is None or judged.course.start is None:
        return ["The moment that starts its clock is not recorded."]
    start = judged.course.start
    begun = sentence(f"The clock starts with {start.name.words}: {zone.words(start.moment)}")
    return [begun, *judged.deadline.working]


def _citations(rule: Rule, judged: _Judged) -> tuple[Citation, ...]:
    """Give the provisions: the rule's, the clause's, and the policy's beside them."""
    of_rule = (judged.version or rule.versions[0]).citations
    of_course = judged.course.citations if judged.course else ()
    of_policy = judged.policy.sections.get(rule.id) if judged.policy else None
    every = (*of_rule, *of_course, *((of_policy,) if of_policy else ()))
    return tuple(dict.fromkeys(every))
