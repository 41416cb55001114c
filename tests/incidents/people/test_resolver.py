"""Whom a person's exposure has told, by which notice, and who is left to find."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from incidents.law.circumstances import Group
from incidents.moments import Instant
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Kind, Method
from incidents.people.served import COMBINED, FAMILY, RESIDENT, Served
from notices.drafter import CatalogueDrafter
from tests.incidents.people.telling import (
    BROADWAY,
    LAW,
    MAIN_STREET,
    colleague,
    facts,
    guardian,
    letters,
    private,
    recipients,
    resolved,
    student,
    themself,
    wave,
)

INDIVIDUALS, RESIDENTS = "ny.8nycrr121.individuals", "ny.stl208.residents"
AT = Instant.parse("2026-03-20T12:00-04:00")
FLAG = "order of protection"


def told(person: AffectedPerson, served: Served | None = None) -> list[tuple[str, Kind, Any]]:
    """Give notice, kind and names of everybody who is told."""
    return [(each.notice, each.kind, each.names) for each in recipients(person, served)]


def test_a_minors_parents_are_told_and_not_the_child() -> None:
    ana = student("Ana", guardian("Rosa"), themself("Ana", email="ana@school.example.org"))

    assert told(ana) == [(FAMILY, Kind.PARENT, ("Rosa",))]
    assert recipients(ana)[0].duties == (INDIVIDUALS,)
    assert recipients(ana)[0].email is None


def test_a_grown_student_is_told_and_the_parents_are_not() -> None:
    sam = student("Sam", guardian("Rosa"), themself("Sam"), group=Group.ELIGIBLE_STUDENTS)

    assert told(sam) == [(FAMILY, Kind.ELIGIBLE_STUDENT, ("Sam",))]
    assert recipients(sam)[0].address == BROADWAY


def test_a_grown_student_may_live_with_the_family() -> None:
    sam = student("Sam", guardian("Rosa", email="rosa@example.org"), group=Group.ELIGIBLE_STUDENTS)

    (recipient,) = recipients(sam)

    assert (recipient.names, recipient.address, recipient.email) == (("Sam",), MAIN_STREET, None)
    assert recipient.plan.reason == (
        "at the family's address, the only one on the list; first-class mail, as preferred"
    )


def test_no_birthday_means_a_minor_and_the_reason_says_so() -> None:
    (recipient,) = recipients(student(birthday=None))

    assert recipient.kind is Kind.PARENT
    assert recipient.plan.reason == (
        "taken as a minor, since no birthday is known; first-class mail, as preferred"
    )


def test_a_home_without_a_name_is_the_parents_home() -> None:
    ana = student("Ana Lopez", themself("Ana Lopez", email="ana@example.org", phone="845-555-0142"))

    (recipient,) = recipients(ana)

    assert recipient.names == ()
    assert recipient.address == BROADWAY
    assert (recipient.email, recipient.phone) == (None, None)


def test_a_flagged_contact_is_told_nothing() -> None:
    rosa, juan = guardian("Rosa"), guardian("Juan", address=BROADWAY, not_to_be_told=FLAG)

    assert told(student("Ana", rosa, juan)) == [(FAMILY, Kind.PARENT, ("Rosa",))]


@pytest.mark.parametrize(
    "person",
    [
        student("Ana", guardian(not_to_be_told=FLAG)),
        # Nor does a letter go to the home of a child whose guardians are all flagged.
        student("Ana", guardian(not_to_be_told=FLAG), themself("Ana")),
        student("Sam", themself("Sam", not_to_be_told=FLAG), group=Group.ELIGIBLE_STUDENTS),
        colleague(Group.TEACHERS, contacts=(themself("Kim Doe", not_to_be_told=FLAG),)),
    ],
)
def test_where_all_are_flagged_somebody_has_to_look(person: AffectedPerson) -> None:
    (recipient,) = recipients(person, private())

    assert recipient.plan.method is None
    assert recipient.plan.reason == "nobody may be told: the list flags each contact"
    assert (recipient.address, recipient.email, recipient.phone) == (None, None, None)
    assert FLAG not in recipient.plan.reason


def test_a_person_without_contacts_is_on_the_list_to_work() -> None:
    nobody = AffectedPerson(name="Ana Lopez", group=Group.STUDENTS)

    (recipient,) = recipients(nobody)

    assert recipient.names == ()
    assert recipient.plan.method is None
    assert recipient.plan.reason == (
        "taken as a minor, since no birthday is known; no usable postal address, e-mail or "
        "telephone number"
    )


@pytest.mark.parametrize(
    ("person", "expected"),
    [
        (student("Ana"), (COMBINED, Kind.PARENT)),
        (student("Ana", exposed=("ssn", "grades")), (COMBINED, Kind.PARENT)),
        (student("Ana", exposed=("grades",)), (FAMILY, Kind.PARENT)),
        (student("Ana", exposed=()), (FAMILY, Kind.PARENT)),
        (student("Ana", residence="NY"), (COMBINED, Kind.PARENT)),
        (student("Ana", residence="NJ"), (FAMILY, Kind.PARENT)),
        (student("Ana", exposed=("medical",)), (FAMILY, Kind.PARENT)),
        (
            student("Ana", group=Group.ELIGIBLE_STUDENTS),
            (COMBINED, Kind.ELIGIBLE_STUDENT),
        ),
        (colleague(Group.TEACHERS), (COMBINED, Kind.TEACHER_OR_PRINCIPAL)),
        (colleague(Group.PRINCIPALS, exposed=("ratings",)), (FAMILY, Kind.TEACHER_OR_PRINCIPAL)),
        (colleague(Group.EMPLOYEES), (RESIDENT, Kind.RESIDENT)),
        (colleague(Group.OTHERS, exposed=("ssn",)), (RESIDENT, Kind.RESIDENT)),
    ],
)
def test_what_was_exposed_and_where_choose_the_notice(
    person: AffectedPerson, expected: tuple[str, Kind]
) -> None:
    assert [each[:2] for each in told(person, private())] == [expected]


def test_one_notice_for_both_laws_names_both_duties() -> None:
    assert recipients(student(), private())[0].duties == (INDIVIDUALS, RESIDENTS)
    assert recipients(colleague(Group.EMPLOYEES), private())[0].duties == (RESIDENTS,)


@pytest.mark.parametrize(
    ("person", "reason"),
    [
        (
            colleague(Group.EMPLOYEES, exposed=("grades",)),
            "nothing of theirs that a duty is about was exposed",
        ),
        (
            colleague(Group.EMPLOYEES, residence="CT"),
            "lives in CT, where no duty of this rule book protects residents",
        ),
    ],
)
def test_whom_no_duty_asks_to_be_told_has_a_reason(person: AffectedPerson, reason: str) -> None:
    found = resolved(person, private())

    assert (found.households, found.not_owed) == ((), reason)


def test_before_a_duty_has_arisen_nobody_is_told() -> None:
    nothing = wave(facts=facts(student_data=None), moments={})

    assert resolved(student(), nothing).not_owed == "no duty to tell people has arisen"


def test_a_duty_that_was_decided_away_tells_nobody() -> None:
    decided = {INDIVIDUALS: {"required": False, "by": "dpo", "reason": "told by the State"}}

    assert resolved(student(), wave(decided=decided)).not_owed == (
        "no duty to tell people has arisen"
    )


def test_a_duty_on_hold_still_has_its_recipients() -> None:
    hold = {"kind": "law_enforcement", "party": "agency", "from": "2026-03-17T09:00-04:00"}

    assert told(student(), wave(holds=[hold])) == [(FAMILY, Kind.PARENT, ("Rosa Lopez",))]


def test_teachers_are_told_of_reviews_and_of_nothing_else() -> None:
    teacher = colleague(Group.TEACHERS)

    assert resolved(teacher, wave(facts=facts(appr_data=False))).not_owed is not None
    assert told(teacher, wave(facts=facts(appr_data=True)))[0][:2] == (
        FAMILY,
        Kind.TEACHER_OR_PRINCIPAL,
    )
    # Unknown is not no.
    assert told(teacher, wave(facts=facts(appr_data=None)))[0][0] == FAMILY


def test_students_are_not_told_of_reviews_alone() -> None:
    reviews = wave(facts=facts(student_data=False, appr_data=True))

    assert resolved(student(), reviews).not_owed is not None


def test_a_group_counted_without_private_data_has_none() -> None:
    counted = wave(
        facts=facts(private_information=["ssn"]),
        affected=[
            {"group": "students", "residence": "NY", "count": 40, "with_private_information": 0},
            {"group": "employees", "residence": "NY", "count": 5, "with_private_information": 5},
        ],
    )

    assert told(student(), counted)[0][0] == FAMILY
    assert told(colleague(Group.EMPLOYEES), counted)[0][0] == RESIDENT
    # What the list says of one person comes before what the case says of all.
    assert told(student(exposed=("ssn",)), counted)[0][0] == COMBINED


def test_a_policy_may_count_more_than_the_statute() -> None:
    # Policy 8635 counts student numbers, which section 208 does not.
    numbered = wave(
        facts=facts(private_information=["student_id"]),
        affected=[
            {"group": "students", "residence": "NY", "count": 40, "with_private_information": 40}
        ],
    )

    assert "student_id" in numbered.counted
    assert told(student(), numbered)[0][0] == COMBINED


def test_a_child_among_the_others_is_told_through_parents() -> None:
    sibling = student("Bo", group=Group.OTHERS, birthday=None)
    grown = colleague(Group.OTHERS, birthday=None)

    assert told(sibling, private()) == [(RESIDENT, Kind.PARENT, ("Rosa Lopez",))]
    assert told(grown, private()) == [(RESIDENT, Kind.RESIDENT, ("Kim Doe",))]


def test_the_notices_are_those_of_the_rules_and_the_catalogue() -> None:
    drafter = CatalogueDrafter()
    plan = LAW.plan_of(LAW.read({"version": 1, "agency": "kingston-csd"}), AT)

    assert drafter.written_for(plan.duty(INDIVIDUALS)) == (FAMILY, COMBINED)
    assert RESIDENT in drafter.written_for(plan.duty(RESIDENTS))
    assert drafter.kinds(COMBINED) == drafter.kinds(FAMILY)
    assert set(drafter.kinds(FAMILY)) == {*Kind} - {Kind.RESIDENT}
    assert drafter.kinds(RESIDENT) == (Kind.RESIDENT, Kind.PARENT)


def test_what_identifies_a_recipient_is_in_no_representation() -> None:
    shown = repr(recipients(student("Ana Lopez", guardian(email="rosa@example.org"))))

    assert not any(each in shown for each in ("Ana", "Rosa", "Main Street", "example.org"))


def test_email_prefers_those_who_consented_to_it() -> None:
    sam = student(
        "Sam",
        themself("Sam", email="old@example.org"),
        themself("Sam", email="new@example.org", consents_to_email=True),
        group=Group.ELIGIBLE_STUDENTS,
    )

    (recipient,) = recipients(sam, private(prefer=Method.EMAIL))

    assert (recipient.email, recipient.plan.method) == ("new@example.org", Method.EMAIL)


def test_parents_without_a_name_have_a_letter_for_each_child() -> None:
    """Who lives at one address need not be one family."""
    unnamed = guardian("")

    assert letters([student("Ana", unnamed), student("Bo", unnamed)]) == {"": ["Ana", "Bo"]}


def test_a_parent_without_a_name_shares_the_letter_of_one_with() -> None:
    (recipient,) = recipients(student("Ana", guardian("Rosa"), guardian("")))

    assert recipient.names == ("Rosa",)


def test_a_minor_told_as_a_resident_is_told_through_the_parents() -> None:
    """No student data was exposed, but private information: parents read of their child."""
    served = private()
    facts_known = replace(served.known.facts, student_data=False)
    as_residents = replace(served, known=replace(served.known, facts=facts_known))
    grown = student("Sam", themself("Sam"), group=Group.ELIGIBLE_STUDENTS)

    assert told(student("Ana"), as_residents) == [(RESIDENT, Kind.PARENT, ("Rosa Lopez",))]
    assert told(grown, as_residents) == [(RESIDENT, Kind.RESIDENT, ("Sam",))]
    assert told(colleague(Group.EMPLOYEES), as_residents) == [
        (RESIDENT, Kind.RESIDENT, ("Kim Doe",))
    ]
