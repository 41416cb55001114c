"""An affected person, and the contacts that are kept for them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from incidents.law.circumstances import Group
from incidents.moments import LocalDay


class Relation(StrEnum):
    """What a contact is to the affected person."""

    SELF = "self"
    GUARDIAN = "guardian"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostalAddress:
    """Where a letter goes, as the school's own list says it, never overwritten."""

    #: Street and, where there is one, the apartment; one to three lines.
    street: tuple[str, ...] = field(repr=False)
    city: str = field(repr=False)
    state: str = ""
    postal_code: str = field(default="", repr=False)
    country: str = ""

    def lines(self) -> tuple[str, ...]:
        """Give the address as it stands in a window, without the name."""
        town = " ".join(part for part in (self.state, self.postal_code) if part)
        last = ", ".join(part for part in (self.city, town) if part)
        return tuple(line for line in (*self.street, last, self.country) if line)


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """Somebody who may be told for an affected person, or the person themselves."""

    #: Nothing where a list has an address or a mailbox of parents, and no name.
    name: str = field(repr=False)
    relation: Relation
    address: PostalAddress | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    #: A language as BCP 47 names it: ``en``, ``es``, ``zh``; None is not known.
    language: str | None = None
    #: A no-contact order or a custody flag: this contact is told nothing.
    not_to_be_told: str | None = field(default=None, repr=False)
    #: Express consent to notice by e-mail is on record (State Technology Law 208(5)).
    consents_to_email: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class AffectedPerson:
    """Somebody whose data was exposed, as the imported list says it."""

    name: str = field(repr=False)
    group: Group
    #: The school's own number for the person, where the list has one.
    local_id: str | None = field(default=None, repr=False)
    birthday: LocalDay | None = field(default=None, repr=False)
    #: No longer enrolled or employed: written to at the last known address.
    is_former: bool = False
    #: Two letters; None is not known, and may be New York.
    residence: str | None = None
    #: What was exposed about this person: elements by the names of the incident
    #: file (``ssn``), and kinds of data in plain words. None: what the case says of all.
    exposed: tuple[str, ...] | None = None
    contacts: tuple[Contact, ...] = ()
