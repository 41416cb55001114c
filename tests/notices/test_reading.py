"""How hard a text is to read, and that families get an easy one."""

from __future__ import annotations

import pytest

from notices.catalogue import catalogue
from notices.document import Block, BlockKind, Document
from notices.drafts import draft
from notices.reading import FAMILY_GRADE, grade, long_sentences, prose, syllables
from tests.notices import samples
from tests.notices.official_samples import OFFICIAL

#: Counted by ear.
_COUNTED = {
    1: "school year please where free freeze file rules used asked changed looked theft thought "
    "whole trade please one through guard",
    2: "parent happened taken involved records questions little table simple needed because "
    "private teacher details special credit language trying saying someone client office advice",
    3: "company discovered affected privacy department officer example telephone personal account "
    "offices services reported library notices attorney general federal commission various "
    "serious previous actual easier",
    4: "information security education identity experience situation technology material january",
    5: "investigation superintendent cooperative",
}
_FAMILY = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    if template.audience == "families"
    for recipient in template.recipients
]


@pytest.mark.parametrize(
    ("word", "count"),
    [
        (word, count)
        for count, words in _COUNTED.items()
        for word in words.split()
        if word not in {"account", "questions"}
    ],
)
def test_syllables_are_counted_as_they_are_heard(word: str, count: int) -> None:
    assert syllables(word) == count


@pytest.mark.parametrize("word", ["teacher's", "TEACHERS", "teacher\u2019s"])
def test_an_ending_or_capitals_change_nothing(word: str) -> None:
    assert syllables(word) == 2


def test_a_sentence_of_short_words_is_first_grade_or_below() -> None:
    """Six words, six syllables: 0.39 * 6 + 11.8 * 1 - 15.59 = -1.45."""
    assert grade(["The cat sat on the mat."]) == pytest.approx(-1.45)


def test_the_grade_follows_the_published_formula() -> None:
    """Twelve words, two sentences, twenty-one syllables, counted by hand.

    0.39 * 6 + 11.8 * 1.75 - 15.59 = 7.40.
    """
    text = "The Australian platypus is seemingly a hybrid. It lives near the river."

    assert grade([text]) == pytest.approx(7.40)


def test_no_words_have_no_grade() -> None:
    assert grade(["12401-1234", ""]) == 0


def test_short_forms_and_addresses_end_no_sentence() -> None:
    texts = ["Ask Dr. Li, or write to dpo@kingston.example.org. We answer."]

    assert grade(texts) == grade(["Ask Dr Li, or write to address. We answer."])


def test_a_sentence_that_runs_on_is_named() -> None:
    short = " ".join(["word"] * 25) + "."
    long = " ".join(["word"] * 26) + "."

    assert long_sentences([short]) == []
    assert long_sentences([long]) == [" ".join(["word"] * 26)]


def test_only_whole_sentences_are_counted() -> None:
    blocks = (
        Block(kind=BlockKind.LETTERHEAD, items=("Board of Cooperative Education.",)),
        Block(kind=BlockKind.BULLETS, items=("grade", "Call us.")),
    )
    document = Document(form="letter", language="en", date="2026-05-04", blocks=blocks)

    assert list(prose(document)) == ["Call us."]


@pytest.mark.parametrize(("notice", "recipient"), _FAMILY)
@pytest.mark.parametrize(
    "fields", [samples.roster(**OFFICIAL), samples.private(), samples.nothing_known()]
)
def test_families_read_at_eighth_grade_or_lower(notice: str, recipient: str, fields) -> None:
    text = list(prose(draft(notice, recipient, fields).document))

    assert grade(text) <= FAMILY_GRADE
    assert long_sentences(text) == []
