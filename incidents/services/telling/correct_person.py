"""Puts something better in the place of what a list says: mostly an address.

A contact stands on the list once for each child. What is learned of one is put
right for all whom the same entry stands with, so that a household stays one; and
the recipient that had no way, or whose letter came back, gets its way at once.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from incidents.case.telling_events import PersonCorrected
from incidents.errors import DueNoticeError
from incidents.law.circumstances import Group
from incidents.ledger.canonical import Json
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.reach import folded
from incidents.people.recipient import Household, Method, MethodPlan, Recipient
from incidents.people.resolver import Resolver
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people_rows import PersonRow, RecipientRow
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import fall_back, try_again
from incidents.services.telling.resolve_recipients import served_in
from incidents.services.view_case import CaseView, view_case


class UnknownAffectedPersonError(DueNoticeError):
    """The case has no affected person with that number."""


class CorrectionRefusedError(DueNoticeError):
    """The correction changes nothing, or does not say whose contact it is."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Correction:
    """What was learned about a contact of an affected person; None stays as it is."""

    person: int
    #: Which contact, from 1 in the order of the list; None: the only one.
    contact: int | None = None
    name: str | None = field(default=None, repr=False)
    address: PostalAddress | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    language: str | None = None
    consents_to_email: bool | None = None
    #: From where it is known.
    source: str | None = None

    def given(self) -> dict[str, Any]:
        """Give the fields of a contact that are to change."""
        named = ("name", "address", "email", "phone", "language", "consents_to_email")
        return {name: getattr(self, name) for name in named if getattr(self, name) is not None}

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
    persons = list(_corrected(work, row, before, after))
    for each in persons:
        work.people.correct(number, each.id, each.person)
    wishes = _Wishes.of(view, row.wave)
    rows = tuple(_readdressed(work, view, wishes, persons, correction))
    again = tuple(method for each in rows for method in _tried_again(work, view, each))
    fields: list[Json] = list(correction.given())
    events = [
        PersonCorrected(wave=row.wave, person=each.id, fields=fields, source=correction.source)
        for each in persons
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
    work: UnitOfWork, row: PersonRow, before: Contact | None, after: Contact
) -> Iterator[PersonRow]:
    """Give the person, and each of the same letters with the very same contact."""
    if before is None:
        yield _with(row, (*row.person.contacts, after))
        return
    concerned = {
        concern.person
        for recipient in work.recipients.of_person(row.case, row.id)
        for concern in recipient.recipient.concerns
    }
    yield _with(row, _exchanged(row, before, after))
    for number in sorted(concerned - {row.id}):
        each = person_of_list(work, row.case, number)
        if before in each.person.contacts:
            yield _with(each, _exchanged(each, before, after))


def _exchanged(row: PersonRow, before: Contact, after: Contact) -> tuple[Contact, ...]:
    return tuple(after if each == before else each for each in row.person.contacts)


def _with(row: PersonRow, contacts: tuple[Contact, ...]) -> PersonRow:
    return replace(row, person=replace(row.person, contacts=contacts))


@dataclass(frozen=True, slots=True, kw_only=True)
class _Wishes:
    """For which day, and by which way first, the recipients were found."""

    wave: int
    on: LocalDay
    prefer: Method
    is_resolved: bool

    @classmethod
    def of(cls, view: CaseView, wave: int) -> _Wishes:
        found = view.case.telling.resolutions.get(wave)
        return cls(
            wave=wave,
            on=LocalDay.parse(found.on) if found else view.agency.zone.day_of(view.at),
            prefer=Method(found.prefer) if found else Method.FIRST_CLASS_MAIL,
            is_resolved=found is not None,
        )


def _readdressed(
    work: UnitOfWork,
    view: CaseView,
    wishes: _Wishes,
    persons: list[PersonRow],
    correction: Correction,
) -> Iterator[RecipientRow]:
    """Give the recipients of the first person, as they are told from now on."""
    if not wishes.is_resolved:
        return
    number, first = view.case.number, persons[0]
    resolver = Resolver(served_in(view, wishes.wave, wishes.on, wishes.prefer))
    households = resolver.resolve(first.id, first.person).households
    new: set[str] = set()
    for household, row in _paired(households, work.recipients.of_person(number, first.id)):
        if row is None:
            new.add(household.key)
        elif row.excused is None:
            dead = _failed_ways(work, row) - correction.ways()
            changed = replace(
                household.recipient,
                concerns=row.recipient.concerns,
                plan=_plan_without(household.recipient, dead),
            )
            work.recipients.readdress(number, row.id, changed)
    called_for = (
        household
        for each in persons
        for household in resolver.resolve(each.id, each.person).households
        if household.key in new
    )
    work.recipients.put(number, wishes.wave, called_for)
    yield from work.recipients.of_person(number, first.id)


def _failed_ways(work: UnitOfWork, row: RecipientRow) -> frozenset[Method]:
    rows = work.deliveries.of_recipient(row.case, row.id)
    return frozenset(each.method for each in rows if each.state.has_failed)


def _plan_without(recipient: Recipient, dead: frozenset[Method]) -> MethodPlan:
    """Give the plan without the ways that failed and that nobody corrected.

    Beside those of the plan only the telephone is left, which both laws allow.
    """
    plan = recipient.plan
    if plan.method not in dead:
        return plan
    by_telephone = Method.TELEPHONE if recipient.phone else None
    ways = [
        way
        for way in dict.fromkeys((plan.method, plan.fallback, by_telephone))
        if way is not None and way not in dead
    ]
    failed = " and ".join(sorted(each.words for each in dead))
    return MethodPlan(
        method=ways[0] if ways else None,
        fallback=ways[1] if len(ways) > 1 else None,
        reason=f"{failed} reached nobody",
    )


def _tried_again(work: UnitOfWork, view: CaseView, row: RecipientRow) -> Iterator[Method]:
    """Queue what failed once more, or the way that follows now."""
    method = try_again(work, row)
    if method is not None:
        yield method
        return
    rows = work.deliveries.of_recipient(row.case, row.id)
    failed = [each for each in rows if each.state.has_failed]
    yield from fall_back(work, view.case.agency, failed[-1:]).queued


def _paired(
    households: Sequence[Household], rows: Sequence[RecipientRow]
) -> Iterator[tuple[Household, RecipientRow | None]]:
    """Give each household with the recipient that it is: by a name that both have.

    What is left over takes the place of a recipient who could not be told.
    """
    left, nameless = list(rows), []
    for household in households:
        row = next((each for each in left if _is_same(each.recipient, household.recipient)), None)
        if row is None:
            nameless.append(household)
        else:
            left.remove(row)
            yield household, row
    for household in nameless:
        lost = (each for each in left if each.recipient.plan.method is None)
        row = next(
            (each for each in lost if each.recipient.notice == household.recipient.notice), None
        )
        if row is not None:
            left.remove(row)
        yield household, row


def _is_same(one: Recipient, other: Recipient) -> bool:
    names = {folded(each) for each in one.names}
    return one.notice == other.notice and not names.isdisjoint(map(folded, other.names))
