"""Counts the persons of a list as they will be taken; no name is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from incidents.law.circumstances import Group
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.people.person import AffectedPerson, Contact

_ELEMENTS = frozenset(PRIVATE_ELEMENTS)


@dataclass(slots=True)
class Tally:
    """How many persons there are, and for how many something lacks."""

    persons: int = 0
    #: By group and residence.
    groups: Counter[tuple[Group, str | None]] = field(default_factory=Counter)
    #: Of these, with an element of private information that the list names.
    private: Counter[tuple[Group, str | None]] = field(default_factory=Counter)
    #: For whom the list does not say what was exposed.
    without_exposure: int = 0
    without_birthday: int = 0
    #: Students for whom nobody can be told: no address, or a flag.
    without_contact: int = 0
    flagged: int = 0
    former: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    with_address: int = 0
    with_email: int = 0
    with_phone: int = 0

    def add(self, person: AffectedPerson) -> None:
        """Count one person."""
        self.persons += 1
        group = (person.group, person.residence)
        self.groups[group] += 1
        if person.exposed is None:
            self.without_exposure += 1
        elif not _ELEMENTS.isdisjoint(person.exposed):
            self.private[group] += 1
        self.without_birthday += person.birthday is None
        self.former += person.is_former
        self._add_contacts(person.contacts)

    def _add_contacts(self, contacts: tuple[Contact, ...]) -> None:
        has_address = has_email = has_phone = is_flagged = False
        for each in contacts:
            if each.not_to_be_told:
                is_flagged = True
                continue
            has_address = has_address or each.address is not None
            has_email = has_email or each.email is not None
            has_phone = has_phone or each.phone is not None
            if each.language:
                self.languages[each.language] += 1
        self.flagged += is_flagged
        self.with_address += has_address
        self.with_email += has_email
        self.with_phone += has_phone
        self.without_contact += not (has_address or has_email or has_phone)

    def as_json(self) -> dict[str, object]:
        """Give the counts as JSON."""
        return {
            "persons": self.persons,
            "groups": [
                {
                    "group": group.value,
                    "residence": residence,
                    "count": count,
                    "with_private_information": self.private[group, residence],
                }
                for (group, residence), count in self.groups.items()
            ],
            "former": self.former,
            "without_birthday": self.without_birthday,
            "without_contact": self.without_contact,
            "without_exposure": self.without_exposure,
            "flagged": self.flagged,
            "with_address": self.with_address,
            "with_email": self.with_email,
            "with_phone": self.with_phone,
            "languages": dict(self.languages.most_common()),
        }
