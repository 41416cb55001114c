"""Puts something better in the place of what a list says: mostly an address.

A contact stands on the list once for each child. What is learned of one is put
right for all whom the same entry stands with, so that a household stays one; and
the recipient that had no way, or whose letter came back, gets its way at once.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any

from incidents.case.events import CaseEvent
from incidents.case.telling_events import PersonCorrected, RecipientExcused
from incidents.errors import DueNoticeError
from incidents.law.circumstances import Group
from incidents.ledger.canonical import Json
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.recipient import Method
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people_rows import PersonRow, RecipientRow
from incidents.services.ports import UnitOfWork
from incidents.services.telling.readdress import CALLED_FOR_NO_MORE, readdress, try_anew
from incidents.services.view_case import view_case

#: The number of a contact that the list does not have.
_NEW = 0


class UnknownAffectedPersonError(DueNoticeError):
    """The case has no affected person with that number."""


class CorrectionRefusedError(DueNoticeError):
    """The correction changes nothing, or does not say whose contact it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was learned about a contact of an affected person; None stays as it is."""

    person: int
    #: Which contact, from 1 in the order of the list; None: the only one; 0: a new
    #: one, which is the person themself unless it has a name.
    contact: int | None = None
    name: str | None = field(default=None, repr=False)
    address: PostalAddress | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    language: str | None = None
    consents_to_email: bool | None = None
    #: Why the contact may be told nothing, such as a no-contact order; blank lifts it.
    not_to_be_told: str | None = field(default=None, repr=False)
    #: From where it is known.
    source: str | None = None

    def given(self) -> dict[str, Any]:
        """Give the fields of a contact that are to change."""
        named = ("name", "address", "email", "phone", "language", "consents_to_email")
        found = {name: getattr(self, name) for name in named if getattr(self, name) is not None}
        if self.not_to_be_told is not None:
            found["not_to_be_told"] = self.not_to_be_told.strip() or None
        return found

    @property
    def lifts_a_flag(self) -> bool:
        """Say whether a contact may be told again."""
        return self.not_to_be_told is not None and not self.not_to_be_told.strip()

    def ways(self) -> frozenset[Method]:
        """Give the ways that are better now."""
        given = {
            Method.FIRST_CLASS_MAIL: self.address,
            Method.EMAIL: self.email,
            Method.TELEPHONE: self.phone,
        }
        return frozenset(way for way, value in given.items() if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrected:
    """Whom a correction reached."""

    #: The numbers of the affected persons with that contact.
    persons: tuple[int, ...]
    #: The recipients as they are told now.
    recipients: tuple[RecipientRow, ...]
    #: By which ways failed deliveries are tried again.
    again: tuple[Method, ...]


def correct_person(
    work: UnitOfWork, law: LawBook, number: str, correction: Correction
) -> Corrected:
    """Put a correction in, and give those it concerns their way.

    Raise UnknownAffectedPersonError where there is no such person, and
    CorrectionRefusedError where nothing is given or the contact is not clear.
    """
    view = view_case(work, law, number)
    row = person_of_list(work, number, correction.person)
    if not correction.given():
        raise CorrectionRefusedError(
            "Nothing to correct was given; give an address, an e-mail address or a number."
        )
    before, after = _contacts(row.person, correction)
    persons = list(_corrected(work, row, before, after, correction))
    for each in persons:
        work.people.correct(number, each.id, each.person)
    readdressed = readdress(work, view, persons, correction.ways())
    rows = readdressed.rows
    again = tuple(method for each in rows for method in try_anew(work, view, each))
    fields: list[Json] = list(correction.given())
    events: list[CaseEvent] = [
        PersonCorrected(wave=row.wave, person=each.id, fields=fields, source=correction.source)
        for each in persons
    ]
    events += [
        RecipientExcused(wave=row.wave, recipient=each, reason=CALLED_FOR_NO_MORE, by=work.actor)
        for each in readdressed.given_up
    ]
    change_case(work, law, number, events)
    return Corrected(persons=tuple(each.id for each in persons), recipients=rows, again=again)


def person_of_list(work: UnitOfWork, number: str, person: int) -> PersonRow:
    """Give an affected person of a case; raise UnknownAffectedPersonError."""
    row = work.people.get(number, person)
    if row is None:
        raise UnknownAffectedPersonError(
            f"Case {number} has no affected person {person}; duenotice people to-find {number} "
            "names those who need an address, with their numbers."
        )
    return row


def _contacts(person: AffectedPerson, correction: Correction) -> tuple[Contact | None, Contact]:
    """Give the contact as it stands, None for a new one, and as it is from now on."""
    chosen = _chosen(person, correction)
    if chosen is not None:
        return chosen, replace(chosen, **correction.given())
    is_child = person.group in (Group.STUDENTS, Group.OTHERS) and correction.name is not None
    fresh = Contact(name=person.name, relation=Relation.GUARDIAN if is_child else Relation.SELF)
    return None, replace(fresh, **correction.given())


def _chosen(person: AffectedPerson, correction: Correction) -> Contact | None:
    listed = person.contacts
    if correction.contact == _NEW:
        return None
    if correction.contact is not None:
        if not 0 < correction.contact <= len(listed):
            raise CorrectionRefusedError(
                f"Person {correction.person} has {len(listed)} contacts on the list and none with "
                f"the number {correction.contact}; duenotice people show names them."
            )
        return listed[correction.contact - 1]
    usable = [each for each in listed if each.not_to_be_told is None]
    if len(usable) > 1:
        raise CorrectionRefusedError(
            f"Person {correction.person} has {len(listed)} contacts on the list; say which one "
            "is meant with its number, as duenotice people show gives them."
        )
    return usable[0] if usable and correction.name is None else None


def _corrected(
    work: UnitOfWork,
    row: PersonRow,
    before: Contact | None,
    after: Contact,
    correction: Correction,
) -> Iterator[PersonRow]:
    """Give the person, and each of the same letters with the very same contact."""
    if before is None:
        yield _with(row, (*row.person.contacts, after))
        return
    yield _with(row, _exchanged(row, before, after))
    if correction.lifts_a_flag:  # an order is lifted for one child, not for the others
        return
    concerned = {
        concern.person
        for recipient in work.recipients.of_person(row.case, row.id)
        for concern in recipient.recipient.concerns
    }
    for number in sorted(concerned - {row.id}):
        each = person_of_list(work, row.case, number)
        if before in each.person.contacts:
            yield _with(each, _exchanged(each, before, after))


def _exchanged(row: PersonRow, before: Contact, after: Contact) -> tuple[Contact, ...]:
    return tuple(after if each == before else each for each in row.person.contacts)


def _with(row: PersonRow, contacts: tuple[Contact, ...]) -> PersonRow:
    return replace(row, person=replace(row.person, contacts=contacts))
