"""What the public and callers meet is drafted from the case, in both languages."""

from __future__ import annotations

import pytest

from config.wiring import FileLawBook
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed, DraftedText
from notices.catalogue import catalogue
from tests.support.caseworker import LAW, Caseworker, practice, roster
from tests.support.whole_case import home_with_district, law_of

_FOR_PEOPLE = [
    (template.id, next(iter(template.recipients)))
    for template in catalogue().templates.values()
    if template.audience == "families"
]
_AT = "2026-03-20T10:00-04:00"


@pytest.fixture
def law(tmp_path_factory: pytest.TempPathFactory) -> FileLawBook:
    """Give the law with a district that has an address of its own."""
    return law_of(home_with_district(tmp_path_factory.mktemp("home")))


def drafted(dpo: Caseworker, law: FileLawBook, addressed: Addressed) -> DraftedText:
    """Draft one notice of the case."""
    return dpo.at(_AT, lambda work: draft_notice(work, practice(law), dpo.number, addressed))


def written(dpo: Caseworker, field: str, words: list[str]) -> None:
    """Record words for the notices of the case."""
    dpo.at(_AT, lambda work: record_wording(work, LAW, dpo.number, field, list(words)))


@pytest.mark.parametrize(("notice", "kind"), _FOR_PEOPLE)
@pytest.mark.parametrize("language", ["en", "es"])
def test_every_notice_for_people_is_drafted_from_a_case(
    dpo: Caseworker, law: FileLawBook, notice: str, kind: str, language: str
) -> None:
    dpo.opens()

    text = drafted(dpo, law, Addressed(notice=notice, kind=kind, language=language))

    assert text.language == language
    assert text.pdf.startswith(b"%PDF-")


def test_a_spanish_notice_says_who_has_not_read_it(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()

    text = drafted(
        dpo, law, Addressed(notice="public-questions-and-answers", kind="public", language="es")
    )

    assert any("Nobody has reviewed the Spanish text" in each for each in text.refusals)


def test_questions_that_are_open_stand_in_the_answers(dpo: Caseworker, law: FileLawBook) -> None:
    dpo.opens()
    written(dpo, "open_questions", ["Who opened the file?"])

    text = drafted(dpo, law, Addressed(notice="public-questions-and-answers", kind="public"))

    assert "WHAT WE DO NOT KNOW YET" in text.text
    assert "- Who opened the file?" in text.text
    assert "- What exactly happened?" in text.text


def test_the_posting_names_each_group_once(dpo: Caseworker, law: FileLawBook) -> None:
    twice = [
        {"group": "students", "residence": "NY", "count": 9, "with_private_information": 9},
        {"group": "students", "residence": "NJ", "count": 2, "with_private_information": 2},
    ]
    dpo.opens(facts={**roster()["facts"], "private_information": ["ssn"]}, affected=twice)

    text = drafted(dpo, law, Addressed(notice="substitute-website-posting", kind="public"))

    assert text.text.count("- students, and parents and guardians") == 1


@pytest.mark.parametrize(
    ("spanish", "expected"),
    [(["nombre", "dirección"], 0), (["nombre"], 1)],
)
def test_kinds_of_data_are_written_in_both_languages_one_for_one(
    dpo: Caseworker, law: FileLawBook, spanish: list[str], expected: int
) -> None:
    dpo.opens()
    written(dpo, "data_types", ["name", "home address"])
    written(dpo, "data_types@es", spanish)

    text = drafted(dpo, law, Addressed(notice="family-notice", kind="parent", language="es"))

    assert sum("write the same ones in the same order" in each for each in text.refusals) == (
        expected
    )
