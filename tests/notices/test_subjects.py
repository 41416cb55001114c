"""The subject of a family's e-mail says who writes, and about what."""

from __future__ import annotations

import pytest

from notices.catalogue import catalogue
from notices.document import Block, BlockKind, Document
from notices.drafts import draft
from notices.subjects import email_subject
from tests.notices import samples, samples_spanish

#: What frauds write: hurry, fear, a click, shouting.
_OF_A_FRAUD = ("urgent", "immediately", "act now", "verify", "click", "alert", "!", "urgente", "ya")
_FAMILIES = [
    (template.id, next(iter(template.recipients)))
    for template in catalogue().templates.values()
    if template.audience == "families"
]


def test_a_subject_names_what_it_is_about_the_sender_and_the_case() -> None:
    document = draft("family-notice", "parent", samples.roster()).document

    assert email_subject(document) == (
        "What happened to your child's school information "
        "(Kingston City School District, KINGSTON-2026-001)"
    )


def test_a_spanish_subject_says_the_same() -> None:
    document = draft("family-notice", "parent", samples_spanish.roster(), language="es").document

    assert email_subject(document) == (
        "Qué pasó con la información escolar de su hijo o hija "
        "(Kingston City School District, KINGSTON-2026-001)"
    )


@pytest.mark.parametrize(("notice", "recipient"), _FAMILIES)
@pytest.mark.parametrize("language", ["en", "es"])
def test_no_subject_hurries_shouts_or_frightens(notice: str, recipient: str, language: str) -> None:
    subject = email_subject(draft(notice, recipient, samples.private(), language=language).document)
    words = subject.lower().replace(",", " ").split()

    assert not [each for each in _OF_A_FRAUD if each in words or f"{each} " in subject.lower()]
    assert "!" not in subject
    assert "\n" not in subject


def test_a_document_without_letterhead_or_footer_keeps_its_title() -> None:
    title = Block(kind=BlockKind.TITLE, text="Notice")
    document = Document(form="sheet", language="en", date="2026-05-04", blocks=(title,))

    assert email_subject(document) == "Notice"
