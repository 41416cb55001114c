"""The list of cases: each as it stands now, whatever was last looked at."""

from __future__ import annotations

import pytest

from incidents.law.duty import DutyState
from incidents.moments import Zone
from incidents.services.list_cases import (
    ListedCase,
    UnknownAgencyError,
    known_agency,
    list_cases,
    list_closed,
)
from tests.support.caseworker import Caseworker


def new_york(agency: str) -> Zone:
    """Give the place of every agency here."""
    assert agency == "kingston-csd"
    return Zone("America/New_York")


def listed(dpo: Caseworker, at: str) -> list[ListedCase]:
    """Give the open cases as they stand at an instant."""
    return dpo.at(at, lambda work: list_cases(work, new_york))


@pytest.mark.parametrize(
    ("at", "state"),
    [
        ("2026-03-26T23:59-04:00", DutyState.RUNNING),
        ("2026-03-27T00:00-04:00", DutyState.MISSED),
    ],
)
def test_a_limit_that_passed_since_is_missed_on_the_list(
    dpo: Caseworker, at: str, state: DutyState
) -> None:
    dpo.opens()

    assert [(each.case.number, each.pending, each.state) for each in listed(dpo, at)] == [
        (dpo.number, 5, state)
    ]


def test_a_closed_case_is_on_the_other_list(dpo: Caseworker) -> None:
    dpo.opens()
    dpo.closes()
    at = "2026-03-22T09:00-04:00"

    assert listed(dpo, at) == []
    [closed] = dpo.at(at, lambda work: list_closed(work, new_york))
    assert (closed.case.number, closed.duty, closed.state) == (dpo.number, None, None)


def test_an_agency_is_known_by_its_settings_or_its_cases(dpo: Caseworker) -> None:
    dpo.opens()
    at = "2026-03-22T09:00-04:00"

    assert dpo.at(at, lambda work: known_agency(work, "kingston-csd", [])) == "kingston-csd"
    assert dpo.at(at, lambda work: known_agency(work, "ulster-boces", ["ulster-boces"]))
    with pytest.raises(UnknownAgencyError, match="there are kingston-csd, ulster-boces: choose"):
        dpo.at(at, lambda work: known_agency(work, "rome", ["ulster-boces"]))
