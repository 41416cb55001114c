"""Makes one person of several rows: a list may have one row a guardian.

Rows of one person that follow each other are merged as they come. For those that
lie apart it is found out first, in one quick pass, which persons these are and
where their last row is; only they are kept in memory until then. Of a list that is
in no order at all, and very long, that would be everybody: it is refused with the
advice to sort it by student number.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain, pairwise

from incidents.people.person import AffectedPerson, Contact, Relation
from rosters.persons import RowReader
from rosters.problems import RosterError
from rosters.text_tables import Row

#: Persons whose rows lie apart that are kept at once; they take about 200 MB.
MOST_OPEN = 100_000
_NUMBERED = ("group", "local_id")
_NAMED = (
    *("group", "name", "given_name", "middle_name", "family_name", "suffix", "birthday"),
    *("address", "street", "city", "guardian_1_address", "guardian_1_street", "guardian_1_city"),
)

Key = Callable[[Sequence[str]], int]


def key_of(fields: dict[str, int]) -> Key:
    """Give what tells by the bare cells whether two rows may be of one person."""
    number = fields.get("local_id", -1)
    by_number = _picked(fields, _NUMBERED)
    by_name = _picked(fields, _NAMED)

    def key(cells: Sequence[str]) -> int:
        try:
            picked = by_number if number >= 0 and cells[number].strip() else by_name
            return hash("\x1f".join(picked(cells)).casefold())
        except IndexError:  # a row that has lost cells; it is noted when it is read
            return hash(tuple(cells))

    return key


def _picked(fields: dict[str, int], wanted: Sequence[str]) -> Callable[[Sequence[str]], list[str]]:
    places = [fields[each] for each in wanted if each in fields]
    return lambda cells: [cells[place].strip() for place in places]


@dataclass(frozen=True, slots=True)
class Places:
    """Which rows may be of one person, found out in one quick pass."""

    #: The key of each row, in the order of the rows.
    keys: array[int] = field(repr=False)
    #: By key, the place of the last row of those whose rows lie apart.
    apart: dict[int, int] = field(repr=False)


def places_of(rows: Iterable[Row], key: Key) -> Places:
    """Give the key of each row, and the last row of each person whose rows lie apart."""
    keys = array("q", (key(cells) for _, cells in rows))
    runs = sorted(each for each, after in pairwise(chain(keys, (0,))) if each != after)
    apart = {each for each, after in pairwise(runs) if each == after}
    del runs
    last = {each: place for place, each in enumerate(keys) if each in apart} if apart else {}
    return Places(keys, last)


def merged(rows: Iterable[Row], reader: RowReader, places: Places) -> Iterator[AffectedPerson]:
    """Give each person once, with the contacts of all their rows."""
    merging, apart, keys = Merging(reader), places.apart, iter(places.keys)
    for place, (number, cells) in enumerate(rows):
        key = next(keys, 0)
        person = reader.read(number, cells)
        if person is not None:
            yield from merging.take(key, person, is_last=apart.get(key, place) <= place)
    yield from merging.rest()


class Merging:
    """Holds the person of the last row, and those whose rows lie apart."""

    def __init__(self, reader: RowReader) -> None:
        """Begin with nobody."""
        self._reader = reader
        self._latest: tuple[int, AffectedPerson] | None = None
        self._apart: dict[int, AffectedPerson] = {}

    def take(self, key: int, person: AffectedPerson, *, is_last: bool) -> Iterator[AffectedPerson]:
        """Take the person of a row, and give those to whom nothing more is added."""
        before = self._latest
        if before is not None and before[0] == key:
            joined = self._joined(before[1], person)
        elif key in self._apart:
            yield from self._without_latest()
            joined = self._joined(self._apart.pop(key), person)
        else:
            yield from self._without_latest()
            joined = [person]
        yield from joined[:-1]
        self._latest = (key, joined[-1])
        if not is_last:
            self._keep(key, joined[-1])

    def rest(self) -> Iterator[AffectedPerson]:
        """Give those that are left at the end."""
        yield from self._without_latest()
        yield from self._apart.values()

    def _without_latest(self) -> Iterator[AffectedPerson]:
        if self._latest is not None:
            yield self._latest[1]
            self._latest = None

    def _keep(self, key: int, person: AffectedPerson) -> None:
        """Keep a person until their next row, however many come between."""
        self._apart[key] = person
        self._latest = None
        if len(self._apart) > MOST_OPEN:
            raise RosterError(
                f"The rows of more than {MOST_OPEN:,} persons lie apart from each other; sort the "
                "list by student number, so that the rows of one person follow each other."
            )

    def _joined(self, one: AffectedPerson, other: AffectedPerson) -> list[AffectedPerson]:
        """Give one person of two, or both where they are two."""
        if not _is_same(one, other):
            return [one, other]
        rows = self._reader.rows
        if one.local_id is None and one.birthday is None:
            rows.note("local_id", one.name, _TWO_OF_ONE_NAME)
        elif one.name.casefold() != other.name.casefold():
            rows.note("local_id", one.local_id or "", _TWO_NAMES)
        elif one.birthday and other.birthday and one.birthday != other.birthday:
            rows.note("birthday", str(other.birthday), _TWO_BIRTHDAYS)
        return [
            replace(
                one,
                birthday=one.birthday or other.birthday,
                is_former=one.is_former and other.is_former,
                residence=one.residence or other.residence,
                exposed=_both(one.exposed, other.exposed),
                contacts=merged_contacts((*one.contacts, *other.contacts)),
            )
        ]


_TWO_OF_ONE_NAME = (
    "this name is there more than once without a number or a birthday; give either, so that two "
    "of one name are told apart"
)
_TWO_NAMES = "two different names have this number; correct the one that is wrong"
_TWO_BIRTHDAYS = "another row of this person has another birthday; correct the one that is wrong"


def _is_same(one: AffectedPerson, other: AffectedPerson) -> bool:
    numbers = [(each.local_id or "").casefold() for each in (one, other)]
    if one.group is not other.group or numbers[0] != numbers[1]:
        return False
    return bool(numbers[0]) or (
        one.name.casefold() == other.name.casefold() and one.birthday == other.birthday
    )


def _both(one: tuple[str, ...] | None, other: tuple[str, ...] | None) -> tuple[str, ...] | None:
    """Give what was exposed by either row; None is what the case says of all."""
    return None if one is None or other is None else tuple(dict.fromkeys((*one, *other)))


def merged_contacts(contacts: Iterable[Contact]) -> tuple[Contact, ...]:
    """Give each contact once; what one row lacks is taken from another."""
    found: list[Contact] = []
    for each in contacts:
        place = next((n for n, known in enumerate(found) if _may_be_one(known, each)), None)
        if place is None:
            found.append(each)
        else:
            found[place] = _one(found[place], each)
    flag = next((each.not_to_be_told for each in found if _is_flag_alone(each)), None)
    return tuple(replace(each, not_to_be_told=each.not_to_be_told or flag) for each in found)


def _is_flag_alone(contact: Contact) -> bool:
    """Say whether a flag stood in a row without any contact: it holds all of them."""
    ways = (contact.address, contact.email, contact.phone)
    return (
        contact.relation is Relation.SELF and contact.not_to_be_told is not None and not any(ways)
    )


def _may_be_one(one: Contact, other: Contact) -> bool:
    """Say whether two are of one relation and name, and contradict each other in nothing."""
    if one.relation is not other.relation or one.name.casefold() != other.name.casefold():
        return False
    pairs = (
        (one.address, other.address),
        (one.email, other.email),
        (one.phone, other.phone),
        (one.language, other.language),
    )
    return all(a is None or b is None or a == b for a, b in pairs)


def _one(one: Contact, other: Contact) -> Contact:
    """Give one contact of two: a flag of either counts, a consent only of both."""
    return replace(
        one,
        address=one.address or other.address,
        email=one.email or other.email,
        phone=one.phone or other.phone,
        language=one.language or other.language,
        not_to_be_told=one.not_to_be_told or other.not_to_be_told,
        consents_to_email=one.consents_to_email and other.consents_to_email,
    )
