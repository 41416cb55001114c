"""What a person must know beside the duties."""

from __future__ import annotations

from typing import Any

import pytest

from config.registry import load_registry
from incidents.law.circumstances import AffectedGroup, Group
from tests.incidents.law.examples import known, plan, rule

KINGSTON = load_registry().policy("kingston-8635")


def group(residence: str | None, of: Group = Group.STUDENTS) -> AffectedGroup:
    """Give a group of persons who live somewhere."""
    return AffectedGroup(group=of, residence=residence)


def warnings(at: str = "2026-03-10T00:00Z", **circumstances: Any) -> tuple[str, ...]:
    """Give the warnings of a plan."""
    return plan(rule(), case=known(**circumstances), at=at).warnings


def test_nothing_unusual_brings_no_warning() -> None:
    assert warnings() == ()
    assert warnings(affected=(group("NY"), group(None))) == ()


def test_each_state_without_rules_is_named_once() -> None:
    found = warnings(affected=(group("VT"), group("NJ"), group("VT"), group("NY")))

    assert [each.partition(",")[0] for each in found] == [
        "Residents of NJ are affected",
        "Residents of VT are affected",
    ]
    assert found[0].endswith("ask counsel which duties its law adds.")


@pytest.mark.parametrize(
    ("discovered", "warned"), [("2029-12-21", False), ("2029-12-22", True), ("2030-01-15", True)]
)
def test_dates_after_the_certain_calendar_are_marked(discovered: str, warned: bool) -> None:
    """Ten days from 21 December 2029 end on the last day of the year, a Monday."""
    found = warnings("2030-02-01T00:00Z", moments={"discovery": discovered})

    assert [each.startswith("Some dates lie after 2029") for each in found] == [True] * warned


def test_employees_bring_the_advice_of_the_policy() -> None:
    """Kingston 8635, section III: Labor Law 203-d."""
    employees = (group("NY", Group.EMPLOYEES),)
    (advice,) = warnings(affected=employees, policy=KINGSTON)

    assert "Labor Law 203-d" in advice
    assert warnings(affected=employees) == ()
    assert warnings(affected=(group("NY"),), policy=KINGSTON) == ()


def test_an_exhibit_the_family_lacks_is_named() -> None:
    terms = load_registry().families["ndpa-v1"].terms("Example", ["NY", "TX", "UT"])

    assert warnings(contract=terms) == (
        "The contract family ndpa-v1 has no exhibit TX, UT; it changes nothing here.",
    )
    assert warnings(contract=load_registry().contract("eluma-sau29")) == ()
