"""Filling an approved text for one recipient changes its slots and nothing else."""

from __future__ import annotations

import time
from dataclasses import replace
from html import escape
from typing import Any

import pytest

from incidents.people.person import PostalAddress
from incidents.people.recipient import Concern, Recipient
from incidents.services.telling.letters import LetterRefusedError
from notices.document import Slot
from notices.drafts import Draft, DraftAlteredError, draft
from notices.html_page import html_block
from notices.language import language
from notices.merging import Merger
from notices.plain_text import text_block
from notices.unknown import Unknown
from tests.notices import samples, samples_spanish
from tests.notices.letter_samples import a_family

ANA = a_family()
_HOME = PostalAddress(street=("27 Wall Street",), city="Kingston", state="NY")
_GENERAL = (
    "name, home address, date of birth, payroll records, Social Security number, user name or "
    "e-mail address with its password or security answer and bank or card number with its code "
    "or password"
)


def _approved(code: str = "en") -> Draft:
    if code == "es":
        fields = samples_spanish.private()
        return draft("family-and-resident-notice", "parent", fields, language="es")
    return draft("family-and-resident-notice", "parent", samples.private())


def _merger(code: str = "en") -> Merger:
    return Merger(_approved(code), language(code))


def test_a_parent_reads_what_concerns_each_of_their_children() -> None:
    filled = _merger().filled(ANA)
    flat = " ".join(filled.text.split())

    assert "Ana Ruiz\nJuan Ruiz\n27 Wall Street\nApt 3\nKingston, NY 12401\n\n" in filled.text
    assert "What was involved for each person: Eva Ruiz: name and Social Security number" in flat
    assert "Leo Ruiz: name, lunch account and home address Mia Ruiz: " in flat
    assert f"Mia Ruiz: {_GENERAL}" in flat
    assert "[" not in filled.text
    assert filled.subject == (
        "What happened to your child's school information "
        "(Kingston City School District, KINGSTON-2026-001)"
    )
    assert filled.language == "en"


@pytest.mark.parametrize("code", ["en", "es"])
def test_everything_outside_the_slots_is_what_was_approved(code: str) -> None:
    approved, filled = _approved(code), _merger(code).filled(replace(ANA, language="pl"))
    written = iter(_merger(code).slots(replace(ANA, language="pl")))
    text, page = approved.text, approved.html
    for block in approved.document.blocks:
        if block.slot:
            mine = next(written)
            assert mine is not None
            assert text.count(text_block(block)) == 1
            text = text.replace(text_block(block), text_block(mine))
            as_page = html_block(approved.document)
            assert page.count(as_page(block)) == 1
            page = page.replace(as_page(block), as_page(mine))

    assert filled.text == text
    assert filled.html == page


def test_a_family_that_reads_the_letter_gets_no_line_in_another_language() -> None:
    approved, filled = _approved(), _merger().filled(ANA)
    lines = approved.document.slotted(Slot.TAGLINE)
    assert lines is not None
    bare = approved.text.replace(text_block(lines) + "\n\n", "")

    assert filled.text.startswith(bare[: bare.index("[name and address]")])
    assert "\nKingston, NY 12401\n\nWhat happened to your child's school information" in filled.text


@pytest.mark.parametrize(
    ("code", "line", "attributes"),
    [
        ("es-MX", "Llame al 845-555-0142 para recibir ayuda en español.", 'lang="es" dir="ltr"'),
        ("zh-TW", "這是一份重要通知。", 'lang="zh-Hant" dir="ltr"'),
        ("ar", "اتصل بالرقم \u200e845-555-0142", 'lang="ar" dir="rtl"'),
        ("yi", "פֿאַר הילף אויף", 'lang="yi" dir="rtl"'),
    ],
)
def test_a_reader_of_another_language_gets_one_line_in_it(
    code: str, line: str, attributes: str
) -> None:
    filled = _merger().filled(replace(ANA, language=code))

    assert line in " ".join(filled.text.replace("\n| ", " ").split())
    assert attributes in filled.html
    assert escape(line) in filled.html


def test_paper_says_in_english_what_its_font_cannot_print() -> None:
    words = [
        block.text
        for block in _merger().document(replace(ANA, language="bn")).blocks
        if block.kind == "callout"
    ]

    assert words == ["This is an important notice. Call 845-555-0142 for help in Bengali."]


def test_a_language_without_a_line_gets_the_letter_alone() -> None:
    merger = _merger()

    assert merger.filled(replace(ANA, language="tlh")).text == merger.filled(ANA).text


def test_a_spanish_letter_names_elements_in_spanish() -> None:
    flat = " ".join(_merger("es").filled(replace(ANA, language="es")).text.split())

    assert "Eva Ruiz: name y número de Seguro Social" in flat


def test_an_element_that_nobody_approved_is_refused() -> None:
    odd = replace(ANA, concerns=(Concern(person=1, name="Eva", exposed=("medical",)),))

    with pytest.raises(LetterRefusedError, match="medical was exposed for a person, and the app"):
        _merger().filled(odd)


@pytest.mark.parametrize("code", ["en", "es"])
def test_of_whom_no_element_was_exposed_none_is_named(code: str) -> None:
    spared = replace(ANA, language=code, concerns=(Concern(person=1, name="Eva", exposed=()),))

    row = _merger(code).slots(spared)[-1]

    assert row is not None
    ((name, exposed),) = row.rows
    assert name == "Eva"
    assert exposed
    assert "Social" not in exposed


def test_a_list_of_elements_alone_leaves_the_other_kinds_of_data_said() -> None:
    fields = samples.private(data_types=["grades", "Social Security numbers"])
    merger = Merger(draft("family-and-resident-notice", "parent", fields), language("en"))
    with_ssn, without, grades = (
        replace(ANA, concerns=(Concern(person=1, name="Eva", exposed=exposed),))
        for exposed in (("ssn",), (), ("grades",))
    )

    assert _told_of_eva(merger, with_ssn) == "grades and Social Security number"
    assert _told_of_eva(merger, without) == "grades"
    assert _told_of_eva(merger, grades) == "grades"


def _told_of_eva(merger: Merger, recipient: Recipient) -> str:
    row = merger.slots(recipient)[-1]
    assert row is not None
    ((_, exposed),) = row.rows
    return exposed


def test_a_letter_that_would_say_nothing_is_refused() -> None:
    fields = samples.private(data_types=Unknown("being looked into"))
    merger = Merger(draft("family-and-resident-notice", "parent", fields), language("en"))
    spared = replace(ANA, concerns=(Concern(person=1, name="Eva", exposed=()),))

    with pytest.raises(LetterRefusedError, match="no element was exposed for a person"):
        merger.filled(spared)


def test_before_the_elements_are_known_any_of_them_may_be_named() -> None:
    fields = samples.private(private_information=Unknown("being looked into"))
    merger = Merger(draft("family-and-resident-notice", "parent", fields), language("en"))
    medical = replace(ANA, concerns=(Concern(person=1, name="Eva", exposed=("medical",)),))

    (told,) = [line for line in merger.filled(medical).text.splitlines() if "Eva:" in line]
    assert told.startswith("Eva: ")
    assert "medical information" in " ".join(merger.filled(medical).text.split())


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"names": ("Ana\x08",)}, r"a name that holds a control character, U\+0008"),
        ({"names": (" ",)}, "a name that is empty"),
        ({"names": ("A" * 201,)}, "a name of 201 characters; shorten it to 200"),
        ({"concerns": ()}, "about nobody"),
        ({"concerns": (Concern(person=1, name="Eva\u202e"),)}, "an invisible character"),
        (
            {"address": replace(_HOME, street=("1 Main\ue000St",))},
            "a line of the address that",
        ),
    ],
)
def test_what_no_letter_may_hold_is_refused_without_naming_anybody(
    wrong: dict[str, Any], message: str
) -> None:
    with pytest.raises(LetterRefusedError, match=message) as refused:
        _merger().filled(replace(ANA, **wrong))

    assert "Ana" not in str(refused.value)
    assert "Eva" not in str(refused.value)


def test_markup_in_a_name_stays_text() -> None:
    odd = replace(ANA, names=("<b>Ana</b> & {{ 7 }}",))
    filled = _merger().filled(odd)

    assert "&lt;b&gt;Ana&lt;/b&gt; &amp; {{ 7 }}" in filled.html
    assert "<b>Ana</b> & {{ 7 }}" in filled.text


def test_words_for_a_slot_that_nobody_approved_are_refused() -> None:
    approved = _approved()
    blocks = tuple(
        replace(block, choices=(("ssn", "your secrets"),))
        if block.slot is Slot.CONCERNED
        else block
        for block in approved.document.blocks
    )
    altered = replace(approved, document=replace(approved.document, blocks=blocks))

    with pytest.raises(DraftAlteredError, match="the approved text does not show it"):
        Merger(altered, language("en"))


def test_a_million_texts_are_the_work_of_minutes() -> None:
    """At most 100 microseconds each, text and HTML; ten times that on a busy machine."""
    merger = _merger()
    merger.filled(ANA)
    begun = time.perf_counter()

    for _ in range(1_000):
        merger.filled(ANA)

    assert time.perf_counter() - begun < 1.0


@pytest.mark.parametrize(
    ("code", "to"),
    [("en", "Parent or guardian of Eva Ruiz"), ("es", "Padre, madre o tutor de Eva Ruiz")],
)
def test_parents_without_a_name_are_those_of_their_child(code: str, to: str) -> None:
    nameless = replace(ANA, names=(), concerns=ANA.concerns[:1])

    assert f"{to}\n27 Wall Street\n" in _merger(code).filled(nameless).text
