"""Every Spanish notice as a person has read it, complete, in plain words."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from notices.catalogue import catalogue
from notices.document import Block, Document, Slot
from notices.drafts import draft
from notices.fieldbook import FIELDS, PROSE
from notices.fields import NoticeFields
from notices.findings import ElementState
from tests.notices import samples, samples_spanish
from tests.notices.official_samples import OFFICIAL

SPANISH = "es"
_OF_PRIVATE_INFORMATION = "ny.stl208."
#: What a family, a student, a teacher, a resident, a caller or the public reads.
_READ_BY_PEOPLE = {
    *(each.id for each in catalogue().templates.values() if each.audience == "families"),
    "holding-statement",
}
_KINDS = [
    (notice, recipient)
    for notice in sorted(_READ_BY_PEOPLE)
    for recipient in catalogue().template(notice).recipients
]
_FIRST = [
    (notice, next(iter(catalogue().template(notice).recipients))) for notice in _READ_BY_PEOPLE
]
#: English words that no Spanish sentence holds; names of offices stand in brackets.
_ENGLISH = re.compile(r"\b(the|and|we|you|your|our|not|with|this|are|have|will)\b", re.IGNORECASE)


def _typical(notice: str) -> NoticeFields:
    rules = catalogue().template(notice).rules
    is_private = any(rule.startswith(_OF_PRIVATE_INFORMATION) for rule in rules)
    return samples_spanish.private() if is_private else samples_spanish.roster()


def test_all_that_people_read_is_written_in_spanish() -> None:
    lacking = {id_ for id_ in _READ_BY_PEOPLE if SPANISH not in catalogue().written_in(id_)}

    assert lacking == set()


@pytest.mark.parametrize("notice", sorted(_READ_BY_PEOPLE))
def test_the_spanish_was_compared_with_the_english_of_today(notice: str) -> None:
    assert not catalogue().is_stale(notice, SPANISH), (
        f"Compare the Spanish with the English, then write of: {catalogue().source_digest(notice)}"
    )


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_each_recipient_gets_the_spanish_that_was_read(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    drafted = draft(notice, recipient, _typical(notice), language=SPANISH)

    golden(f"{notice}/{recipient}.es.txt", drafted.text)


@pytest.mark.parametrize(("notice", "recipient"), sorted(_FIRST))
def test_the_longest_names_leave_the_spanish_readable(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    drafted = draft(notice, recipient, samples_spanish.longest(), language=SPANISH)

    golden(f"{notice}/{recipient}.es.longest-names.txt", drafted.text)


@pytest.mark.parametrize(("notice", "recipient"), sorted(_FIRST))
def test_a_spanish_notice_says_in_words_what_nobody_knows(
    notice: str, recipient: str, golden: Callable[[str, str], None]
) -> None:
    drafted = draft(notice, recipient, samples_spanish.nothing_known(), language=SPANISH)

    golden(f"{notice}/{recipient}.es.everything-unknown.txt", drafted.text)


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_every_required_element_is_found_in_both_languages(notice: str, recipient: str) -> None:
    english = draft(notice, recipient, samples.private(**OFFICIAL)).findings
    spanish = draft(notice, recipient, samples_spanish.private(), language=SPANISH).findings

    assert {each.state for each in spanish.elements} <= {ElementState.PRESENT}
    assert spanish.of(ElementState.PRESENT) == english.of(ElementState.PRESENT)


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_the_same_things_stand_in_both_languages_in_the_same_order(
    notice: str, recipient: str
) -> None:
    for ours, theirs in [
        (samples.private(**OFFICIAL), samples_spanish.private()),
        (samples.nothing_known(), samples_spanish.nothing_known()),
    ]:
        english = _blocks(draft(notice, recipient, ours).document)
        spanish = _blocks(draft(notice, recipient, theirs, language=SPANISH).document)

        assert [block.kind for block in spanish] == [block.kind for block in english]
        assert [len(block.items) for block in spanish] == [len(block.items) for block in english]


def _blocks(document: Document) -> list[Block]:
    """Give the blocks without the lines for readers of other languages."""
    return [block for block in document.blocks if block.slot is not Slot.TAGLINE]


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_no_english_sentence_is_left_in_a_spanish_notice(notice: str, recipient: str) -> None:
    text = draft(notice, recipient, _typical(notice), language=SPANISH).text
    without_names = re.sub(r"\([^)]*\)", "", " ".join(text.split()))

    assert _ENGLISH.findall(without_names) == []


def test_all_that_a_person_writes_is_spanish_in_the_spanish_cases() -> None:
    given = {name for name in PROSE if name in samples.private(**OFFICIAL).values}
    spanish, english = samples_spanish.private().values, samples.private(**OFFICIAL).values

    assert {name for name in given if spanish[name] == english[name]} == set()
    assert set(FIELDS) >= PROSE
