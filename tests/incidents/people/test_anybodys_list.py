"""What holds of any list of persons, against a calculation that shares no code."""

from __future__ import annotations

from collections import Counter
from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.households import barred_ways
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.reach import folded_email, folded_phone
from incidents.people.recipient import Kind, Method, Recipient
from incidents.people.resolver import Resolver
from tests.incidents.people.telling import DAY, private, wave

ADDRESSES = [
    PostalAddress(street=("12 Main Street", f"Apt {door}"), city="Kingston", state="NY")
    for door in (1, 2)
] + [PostalAddress(street=("300 Broadway",), city="Kingston", state="NY"), None]
EMAILS = [None, "a@example.org", "b@example.org", "not an address"]
FAMILIES = ["Lopez", "Chen"]
WAVES = [wave(), wave(prefer=Method.EMAIL), private(), private(prefer=Method.EMAIL)]

contacts = st.builds(
    Contact,
    name=st.sampled_from([f"{first} {last}" for first in ("Rosa", "Juan") for last in FAMILIES]),
    relation=st.sampled_from(Relation),
    address=st.sampled_from(ADDRESSES),
    email=st.sampled_from(EMAILS),
    phone=st.sampled_from([None, "845-555-0142"]),
    language=st.sampled_from([None, "en", "es"]),
    not_to_be_told=st.sampled_from([None, None, None, "order"]),
    consents_to_email=st.booleans(),
)
birthdays = st.one_of(
    st.none(),
    st.dates(min_value=date(2007, 1, 1), max_value=date(2009, 12, 31)).map(LocalDay),
)
persons = st.builds(
    AffectedPerson,
    name=st.sampled_from([f"Child {number}" for number in range(6)]),
    group=st.sampled_from(Group),
    birthday=birthdays,
    is_former=st.booleans(),
    residence=st.sampled_from([None, "NY", "NJ"]),
    exposed=st.sampled_from([None, (), ("ssn",), ("grades",)]),
    contacts=st.lists(contacts, max_size=3).map(tuple),
)
lists = st.lists(persons, max_size=8)


def merged(listed: list[AffectedPerson], served: object) -> dict[str, list[Recipient]]:
    """Give all that is written under each key."""
    resolver = Resolver(served)  # type: ignore[arg-type]
    found: dict[str, list[Recipient]] = {}
    for number, person in enumerate(listed):
        for household in resolver.resolve(number, person).households:
            found.setdefault(household.key, []).append(household.recipient)
    return found


def is_owed(person: AffectedPerson, *, is_private: bool) -> bool:
    """Say whether a law has somebody told for a person, in these waves."""
    of_school = person.group in ("students", "eligible_students")
    of_reviews = person.group in ("teachers", "principals") and is_private
    exposed = person.exposed is None or "ssn" in person.exposed
    # The private waves count students, teachers and employees, each with all of them.
    as_resident = is_private and exposed and person.residence != "NJ"
    return of_school or of_reviews or as_resident


def age_on(born: date, day: date) -> int:
    """Give the full years of a life."""
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def free(person: AffectedPerson, relation: Relation) -> list[Contact]:
    """Give the contacts of a relation that bear no flag."""
    return [
        each
        for each in person.contacts
        if each.relation is relation and each.not_to_be_told is None
    ]


@settings(max_examples=300, deadline=None)
@given(lists, st.sampled_from(range(4)))
def test_whoever_is_owed_a_notice_is_concerned_in_one(
    listed: list[AffectedPerson], which: int
) -> None:
    found = merged(listed, WAVES[which])
    concerned = {
        concern.person for rows in found.values() for row in rows for concern in row.concerns
    }

    owed = {number for number, person in enumerate(listed) if is_owed(person, is_private=which > 1)}

    assert concerned == owed


@settings(max_examples=300, deadline=None)
@given(lists, st.sampled_from(range(4)))
def test_nobody_is_told_of_a_person_who_is_not_theirs(
    listed: list[AffectedPerson], which: int
) -> None:
    for rows in merged(listed, WAVES[which]).values():
        for recipient in rows:
            for concern in recipient.concerns:
                person = listed[concern.person]
                theirs = {each.name for each in free(person, Relation.GUARDIAN)}
                assert set(recipient.names) <= theirs or set(recipient.names) <= {person.name}
                assert (concern.name, concern.exposed) == (person.name, person.exposed)
                usable = {each.address for each in person.contacts if not each.not_to_be_told}
                assert recipient.address in {None, *usable}


@settings(max_examples=300, deadline=None)
@given(lists, st.sampled_from(range(4)))
def test_no_way_is_tried_that_somebody_flagged_shares(
    listed: list[AffectedPerson], which: int
) -> None:
    for rows in merged(listed, WAVES[which]).values():
        barred = {
            way
            for row in rows
            for concern in row.concerns
            for way in barred_ways(listed[concern.person].contacts)
        }
        assert folded_email(rows[0].email or "") not in barred
        assert folded_phone(rows[0].phone or "") not in barred


@settings(max_examples=300, deadline=None)
@given(lists, st.sampled_from(range(4)))
def test_one_letter_is_one_family_at_one_door(listed: list[AffectedPerson], which: int) -> None:
    for rows in merged(listed, WAVES[which]).values():
        first = rows[0]
        for other in rows[1:]:
            assert sorted(other.names) == sorted(first.names)
            assert other.address == first.address
            assert other.plan.method is first.plan.method
            if first.plan.method is not Method.FIRST_CLASS_MAIL:
                assert other.email == first.email
            assert (other.notice, other.kind, other.language, other.duties) == (
                *(first.notice, first.kind, first.language, first.duties),
            )
        if len(rows) > 1:
            assert first.address is not None or first.email or first.phone


@settings(max_examples=300, deadline=None)
@given(persons)
def test_a_student_is_told_as_grown_from_the_birthday_on(person: AffectedPerson) -> None:
    if person.group not in (Group.STUDENTS, Group.ELIGIBLE_STUDENTS):
        return
    kinds = {row.kind for rows in merged([person], wave()).values() for row in rows}

    grown = person.group is Group.ELIGIBLE_STUDENTS or (
        person.birthday is not None and age_on(person.birthday.date, DAY.date) >= 18
    )

    assert kinds == {Kind.ELIGIBLE_STUDENT if grown else Kind.PARENT}


@settings(max_examples=300, deadline=None)
@given(persons, st.sampled_from(range(4)))
def test_every_guardian_without_a_flag_is_told_once(person: AffectedPerson, which: int) -> None:
    rows = [row for rows in merged([person], WAVES[which]).values() for row in rows]
    guardians = free(person, Relation.GUARDIAN)
    if not rows or rows[0].kind is not Kind.PARENT or not guardians:
        return

    named = Counter(name for row in rows for name in set(row.names))

    assert set(named) == {each.name for each in guardians}
    assert sum(named.values()) <= len(guardians)


@settings(max_examples=200, deadline=None)
@given(persons, st.sampled_from(range(4)))
def test_a_way_is_named_only_where_it_leads_somewhere(person: AffectedPerson, which: int) -> None:
    for rows in merged([person], WAVES[which]).values():
        for row in rows:
            has = {
                Method.FIRST_CLASS_MAIL: row.address,
                Method.EMAIL: row.email,
                Method.TELEPHONE: row.phone,
            }
            assert all(has[way] for way in (row.plan.method, row.plan.fallback) if way)
            assert row.plan.method or not row.plan.fallback
            assert row.plan.reason
