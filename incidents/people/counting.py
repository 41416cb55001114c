"""Counts affected persons by group and residence, as the incident file does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from incidents.law.circumstances import Group
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.people.person import AffectedPerson

#: A group of persons who live in one state; None where that is not known.
GroupKey = tuple[Group, str | None]
_ELEMENTS = frozenset(PRIVATE_ELEMENTS)


@dataclass(slots=True)
class GroupCounts:
    """How many persons there are by group, and of how many private information."""

    persons: Counter[GroupKey] = field(default_factory=Counter)
    #: With an element of private information named for them.
    private: Counter[GroupKey] = field(default_factory=Counter)
    #: For whom nothing of their own is said; the facts of the case hold for them.
    unsaid: Counter[GroupKey] = field(default_factory=Counter)

    @property
    def total(self) -> int:
        """Give how many persons there are."""
        return self.persons.total()

    def add(self, person: AffectedPerson) -> None:
        """Count one person."""
        key = (person.group, person.residence)
        self.persons[key] += 1
        if person.exposed is None:
            self.unsaid[key] += 1
        elif not _ELEMENTS.isdisjoint(person.exposed):
            self.private[key] += 1

    def private_of(self, key: GroupKey) -> int | None:
        """Give how many have private information exposed; None where it is not said of all."""
        return None if self.unsaid[key] else self.private[key]


def count_groups(persons: Iterable[AffectedPerson]) -> GroupCounts:
    """Give the counts of persons, one after another."""
    counts = GroupCounts()
    for person in persons:
        counts.add(person)
    return counts
