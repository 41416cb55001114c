"""In which way somebody is told, what follows if that fails, and why."""

from __future__ import annotations

import pytest

from incidents.law.circumstances import Group
from incidents.people.methods import AllowedMethods, allowed_by
from incidents.people.person import PostalAddress
from incidents.people.reach import Reach, usable_address, usable_email, usable_phone
from incidents.people.recipient import Method
from tests.incidents.people.telling import (
    LAW,
    MAIN_STREET,
    colleague,
    guardian,
    private,
    recipients,
    student,
    themself,
    wave,
)

MAIL, EMAIL, TELEPHONE = Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE
BOOK = LAW.rule_book
FAMILIES, RESIDENTS = BOOK.rule("ny.8nycrr121.individuals"), BOOK.rule("ny.stl208.residents")
ALL = {"email": "rosa@example.org", "phone": "845-555-0142"}


def test_each_law_has_its_own_ways() -> None:
    # 8 NYCRR 121.10(h): first-class mail, e-mail, telephone, and no consent asked.
    assert AllowedMethods.by(FAMILIES) == AllowedMethods(methods=frozenset(Method))
    # State Technology Law 208(5): e-mail with consent; electronic and telephone are logged.
    assert AllowedMethods.by(RESIDENTS) == AllowedMethods(
        methods=frozenset(Method), email_needs_consent=True, logged=frozenset({EMAIL, TELEPHONE})
    )


def test_for_both_laws_the_stricter_decides() -> None:
    assert allowed_by([FAMILIES, RESIDENTS]) == AllowedMethods.by(RESIDENTS)
    strict = AllowedMethods(methods=frozenset({MAIL, EMAIL}))
    assert strict.and_by(AllowedMethods.by(RESIDENTS)).methods == {MAIL, EMAIL}


@pytest.mark.parametrize(
    ("prefer", "given", "method", "fallback", "reason"),
    [
        (MAIL, ALL, MAIL, EMAIL, "first-class mail, as preferred"),
        (EMAIL, ALL, EMAIL, MAIL, "e-mail, as preferred"),
        (TELEPHONE, ALL, TELEPHONE, MAIL, "telephone, as preferred"),
        (MAIL, {}, MAIL, None, "first-class mail, as preferred"),
        (EMAIL, {}, MAIL, None, "first-class mail: no usable e-mail address"),
        (
            EMAIL,
            {"email": "rosa at example", "phone": "845-555-0142"},
            MAIL,
            TELEPHONE,
            "first-class mail: no usable e-mail address",
        ),
        (
            MAIL,
            {"address": None, **ALL},
            EMAIL,
            TELEPHONE,
            "e-mail: no usable postal address",
        ),
        (
            TELEPHONE,
            {"address": None, "phone": "none"},
            None,
            None,
            "no usable postal address, e-mail or telephone number",
        ),
    ],
)
def test_a_parent_is_told_in_the_first_way_of_use(
    prefer: Method, given: dict, method: Method | None, fallback: Method | None, reason: str
) -> None:
    (recipient,) = recipients(student("Ana", guardian(**given)), wave(prefer=prefer))

    plan = recipient.plan
    assert (plan.method, plan.fallback, plan.reason) == (method, fallback, reason)


@pytest.mark.parametrize(
    ("consents", "method", "fallback", "reason"),
    [
        (True, EMAIL, MAIL, "e-mail, as preferred"),
        (False, MAIL, TELEPHONE, "first-class mail: no consent to e-mail is on record"),
    ],
)
def test_a_resident_gets_email_only_with_consent(
    *, consents: bool, method: Method, fallback: Method, reason: str
) -> None:
    contact = themself("Kim Doe", consents_to_email=consents, **ALL)
    person = colleague(Group.EMPLOYEES, contacts=(contact,))

    plan = recipients(person, private(prefer=EMAIL))[0].plan

    assert (plan.method, plan.fallback, plan.reason) == (method, fallback, reason)


def test_without_consent_an_email_is_no_way_at_all() -> None:
    contact = themself("Kim Doe", address=None, email="kim@example.org")
    person = colleague(Group.EMPLOYEES, contacts=(contact,))

    plan = recipients(person, private())[0].plan

    assert plan.method is None
    assert plan.reason == (
        "no usable postal address or telephone number; no consent to e-mail is on record"
    )


def test_a_combined_notice_takes_the_consent_of_all_parents() -> None:
    rosa = guardian("Rosa", email="rosa@example.org", consents_to_email=True)
    juan = guardian("Juan", email="juan@example.org")
    strict = private(prefer=EMAIL)

    (letter,) = recipients(student("Ana", rosa, juan), strict)
    assert (letter.names, letter.plan.method) == (("Rosa", "Juan"), MAIL)
    (alone,) = recipients(student("Ana", rosa), strict)
    assert alone.plan.method is EMAIL


def test_a_way_that_the_law_does_not_name_is_not_taken() -> None:
    letters_only = AllowedMethods(methods=frozenset({MAIL}))
    reach = recipients(student("Ana", guardian(**ALL)))[0]

    plan = letters_only.plan(Reach(address=reach.address, email="a@example.org"), EMAIL)
    assert plan.method is MAIL
    assert plan.reason == "first-class mail: e-mail is no way that the law allows here"


@pytest.mark.parametrize(
    "email",
    ["a@example.org", "a.b+c@sub.example.org", "o'brien@example.co", "  spaced@example.org "],
)
def test_an_email_address_is_used_as_it_stands(email: str) -> None:
    assert usable_email(email) == email.strip()


@pytest.mark.parametrize(
    "email",
    [
        None,
        "",
        "none",
        "a@b",
        "a@@example.org",
        "a b@example.org",
        "a@example.org\nBcc: all@example.org",
        "a@example..org",
        ".a@example.org",
        "a@-example.org",
        "a@example.org,b@example.org",
        "Rosa <a@example.org>",
        f"{'a' * 65}@example.org",
        f"a@{'b.' * 130}org",
        "ä@example.org",
    ],
)
def test_what_is_no_email_address_is_of_no_use(email: str | None) -> None:
    assert usable_email(email) is None


@pytest.mark.parametrize(
    ("phone", "is_usable"),
    [
        ("845-555-0142", True),
        ("(845) 555-0142", True),
        ("+1 845 555 0142", True),
        ("+44 20 7946 0958", True),
        ("555-0142", False),
        ("unlisted", False),
        ("", False),
        (None, False),
        ("1234567890123456", False),
    ],
)
def test_a_number_needs_its_area_code(phone: str | None, *, is_usable: bool) -> None:
    assert (usable_phone(phone) is not None) is is_usable


@pytest.mark.parametrize(
    ("street", "city", "code", "is_usable"),
    [
        (("12 Main Street",), "Kingston", "12401", True),
        (("12 Main Street",), "Kingston", "", True),
        (("12 Main Street",), "", "12401", True),
        (("12 Main Street",), "", "", False),
        ((), "Kingston", "12401", False),
        (("  ",), "Kingston", "12401", False),
    ],
)
def test_an_address_needs_a_street_and_a_place(
    street: tuple[str, ...], city: str, code: str, *, is_usable: bool
) -> None:
    address = PostalAddress(street=street, city=city, postal_code=code)

    assert (usable_address(address) is not None) is is_usable
    assert usable_address(None) is None
    assert usable_address(MAIN_STREET) is MAIN_STREET
