"""What stays of an earlier finding: those with a delivery, or excused.

Whom a notice went out to is not told again because the list was looked through
once more; and a child who was added since does not vanish into a letter that is
gone already, but calls for another one.

Who has come of age since the parents were told is not told again: on the day of
that sending the right was the parents', and telling them did what the law asks.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace

from incidents.people.households import Adults
from incidents.people.reach import Reach, folded
from incidents.people.recipient import Household, Kind, Recipient
from incidents.services.people_rows import RecipientRow


@dataclass(slots=True)
class ToldAlready:
    """The recipients that stay, by those whom they concern; a few bytes for each."""

    #: Marks the letters of this finding, so that those of one household stay one.
    mark: str
    _keys: set[int] = field(default_factory=set)
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
            found._keys.add(hash(_key(row.recipient)))
            reached = row.excused is None and row.id not in failed
            for concern in row.recipient.concerns:
                names = found._names.setdefault(concern.person, set())
                names.update(_names(row.recipient))
                if reached and row.recipient.kind is Kind.PARENT:
                    names.add(_through_parents(row.recipient))
        return found

    def left(self, person: int, households: Iterable[Household]) -> list[Household]:
        """Give the households of a person that were not told of them."""
        told = self._names.get(person)
        return [
            self._apart(each)
            for each in households
            if told is None or told.isdisjoint(_known_by(each.recipient))
        ]

    def _apart(self, household: Household) -> Household:
        """Give a household whose letter is gone a key of its own."""
        if not self._keys or hash(_key(household.recipient)) not in self._keys:
            return household
        return replace(household, key=f"{household.key}\x1f{self.mark}")


def _key(recipient: Recipient) -> str | None:
    reach = Reach(address=recipient.address, email=recipient.email, phone=recipient.phone)
    adults = Adults(names=recipient.names, reach=reach, language=recipient.language)
    return adults.key(recipient.notice, recipient.kind)


def _known_by(recipient: Recipient) -> list[int]:
    """Give under what it is remembered that somebody was told of a person."""
    is_grown = recipient.kind is Kind.ELIGIBLE_STUDENT
    return [*_names(recipient), *([_through_parents(recipient)] if is_grown else [])]


def _through_parents(recipient: Recipient) -> int:
    return hash((recipient.notice, Kind.PARENT))


def _names(recipient: Recipient) -> list[int]:
    return [hash((recipient.notice, folded(each))) for each in recipient.names or ("",)]
