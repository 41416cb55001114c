"""The scenarios typed by hand and the independent calculation agree.

So a scenario that the product fails is a fault of the product, or a reading
of the law that somebody must decide, and never a slip of the pen.
"""

from __future__ import annotations

from typing import Any

import pytest

from tests.support.independent_duties import TABLE
from tests.support.independent_plan import independent_plan
from tests.support.scenario_files import (
    TERMS,
    differences,
    document_of,
    read_texts,
    scenario_paths,
)

SCENARIOS = [scenario for path in scenario_paths() for scenario in read_texts(path)]
PLANNED = [scenario for scenario in SCENARIOS if "then" in scenario]


@pytest.mark.parametrize("scenario", PLANNED, ids=lambda scenario: scenario["name"])
def test_the_independent_plan_agrees(scenario: dict[str, Any]) -> None:
    """Every expected value typed by hand is what the day-by-day walk finds."""
    duties = independent_plan(document_of(scenario), scenario["at"])
    assert differences(scenario["then"], duties) == []


def test_every_scenario_cites_its_law() -> None:
    """A scenario without a provision cannot be checked by a lawyer."""
    assert [scenario["name"] for scenario in SCENARIOS if not scenario.get("law")] == []


def test_every_scenario_expects_something() -> None:
    """A scenario that expects nothing would always pass."""
    expected = ("then", *TERMS)
    assert all(any(scenario.get(key) for key in expected) for scenario in SCENARIOS)


def test_no_two_scenarios_share_a_sentence() -> None:
    """The sentence is the name of the test."""
    names = [scenario["name"] for scenario in SCENARIOS]
    assert len(set(names)) == len(names)


def test_every_duty_of_the_table_has_a_scenario() -> None:
    """No duty goes without an expected value typed by hand."""
    covered = {duty_id for scenario in PLANNED for duty_id in scenario["then"]}
    assert covered == {row.id for row in TABLE}
