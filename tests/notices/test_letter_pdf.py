"""The PDF: tagged, dated, the same each time, and right for its envelope."""

from __future__ import annotations

import io
from collections.abc import Iterator

import pikepdf
import pypdfium2
import pytest

from incidents.moments import LocalDay
from notices.catalogue import catalogue
from notices.document import Slot
from notices.drafts import Draft, draft
from notices.fields import FieldsRefusedError
from notices.filling import MissingGlyphError
from notices.letter_pdf import pdf
from notices.slots import printable
from tests.notices import samples

_KINDS = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    for recipient in template.recipients
]
_ADDRESSEE = ("Nguyễn Thị Minh-Khai", "1234 Saint Regis-Hogansburg Turnpike Apt 27B", "Line three")
_FIVE_LINES = (*_ADDRESSEE, "Line four", "KINGSTON NY 12401-1234")
_INCH = 72


def _parent() -> Draft:
    return draft("family-notice", "parent", samples.roster())


def _boxes(content: bytes, page: int = 0) -> Iterator[tuple[str, float, float, float, float]]:
    """Give each run of text with its left, top, right and bottom in inches."""
    sheet = pypdfium2.PdfDocument(content)[page]
    words, height = sheet.get_textpage(), sheet.get_height()
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        text = words.get_text_bounded(left, bottom, right, top)
        yield text, left / _INCH, (height - top) / _INCH, right / _INCH, (height - bottom) / _INCH


def _headings(node: pikepdf.Object) -> Iterator[str]:
    if isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node["/S"])
        if "/K" in node:
            yield from _headings(node["/K"])
    elif isinstance(node, pikepdf.Array):
        for child in node:
            yield from _headings(child)


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_every_notice_is_a_tagged_pdf_for_screen_readers(notice: str, recipient: str) -> None:
    drafted = draft(notice, recipient, samples.private())

    with pikepdf.open(io.BytesIO(pdf(drafted))) as found:
        assert found.Root.MarkInfo.Marked
        assert str(found.Root.Lang) == "en"
        assert found.Root.ViewerPreferences.DisplayDocTitle
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == drafted.document.title
        tags = list(_headings(found.Root.StructTreeRoot))
        assert tags.count("/H1") == 1
        assert "/H2" not in tags or tags.index("/H1") < tags.index("/H2")
        assert ("/Table" in tags) == any(block.kind == "table" for block in drafted.document.blocks)
        assert ("/TH" in tags) == ("/Table" in tags)
        assert all(page.MediaBox[2:] == [612, 792] for page in found.pages)
        assert "/OpenAction" not in found.Root
        assert not [each for page in found.pages for each in page.get("/Annots", [])]


def test_the_same_draft_gives_the_same_bytes() -> None:
    assert pdf(_parent()) == pdf(_parent())


def test_the_date_of_the_file_is_the_date_of_the_notice() -> None:
    with pikepdf.open(io.BytesIO(pdf(_parent()))) as found:
        assert str(found.docinfo["/CreationDate"]).startswith("D:20260504")


def test_another_date_gives_another_file() -> None:
    other = draft(
        "family-notice", "parent", samples.roster(notice_date=LocalDay.parse("2026-05-05"))
    )

    assert pdf(other) != pdf(_parent())


@pytest.mark.parametrize("addressee", [_ADDRESSEE, _FIVE_LINES])
def test_the_window_shows_the_address_and_nothing_else(addressee: tuple[str, ...]) -> None:
    """A #10 window envelope, the sheet folded in three and lying at the bottom.

    The window is 7/8 inch from the left and 1/2 inch from the bottom of a
    4 1/8 inch envelope, 4 1/2 by 1 1/8 inches; the panel is 3 2/3 inches
    high and may slide an inch sideways.
    """
    seen = [
        (text, left, top, right, bottom)
        for text, left, top, right, bottom in _boxes(pdf(_parent(), addressee=addressee))
        if bottom > 2.04 and top < 3.17
    ]

    assert "".join(text for text, *_ in seen).replace(" ", "") == "".join(addressee).replace(
        " ", ""
    )
    assert min(left for _, left, *_ in seen) >= 0.99
    assert max(right for *_, right, _ in seen) <= 4.375
    assert min(top for _, _, top, *_ in seen) >= 2.04 + 1 / 8
    assert max(bottom for *_, bottom in seen) <= 3.17 - 1 / 8


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_nothing_is_cut_off_with_the_longest_names(notice: str, recipient: str) -> None:
    content = pdf(draft(notice, recipient, samples.longest()))

    for page in range(len(pypdfium2.PdfDocument(content))):
        for text, left, top, right, bottom in _boxes(content, page):
            assert left >= 0.95, text
            assert right <= 8.5 - 0.95, text
            assert top >= 0.5, text
            assert bottom <= 11 - 0.3, text


def test_the_head_of_the_longest_letter_does_not_run_together() -> None:
    drafted = draft("family-notice", "parent", samples.longest())
    boxes = list(_boxes(pdf(drafted, addressee=_FIVE_LINES)))

    def edges(words: str) -> tuple[float, float]:
        found = [(top, bottom) for text, _, top, _, bottom in boxes if words in text]
        return min(top for top, _ in found), max(bottom for _, bottom in found)

    telephone, date = edges("Telephone"), edges("Monday, May 4")
    first, last = edges("Nguy"), edges("KINGSTON NY")
    title = edges("What happened to your")
    assert telephone[1] < date[0] < date[1] < first[0] < last[1] < title[0]


def test_every_word_of_the_notice_is_in_the_pdf() -> None:
    drafted = draft("family-and-resident-notice", "parent", samples.longest())
    file = pypdfium2.PdfDocument(pdf(drafted))
    printed = "".join(
        "".join(page.get_textpage().get_text_range().replace("\ufffe", "-").split())
        for page in file
    )

    document = printable(drafted.document)
    # A reader of PDF gives lines that run from right to left in another order.
    blocks = [block for block in document.blocks if block.slot is not Slot.TAGLINE]
    for text in (each for block in blocks for each in block.strings()):
        assert "".join(text.split()) in printed


def test_a_name_in_the_window_needs_its_glyphs_too() -> None:
    with pytest.raises(MissingGlyphError, match=r"'王', U\+738B"):
        pdf(_parent(), addressee=("王 Li", "1 Main Street"))


def test_an_address_with_a_control_character_is_refused() -> None:
    with pytest.raises(FieldsRefusedError, match=r"addressee .* holds a control character"):
        pdf(_parent(), addressee=("Pat\x08", "1 Main Street"))


def test_the_address_leaves_the_approved_words_alone() -> None:
    drafted = _parent()
    before = drafted.digest

    pdf(drafted, addressee=_ADDRESSEE)

    assert drafted.digest == before
    assert _ADDRESSEE[0] not in drafted.text
