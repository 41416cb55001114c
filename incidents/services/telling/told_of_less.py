"""Whom a letter under Education Law 2-d told before State Technology Law 208 asked too.

Who was told under 2-d is not told twice under 208 (208(2)(b)); but that letter did
not name the private information that was found to be exposed since. So nobody is
written to again in silence, and nobody is passed over in silence: they are counted,
and told what was found since by a notice of its own where somebody asks for it.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field, replace

from incidents.people.reach import folded
from incidents.people.recipient import Household
from incidents.people.resolver import Resolver
from incidents.people.served import COMBINED, FAMILY, RESIDENT, Served
from incidents.services.people_rows import PersonRow, RecipientRow


@dataclass(slots=True)
class ToldOfLess:
    """Those who were told under 2-d alone, by persons and names."""

    served: Served
    #: They get a notice to residents beside the letter that they had.
    tell_again: bool
    #: For so many persons somebody was told of less than is known now.
    persons: int = 0
    _told: set[int] = field(default_factory=set)
    _supplemented: set[int] = field(default_factory=set)

    def noting(
        self, staying: Iterable[RecipientRow], failed: Collection[int]
    ) -> Iterator[RecipientRow]:
        """Give what stays as it comes, and remember who was told under 2-d alone."""
        is_asked = self.served.residents is not None
        for row in staying:
            if is_asked and row.id not in failed:
                self._note(row)
            yield row

    def left(self, row: PersonRow, households: Iterable[Household]) -> list[Household]:
        """Give the households of a person without those told under 2-d alone."""
        households = list(households)
        found = [each for each in households if each.recipient.notice != COMBINED]
        told = []
        for each in (each for each in households if each.recipient.notice == COMBINED):
            names = [name for name in _names(each) if _mark(row.id, name) in self._told]
            others = [name for name in _names(each) if name not in names]
            told += names
            found += [_of(each, others)] if others else []
        if told and row.id not in self._supplemented:
            self.persons += 1
        return [*found, *(self._supplements(row, told) if told and self.tell_again else ())]

    def _note(self, row: RecipientRow) -> None:
        for concern in row.recipient.concerns:
            if row.recipient.notice == FAMILY:
                names = row.recipient.names or ("",)
                self._told.update(_mark(concern.person, name) for name in names)
            elif row.recipient.notice == RESIDENT:
                self._supplemented.add(concern.person)

    def _supplements(self, row: PersonRow, told: Collection[str]) -> Iterator[Household]:
        """Give the notices to residents for those who were told under 2-d."""
        residents = Resolver(replace(self.served, individuals=None))
        for each in residents.resolve(row.id, row.person).households:
            names = [name for name in _names(each) if name in told]
            if names:
                yield _of(each, names)


def _names(household: Household) -> tuple[str, ...]:
    return household.recipient.names or ("",)


def _of(household: Household, names: Collection[str]) -> Household:
    """Give a household with some of its names, under a key of its own where some are gone."""
    if len(names) == len(_names(household)):
        return household
    key = "\x1f".join((household.key, *sorted(map(folded, names))))
    recipient = replace(household.recipient, names=tuple(names))
    return Household(key=key, recipient=recipient)


def _mark(person: int, name: str) -> int:
    return hash((person, folded(name)))
