"""What a wave asks for where people are told: which duties, of whom, by when grown.

This is the one place that knows which notice serves which duty of the two laws
that reach people directly, and that one combined notice does for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from incidents.law.circumstances import AffectedGroup, Circumstances, Group
from incidents.law.conditions import AllOf, AnyOf, Condition
from incidents.law.duty import PlannedDuty
from incidents.law.exposure import ElementsExposed, PrivateInformationExposed, ResidentsExceed
from incidents.law.plan import Plan
from incidents.law.rule import OfAge, Rule
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method

#: The notices for people, by their ids in the catalogue.
FAMILY, RESIDENT, COMBINED = "family-notice", "resident-notice", "family-and-resident-notice"

STUDENTS = frozenset({Group.STUDENTS, Group.ELIGIBLE_STUDENTS})
_RATED = frozenset({Group.TEACHERS, Group.PRINCIPALS})


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """The duties of a wave that reach people, and what decides whom they concern."""

    #: The day of sending: who is of age on it is told, and not the parents.
    on: LocalDay
    prefer: Method
    #: Education Law 2-d; None where the duty has not arisen.
    individuals: PlannedDuty | None
    #: State Technology Law 208; None where the duty has not arisen.
    residents: PlannedDuty | None
    of_age: OfAge | None
    known: Circumstances
    #: The elements of private information that the residents' duty counts.
    counted: frozenset[str] = frozenset()
    #: The states whose residents it protects.
    states: frozenset[str] = frozenset()

    def is_told_of_school_data(self, person: AffectedPerson) -> bool:
        """Say whether 2-d has this person told: not where the kind of data is none of theirs.

        Student data concerns students, performance reviews teachers and
        principals; what is not known may be so.
        """
        if self.individuals is None:
            return False
        facts = self.known.facts
        if person.group in STUDENTS:
            return facts.student_data is not False
        return person.group in _RATED and facts.appr_data is not False

    def is_told_as_resident(self, person: AffectedPerson) -> bool:
        """Say whether 208 has this person told: exposed, and living or maybe living there."""
        if self.residents is None:
            return False
        return not self.lives_elsewhere(person) and self._has_private_information(person)

    def lives_elsewhere(self, person: AffectedPerson) -> bool:
        """Say whether the person is known to live where the residents' duty does not reach."""
        return person.residence is not None and person.residence not in self.states

    def notices(self) -> frozenset[str]:
        """Give the notices for people that the counts of the case call for, or may.

        Until the list is looked through, a number that is not known may be any:
        then both the people of whom private information was exposed, and those of
        whom none was, have their notice.
        """
        called = {notice for each in self.known.affected or () for notice in self._may_want(each)}
        if self.individuals is not None and called.isdisjoint({FAMILY, COMBINED}):
            called.add(FAMILY if self.residents is None else COMBINED)
        if self.residents is not None and called.isdisjoint({RESIDENT, COMBINED}):
            called.add(RESIDENT if self.individuals is None else COMBINED)
        return frozenset(called)

    def _may_want(self, group: AffectedGroup) -> Iterator[str]:
        if group.count == 0:
            return
        person = AffectedPerson(name="", group=group.group, residence=group.residence)
        of_school_data = self.is_told_of_school_data(person)
        if self.is_told_as_resident(person):
            yield COMBINED if of_school_data else RESIDENT
        if of_school_data and not self._is_all_private(group):
            yield FAMILY

    def _is_all_private(self, group: AffectedGroup) -> bool:
        """Say whether private information of each of a group is known to be exposed."""
        count = group.with_private_information
        is_all = count is not None and group.count is not None and count >= group.count
        return is_all and group.residence in self.states

    def _has_private_information(self, person: AffectedPerson) -> bool:
        """Say whether an element that counts was, or may have been, exposed."""
        if person.exposed is not None:
            return not self.counted.isdisjoint(person.exposed)
        of_all = self.known.facts.private_information
        if of_all is not None and self.counted.isdisjoint(of_all):
            return False
        return not self._nobody_of(person)

    def _nobody_of(self, person: AffectedPerson) -> bool:
        """Say whether the case counts no private information in the person's group."""
        entries = [
            each.with_private_information
            for each in self.known.affected or ()
            if each.group is person.group
            and (each.residence is None or each.residence == (person.residence or each.residence))
        ]
        return bool(entries) and all(count == 0 for count in entries)


def serves(notice: str, rule: Rule) -> bool:
    """Say whether a notice for people fulfils the duty of a rule."""
    both = notice == COMBINED and not {FAMILY, RESIDENT}.isdisjoint(rule.notices)
    return both or notice in rule.notices


def notices_called(plan: Plan, known: Circumstances, found: Mapping[str, int]) -> tuple[str, ...]:
    """Give the notices for people that have to be written for a wave.

    ``found`` counts the recipients of each notice, once the list was looked
    through: then these are called for, and no other. Where a duty has arisen
    since, for which nobody was found, the counts of the case speak too.
    """
    served = served_by(plan, known, plan.zone.day_of(plan.at), Method.FIRST_CLASS_MAIL)
    arisen = [each.rule for each in (served.individuals, served.residents) if each is not None]
    called = {notice for notice, count in found.items() if count}
    if not all(any(serves(notice, rule) for notice in called) for rule in arisen):
        called |= served.notices()
    wanted = (each for each in (COMBINED, FAMILY, RESIDENT) if each in called)
    return tuple(each for each in wanted if any(serves(each, rule) for rule in arisen))


def served_by(plan: Plan, known: Circumstances, on: LocalDay, prefer: Method) -> Served:
    """Give what a wave asks for, from its plan and what is known of it."""
    individuals = _arisen(plan, FAMILY)
    residents = _arisen(plan, RESIDENT)
    ages = [each.rule.of_age for each in plan.duties if each.rule.of_age]
    return Served(
        on=on,
        prefer=prefer,
        individuals=individuals,
        residents=residents,
        of_age=ages[0] if ages else None,
        known=known,
        counted=_counted(residents, known, plan) if residents else frozenset(),
        states=states_of(residents) if residents else frozenset(),
    )


def _arisen(plan: Plan, notice: str) -> PlannedDuty | None:
    """Give the duty that a notice serves, if it is required and has come."""
    serving = (each for each in plan.duties if notice in each.rule.notices)
    return next((each for each in serving if each.state.has_arisen), None)


def _counted(duty: PlannedDuty, known: Circumstances, plan: Plan) -> frozenset[str]:
    """Give the elements of the statute, and those that the agency's policy adds."""
    day = plan.zone.day_of(duty.starts.moment if duty.starts else plan.at)
    policy = known.policy if known.policy and known.policy.is_in_force(day) else None
    found: frozenset[str] = frozenset()
    for leaf in _leaves(duty):
        if isinstance(leaf, (ElementsExposed, PrivateInformationExposed)):
            found |= leaf.elements
            found |= policy.elements if policy and leaf.policy_adds else frozenset()
    return found


def states_of(duty: PlannedDuty) -> frozenset[str]:
    """Give the states whose residents a duty protects; none where it asks for no state."""
    return frozenset(leaf.state for leaf in _leaves(duty) if isinstance(leaf, ResidentsExceed))


def _leaves(duty: PlannedDuty) -> Iterator[Condition]:
    version = duty.version or duty.rule.versions[-1]
    yield from _parts(version.applies_when)


def _parts(condition: Condition) -> Iterator[Condition]:
    if isinstance(condition, (AllOf, AnyOf)):
        for part in condition.parts:
            yield from _parts(part)
    else:
        yield condition
