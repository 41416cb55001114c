"""Private information, and how many New Yorkers it may concern."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.registry import load_registry
from incidents.law.circumstances import AffectedGroup, Facts, Group, Medium
from incidents.law.conditions import Asked, Condition, Finding, Truth
from incidents.law.exposure import ElementsExposed, PrivateInformationExposed, ResidentsExceed
from incidents.law.policy import Policy
from tests.incidents.law.examples import known

KINGSTON = load_registry().policy("kingston-8635")
COMPUTERIZED = frozenset([Medium.COMPUTERIZED])
SSN = frozenset(["ssn"])


def found(
    condition: Condition, facts: Facts | None = None, policy: Policy | None = None
) -> Finding:
    """Give what a condition finds for some facts."""
    return condition.find(Asked(known=known(facts=facts or Facts()), policy=policy, started=True))


def elements(*names: str) -> Facts:
    """Give the facts of which only the elements exposed are known."""
    return Facts(private_information=frozenset(names))


def test_an_element_counts_if_the_law_counts_it() -> None:
    asked = ElementsExposed(frozenset(["ssn", "biometric"]))

    assert found(asked, elements("ssn", "medical")).because == ("exposed: ssn",)
    assert found(asked, elements("medical")).truth is Truth.NO
    assert found(asked, elements()).truth is Truth.NO
    assert found(asked).needs == {"facts.private_information"}


def test_a_policy_adds_its_elements_where_it_may() -> None:
    """Kingston 8635, section I.H: the student number."""
    number = elements("student_id")

    assert found(ElementsExposed(SSN, policy_adds=True), number, KINGSTON).truth is Truth.YES
    assert found(ElementsExposed(SSN, policy_adds=True), number).truth is Truth.NO
    assert found(ElementsExposed(SSN), number, KINGSTON).truth is Truth.NO


def test_where_nothing_counts_nothing_is_asked() -> None:
    assert found(ElementsExposed(frozenset())).truth is Truth.NO


@pytest.mark.parametrize(
    ("encrypted", "key", "truth", "needs"),
    [
        (False, None, Truth.YES, set()),
        (False, False, Truth.YES, set()),
        (True, True, Truth.YES, set()),
        (True, False, Truth.NO, set()),
        (None, True, Truth.YES, set()),
        (True, None, Truth.UNKNOWN, {"facts.key_acquired"}),
        (None, False, Truth.UNKNOWN, {"facts.encrypted"}),
        (None, None, Truth.UNKNOWN, {"facts.encrypted", "facts.key_acquired"}),
    ],
)
def test_encrypted_data_is_exposed_only_with_its_key(
    encrypted: bool | None, key: bool | None, truth: Truth, needs: set[str]
) -> None:
    facts = Facts(
        private_information=SSN,
        encrypted=encrypted,
        key_acquired=key,
        medium=Medium.COMPUTERIZED,
    )
    finding = found(PrivateInformationExposed(SSN, COMPUTERIZED), facts)

    assert finding.truth is truth
    assert finding.needs == needs


@pytest.mark.parametrize(
    ("medium", "policy", "truth"),
    [
        (Medium.COMPUTERIZED, None, Truth.YES),
        (Medium.PHYSICAL, None, Truth.NO),
        (Medium.PHYSICAL, KINGSTON, Truth.YES),
        (None, None, Truth.UNKNOWN),
        (None, KINGSTON, Truth.YES),
    ],
)
def test_physical_records_count_by_policy_alone(
    medium: Medium | None, policy: Policy | None, truth: Truth
) -> None:
    """State Technology Law 208(1)(b) against Kingston 8635, section II.A."""
    facts = Facts(private_information=SSN, encrypted=False, medium=medium)
    asked = PrivateInformationExposed(SSN, COMPUTERIZED, policy_adds=True)

    assert found(asked, facts, policy).truth is truth


def test_physical_records_do_not_count_where_no_policy_adds() -> None:
    """General Business Law 899-aa counts computerized data only."""
    facts = Facts(private_information=SSN, encrypted=False, medium=Medium.PHYSICAL)

    assert found(PrivateInformationExposed(SSN, COMPUTERIZED), facts, KINGSTON).truth is Truth.NO


def people(
    part: int | None, count: int | None = None, residence: str | None = "NY"
) -> AffectedGroup:
    """Give one group, New Yorkers unless said otherwise."""
    return AffectedGroup(
        group=Group.STUDENTS, residence=residence, count=count, with_private_information=part
    )


def exceed(more_than: int, *groups: AffectedGroup) -> Finding:
    """Give whether more New Yorkers than a number are concerned."""
    case = known(affected=groups)
    return ResidentsExceed("NY", more_than).find(Asked(known=case, policy=None, started=True))


@pytest.mark.parametrize(
    ("groups", "truth"),
    [
        ([people(5000)], Truth.NO),
        ([people(5001)], Truth.YES),
        ([people(2500), people(2501)], Truth.YES),
        ([people(2500), people(2500)], Truth.NO),
        ([people(9000, residence="NJ")], Truth.NO),
        ([people(5000), people(1, residence="VT")], Truth.NO),
        ([], Truth.NO),
        ([people(None, 5000)], Truth.NO),
        ([people(None, 5001)], Truth.UNKNOWN),
        ([people(None)], Truth.UNKNOWN),
        ([people(5001), people(None)], Truth.YES),
        ([people(5000, residence=None)], Truth.NO),
        ([people(5001, residence=None)], Truth.UNKNOWN),
        ([people(None, residence=None)], Truth.UNKNOWN),
        ([people(4000), people(1000, residence=None), people(None, 1)], Truth.UNKNOWN),
        ([people(4000), people(999, residence=None), people(None, 1)], Truth.NO),
    ],
)
def test_five_thousand_is_counted_over_all_groups(
    groups: list[AffectedGroup], truth: Truth
) -> None:
    """State Technology Law 208(7)(b): more than 5,000."""
    assert exceed(5000, *groups).truth is truth


def test_no_list_at_all_is_one_open_fact() -> None:
    finding = ResidentsExceed("NY", 0).find(Asked(known=known(), policy=None, started=True))

    assert finding.needs == {"affected"}


def test_the_open_facts_are_named_by_their_place() -> None:
    finding = exceed(
        0,
        people(0),
        people(None, 0),
        people(None, 3),
        people(4, residence=None),
        people(None, residence=None),
        people(None, residence="NJ"),
    )

    assert finding.needs == {
        "affected[2].with_private_information",
        "affected[3].residence",
        "affected[4].residence",
    }


@pytest.mark.parametrize(
    ("groups", "because"),
    [
        (
            [people(5200)],
            "5,200 residents of NY with private information, more than 5,000",
        ),
        (
            [people(5200), people(None)],
            "at least 5,200 residents of NY with private information, more than 5,000",
        ),
        (
            [people(12)],
            "12 residents of NY with private information, not more than 5,000",
        ),
        (
            [people(12), people(None, 8)],
            "at most 20 residents of NY with private information, not more than 5,000",
        ),
    ],
)
def test_the_number_is_said_as_far_as_it_is_known(
    groups: list[AffectedGroup], because: str
) -> None:
    assert exceed(5000, *groups).because == (because,)


COUNTS = st.none() | st.integers(0, 4)
GROUPS = st.lists(
    st.builds(
        lambda count, part, residence: people(
            None if part is None else min(part, 4 if count is None else count), count, residence
        ),
        COUNTS,
        COUNTS,
        st.sampled_from(["NY", "NJ", None]),
    ),
    max_size=4,
)


@settings(max_examples=400, deadline=None, derandomize=True)
@given(GROUPS, st.integers(0, 10))
def test_the_answer_is_that_of_every_possible_world(
    groups: list[AffectedGroup], more_than: int
) -> None:
    """Each uncertain group may be any number up to its own; many where it has none."""
    worlds = {0}
    for group in groups:
        worlds = {total + here for total in worlds for here in possible(group)}
    answers = {total > more_than for total in worlds}
    expected = Truth.UNKNOWN if len(answers) > 1 else Truth.YES if True in answers else Truth.NO

    assert exceed(more_than, *groups).truth is expected


def possible(group: AffectedGroup) -> list[int]:
    """Give how many New Yorkers with private information a group may hold."""
    part, count = group.with_private_information, group.count
    if group.residence == "NJ":
        return [0]
    if group.residence == "NY" and part is not None:
        return [part]
    most = part if part is not None else count
    return [*range(30 if most is None else most + 1)]
