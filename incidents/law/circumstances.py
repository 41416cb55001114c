"""What is known of an incident: all that a rule may ask about.

None means not known, everywhere. Facts and counts bear no time and are taken
as they stand; moments, holds, fulfilments and determinations do, and
:meth:`Circumstances.as_it_stood` gives those that were known at an instant.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from incidents.law.contract import ContractTerms
from incidents.law.holds import Hold, Party
from incidents.law.moment_names import MomentName
from incidents.law.policy import Policy
from incidents.moments import Instant, LocalDay, Moment, Zone


class AgencyKind(StrEnum):
    """The kinds of educational agency."""

    SCHOOL_DISTRICT = "school_district"
    BOCES = "boces"
    CHARTER_SCHOOL = "charter_school"
    SCHOOL = "school"
    STATE_DEPARTMENT = "state_department"


class Medium(StrEnum):
    """What the exposed records were kept on."""

    COMPUTERIZED = "computerized"
    PHYSICAL = "physical"


class Custody(StrEnum):
    """By what right the agency had the records."""

    OWNED = "owned"
    LICENSED = "licensed"
    MAINTAINED = "maintained"


class Group(StrEnum):
    """The groups of persons an incident may affect."""

    STUDENTS = "students"
    ELIGIBLE_STUDENTS = "eligible_students"
    TEACHERS = "teachers"
    PRINCIPALS = "principals"
    EMPLOYEES = "employees"
    OTHERS = "others"

    @property
    def words(self) -> str:
        """Give the group as it stands in a sentence."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What was exposed and how it was kept; None is not known."""

    student_data: bool | None = None
    appr_data: bool | None = None
    private_information: frozenset[str] | None = None
    encrypted: bool | None = None
    key_acquired: bool | None = None
    medium: Medium | None = None
    custody: Custody | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedGroup:
    """Persons of one group and one residence."""

    group: Group
    residence: str | None = None
    count: int | None = None
    with_private_information: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """A recorded determination that a duty is, or is not, required."""

    required: bool
    at: Moment | None = None
    by: str | None = None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class InternalTarget:
    """A target an agency has set itself for a duty without a number of days."""

    length: int
    business_days: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Circumstances:
    """All that is known of one incident, and where its days are counted."""

    zone: Zone
    agency_kind: AgencyKind
    policy: Policy | None = None
    #: None is not known; terms without a clause say that there is none.
    contract: ContractTerms | None = None
    attributed_to: Party | None = None
    moments: Mapping[MomentName, Moment] = field(default_factory=dict)
    holds: tuple[Hold, ...] = ()
    facts: Facts = Facts()
    #: None is no list at all; an empty list says that nobody was affected.
    affected: tuple[AffectedGroup, ...] | None = None
    done: Mapping[str, Moment] = field(default_factory=dict)
    decided: Mapping[str, Decision] = field(default_factory=dict)
    internal_targets: Mapping[str, InternalTarget] = field(default_factory=dict)
    #: Days on which the agency itself is closed; they move its own targets only.
    closed_days: frozenset[date] = frozenset()

    def as_it_stood(self, at: Instant) -> Circumstances:
        """Give what was known at an instant.

        A date is known from the first instant of its local day. The day that
        was promised in an extension lies ahead by nature and is kept.
        """

        def known(moment: Moment | None) -> bool:
            return moment is None or self.zone.start_of(moment) <= at

        return replace(
            self,
            moments={
                name: moment
                for name, moment in self.moments.items()
                if name is MomentName.COMPLAINT_EXTENDED_TO or known(moment)
            },
            holds=tuple(self._hold_at(hold, at) for hold in self.holds if known(hold.starts)),
            done={duty: moment for duty, moment in self.done.items() if known(moment)},
            decided={duty: each for duty, each in self.decided.items() if known(each.at)},
        )

    def promised_day(self, name: MomentName | None) -> LocalDay | None:
        """Give the local day of a moment that replaces a period, if recorded."""
        moment = self.moments.get(name) if name is not None else None
        return None if moment is None else self.zone.day_of(moment)

    def _hold_at(self, hold: Hold, at: Instant) -> Hold:
        """Give a hold with its end only once that end is past.

        A hold until a date holds that whole day.
        """
        over = hold.until is not None and self.zone.end_of(hold.until) <= at
        return hold if over else replace(hold, until=None)
