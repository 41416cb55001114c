"""The Word file for the lawyer's pen: real headings and lists, the same bytes."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator

import pytest

from notices.catalogue import catalogue
from notices.drafts import draft
from notices.slots import printable
from notices.word_file import docx
from tests.notices import samples

with warnings.catch_warnings():
    warnings.simplefilter("ignore")
    import docx as word

_KINDS = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    for recipient in template.recipients
]


def _texts(pages: word.document.Document) -> Iterator[str]:
    for paragraph in pages.paragraphs:
        yield from paragraph.text.split("\n")
    for table in pages.tables:
        for row in table.rows:
            yield from (cell.text for cell in row.cells)
    yield from (paragraph.text for paragraph in pages.sections[0].footer.paragraphs)


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_every_word_of_a_notice_is_in_its_word_file(notice: str, recipient: str) -> None:
    document = draft(notice, recipient, samples.private()).document
    texts = set(_texts(word.Document(io.BytesIO(docx(document)))))

    for text in printable(document).strings():
        assert text in texts or any(text in each for each in texts)


def test_headings_and_lists_are_what_a_word_processor_knows() -> None:
    document = draft("family-notice", "parent", samples.roster()).document
    pages = word.Document(io.BytesIO(docx(document)))
    styles = [paragraph.style.name for paragraph in pages.paragraphs if paragraph.style]

    assert styles.count("Heading 1") == 1
    assert styles.index("Heading 1") < styles.index("Heading 2")
    assert "List Bullet" in styles
    assert pages.core_properties.title == document.title
    assert pages.core_properties.language == "en"
    assert pages.core_properties.author == ""


def test_headings_have_the_ink_and_the_letters_of_the_text() -> None:
    document = draft("family-notice", "parent", samples.roster()).document
    pages = word.Document(io.BytesIO(docx(document)))

    for style in ("Heading 1", "Heading 2"):
        font = pages.styles[style].font
        assert (font.name, str(font.color.rgb)) == ("Arial", "1B1B1B")
        assert not any("Theme" in name for name in font.element.rPr.rFonts.attrib)


def test_the_same_notice_gives_the_same_file() -> None:
    document = draft("resident-notice", "resident", samples.private()).document

    assert docx(document) == docx(document)
