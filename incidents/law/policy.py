"""An agency's own policy as a source of rules, dated from its adoption.

A local policy made under State Technology Law 208(8) stands beside statute
and regulation; where it is wider or stricter, it decides (see the policy's
own pack for what it adds and where).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.law.citation import Citation
from incidents.moments import LocalDay


class Provision(StrEnum):
    """What a policy may ask for beyond the statutes."""

    INTERNAL_REPORT = "internal_report"
    EVERY_EXEMPTION_TO_ATTORNEY_GENERAL = "every_exemption_to_attorney_general"
    PHYSICAL_RECORDS = "physical_records"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sign:
    """One question of a policy's worksheet on whether data was acquired."""

    id: str
    ask: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    """One policy pack: what it asks for, since when, and where that stands."""

    id: str
    title: str
    adopted: LocalDay
    citation: Citation
    provisions: Mapping[Provision, Citation]
    #: Elements that this policy counts as private information.
    elements: frozenset[str]
    #: Where the policy speaks of a duty, by duty id.
    sections: Mapping[str, Citation]
    #: Advice that carries no clock, shown when employees are affected.
    advisories: tuple[str, ...] = ()
    #: What a determination that nothing was acquired has to look at.
    signs_of_acquisition: tuple[Sign, ...] = ()

    def says(self, provision: Provision) -> bool:
        """Say whether the policy contains a provision."""
        return provision in self.provisions

    def is_in_force(self, day: LocalDay) -> bool:
        """Say whether the policy had been adopted by a day."""
        return self.adopted <= day
