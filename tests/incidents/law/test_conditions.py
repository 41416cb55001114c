"""Conditions have three values, and name the facts that would decide them."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import pytest

from config.registry import load_registry
from incidents.law.circumstances import AgencyKind, Circumstances, Custody, Facts
from incidents.law.conditions import (
    FACT_PATHS,
    AllOf,
    Always,
    AnyOf,
    Asked,
    Condition,
    ContractHasClause,
    FactIs,
    Finding,
    NotRecorded,
    PolicyAsks,
    PolicySays,
    Recorded,
    Truth,
)
from incidents.law.contract import ContractTerms
from incidents.law.holds import Party
from incidents.law.moment_names import MomentName
from incidents.law.policy import Policy, Provision
from tests.incidents.law.examples import known

YES, NO, UNKNOWN = Truth.YES, Truth.NO, Truth.UNKNOWN
THREE = list(product(Truth, repeat=3))
KINGSTON = load_registry().policy("kingston-8635")


@dataclass(frozen=True)
class Known:
    """A leaf whose value a test decides."""

    truth: Truth
    name: str = "x"

    def find(self, asked: Asked) -> Finding:
        needs = frozenset([self.name]) if self.truth is UNKNOWN else frozenset[str]()
        because = () if self.truth is UNKNOWN else (f"{self.name} is {self.truth}",)
        return Finding(truth=self.truth, because=because, needs=needs)


def found(
    condition: Condition,
    case: Circumstances | None = None,
    policy: Policy | None = None,
    *,
    started: bool = True,
) -> Finding:
    """Give what a condition finds."""
    return condition.find(Asked(known=case or known(), policy=policy, started=started))


def leaves(*truths: Truth) -> tuple[Known, ...]:
    """Give leaves of these values, named a, b, c."""
    return tuple(Known(truth, "abc"[index]) for index, truth in enumerate(truths))


@pytest.mark.parametrize("truths", THREE)
def test_all_is_no_as_soon_as_one_part_is(truths: tuple[Truth, ...]) -> None:
    expected = NO if NO in truths else UNKNOWN if UNKNOWN in truths else YES

    assert found(AllOf(leaves(*truths))).truth is expected


@pytest.mark.parametrize("truths", THREE)
def test_any_is_yes_as_soon_as_one_part_is(truths: tuple[Truth, ...]) -> None:
    expected = YES if YES in truths else UNKNOWN if UNKNOWN in truths else NO

    assert found(AnyOf(leaves(*truths))).truth is expected


def test_an_open_question_names_every_open_fact() -> None:
    finding = found(AllOf(leaves(UNKNOWN, YES, UNKNOWN)))

    assert finding.needs == {"a", "c"}
    assert finding.because == ("b is yes",)


def test_a_decided_question_names_no_open_fact() -> None:
    finding = found(AllOf(leaves(UNKNOWN, NO, YES)))

    assert finding.needs == frozenset()
    assert finding.because == ("b is no",)


def test_every_reason_is_given_where_all_parts_count() -> None:
    assert found(AllOf(leaves(YES, YES))).because == ("a is yes", "b is yes")
    assert found(AnyOf(leaves(NO, NO))).because == ("a is no", "b is no")
    assert found(AnyOf(leaves(YES, NO, YES))).because == ("a is yes", "c is yes")


STUDENT_DATA = FactIs("facts.student_data", frozenset([True]), "student data", "no student data")


@pytest.mark.parametrize(
    ("value", "truth", "because"),
    [
        (True, YES, ("student data",)),
        (False, NO, ("no student data",)),
        (None, UNKNOWN, ()),
    ],
)
def test_a_fact_is_one_of_three(value: bool | None, truth: Truth, because: tuple[str, ...]) -> None:
    finding = found(STUDENT_DATA, known(facts=Facts(student_data=value)))

    assert (finding.truth, finding.because) == (truth, because)
    assert finding.needs == ({"facts.student_data"} if truth is UNKNOWN else frozenset())


def test_a_fact_may_have_one_of_several_values() -> None:
    owned = FactIs("facts.custody", frozenset([Custody.OWNED, Custody.LICENSED]), "ours", "theirs")

    assert found(owned, known(facts=Facts(custody=Custody.LICENSED))).truth is YES
    assert found(owned, known(facts=Facts(custody=Custody.MAINTAINED))).truth is NO


@pytest.mark.parametrize("path", sorted(FACT_PATHS))
def test_every_fact_there_is_can_be_asked(path: str) -> None:
    asked = FactIs(path, frozenset([AgencyKind.SCHOOL_DISTRICT]), "yes", "no")
    finding = found(asked, known(facts=Facts()))

    if path == "agency.kind":
        assert finding.truth is YES
    else:
        assert finding.truth is UNKNOWN
        assert finding.needs == {path}


def test_the_attribution_is_a_fact_of_its_own() -> None:
    asked = FactIs("attributed_to", frozenset([Party.CONTRACTOR]), "yes", "no")

    assert found(asked, known(attributed_to=Party.CONTRACTOR)).truth is YES
    assert found(asked, known(attributed_to=Party.AGENCY)).truth is NO
    assert found(asked).needs == {"attributed_to"}


def test_a_moment_not_recorded_is_an_answer() -> None:
    received = known(moments={"receipt": "2026-03-10"})

    assert found(Recorded(MomentName.RECEIPT), received).truth is YES
    assert found(Recorded(MomentName.RECEIPT)).truth is NO
    assert found(NotRecorded(MomentName.RECEIPT), received).truth is NO
    assert found(NotRecorded(MomentName.RECEIPT)).truth is YES
    assert found(NotRecorded(MomentName.RECEIPT)).because == (
        "the receipt of the contractor's notification is not recorded",
    )


def test_no_policy_is_an_answer() -> None:
    says = PolicySays(Provision.INTERNAL_REPORT, "asked for", "not asked for")

    assert found(says, policy=KINGSTON).truth is YES
    assert found(says).because == ("not asked for",)


def test_a_policy_not_yet_adopted_says_nothing_once_started() -> None:
    asks = PolicyAsks(Provision.INTERNAL_REPORT, "asked for", "not asked for")
    case = known(policy=KINGSTON)

    assert found(asks, case, None, started=True).truth is NO
    assert found(asks, case, None, started=False).truth is YES
    assert found(asks, case, KINGSTON, started=True).truth is YES
    assert found(asks, started=False).truth is NO


def test_an_unknown_contract_leaves_the_question_open() -> None:
    none = ContractTerms(contractor=None, family=None, clauses=())
    model = load_registry().contract("codehs-liverpool")

    assert found(ContractHasClause()).needs == {"contract"}
    assert found(ContractHasClause(), known(contract=none)).truth is NO
    assert found(ContractHasClause(), known(contract=model)).truth is YES


def test_what_always_applies_asks_nothing() -> None:
    assert found(Always(), known(facts=Facts())).truth is YES
