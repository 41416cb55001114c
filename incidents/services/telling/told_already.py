"""What stays of an earlier finding: those with a delivery, or excused.

Whom a notice went out to is not told again because the list was looked through
once more; and a child who was added since does not vanish into a letter that is
gone already, but calls for another one.

Who has come of age since the parents were told is not told again: on the day of
that sending the right was the parents', and telling them did what the law asks.
Of a household only some adults may have been told: the others are told apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from incidents.people.reach import folded, folded_address
from incidents.people.recipient import Household, Kind, Recipient
from incidents.services.people_rows import RecipientRow


@dataclass(slots=True)
class ToldAlready:
    """The recipients that stay, by those whom they concern; a few bytes for each."""

    #: Marks the letters of this finding, so that those of one household stay one.
    mark: str
    _names: dict[int, set[int]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, mark: str, staying: Iterable[RecipientRow], failed: Collection[int] = ()
    ) -> ToldAlready:
        """Give what stays, read one after another.

        ``failed`` has the numbers of those who could not be reached in any way.
        """
        found = cls(mark)
        for row in staying:
            reached = row.excused is None and row.id not in failed
            for concern in row.recipient.concerns:
                names = found._names.setdefault(concern.person, set())
                names.update(_told_by(row.recipient))
                if reached and row.recipient.kind is Kind.PARENT:
                    names.add(_through_parents(row.recipient))
        return found

    def left(self, person: int, households: Iterable[Household]) -> list[Household]:
        """Give the households of a person that were not told of them, or who of them was not."""
        told = self._names.get(person, frozenset[int]())
        found = (self._untold(each, told) for each in households)
        return [each for each in found if each is not None]

    def _untold(self, household: Household, told: Collection[int]) -> Household | None:
        recipient = household.recipient
        if recipient.kind is Kind.ELIGIBLE_STUDENT and _through_parents(recipient) in told:
            return None
        names = [each for each in recipient.names or ("",) if not _is_told(recipient, each, told)]
        if not names:
            return None
        if len(names) == len(recipient.names or ("",)):
            return self._apart(household)
        others = replace(recipient, names=tuple(names))
        key = "\x1f".join((household.key, *sorted(map(folded, names))))
        return self._apart(Household(key=key, recipient=others))

    def _apart(self, household: Household) -> Household:
        """Give a household a key that no letter has which is gone already."""
        if not self._names:
            return household
        return replace(household, key=f"{household.key}\x1f{self.mark}")


def _through_parents(recipient: Recipient) -> int:
    return hash((recipient.notice, Kind.PARENT))


def _told_by(recipient: Recipient) -> list[int]:
    """Give under what it is remembered who was told by a letter.

    One to several adults, or to nobody by name, told those who live at its address:
    whoever is known to live elsewhere is told anew.
    """
    place = folded_address(recipient.address) if recipient.address else None
    if len(recipient.names) == 1 or place is None:
        return [hash((recipient.notice, folded(each))) for each in recipient.names or ("",)]
    return [hash((recipient.notice, folded(each), place)) for each in recipient.names or ("",)]


def _is_told(recipient: Recipient, name: str, told: Collection[int]) -> bool:
    who = (recipient.notice, folded(name))
    if recipient.address is None:
        return hash(who) in told
    place = folded_address(recipient.address)
    known = (who, (*who, place), (recipient.notice, "", place))
    return any(hash(each) in told for each in known)
