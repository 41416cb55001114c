"""Versions stand side by side, and the day of the start chooses among them."""

from __future__ import annotations

import pytest

from config.rulepacks import load_rule_book
from incidents.law.citation import Citation, Verification
from incidents.law.duty import DutyState
from incidents.law.moment_names import MomentName
from incidents.law.rule import Step
from incidents.moments import LocalDay
from tests.incidents.law.examples import EXAMPLE_LAW, book, days, duty, known, rule, shown, version

CHANGED = rule(
    version(days(10), since="2020-01-01", until="2024-12-31"),
    version(days(5), since="2025-01-01", until="2025-06-30"),
    version(days(3), since="2025-07-01"),
)
#: The order of the public plan.
TABLE = [
    "ny.8nycrr121.contractor-notice",
    "contract.notice",
    "ny.gbl899aa.owner-notice",
    "ny.8nycrr121.reimbursement",
    "policy.internal-report",
    "ny.8nycrr121.cpo-after-receipt",
    "ny.8nycrr121.cpo-after-discovery",
    "ny.8nycrr121.individuals",
    "ny.8nycrr121.complaint-acknowledgement",
    "ny.8nycrr121.complaint-findings",
    "ny.stl208.residents",
    "ny.stl208.owner",
    "ny.stl208.attorney-general",
    "ny.stl208.department-of-state",
    "ny.stl208.its",
    "ny.stl208.consumer-reporting-agencies",
    "ny.stl208.exemption-to-ag",
    "ny.stl208.hhs-to-ag",
    "ny.gml995b.incident",
    "ny.gml995c.payment",
    "ny.gml995c.explanation",
    "us.ferpa.disclosure-record",
]


@pytest.mark.parametrize(
    ("discovered", "target"),
    [
        ("2020-01-01", "2020-01-11"),
        ("2024-12-31", "2025-01-10"),
        ("2025-01-01", "2025-01-06"),
        ("2025-06-30", "2025-07-05"),
        ("2025-07-01", "2025-07-04"),
        ("2026-03-05", "2026-03-08"),
    ],
)
def test_the_version_of_the_starting_day_applies(discovered: str, target: str) -> None:
    """Whenever the plan is made, long after the law has changed again too."""
    found = duty(known(moments={"discovery": discovered}), "2026-04-01T00:00Z", CHANGED)

    assert shown(found.target) == target


def test_the_starting_day_is_the_local_one() -> None:
    """Five in the morning in UTC is still New Year's Eve in New York."""
    found = duty(known(moments={"discovery": "2025-01-01T04:59Z"}), of=CHANGED)

    assert shown(found.target) == "2025-01-10"


def test_a_start_before_the_law_requires_nothing() -> None:
    found = duty(known(moments={"discovery": "2019-12-31"}), of=CHANGED)

    assert found.state is DutyState.NOT_REQUIRED
    assert found.version is None
    assert found.starts is not None
    assert found.working == (
        "Not required: on Tuesday, December 31, 2019 this duty was not in force.",
    )


@pytest.mark.parametrize(
    ("at", "clock"),
    [
        ("2019-06-01T00:00Z", "10 calendar days"),
        ("2024-06-01T00:00Z", "10 calendar days"),
        ("2025-03-01T00:00Z", "5 calendar days"),
        ("2026-03-01T00:00Z", "3 calendar days"),
    ],
)
def test_without_a_start_the_day_of_asking_chooses(at: str, clock: str) -> None:
    """That alone never makes a duty not required."""
    found = duty(known(), at, CHANGED)

    assert found.state is DutyState.NOT_STARTED
    assert found.period == clock


def test_after_the_last_version_the_last_one_is_shown() -> None:
    ended = rule(version(days(10), since="2020-01-01", until="2024-12-31"))

    assert duty(known(), "2026-03-01T00:00Z", ended).state is DutyState.NOT_STARTED
    started = known(moments={"discovery": "2026-01-01"})
    assert duty(started, "2026-03-01T00:00Z", ended).state is DutyState.NOT_REQUIRED


@pytest.mark.parametrize(
    ("since", "until", "window"),
    [
        (None, None, "from the beginning"),
        ("2020-01-29", None, "from 2020-01-29"),
        (None, "2024-12-20", "from the beginning until 2024-12-20"),
        ("2024-12-21", "2025-03-20", "from 2024-12-21 until 2025-03-20"),
    ],
)
def test_the_days_in_force_are_said_in_words(
    since: str | None, until: str | None, window: str
) -> None:
    assert version(days(1), since=since, until=until).window == window


@pytest.mark.parametrize(
    ("day", "in_force"),
    [
        ("2024-12-20", False),
        ("2024-12-21", True),
        ("2025-03-20", True),
        ("2025-03-21", False),
    ],
)
def test_a_version_is_in_force_from_its_first_to_its_last_day(day: str, in_force: bool) -> None:
    found = version(days(1), since="2024-12-21", until="2025-03-20")

    assert found.is_in_force(LocalDay.parse(day)) is in_force


READ = Citation(
    title="Example Law",
    section="2",
    url="https://example.org/2",
    verified=Verification(by="Ada Example", on="2026-11-21"),
)


def test_a_version_is_read_when_each_provision_was() -> None:
    assert version(days(1), citations=(READ,)).is_verified
    assert not version(days(1), citations=(READ, EXAMPLE_LAW)).is_verified
    assert not version(days(1), citations=()).is_verified


def test_a_citation_says_whether_somebody_read_it() -> None:
    assert READ.reading == "read by Ada Example, 2026-11-21"
    assert EXAMPLE_LAW.reading == "not yet read at its source"
    assert READ.as_json() == {
        "title": "Example Law",
        "section": "2",
        "url": "https://example.org/2",
        "verified": True,
    }
    assert EXAMPLE_LAW.as_json()["verified"] is False


def test_a_citation_without_a_section_is_its_title() -> None:
    assert Citation(title="Policy 8635", section="", url="x").short == "Policy 8635"


def test_a_book_gives_a_rule_by_its_id() -> None:
    found = book(CHANGED)

    assert found.rule("example.notice") is CHANGED
    assert found.ids == ("example.notice",)
    with pytest.raises(KeyError, match="another"):
        found.rule("another")


def test_the_book_has_the_rules_of_the_plan_in_order() -> None:
    assert list(load_rule_book().ids) == TABLE


def test_the_steps_are_those_of_the_mission() -> None:
    assert [each.value for each in Step] == [
        "contractor",
        "district_dpo",
        "state_cpo",
        "affected_people",
        "state_agencies",
        "consumer_reporting_agencies",
    ]
    assert {each.step for each in load_rule_book().rules} == set(Step)


def test_every_moment_has_its_words() -> None:
    words = {each.words for each in MomentName}

    assert len(words) == len(MomentName)
    assert all(each.startswith("the ") for each in words)


def test_every_moment_but_the_occurrence_matters_to_a_rule() -> None:
    rules = load_rule_book().rules
    started = {name for each in rules for name in each.starts}
    fulfilled = {each.fulfilled_by for each in rules}
    replaced = {version.replaced_by for each in rules for version in each.versions}

    assert set(MomentName) - (started | fulfilled | replaced) == {
        MomentName.OCCURRENCE_START,
        MomentName.OCCURRENCE_END,
        MomentName.CONTRACTOR_CONFIRMATION,
    }
