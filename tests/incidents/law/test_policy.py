"""A policy is a source of rules from the day of its adoption."""

from __future__ import annotations

import pytest

from config.registry import load_registry
from config.rulepacks import load_rule_book
from incidents.law.circumstances import AffectedGroup, Custody, Facts, Group, Medium
from incidents.law.duty import DutyState
from incidents.law.plan import make_plan
from incidents.law.policy import Policy, Provision
from incidents.moments import Instant, LocalDay
from tests.incidents.law.examples import known

KINGSTON = load_registry().policy("kingston-8635")
NEW_YORKERS = AffectedGroup(
    group=Group.STUDENTS, residence="NY", count=500, with_private_information=500
)
READABLE = Facts(
    student_data=False,
    appr_data=False,
    private_information=frozenset(["ssn"]),
    encrypted=False,
    medium=Medium.COMPUTERIZED,
    custody=Custody.OWNED,
)


def state(duty: str, policy: Policy | None, facts: Facts = READABLE, **moments: str) -> DutyState:
    """Give the state of a duty some weeks after its moment."""
    case = known(moments=moments, facts=facts, policy=policy, affected=(NEW_YORKERS,))
    return make_plan(load_rule_book(), case, Instant.parse("2026-11-01T00:00Z")).duty(duty).state


@pytest.mark.parametrize(
    ("day", "in_force"),
    [("2020-10-20", False), ("2020-10-21", True), ("2026-03-05", True)],
)
def test_a_policy_binds_from_its_adoption(day: str, in_force: bool) -> None:
    assert KINGSTON.is_in_force(LocalDay.parse(day)) is in_force


def test_a_policy_says_what_it_contains_and_no_more() -> None:
    assert KINGSTON.says(Provision.PHYSICAL_RECORDS)
    assert not replaced(KINGSTON).says(Provision.PHYSICAL_RECORDS)


def replaced(policy: Policy) -> Policy:
    """Give a policy that asks for nothing beyond the statutes."""
    return Policy(
        id="bare",
        title="Bare policy",
        adopted=policy.adopted,
        citation=policy.citation,
        provisions={},
        elements=frozenset(),
        sections={},
    )


@pytest.mark.parametrize(
    ("policy", "discovered", "expected"),
    [
        (KINGSTON, "2026-03-05", DutyState.NO_FIXED_DATE),
        (KINGSTON, "2020-10-21", DutyState.NO_FIXED_DATE),
        (KINGSTON, "2020-10-20", DutyState.NOT_REQUIRED),
        (replaced(KINGSTON), "2026-03-05", DutyState.NOT_REQUIRED),
        (None, "2026-03-05", DutyState.NOT_REQUIRED),
    ],
)
def test_the_internal_report_is_the_policys_own(
    policy: Policy | None, discovered: str, expected: DutyState
) -> None:
    """Kingston 8635, sections I.F and II.A."""
    assert state("policy.internal-report", policy, discovery=discovered) is expected


@pytest.mark.parametrize(
    ("policy", "expected"), [(KINGSTON, DutyState.MISSED), (None, DutyState.NOT_REQUIRED)]
)
def test_every_exemption_goes_to_the_attorney_general_by_policy(
    policy: Policy | None, expected: DutyState
) -> None:
    """Kingston 8635 II.C against State Technology Law 208(2)(a): more than 500 residents."""
    exempted = state("ny.stl208.exemption-to-ag", policy, exemption_determination="2026-03-19")

    assert exempted is expected


def test_physical_records_and_student_numbers_count_by_policy() -> None:
    """Kingston 8635, sections II.A and I.H; the contractor's duty is untouched."""
    number = Facts(
        private_information=frozenset(["student_id"]),
        encrypted=False,
        medium=Medium.PHYSICAL,
        custody=Custody.OWNED,
    )
    residents = "ny.stl208.residents"

    assert state(residents, KINGSTON, number, discovery="2026-03-05") is DutyState.NO_FIXED_DATE
    assert state(residents, None, number, discovery="2026-03-05") is DutyState.NOT_REQUIRED
    owner = state("ny.gbl899aa.owner-notice", KINGSTON, number, contractor_discovery="2026-03-05")
    assert owner is DutyState.NOT_REQUIRED
