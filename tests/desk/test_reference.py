"""The rule book page says what the packs say, and is not stale."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from config.registry import Registry, load_registry
from desk.reference import page_of, rule_book_page
from desk.reference.calendar import in_words
from desk.reference.markdown import cited, table
from desk.rule_words import condition_lines, last_day_in_words
from incidents.law.calendars import Holiday, OnSunday
from incidents.law.citation import Citation
from incidents.law.clock import Clock
from incidents.law.conditions import AllOf, AnyOf, NotRecorded, PolicySays, Recorded
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.law.moment_names import MomentName
from incidents.law.policy import Provision
from notices.elements import Element
from tests.incidents.law.examples import days, hours

ROOT = Path(__file__).resolve().parents[2]
PAGE = rule_book_page()


@pytest.fixture
def registry() -> Registry:
    """Give the registry that comes with the program."""
    return load_registry()


def section(title: str) -> str:
    """Give one section of the page, its title left out."""
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, title
    return found[1]


def test_the_page_is_not_stale() -> None:
    written = (ROOT / "docs" / "reference" / "rule-book.md").read_text(encoding="utf-8")

    assert written == PAGE, "docs/reference/rule-book.md is stale: run `make docs`."


def test_every_rule_stands_on_the_page_in_order(registry: Registry) -> None:
    titles = re.findall(r"^### (\S+)$", section("The duties"), re.MULTILINE)

    assert titles == list(registry.rule_book.ids)
    assert re.findall(r"^\| `(\S+)` \|", section("The duties at a glance"), re.MULTILINE) == titles


def test_every_version_stands_beside_the_others(registry: Registry) -> None:
    for rule in registry.rule_book.rules:
        text = section("The duties").partition(f"### {rule.id}\n")[2].partition("\n### ")[0]
        heads = next(line for line in text.splitlines() if line.startswith("|"))

        assert heads.count("in force ") == len(rule.versions)
        assert all(version.window in heads for version in rule.versions)


def test_every_provision_is_linked_and_marked(registry: Registry) -> None:
    book = registry.rule_book
    citations = {each for rule in book.rules for ver in rule.versions for each in ver.citations}
    citations |= {each.citation for each in book.thresholds}
    citations |= {each.citation for each in book.penalties}
    citations |= {each.citation for each in registry.policies.values()}

    for citation in citations:
        assert f"[{citation.short}]({citation.url}), " in PAGE
    unread = f"[{'General Business Law 899-aa(3)'}]"
    assert all(
        "*not yet read at its source*" in line for line in PAGE.splitlines() if unread in line
    )


def test_every_family_exhibit_and_contract_is_shown(registry: Registry) -> None:
    families, contracts = section("The contract families"), section("The registry of contracts")

    for family in registry.families.values():
        assert f"### {family.id}\n" in families
        assert f"#### {family.clause.title}\n" in families
        assert all(f"\n| {state} |" in families for state in family.exhibits)
    assert all(f"| `{each}` |" in contracts for each in registry.contract_ids())
    notes = [
        n for each in registry.contract_ids() for n in registry.registered_contract(each).notes
    ]
    assert all(note in contracts for note in notes)


def test_the_policy_is_shown_with_its_worksheet(registry: Registry) -> None:
    text, policy = section("The policies"), registry.policy("kingston-8635")

    assert all(f"| `{duty}` | {at.section} |" in text for duty, at in policy.sections.items())
    assert all(each.ask in text for each in policy.signs_of_acquisition)
    assert all(each in text for each in policy.advisories)


def test_a_policy_that_adds_nothing_has_no_empty_parts(registry: Registry) -> None:
    bare = replace(registry.policy("kingston-8635"), advisories=(), signs_of_acquisition=())
    page = page_of(replace(registry, policies={"kingston-8635": bare}))

    assert "Without a clock" not in page
    assert "Signs that information was acquired" not in page


def test_the_calendar_names_its_days_and_its_last_year(registry: Registry) -> None:
    text = section("The business days")

    assert "certain through 2029" in text
    assert all(f"| {each.name} |" in text for each in registry.rule_book.calendar.holidays)
    assert "| Independence Day | July 4 | Sat Jul 4 | Sun Jul 4, Mon Jul 5 | Tue Jul 4 |" in text


@pytest.mark.parametrize(
    ("holiday", "words"),
    [
        (Holiday(name="x", month=7, day=4), "July 4"),
        (Holiday(name="x", month=1, weekday=0, nth=3), "the third Monday of January"),
        (
            Holiday(name="x", month=11, weekday=0, nth=1, days_later=1),
            "1 day after the first Monday of November",
        ),
        (
            Holiday(name="x", month=6, weekday=0, nth=1, days_later=-7),
            "7 days before the first Monday of June",
        ),
        (
            Holiday(name="x", month=6, weekday=6, nth=2, on_sunday=OnSunday.STAYS),
            "the second Sunday of June, and no Monday after it",
        ),
        (Holiday(name="x", month=6, day=19, from_year=2021), "June 19, from 2021"),
    ],
)
def test_a_holiday_is_said_as_people_say_it(holiday: Holiday, words: str) -> None:
    assert in_words(holiday) == words


def test_every_threshold_and_penalty_is_shown() -> None:
    thresholds = section("The thresholds")

    assert "| 5,000 residents | the consumer reporting agencies have to be told |" in thresholds
    assert "| 500,000 persons |" in thresholds
    assert "| $250,000 of cost |" in thresholds
    assert "the greater of $5,000 or up to $10" in section("What a contractor faces")


def test_every_element_has_its_words_on_the_page() -> None:
    text = section("The elements")

    assert all(f"| `{name}` | {words} |" in text for name, words in PRIVATE_ELEMENTS.items())
    assert all(f"| `{each}` | {each.words} |" in text for each in Element)


def test_a_condition_is_a_nested_list() -> None:
    asked = PolicySays(Provision.INTERNAL_REPORT, "the policy asks for it", "it does not")
    either = AnyOf((Recorded(MomentName.RECEIPT), NotRecorded(MomentName.REPORT)))

    assert condition_lines(AllOf((asked, either))) == [
        "- all of these:",
        "  - the policy asks for it",
        "  - any of these:",
        "    - the receipt of the contractor's notification is recorded",
        "    - the report of a breach by somebody else is not recorded",
    ]


@pytest.mark.parametrize(
    ("clock", "words"),
    [
        (days(10), "rolls to the next business day (General Construction Law 25-a)"),
        (days(10, rolls=False), "stays where it is"),
        (hours(72), "never rolls"),
        (Clock(), "no last day"),
    ],
)
def test_a_last_day_is_said_in_words(clock: Clock, words: str) -> None:
    assert last_day_in_words(clock) == words


def test_a_provision_without_a_link_is_no_link() -> None:
    assert cited(Citation(title="Example Law", section="1", url="")) == "Example Law 1"


def test_a_bar_in_a_cell_ends_no_cell() -> None:
    assert table(("a",), [("x | y",)]) == "| a |\n| --- |\n| x \\| y |\n"
