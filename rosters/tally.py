"""Counts the persons of a list as they will be taken; no name is kept."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from incidents.people.counting import GroupCounts
from incidents.people.person import AffectedPerson, Contact


@dataclass(slots=True)
class Tally:
    """How many persons there are, and for how many something lacks."""

    #: By group and residence.
    groups: GroupCounts = field(default_factory=GroupCounts)
    without_birthday: int = 0
    #: Students for whom nobody can be told: no address, or a flag.
    without_contact: int = 0
    flagged: int = 0
    former: int = 0
    languages: Counter[str] = field(default_factory=Counter)
    with_address: int = 0
    with_email: int = 0
    with_phone: int = 0

    @property
    def persons(self) -> int:
        """Give how many persons there are."""
        return self.groups.total

    @property
    def without_exposure(self) -> int:
        """Give for how many the list does not say what was exposed."""
        return self.groups.unsaid.total()

    def add(self, person: AffectedPerson) -> None:
        """Count one person."""
        self.groups.add(person)
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
                    "with_private_information": self.groups.private_of((group, residence)),
                }
                for (group, residence), count in self.groups.persons.items()
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
