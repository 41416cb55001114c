"""An educational agency and its people, as its settings name them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from incidents.law.circumstances import AgencyKind, InternalTarget
from incidents.moments import Zone


class Role(StrEnum):
    """What a person does in a case."""

    DPO = "dpo"
    SUPERINTENDENT = "superintendent"
    BOARD = "board"
    STAFF = "staff"
    COUNSEL = "counsel"


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Somebody who may record, decide or approve: the id is what is kept."""

    id: str
    name: str
    role: Role
    title: str | None = None
    email: str | None = None
    phone: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One agency: where it is, by which policy it works, and who works there."""

    id: str | None
    name: str | None
    kind: AgencyKind
    zone: Zone
    policy: str | None = None
    #: The short code that numbers its cases: KINGSTON-2026-001.
    code: str | None = None
    address: tuple[str, ...] = ()
    phone: str | None = None
    email: str | None = None
    website: str | None = None
    people: tuple[Person, ...] = ()
    internal_targets: Mapping[str, InternalTarget] = field(default_factory=dict)
    closed_days: frozenset[date] = frozenset()
    #: Where signed checkpoints go, outside the database.
    checkpoint_addresses: tuple[str, ...] = ()
    #: Channels of reminders beside e-mail, as Apprise addresses.
    alert_channels: tuple[str, ...] = ()
    #: Families may get the translations as they are shipped, reviewed here or not.
    accepts_shipped_translations: bool = False

    def with_people(self, people: tuple[Person, ...]) -> Agency:
        """Give the same agency with these people."""
        return replace(self, people=people)

    def person(self, person_id: str) -> Person | None:
        """Give the person of an id, or None where the settings name nobody."""
        return next((each for each in self.people if each.id == person_id), None)

    def in_role(self, role: Role) -> tuple[Person, ...]:
        """Give everybody who has a role."""
        return tuple(each for each in self.people if each.role is role)


#: Who acts for an agency whose settings name nobody: its offices.
OFFICES = (
    Person(
        id="dpo", name="Data Protection Officer", role=Role.DPO, title="Data Protection Officer"
    ),
    Person(
        id="superintendent", name="Superintendent", role=Role.SUPERINTENDENT, title="Superintendent"
    ),
    Person(id="board", name="Board of Education", role=Role.BOARD, title="Board of Education"),
)
