"""Collects every scenario as a test whose name is the scenario's sentence."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import pytest

from config.incident_files import read_document
from config.planning import plan_incident
from incidents.moments import Instant
from tests.support.scenario_files import SCENARIOS, TERMS, differences, document_of, read_texts
from tests.support.stated_terms import stated


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.File | None:
    """Give the collector of one scenario file; the examples are tested apart."""
    if file_path.suffix == ".yaml" and file_path.parent == SCENARIOS:
        return ScenarioFile.from_parent(parent, path=file_path)
    return None


class ScenarioFile(pytest.File):
    """One file of scenarios, grouped by provision."""

    def collect(self) -> Iterator[pytest.Item]:
        """Give one test a scenario."""
        for scenario in read_texts(self.path):
            yield ScenarioItem.from_parent(self, name=scenario["name"], scenario=scenario)


class ScenarioItem(pytest.Item):
    """One scenario: an incident file and what the law makes of it."""

    def __init__(self, *, scenario: dict[str, Any], **above: Any) -> None:
        """Keep the scenario beside the test."""
        super().__init__(**above)
        self.scenario = scenario

    def runtest(self) -> None:
        """Fail with one sentence for each value that differs."""
        wrong = differences(self.scenario.get("then", {}), self._duties())
        wrong += [sentence for kind in TERMS for sentence in self._terms_that_differ(kind)]
        if wrong:
            pytest.fail("; ".join([*wrong, f"law: {self.scenario['law']}"]), pytrace=False)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Give the file and the sentence."""
        return self.path, None, self.name

    def _duties(self) -> list[dict[str, Any]]:
        if "then" not in self.scenario:
            return []
        incident = read_document(document_of(self.scenario))
        plan = plan_incident(incident, at=Instant.parse(self.scenario["at"]))
        return cast("list[dict[str, Any]]", plan.as_json()["duties"])

    def _terms_that_differ(self, kind: str) -> list[str]:
        sentences = []
        for owner, expected in self.scenario.get(kind, {}).items():
            wanted = sorted(expected) if isinstance(expected, list) else expected
            if stated(kind, owner) != wanted:
                sentences.append(f"{owner}: {kind} should be {wanted}, not {stated(kind, owner)}")
        return sentences
