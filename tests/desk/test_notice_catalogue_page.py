"""The notice catalogue says what the templates say, and is not stale."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.rulepacks import load_rule_book
from desk.reference.notices import notice_catalogue_page
from notices.catalogue import catalogue

ROOT = Path(__file__).resolve().parents[2]
PAGE = notice_catalogue_page()


def section(notice: str) -> str:
    """Give what the page says of one notice."""
    found = re.search(rf"^## {re.escape(notice)}\n(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found is not None, notice
    return found[1]


def test_the_catalogue_page_is_not_stale() -> None:
    written = (ROOT / "docs" / "reference" / "notice-catalogue.md").read_text(encoding="utf-8")

    assert written == PAGE, "docs/reference/notice-catalogue.md is stale: run `make docs`."


@pytest.mark.parametrize("notice", sorted(catalogue().templates))
def test_each_notice_stands_there_with_all_that_it_must_say(notice: str) -> None:
    template, text = catalogue().template(notice), section(notice)

    assert template.title in text
    assert all(each.citation in text for each in template.provisions)
    assert all(need.element.words in text for each in template.provisions for need in each.needs)
    assert all(code in text for code in (template.language, *template.translations))


def test_each_duty_names_the_notices_that_it_calls_for() -> None:
    for rule in load_rule_book().rules:
        for notice in rule.notices:
            drafted = re.search(r"\*\*Drafted by itself\*\* for (.*)", section(notice))

            assert drafted is not None, notice
            assert f"`{rule.id}`" in drafted[1]


def test_a_notice_without_a_duty_is_drafted_by_its_name() -> None:
    assert "**Drafted** by its name only" in section("hold-memo")


def test_what_a_notice_waits_for_is_said_in_words() -> None:
    assert (
        "once the case has this: the contractor's limits that passed before its notice came"
        in section("contractor-lateness-letter")
    )
