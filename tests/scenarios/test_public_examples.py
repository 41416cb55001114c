"""The public examples say what the plan prints for them."""

from __future__ import annotations

from pathlib import Path
from typing import Any, cast

import pytest

from config.incident_files import read_document
from config.planning import plan_incident
from incidents.moments import Instant
from tests.support.independent_plan import independent_plan
from tests.support.scenario_files import SCENARIOS, differences, read_texts

EXAMPLES = sorted(
    path for path in (SCENARIOS / "examples").glob("*.yaml") if ".expected" not in path.name
)


def expected_of(example: Path) -> Path:
    """Give the file beside an example that says what is expected of it."""
    return example.with_suffix(".expected.yaml")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_plan_of_an_example_is_as_expected(example: Path) -> None:
    """The example is read and planned as a user would have it."""
    expected = read_texts(expected_of(example))
    plan = plan_incident(read_document(read_texts(example)), at=Instant.parse(expected["at"]))
    duties = cast("list[dict[str, Any]]", plan.as_json()["duties"])
    assert differences(expected["duties"], duties) == []


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda path: path.stem)
def test_the_independent_plan_of_an_example_is_as_expected(example: Path) -> None:
    """The second calculation finds the same."""
    expected = read_texts(expected_of(example))
    duties = independent_plan(read_texts(example), expected["at"])
    assert differences(expected["duties"], duties) == []
