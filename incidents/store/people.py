"""The imported lists and the affected persons, their names sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson
from incidents.services.chunks import chunks
from incidents.services.people_ports import Added
from incidents.services.people_rows import PersonRow, RosterRow
from incidents.services.ports import StoreError
from incidents.store.agencies import agency_of
from incidents.store.bulk import CHUNK, BulkInsert, Worded, among
from incidents.store.people_values import (
    contacts_text,
    day_text,
    identity_of,
    list_or_none,
    read_contacts,
    read_day,
    read_list_or_none,
)
from incidents.store.sealed_rows import SealedRows, place_of
from incidents.store.transaction import Prepared, Transaction, instant

#: Takes the case from now on, so that two lists do not get one number.
LOCK_CASE = Worded("SELECT agency FROM cases WHERE number = :number [LOCKED]")
_ROSTER_NAMES = "number, case_number, wave, sha256, rows, added, known, imported_at, imported_by"
_ADD_ROSTER = Prepared(
    "INSERT INTO rosters (case_number, agency, wave, number, sha256, rows, added, known,"  # noqa: S608 - ours
    " imported_at, imported_by) SELECT :case, :agency, :wave, coalesce(max(number), 0) + 1,"
    " :sha256, :rows, 0, 0, :now, :actor FROM rosters WHERE case_number = :case"
    f" RETURNING {_ROSTER_NAMES}"
)
_COUNT_ROSTER = Prepared(
    "UPDATE rosters SET added = :added, known = :known"
    " WHERE case_number = :case AND number = :number"
)
_ROSTERS = Prepared(
    f"SELECT {_ROSTER_NAMES} FROM rosters WHERE case_number = :case ORDER BY number"  # noqa: S608 - ours
)
_FIELDS = (
    "affected_group",
    "is_former",
    "residence",
    "exposed",
    "name",
    "local_id",
    "birthday",
    "contacts",
)
_KEYS = ("case_number", "agency", "wave", "roster", "identity")
_INSERT = BulkInsert("people", *_KEYS, *_FIELDS)
_NAMES = ", ".join(("id", "case_number", "wave", "roster", "identity", *_FIELDS))
_STREAM = Worded(
    f"SELECT {_NAMES} FROM people [BY ID]"  # noqa: S608 - names of ours
    " WHERE case_number = :case AND wave = :wave AND id > :after ORDER BY id"
)
_GET = Prepared(
    f"SELECT {_NAMES} FROM people WHERE id = :person AND case_number = :case"  # noqa: S608 - ours
)
_TOLD_BEFORE = Worded(
    "SELECT p.identity FROM people AS p WHERE p.case_number = :case AND p.wave = :wave"
    " AND p.identity [AMONG] AND EXISTS (SELECT 1 FROM concerns AS c"
    " JOIN deliveries AS d ON d.recipient = c.recipient"
    " WHERE c.person = p.id AND d.state IN ('accepted', 'delivered'))"
)
_BIRTHDAYS = Worded(
    "SELECT identity, birthday FROM people [BY ID]"  # noqa: S608 - names of ours
    " WHERE case_number = :case AND wave = :wave"
    f" AND affected_group IN ('{Group.STUDENTS}', '{Group.OTHERS}')"
    " AND birthday IS NOT NULL ORDER BY id"
)
_THERE = Worded(
    f"SELECT {_NAMES} FROM people WHERE case_number = :case AND wave = :wave"  # noqa: S608 - ours
    " AND identity [AMONG]"
)
_CORRECT = Prepared(
    f"UPDATE people SET {', '.join(f'{name} = :{name}' for name in _FIELDS)}"  # noqa: S608 - ours
    " WHERE id = :person AND case_number = :case"
)
_UNTHOUGHT = Worded(
    "SELECT id FROM people [BY ID] WHERE case_number = :case AND wave = :wave"
    " AND NOT EXISTS (SELECT 1 FROM concerns AS c WHERE c.person = people.id) ORDER BY id"
)
_COUNT = Prepared("SELECT count(*) FROM people WHERE case_number = :case AND wave = :wave")


class SqlRosters:
    """The imported lists in the database."""

    __slots__ = ("_work",)

    def __init__(self, work: Transaction) -> None:
        """Work within that transaction."""
        self._work = work

    def add(self, case: str, wave: int, sha256: str, rows: int) -> RosterRow:
        """Give a new list with the next number of the case; its counts are zero."""
        agency = agency_of(self._work, case)
        self._work.run(LOCK_CASE, number=case).fetchall()
        values = {"case": case, "agency": agency, "wave": wave, "sha256": sha256, "rows": rows}
        added = self._work.run(
            _ADD_ROSTER, now=self._work.stamp, actor=self._work.actor, **values
        ).fetchall()
        return _roster(added[0])

    def count(self, case: str, number: int, added: Added) -> None:
        """Set how many persons a list added and how many were known."""
        self._work.run(
            _COUNT_ROSTER, case=case, number=number, added=added.added, known=added.known
        )

    def of_case(self, case: str) -> list[RosterRow]:
        """Give the lists of the case, the first one first."""
        return [_roster(row) for row in self._work.run(_ROSTERS, case=case).fetchall()]


class SqlPeople:
    """The affected persons in the database."""

    __slots__ = ("_rows", "_work")

    def __init__(self, work: Transaction, rows: SealedRows) -> None:
        """Work within that transaction, with its seals."""
        self._work = work
        self._rows = rows

    def add(self, case: str, wave: int, roster: int, persons: Iterable[AffectedPerson]) -> Added:
        """Put persons in; who is there already, by identity, is left alone."""
        agency = agency_of(self._work, case)
        given = new = 0
        for some in chunks(persons, CHUNK):
            rows = [self._row((case, agency, wave, roster), person) for person in some]
            given += len(rows)
            new += _INSERT.put(self._work, rows)
        return Added(added=new, known=given - new)

    def differing(self, case: str, wave: int, persons: Iterable[AffectedPerson]) -> int:
        """Give how many who are there have other contacts or flags than these say."""
        blind, scope = self._rows.seals.blind, f"people:{place_of(case, wave)}"
        said = {blind(scope, identity_of(each)): each.contacts for each in persons}
        wanted = among(self._work, said)
        rows = self._work.run(_THERE, case=case, wave=wave, among=wanted).fetchall()
        return sum(self._person(row).person.contacts != said[row[4]] for row in rows)

    def stream(self, case: str, wave: int, *, after: int = 0) -> Iterator[PersonRow]:
        """Give the persons of a wave by number, one after another, those after a number."""
        for row in self._work.stream(_STREAM, case=case, wave=wave, after=after):
            yield self._person(row)

    def get(self, case: str, person: int) -> PersonRow | None:
        """Give one person of a case."""
        row = self._work.run(_GET, case=case, person=person).fetchone()
        return None if row is None else self._person(row)

    def told_before(self, case: str, wave: int, persons: Iterable[PersonRow]) -> frozenset[int]:
        """Give the numbers of those who were told in an earlier wave, by their identity."""
        texts = {row.id: identity_of(row.person) for row in persons}
        found: set[int] = set()
        for earlier in range(1, wave):
            scope, seals = f"people:{place_of(case, earlier)}", self._rows.seals
            blind = {number: seals.blind(scope, each) for number, each in texts.items()}
            wanted = among(self._work, blind.values())
            rows = self._work.run(_TOLD_BEFORE, case=case, wave=earlier, among=wanted)
            told = {identity for (identity,) in rows.fetchall()}
            found.update(number for number, each in blind.items() if each in told)
        return frozenset(found)

    def birthdays(self, case: str, wave: int) -> Iterator[LocalDay]:
        """Give the birthdays of those of whom it depends on their age who is told."""
        seals = self._rows.seals
        for identity, birthday in self._work.stream(_BIRTHDAYS, case=case, wave=wave):
            place = place_of(case, wave, identity)
            yield LocalDay.parse(seals.open("people.birthday", place, birthday))

    def without_recipient(self, case: str, wave: int) -> list[int]:
        """Give the numbers of the persons for whom nobody is told."""
        return [number for (number,) in self._work.run(_UNTHOUGHT, case=case, wave=wave)]

    def correct(self, case: str, person: int, corrected: AffectedPerson) -> None:
        """Put what was learned in the place of what was there.

        The identity stays that of the list, so that the list can be read again
        and adds nobody.
        """
        row = self._work.run(_GET, case=case, person=person).fetchone()
        if row is None:
            raise StoreError(
                f"There is no person {person} in {case}; take the number from its list of people."
            )
        _, _, wave, _, identity, *_ = row
        fields = self._fields(place_of(case, wave, identity), corrected)
        self._work.run(
            _CORRECT, case=case, person=person, **dict(zip(_FIELDS, fields, strict=True))
        )

    def count(self, case: str, wave: int) -> int:
        """Give how many there are."""
        return int(self._work.run(_COUNT, case=case, wave=wave).fetchone()[0])

    def _row(
        self, belongs: tuple[str, str, int, int], person: AffectedPerson
    ) -> tuple[object, ...]:
        case, _, wave, _ = belongs
        identity = self._rows.seals.blind(f"people:{place_of(case, wave)}", identity_of(person))
        return (*belongs, identity, *self._fields(place_of(case, wave, identity), person))

    def _fields(self, row: str, person: AffectedPerson) -> tuple[object, ...]:
        seals = self._rows.seals
        return (
            person.group.value,
            person.is_former,
            person.residence,
            list_or_none(person.exposed),
            seals.seal("people.name", row, person.name),
            seals.seal_or_none("people.local_id", row, person.local_id),
            seals.seal_or_none("people.birthday", row, day_text(person.birthday)),
            seals.seal("people.contacts", row, contacts_text(person.contacts)),
        )

    def _person(self, row: Sequence[Any]) -> PersonRow:
        number, case, wave, roster, identity, group, former, residence, exposed, *sealed = row
        seals, belongs = self._rows.seals, place_of(case, wave, identity)
        name, local_id, birthday, contacts = sealed
        person = AffectedPerson(
            name=seals.open("people.name", belongs, name),
            group=Group(group),
            local_id=seals.open_or_none("people.local_id", belongs, local_id),
            birthday=read_day(seals.open_or_none("people.birthday", belongs, birthday)),
            is_former=bool(former),
            residence=residence,
            exposed=read_list_or_none(exposed),
            contacts=read_contacts(seals.open("people.contacts", belongs, contacts)),
        )
        return PersonRow(id=number, case=case, wave=wave, roster=roster, person=person)


def _roster(row: Sequence[Any]) -> RosterRow:
    number, case, wave, sha256, rows, added, known, imported_at, imported_by = row
    return RosterRow(
        number=number,
        case=case,
        wave=wave,
        sha256=sha256,
        rows=rows,
        added=added,
        known=known,
        imported_at=instant(imported_at),
        by=imported_by,
    )
