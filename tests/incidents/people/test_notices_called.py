"""Each notice that somebody has to be sent is written, and no other."""

from __future__ import annotations

from typing import Any

import pytest

from incidents.moments import Instant
from incidents.people.served import COMBINED, FAMILY, RESIDENT, notices_called
from tests.incidents.people.telling import LAW, facts, recipients, student, wave
from tests.support.caseworker import roster

_SSN = facts(private_information=["ssn"], appr_data=False)
_EVERY = (COMBINED, FAMILY, RESIDENT)


def group(name: str, count: int | None, private: int | None, residence: Any = "NY") -> Any:
    """Give one entry of those affected."""
    return {
        "group": name,
        "residence": residence,
        "count": count,
        "with_private_information": private,
    }


def called(*affected: Any, found: dict[str, int] | None = None, **changes: Any) -> tuple[str, ...]:
    """Give the notices that a roster case with these people calls for."""
    given = {"facts": _SSN, "affected": list(affected), **changes}
    incident = LAW.read(roster(**given))
    plan = LAW.plan_of(incident, Instant.parse("2026-03-20T12:00-04:00"))
    return notices_called(plan, incident.circumstances, found or {})


@pytest.mark.parametrize(
    ("affected", "notices"),
    [
        ([group("students", 40, 40)], (COMBINED,)),
        ([group("students", 40, 39)], (COMBINED, FAMILY)),
        ([group("students", 40, None), group("employees", 5, 5)], _EVERY),
        ([group("students", None, 40)], (COMBINED, FAMILY)),
        # Where they live is not known: some may live where only 2-d has them told.
        ([group("students", 40, 40, None), group("others", 1, 1)], _EVERY),
        ([group("students", 40, 40), group("students", 2, 2, "NJ")], (COMBINED, FAMILY)),
        ([group("students", 40, 0), group("employees", 5, 5)], (FAMILY, RESIDENT)),
        ([group("students", 40, 40), group("employees", 5, None)], (COMBINED, RESIDENT)),
        ([group("students", 40, 40), group("employees", 0, None)], (COMBINED,)),
        # No review data was exposed: teachers are told as residents, and as nothing else.
        ([group("students", 40, 40), group("teachers", 5, 5)], (COMBINED, RESIDENT)),
    ],
)
def test_the_counts_of_a_case_call_for_notices(affected: Any, notices: tuple[str, ...]) -> None:
    assert called(*affected) == notices


def test_review_data_tells_teachers_of_both_laws_at_once() -> None:
    both = facts(private_information=["ssn"], appr_data=True)

    assert called(group("teachers", 5, 5), facts=both) == (COMBINED,)


def test_before_the_law_on_residents_is_decided_families_are_told() -> None:
    assert called(group("students", 40, None)) == (FAMILY,)


def test_no_private_information_calls_for_families_alone() -> None:
    assert called(group("students", 40, 0), facts=facts()) == (FAMILY,)


def test_once_it_is_found_out_who_is_told_that_decides() -> None:
    people = group("students", 40, 39)

    assert called(people, found={COMBINED: 37, FAMILY: 3}) == (COMBINED, FAMILY)
    assert called(people, found={COMBINED: 40, FAMILY: 0}) == (COMBINED,)
    assert called(people, found={COMBINED: 38, RESIDENT: 2}) == (COMBINED, RESIDENT)


def test_a_duty_that_arose_since_has_its_notice_too() -> None:
    assert called(group("students", 40, 40), found={FAMILY: 40}) == (COMBINED, FAMILY)


def test_whoever_is_told_has_a_notice_that_is_called_for() -> None:
    affected = [group("students", 2, None), group("teachers", 1, 1)]
    served = wave(facts=_SSN, affected=affected)
    persons = [
        student("Ana", exposed=("grades",)),
        student("Bo", exposed=("ssn",)),
        student("Cy", exposed=("ssn",), residence="NJ"),
    ]

    sent = {each.notice for person in persons for each in recipients(person, served)}

    assert sent == {COMBINED, FAMILY}
    assert sent <= set(called(*affected))
