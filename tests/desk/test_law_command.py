"""``duenotice law``: the rule book, and the version of a day."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from click.testing import CliRunner, Result

from config.rulepacks import load_rule_book
from desk.cli import root

OWNER = "ny.gbl899aa.owner-notice"


@pytest.fixture(autouse=True)
def at_80_columns(monkeypatch: pytest.MonkeyPatch) -> None:
    """Print for a screen of 80 columns."""
    monkeypatch.setenv("COLUMNS", "80")


def law(*arguments: str) -> Result:
    """Call the command in this process."""
    return CliRunner().invoke(root, ["law", *arguments])


def lines_of(result: Result) -> list[dict[str, Any]]:
    """Give the JSON Lines that the command printed."""
    return [json.loads(line) for line in result.stdout.splitlines()]


def test_the_book_is_as_approved(golden: Callable[[str, str], None]) -> None:
    golden("desk/law/book.txt", law("--on", "2026-11-21").stdout)


def test_a_rule_with_all_its_terms_is_as_approved(golden: Callable[[str, str], None]) -> None:
    golden("desk/law/individuals.txt", law("ny.8nycrr121.individuals", "--on", "2026-11-21").stdout)


def test_a_rule_with_its_versions_is_as_approved(golden: Callable[[str, str], None]) -> None:
    golden("desk/law/owner-notice.txt", law(OWNER, "--on", "2024-12-20").stdout)


def test_no_line_of_the_book_is_wider_than_the_screen() -> None:
    assert max(len(line) for line in law("--on", "2026-11-21").stdout.splitlines()) <= 80


@pytest.mark.parametrize(
    ("day", "period", "window"),
    [
        ("2024-12-20", "without unreasonable delay, no fixed date", "until 2024-12-20"),
        ("2024-12-21", "30 calendar days", "from 2024-12-21 until 2025-03-20"),
        ("2025-03-21", "30 calendar days", "from 2025-03-21"),
    ],
)
def test_the_version_of_a_day_is_marked(day: str, period: str, window: str) -> None:
    """General Business Law 899-aa(3), before and after December 2024."""
    lines = law(OWNER, "--on", day).stdout.splitlines()
    marked = [line for line in lines if line.startswith("*")]

    assert len(marked) == 2
    assert window in marked[0]
    assert marked[0].endswith(period)
    assert marked[1].startswith("* in force on ")


def test_a_rule_before_its_law_is_not_in_force() -> None:
    text = law("ny.gml995b.incident", "--on", "2025-07-25").stdout

    assert text.endswith("Not in force on Friday, July 25, 2025.\n")
    assert "not in force on that day" in law("--on", "2025-07-25").stdout


def test_the_terms_of_the_day_are_said_in_words() -> None:
    """Medical information counts for the contractor from 21 March 2025."""
    before = law(OWNER, "--on", "2025-03-20").stdout
    after = law(OWNER, "--on", "2025-03-21").stdout

    assert "medical information" not in before
    assert "medical information" in after
    assert "The last day rolls to the next business day (General Construction Law 25-a)." in after
    assert "Holds: a hold of the contractor for law enforcement; no fixed date" in after


def test_the_terms_by_contract_are_left_to_the_contract() -> None:
    text = law("contract.notice").stdout

    assert "Holds:" not in text
    assert "- all of these:\n  - attributed to the contractor\n" in text


def test_the_book_says_of_each_source_whether_it_was_read() -> None:
    text = law("--on", "2026-11-21").stdout

    assert "8 NYCRR 121.10(a); read by " in text
    assert "General Business Law 899-aa(3); not yet read at its source" in text


def test_the_book_as_json_has_one_line_a_rule() -> None:
    found = lines_of(law("--json", "--on", "2026-11-21"))

    assert [each["id"] for each in found] == list(load_rule_book().ids)
    assert list(found[0]) == [
        "id",
        "title",
        "holder",
        "recipient",
        "starts",
        "period",
        "in_force",
        "elements",
        "methods",
        "notices",
        "citations",
    ]


def test_one_rule_as_json_is_the_version_of_the_day() -> None:
    (before,) = lines_of(law(OWNER, "--on", "2024-12-20", "--json"))
    (after,) = lines_of(law(OWNER, "--on", "2024-12-21", "--json"))
    (never,) = lines_of(law("ny.gml995c.payment", "--on", "2020-01-01", "--json"))

    assert before["period"] == "without unreasonable delay, no fixed date"
    assert after["period"] == "30 calendar days"
    assert (never["period"], never["in_force"]) == ("none", "not in force on that day")


def test_the_contract_says_the_period_of_its_duty() -> None:
    (found,) = lines_of(law("contract.notice", "--json"))

    assert found["period"] == "as the contract says"
    assert found["citations"] == []


def test_without_a_day_the_book_is_of_today() -> None:
    assert law("--json").stdout == law("--json", "--on", "2099-01-01").stdout
    assert law().stdout.startswith("The rule book on ")


def test_an_unknown_rule_is_answered_with_those_there_are() -> None:
    result = law("ny.gml995d")

    assert result.exit_code == 2
    assert "There is no rule `ny.gml995d`; there are ny.8nycrr121.contractor-notice" in (
        result.stderr
    )


@pytest.mark.parametrize("day", ["2026-11-21T09:00Z", "today", "2026-02-30"])
def test_a_day_is_a_date(day: str) -> None:
    result = law("--on", day)

    assert result.exit_code == 2
    assert "Invalid value for '--on'" in result.stderr
