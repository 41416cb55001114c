"""Scenario files that a lawyer can read: loading them, and naming differences.

Dates and instants stay the text that stands in the file, so that a date is
never mistaken for a midnight and an offset is never lost.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml

SCENARIOS = Path(__file__).parent.parent / "scenarios"
#: What a scenario says about a rule or a clause instead of a plan.
TERMS = (
    "elements",
    "recipients",
    "methods",
    "logged_methods",
    "substitute",
    "substitute_when",
    "numbers",
    "reimburses",
)


class TextLoader(yaml.SafeLoader):
    """Reads YAML and leaves dates and instants as the text they are."""


TextLoader.yaml_implicit_resolvers = {
    first: [pair for pair in pairs if pair[0] != "tag:yaml.org,2002:timestamp"]
    for first, pairs in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def read_texts(path: Path) -> Any:
    """Give the content of a YAML file with its dates as text."""
    return yaml.load(path.read_text(encoding="utf-8"), TextLoader)  # noqa: S506 (a SafeLoader)


def scenario_paths() -> list[Path]:
    """Give the scenario files in order of their names."""
    return sorted(SCENARIOS.glob("*.yaml"))


def document_of(scenario: Mapping[str, Any]) -> dict[str, Any]:
    """Give the incident file of a scenario, with what every file has."""
    return {"version": 1, "agency": "kingston-csd", **scenario["given"]}


def differences(
    expected: Mapping[str, Mapping[str, Any]], duties: Iterable[Mapping[str, Any]]
) -> list[str]:
    """Give one sentence for each value that is not as expected."""
    found = {duty["id"]: duty for duty in duties}
    sentences = []
    for duty_id, keys in expected.items():
        for key, value in keys.items():
            shown = found[duty_id][key]
            if not same(shown, value):
                sentences.append(f"{duty_id}: {key} should be {value!r} and is {shown!r}")
    return sentences


def same(shown: Any, expected: Any) -> bool:
    """Give whether two values say the same; instants are compared as instants."""
    if isinstance(shown, str) and isinstance(expected, str) and "T" in shown and "T" in expected:
        try:
            return datetime.fromisoformat(shown) == datetime.fromisoformat(expected)
        except ValueError:
            return shown == expected
    return bool(shown == expected)
