"""What a sending would be is known before anybody approves it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine

from incidents.law.circumstances import Group
from incidents.law.rule import Ground
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method
from incidents.services.approve_notice import approve_notice
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed
from incidents.services.telling.means import Means
from incidents.services.telling.preflight import Preflight, TextNeeded, TextState, preflight
from incidents.services.telling.substitute import (
    Choice,
    SubstituteRefusedError,
    choose_substitute,
)
from tests.incidents.people.telling import colleague, guardian, student, themself
from tests.support.caseworker import LAW, practice
from tests.support.registrar import LATER, NUMBER, Registrar
from tests.support.whole_case import home_with_district, law_of

MAIL, EMAIL = Method.FIRST_CLASS_MAIL, Method.EMAIL
MEANS = Means(
    per_minute=30,
    per_day=10_000,
    letters_per_day=2,
    calls_per_day=200,
    postage_cents=78,
    letter_cents=12,
    email_cents=0,
    call_cents=150,
)
PRIVATE: dict[str, Any] = {
    "facts": {
        "student_data": True,
        "appr_data": False,
        "private_information": ["ssn"],
        "encrypted": False,
        "medium": "computerized",
        "custody": "owned",
    },
    "affected": [
        {"group": "students", "residence": "NY", "count": 4, "with_private_information": 4},
        {"group": "employees", "residence": "NY", "count": 1, "with_private_information": 1},
    ],
}
_WORDS: dict[str, Any] = {
    "incident_description": "A list of students lay open on the internet for nine days.",
    "data_types": ["names", "dates of birth"],
    "investigation": "We are finding out who opened the list.",
    "steps_taken": ["The list was taken down."],
}


def numbered(*persons: AffectedPerson) -> Iterable[AffectedPerson]:
    """Give the persons with numbers of the school."""
    return (replace(each, local_id=str(number)) for number, each in enumerate(persons))


def families(count: int, **given: Any) -> Iterable[AffectedPerson]:
    """Give so many students of as many families."""
    return (student(f"Child {n}", guardian(f"Parent {n}", **given)) for n in range(count))


def looked(registrar: Registrar, on: str = "2026-05-08", means: Means = MEANS) -> Preflight:
    """Give what a sending would be."""
    with registrar.reads() as work:
        day = LocalDay.parse(on)
        return preflight(work, practice(), NUMBER, means, on=day)


@pytest.fixture
def registrar(engine: Engine) -> Registrar:
    """Give a roster case on each database."""
    return Registrar(engine)


def test_it_counts_by_notice_way_and_language(registrar: Registrar) -> None:
    registrar.lists(
        *numbered(
            *families(2, email="a@example.org"),
            student("Bo", guardian("Mia", language="es")),
            student("Cy", guardian("Ed", address=None)),
            colleague(Group.EMPLOYEES),
        )
    )
    registrar.resolves()

    found = looked(registrar)

    assert (found.persons, found.recipients, found.without_method) == (5, 4, 1)
    assert found.by("notice") == {"family-notice": 4}
    assert found.by("method") == {"first_class_mail": 3, "": 1}
    assert found.by("language") == {"en": 3, "es": 1}
    assert found.resolution is not None
    assert list(found.resolution.not_owed.values()) == [1]


def test_it_costs_stamps_and_paper(registrar: Registrar) -> None:
    registrar.lists(*numbered(*families(3)))
    registrar.resolves()

    found = looked(registrar)

    assert found.costs == {"postage": 234, "printing": 36}
    assert found.cents == 270


def test_it_says_when_each_way_is_finished(registrar: Registrar) -> None:
    registrar.lists(*numbered(*families(5)))
    registrar.resolves()

    (letters,) = looked(registrar).finishes

    # Two letters a day from Friday, May 8: Friday, Monday and Tuesday.
    assert letters.words == (
        "finishes on Tuesday, May 12, 2026; the limit is Friday, May 15, 2026: 3 days to spare"
    )


def test_too_late_is_a_warning_before_all_is_approved(registrar: Registrar) -> None:
    registrar.lists(*numbered(*families(15)))
    registrar.resolves()

    found = looked(registrar)

    assert (
        "By first-class mail it would be too late by 4 days: it would finish on Tuesday, May 19, "
        "2026, and the limit is Friday, May 15, 2026; at least 3 a day would do: choose a mail "
        "house, or another way for some."
    ) in found.warnings


def test_both_databases_are_asked_nothing_they_need_a_key_for(registrar: Registrar) -> None:
    registrar.lists(*numbered(*families(2)))
    registrar.resolves()
    registrar.keys.keys.clear()

    assert looked(registrar).recipients == 2


@pytest.mark.parametrize(
    ("lists", "resolves", "on", "warning"),
    [
        (
            False,
            False,
            "2026-05-08",
            "No list of affected persons was taken in: duenotice people import.",
        ),
        (
            True,
            False,
            "2026-05-08",
            (
                "Who is told is not found out, or the list changed since: duenotice people resolve "
                "KINGSTON-2026-001."
            ),
        ),
        (
            True,
            True,
            "2026-05-11",
            (
                "Who is of age was found out for Friday, May 8, 2026, and this sending would begin "
                "on Monday, May 11, 2026: duenotice people resolve KINGSTON-2026-001 --on "
                "2026-05-11."
            ),
        ),
    ],
)
def test_it_warns_of_a_list_that_is_not_ready(
    registrar: Registrar, *, lists: bool, resolves: bool, on: str, warning: str
) -> None:
    if lists:
        registrar.lists(*numbered(*families(1)))
    if resolves:
        registrar.resolves()

    assert looked(registrar, on).warnings[0] == warning


def test_it_sends_to_counsel_for_the_law_of_another_state(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    away = [colleague(Group.EMPLOYEES, residence=state) for state in ("NJ", "CT", "NJ")]
    registrar.lists(*numbered(*families(1), *away))
    registrar.resolves()

    found = looked(registrar)

    assert [each for each in found.warnings if "counsel" in each] == [
        (
            "1 affected person of CT would be told nothing, and there are no rules for CT here: "
            "ask counsel about the law of CT."
        ),
        (
            "2 affected persons of NJ would be told nothing, and there are no rules for NJ here: "
            "ask counsel about the law of NJ."
        ),
    ]


def test_it_names_the_texts_that_are_lacking(registrar: Registrar, tmp_path: Path) -> None:
    registrar.lists(
        *numbered(student("Bo", guardian("Mia", language="ht")), *families(2)),
    )
    registrar.resolves()

    def text(state: TextState) -> tuple[TextNeeded, ...]:
        needed = TextNeeded(
            notice="family-notice",
            kind="parent",
            language="en",
            count=3,
            state=state,
            instead={"ht": 1},
        )
        return (needed,)

    assert looked(registrar).texts == text(TextState.MISSING)
    assert (
        "The text family-notice for parent in English is not drafted." in looked(registrar).warnings
    )
    digest = _drafted(registrar, tmp_path)
    assert looked(registrar).texts == text(TextState.DRAFTED)
    registrar.at(LATER, lambda work: approve_notice(work, LAW, NUMBER, digest, by="dpo"))
    assert looked(registrar).texts == text(TextState.APPROVED)
    assert looked(registrar).warnings == ()


def _drafted(registrar: Registrar, home: Path) -> str:
    """Draft the families' text for a district with a letterhead."""
    law = law_of(home_with_district(home))

    for field, value in _WORDS.items():
        with registrar.begins() as work:
            record_wording(work, law, NUMBER, field, value)
    addressed = Addressed(notice="family-notice", kind="parent")
    with registrar.begins() as work:
        return draft_notice(work, practice(law), NUMBER, addressed).digest


def test_a_hold_is_said_before_a_sending(engine: Engine) -> None:
    hold = {"kind": "law_enforcement", "party": "agency", "from": "2026-03-16T09:45-04:00"}
    registrar = Registrar(engine, holds=[hold])
    registrar.lists(*numbered(*families(1)))
    registrar.resolves()

    found = looked(registrar)

    assert (
        "ny.8nycrr121.individuals is on hold: nothing may go out for it until the hold is released."
    ) in found.warnings
    assert found.finishes[0].words == (
        "finishes on Friday, May 8, 2026; there is no limit while the hold lasts"
    )


def test_substitute_notice_is_offered_where_addresses_lack(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    registrar.lists(*numbered(*families(2), student("Cy", guardian("Ed", address=None))))
    registrar.resolves()

    (offer,) = looked(registrar).offers

    assert offer.words == (
        "substitute notice may be given for ny.stl208.residents to the 1 recipient without a "
        "usable address only, while the other 2 are told directly (State Technology Law 208(5)); "
        "it is all of these together: e-mail where known, website posting, statewide media; "
        "whoever is owed a notice under 8 NYCRR 121.10(e) too has to be told directly all the same"
    )
    assert offer.reaches == 1


def test_a_flag_is_no_lack_of_an_address(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    flagged = student("Cy", guardian("Ed", not_to_be_told="order"))
    registrar.lists(*numbered(*families(2), flagged))
    registrar.resolves()

    found = looked(registrar)

    assert found.offers == ()
    assert found.without_method == 1, "somebody still has to decide about them"


def test_beside_a_flag_only_who_has_no_address_is_shown(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    flagged = student("Cy", guardian("Ed", not_to_be_told="order"))
    registrar.lists(*numbered(flagged, student("Bo", guardian("Mia", address=None))))
    registrar.resolves()

    (offer,) = looked(registrar).offers

    assert (offer.ground, offer.reaches) == (Ground.NO_CONTACT, 1)


def test_who_lives_elsewhere_opens_no_substitute_notice(engine: Engine) -> None:
    affected = [
        {"group": "students", "residence": state, "count": n, "with_private_information": n}
        for state, n in (("NY", 400_000), ("NJ", 150_000))
    ]
    registrar = Registrar(engine, facts=PRIVATE["facts"], affected=affected)

    assert looked(registrar).offers == ()


def test_a_resident_alone_is_owed_nothing_else(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    lost = colleague(Group.EMPLOYEES, contacts=(themself("Kim Doe", address=None),))
    registrar.lists(*numbered(lost))
    registrar.resolves()

    (offer,) = looked(registrar).offers

    assert "all the same" not in offer.words


@pytest.mark.parametrize(
    ("stamp", "grounds"),
    [
        # Two letters: $249,999.76 and $250,001.76; the test is more than $250,000.
        (12_499_976, []),
        (12_500_076, [Ground.COST]),
    ],
)
def test_the_cost_is_tested_with_the_estimate(
    engine: Engine, stamp: int, grounds: list[Ground]
) -> None:
    registrar = Registrar(engine, **PRIVATE)
    registrar.lists(*numbered(*families(2)))
    registrar.resolves()

    found = looked(registrar, means=replace(MEANS, postage_cents=stamp))

    assert [each.ground for each in found.offers] == grounds


@pytest.mark.parametrize(("count", "is_met"), [(500_000, False), (500_001, True)])
def test_so_many_persons_open_substitute_notice(
    engine: Engine, count: int, *, is_met: bool
) -> None:
    group = {"group": "students", "residence": "NY", "count": count}
    registrar = Registrar(
        engine,
        facts=PRIVATE["facts"],
        affected=[{**group, "with_private_information": count}],
    )

    offers = looked(registrar).offers

    assert [each.ground for each in offers] == ([Ground.PERSONS] if is_met else [])


def test_the_families_duty_knows_no_substitute(registrar: Registrar) -> None:
    registrar.lists(*numbered(student("Cy", guardian("Ed", address=None))))
    registrar.resolves()

    assert looked(registrar).offers == ()


def test_the_choice_is_recorded_with_its_showing(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    registrar.lists(*numbered(*families(2), student("Cy", guardian("Ed", address=None))))
    registrar.resolves()

    registrar.at(
        LATER,
        lambda work: choose_substitute(
            work, LAW, NUMBER, Choice(ground=Ground.NO_CONTACT), MEANS, by="dpo"
        ),
    )

    (chosen,) = registrar.case().telling.substitutes
    assert (chosen.duty, chosen.ground, chosen.by) == ("ny.stl208.residents", "no_contact", "dpo")
    assert chosen.showing == {
        "estimated_cents": 180,
        "persons": 5,
        "without_address": 1,
        "more_than": None,
        "provision": "State Technology Law 208(5)",
        "consists_of": ["email_where_known", "website_posting", "statewide_media"],
    }


def test_a_test_that_is_not_met_cannot_be_chosen(engine: Engine) -> None:
    registrar = Registrar(engine, **PRIVATE)
    registrar.lists(*numbered(*families(2)))
    registrar.resolves()

    with pytest.raises(SubstituteRefusedError, match="The test `cost` of substitute notice is not"):
        registrar.at(
            LATER,
            lambda work: choose_substitute(
                work, LAW, NUMBER, Choice(ground=Ground.COST), MEANS, by="dpo"
            ),
        )
