"""One duty of the law, in each version that was ever in force.

The version in force on the day of the starting moment applies, so versions
stand side by side and none is overwritten when the law changes.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from incidents.law.calendars import BusinessCalendar
from incidents.law.citation import Citation
from incidents.law.clock import Clock
from incidents.law.conditions import Condition
from incidents.law.holds import HoldTerms
from incidents.law.moment_names import MomentName
from incidents.moments import LocalDay


class Step(StrEnum):
    """The steps of a case, in the order in which it is worked through."""

    CONTRACTOR = "contractor"
    DISTRICT_DPO = "district_dpo"
    STATE_CPO = "state_cpo"
    AFFECTED_PEOPLE = "affected_people"
    STATE_AGENCIES = "state_agencies"
    CONSUMER_REPORTING_AGENCIES = "consumer_reporting_agencies"


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleVersion:
    """The terms of a rule between two days."""

    #: None: in force before any incident that this record could hold.
    in_force_from: LocalDay | None
    #: The last day in force; None is still in force.
    in_force_until: LocalDay | None
    applies_when: Condition
    clock: Clock
    citations: tuple[Citation, ...]
    holds: HoldTerms | None = None
    #: The moment whose day, once promised, takes the place of the period.
    replaced_by: MomentName | None = None
    #: What the notice must contain, by element id.
    elements: tuple[str, ...] = ()

    def is_in_force(self, day: LocalDay) -> bool:
        """Say whether this version is in force on a day."""
        begun = self.in_force_from is None or self.in_force_from <= day
        return begun and (self.in_force_until is None or day <= self.in_force_until)

    @property
    def window(self) -> str:
        """Give the days in force in words."""
        since = f"from {self.in_force_from}" if self.in_force_from else "from the beginning"
        return f"{since} until {self.in_force_until}" if self.in_force_until else since

    @property
    def is_verified(self) -> bool:
        """Say whether every provision was read, and that some are cited."""
        return bool(self.citations) and all(each.verified is not None for each in self.citations)


class ThresholdOf(StrEnum):
    """What a threshold counts."""

    RESIDENTS = "residents"
    PERSONS = "persons"
    COST_IN_DOLLARS = "cost_in_dollars"


@dataclass(frozen=True, slots=True, kw_only=True)
class Threshold:
    """A number of the law that is watched while counts change."""

    id: str
    of: ThresholdOf
    more_than: int
    means: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Penalty:
    """What a contractor faces: a fact for the letters to it, without a clock."""

    about: str
    amount: str
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class Retention:
    """For how many years at least a record has to be kept."""

    years: int
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class OfAge:
    """From which age a student is told, and the parents are told no more."""

    years: int
    citation: Citation


class Ground(StrEnum):
    """What allows substitute notice, each by itself."""

    COST = "cost"
    PERSONS = "persons"
    NO_CONTACT = "no_contact"


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteTest:
    """One test of substitute notice; a number is that of a threshold."""

    ground: Ground
    #: The id of the threshold that has to be crossed; None where there is no number.
    threshold: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who must tell whom, started by which moments, and in which versions."""

    id: str
    title: str
    holder: str
    recipient: str
    step: Step
    #: The earliest of these starts the clock.
    starts: tuple[MomentName, ...]
    versions: tuple[RuleVersion, ...]
    #: The moment that fulfils the duty by itself, once it is required.
    fulfilled_by: MomentName | None = None
    #: The contractor's duties to tell the agency compete for the binding limit.
    is_contractors_notice: bool = False
    #: The contract, not the rule, says when the clock starts and how long it runs.
    clock_is_by_contract: bool = False
    #: A determination that there was no breach ends this duty.
    rests_on_a_breach: bool = False
    methods: tuple[str, ...] = ()
    #: Of these methods each use has to be logged.
    logged_methods: tuple[str, ...] = ()
    #: What substitute notice consists of: all of these together.
    substitute: tuple[str, ...] = ()
    #: When substitute notice may be given: any one of these.
    substitute_when: tuple[SubstituteTest, ...] = ()
    #: From which age students are told themselves; None where the rule says nothing of it.
    of_age: OfAge | None = None
    notices: tuple[str, ...] = ()
    retention: Retention | None = None

    def version_on(self, day: LocalDay) -> RuleVersion | None:
        """Give the version in force on a day, or None where there was none."""
        return next((each for each in self.versions if each.is_in_force(day)), None)

    def version_for(self, day: LocalDay, *, started: bool) -> RuleVersion | None:
        """Give the version that applies to an incident.

        Once the starting moment is recorded its day decides, and a day before
        the law gives None. Until then the day of asking chooses among the
        versions but never says that there is none.
        """
        found = self.version_on(day)
        if found is not None or started:
            return found
        first = self.versions[0]
        return (
            first
            if first.in_force_from is not None and day < first.in_force_from
            else self.versions[-1]
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleBook:
    """Every rule, in the order of the plan, with the calendar they count by."""

    rules: tuple[Rule, ...]
    calendar: BusinessCalendar
    #: The residences for which there are rules.
    states: frozenset[str]
    thresholds: tuple[Threshold, ...] = ()
    penalties: tuple[Penalty, ...] = ()

    def rule(self, rule_id: str) -> Rule:
        """Give the rule of an id; raise KeyError where there is none."""
        for each in self.rules:
            if each.id == rule_id:
                return each
        raise KeyError(rule_id)

    @property
    def ids(self) -> tuple[str, ...]:
        """Give every rule id, in the order of the plan."""
        return tuple(each.id for each in self.rules)
