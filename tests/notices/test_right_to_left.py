"""A notice in a language from right to left: in its HTML, on its paper, in its file."""

from __future__ import annotations

import io
import unicodedata
from importlib.resources import files
from pathlib import Path
from unicodedata import category

import docx as word
import pikepdf
import pypdfium2
import pytest

from notices.catalogue import Catalogue, load_catalogue
from notices.drafts import Draft, draft
from notices.letter_pdf import pdf
from notices.taglines import taglines
from notices.word_file import docx
from tests.notices import samples
from tests.notices.small_notice import LETTER, META

_TRANSLATION = """\
translations:
  CODE:
    title: Notice
    recipients: {parent: {dear: parent}}
    of: not compared
    reviewed: null
"""
_LETTER = """\
<letterhead><line>{{ agency_name }}</line></letterhead>
<date>{{ notice_date.day }}</date>
<title>TITLE</title>
<h>HEADING</h>
<p element="contact">PARAGRAPH {{ contact_phone }}</p>
<list><item>PARAGRAPH</item></list>
<facts><fact label="TITLE">PARAGRAPH</fact></facts>
<table><columns><cell>TITLE</cell><cell>HEADING</cell></columns>
<row><cell>PARAGRAPH</cell><cell>HEADING</cell></row></table>
"""
#: Made up for this test: a title, a heading and a paragraph.
_WORDS = {
    "ar": ("إشعار مهم", "ماذا حدث", "وقع الحادث في المدرسة. اتصلوا بنا:"),
    "yi": ("אַ וויכטיקע מעלדונג", "וואָס האָט פּאַסירט", "רופֿט אונדז אין שול:"),
}


def _catalogue(folder: Path, code: str) -> Catalogue:
    title, heading, paragraph = _WORDS[code]
    notice = folder / "made-up-notice"
    notice.mkdir(parents=True)
    (notice / "meta.yaml").write_text(META + _TRANSLATION.replace("CODE", code), encoding="utf-8")
    (notice / "letter.xml.j2").write_text(LETTER, encoding="utf-8")
    letter = _LETTER.replace("TITLE", title).replace("HEADING", heading)
    letter = letter.replace("PARAGRAPH", paragraph)
    (notice / f"letter.{code}.xml.j2").write_text(letter, encoding="utf-8")
    words = files("notices").joinpath("languages", "en.yaml").read_text(encoding="utf-8")
    (folder / "languages").mkdir()
    (folder / "languages" / f"{code}.yaml").write_text(words, encoding="utf-8")
    return load_catalogue(folder)


@pytest.fixture(params=["ar", "yi"])
def drafted(request: pytest.FixtureRequest, tmp_path: Path) -> Draft:
    found = _catalogue(tmp_path, request.param)
    return draft("made-up-notice", "parent", samples.roster(), language=request.param, source=found)


def test_a_page_runs_from_right_to_left(drafted: Draft) -> None:
    code = drafted.language

    assert drafted.html.startswith(f'<!DOCTYPE html>\n<html lang="{code}" dir="rtl">')
    assert "text-align:right" in drafted.html
    assert "padding-left:1em" in drafted.html
    assert "text-align:left" not in drafted.html
    assert "\ue001" not in drafted.html


def test_paper_begins_each_line_at_the_right(drafted: Draft) -> None:
    content = pdf(drafted)
    sheet = pypdfium2.PdfDocument(content)[0]
    words = sheet.get_textpage()
    rights = [words.get_rect(index)[2] / 72 for index in range(words.count_rects())]

    assert max(rights) > 7.4
    assert sum(right > 7 for right in rights) >= 5
    with pikepdf.open(io.BytesIO(content)) as found:
        assert str(found.Root.Lang) == drafted.language


def test_letters_join_and_no_box_takes_their_place(drafted: Draft) -> None:
    """Where a glyph is missing the engine refuses the file; marks may be read elsewhere."""
    sheet = pypdfium2.PdfDocument(pdf(drafted))[0].get_textpage().get_text_range()
    letters = {each for text in _WORDS[drafted.language] for each in text if category(each) == "Lo"}

    assert letters <= set(unicodedata.normalize("NFKC", sheet))


def test_a_telephone_number_keeps_its_order_beside_arabic(drafted: Draft) -> None:
    """Without a mark of left to right, 845-555-0142 would be shown as 0142-555-845."""
    sheet = pypdfium2.PdfDocument(pdf(drafted))[0]
    words = sheet.get_textpage()
    text = words.get_text_range()
    at = next(index for index in range(len(text)) if text[index : index + 4] == "0142")
    first = next(index for index in range(len(text)) if text[index : index + 3] == "845")

    assert "\u200e845-555-0142" in drafted.text
    assert "\u200e845-555-0142" in drafted.html
    assert words.get_charbox(first)[0] < words.get_charbox(at)[0]


def test_a_line_in_arabic_keeps_the_number_in_order() -> None:
    for code in ("ar", "ur", "yi"):
        assert " \u200e845-555-0142" in taglines()[code].with_phone("845-555-0142")
    assert "\u200e" not in taglines()["es"].with_phone("845-555-0142")


def test_a_word_file_runs_from_right_to_left_too(drafted: Draft) -> None:
    pages = word.Document(io.BytesIO(docx(drafted.document)))

    assert all("w:bidi" in paragraph._p.xml for paragraph in pages.paragraphs)
    assert pages.core_properties.language == drafted.language
