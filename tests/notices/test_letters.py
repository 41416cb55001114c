"""Letters on paper: each found by its sheet, its address alone in the window."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from importlib.resources import files
from itertools import product
from typing import Any

import pikepdf
import pypdfium2
import pytest
import yaml

from incidents.people.person import PostalAddress
from incidents.people.recipient import Concern, Recipient
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import Letter, LetterChunk
from notices.drafts import DraftAlteredError, draft
from notices.fields import NoticeFields
from notices.letter_batch import AT_ONCE
from notices.letters import ApprovedLetters, NotPrintableError
from tests.notices import samples, samples_spanish
from tests.notices.letter_samples import a_family, alone, in_one_file, kept

_MEASURES: dict[str, Any] = yaml.safe_load(
    files("notices").joinpath("layout", "envelope.yaml").read_text(encoding="utf-8")
)
ANA = a_family()
_LONG = "Wilhelmina Bartholomew-Vanderkloosterhuis-Ångström y Nguyễn-Oßwald"
_SHORTEST = replace(
    ANA,
    names=("Al Li",),
    concerns=(Concern(person=1, name="Bo Li"),),
    address=PostalAddress(street=("1 A St",), city="Rye", state="NY", postal_code="10580"),
)
_LONGEST = replace(
    ANA,
    names=("Wilhelmina Bartholomew-Vanderkloosterhuis", "Ångström y Nguyễn-Oßwald Świętosława"),
    concerns=tuple(
        Concern(person=number, name=f"{_LONG} {number}", exposed=("name", "ssn", "home address"))
        for number in range(1, 9)
    ),
    address=PostalAddress(
        street=("12345 Old Saint Regis-Hogansburg Tpke", "Building 27, Apartment 1400-B"),
        city="Saint Regis Mohawk Reservation",
        state="NY",
        postal_code="13655-1234",
    ),
)
_INCH = 72


def _notice(fields: NoticeFields | None = None, language: str = "en") -> NoticeRow:
    found = fields or (samples_spanish.private() if language == "es" else samples.private())
    return kept(draft("family-and-resident-notice", "parent", found, language=language))


def _letters(*recipients: Recipient) -> list[Letter]:
    return [
        Letter(number=number, recipient=recipient)
        for number, recipient in enumerate(recipients, start=101)
    ]


def _words(pdf: bytes, page: int) -> str:
    sheet = pypdfium2.PdfDocument(pdf)[page - 1].get_textpage()
    return " ".join(sheet.get_text_range().replace("\ufffe", "-").split())


def _boxes(pdf: bytes, page: int) -> Iterator[tuple[str, float, float, float, float]]:
    """Give each run of text with its left, top, right and bottom in inches."""
    sheet = pypdfium2.PdfDocument(pdf)[page - 1]
    words, height = sheet.get_textpage(), sheet.get_height()
    for index in range(words.count_rects()):
        left, bottom, right, top = words.get_rect(index)
        text = words.get_text_bounded(left, bottom, right, top)
        yield text, left / _INCH, (height - top) / _INCH, right / _INCH, (height - bottom) / _INCH


@pytest.fixture(scope="module")
def printed() -> LetterChunk:
    """Give five letters in one file, one of which cannot be printed."""
    odd = replace(ANA, names=("王 Li",))
    return in_one_file(
        _notice(), _letters(ANA, _LONGEST, odd, _SHORTEST, replace(ANA, language="bn"))
    )


def test_the_pages_of_a_file_are_those_its_letters_name(printed: LetterChunk) -> None:
    assert printed.pdf is not None
    pages = len(pypdfium2.PdfDocument(printed.pdf))

    assert [each.number for each in printed.letters] == [101, 102, 104, 105]
    following = 1
    for each in printed.letters:
        assert each.first_page == following
        for page in range(1, each.pages + 1):
            words = _words(printed.pdf, each.first_page + page - 1)
            foot = f"KINGSTON-2026-001 · {each.number:06d} · Page {page} of {each.pages}"
            assert foot in words
        assert "Dear parent or guardian," in _words(printed.pdf, each.first_page)
        following += each.pages
    assert following == pages + 1


def test_a_name_that_cannot_be_printed_is_refused_by_number(printed: LetterChunk) -> None:
    (refused,) = printed.refused

    assert refused.number == 103
    assert refused.reason == (
        "A name or a line of the address holds U+738B (CJK UNIFIED IDEOGRAPH-738B), which the "
        "letters' font cannot print; write this letter by hand, or enter the name in Latin letters."
    )


def test_a_merged_file_is_tagged_for_screen_readers(printed: LetterChunk) -> None:
    assert printed.pdf is not None
    with pikepdf.open(io.BytesIO(printed.pdf)) as found:
        assert found.Root.MarkInfo.Marked
        with found.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"


def test_printed_on_both_sides_each_letter_begins_on_a_new_sheet() -> None:
    chunk = in_one_file(_notice(), _letters(ANA, _LONGEST, ANA), duplex=True)

    assert chunk.pdf is not None
    assert [each.first_page % 2 for each in chunk.letters] == [1, 1, 1]
    for each in chunk.letters:
        assert f"{each.number:06d} · Page 1 of" in _words(chunk.pdf, each.first_page)
        last = each.first_page + each.pages - 1
        assert f"Page {each.pages} of {each.pages}" in _words(chunk.pdf, last)
    taken = {each.first_page + page for each in chunk.letters for page in range(each.pages)}
    backs = set(range(1, len(pypdfium2.PdfDocument(chunk.pdf)) + 1)) - taken
    assert backs
    assert {_words(chunk.pdf, page) for page in backs} == {""}


def test_the_same_letter_gives_the_same_file_each_time() -> None:
    notice, (letter,) = _notice(), _letters(_LONGEST)

    assert alone(notice, letter) == alone(notice, letter)


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("recipient", [_SHORTEST, ANA, _LONGEST], ids=["short", "usual", "long"])
def test_the_window_shows_the_address_and_nothing_else(recipient: Recipient, language: str) -> None:
    """Wherever the sheet slides in the envelope, and the machines' zones stay clear."""
    pdf = alone(_notice(language=language), _letters(replace(recipient, language=language))[0])
    envelope, postal, sheet = (_MEASURES[name] for name in ("envelope", "postal", "sheet"))
    window, barcode = envelope["window"], postal["barcode_clear"]
    assert recipient.address is not None
    address = "".join((*recipient.names, *recipient.address.lines())).replace(" ", "")
    sideways = (0, envelope["width"] - sheet["width"])
    for across, up in product(sideways, (0, postal["slide"])):
        seen = []
        for text, left, top, right, bottom in _boxes(pdf, 1):
            # From the lower left corner of the envelope.
            low, high = sheet["panel"] - bottom + up, sheet["panel"] - top + up
            box = (left + across, low, right + across, high)
            is_in_window = (
                box[2] > window["left"]
                and box[0] < window["left"] + window["width"]
                and high > window["bottom"]
                and low < window["bottom"] + window["height"]
            )
            if is_in_window:
                seen.append((text, *box))
        assert "".join(each[0] for each in seen).replace(" ", "") == address
        gap = postal["clearance"]
        assert min(each[1] for each in seen) >= window["left"] + gap
        assert max(each[3] for each in seen) <= window["left"] + window["width"] - gap
        assert max(each[4] for each in seen) <= window["bottom"] + window["height"] - gap
        assert min(each[2] for each in seen) >= window["bottom"] + gap
        assert min(each[2] for each in seen) >= barcode["height"]
        assert min(each[2] for each in seen) >= postal["read_area"]["bottom"]
        assert max(each[4] for each in seen) <= postal["read_area"]["top"]


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("recipient", [_SHORTEST, _LONGEST], ids=["short", "long"])
def test_nothing_is_cut_off_with_the_longest_of_everything(
    recipient: Recipient, language: str
) -> None:
    fields = {"en": samples.longest, "es": samples_spanish.longest}[language]()
    pdf = alone(_notice(fields, language), _letters(replace(recipient, language=language))[0])

    for page in range(1, len(pypdfium2.PdfDocument(pdf)) + 1):
        for text, left, top, right, bottom in _boxes(pdf, page):
            assert left >= 0.95, text
            assert right <= 8.5 - 0.95, text
            assert top >= 0.5, text
            assert bottom <= 11 - 0.3, text


def test_every_word_of_a_letter_is_on_its_paper() -> None:
    pdf = alone(_notice(), _letters(_LONGEST)[0])
    pages = range(1, len(pypdfium2.PdfDocument(pdf)) + 1)
    printed = "".join("".join(_words(pdf, page).split()) for page in pages)

    for concern in _LONGEST.concerns:
        assert concern.name.replace(" ", "") in printed
    for name in _LONGEST.names:
        assert name.replace(" ", "") in printed


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"names": (_LONG, _LONG)}, "do not fit the window of an envelope; shorten"),
        ({"names": ("A" * 60,)}, "do not fit the window of an envelope; shorten"),
        (
            {"address": replace(ANA.address, street=tuple(f"{n} {'Street ' * 9}" for n in "1234"))},  # type: ignore[type-var]
            "take 7 lines, the longest of",
        ),
        ({"address": None}, "There is no address; find one"),
        ({"names": ("김 Ana",)}, r"holds U\+AE40"),
        ({"concerns": (Concern(person=1, name="김"),)}, r"holds U\+AE40"),
    ],
)
def test_what_cannot_be_printed_is_a_problem_of_that_recipient(
    changes: dict[str, Any], message: str
) -> None:
    writer, notice = ApprovedLetters(), _notice()
    odd = replace(ANA, **changes)

    problem = writer.problem(notice, odd)

    assert problem is not None
    assert "Ana" not in problem
    assert re.search(message, problem)
    (refused,) = in_one_file(notice, [Letter(number=1, recipient=odd)]).refused
    assert refused.reason == problem
    assert writer.problem(notice, ANA) is None


def test_a_file_of_refused_letters_alone_is_no_file() -> None:
    chunk = in_one_file(_notice(), _letters(replace(ANA, address=None)))

    assert chunk.pdf is None
    assert chunk.letters == ()
    assert [each.number for each in chunk.refused] == [101]


def test_letters_come_in_files_of_so_many() -> None:
    letters = _letters(*(replace(ANA, names=(f"Ana {number}",)) for number in range(5)))
    pieces = [(_notice(), letters[:2]), (_notice(), letters[2:4]), (_notice(), letters[4:])]

    found = list(ApprovedLetters().chunks(pieces, most=2))

    assert [[each.number for each in chunk.letters] for chunk in found] == [
        [101, 102],
        [103, 104],
        [105],
    ]


def test_no_more_letters_are_asked_for_than_are_printed_and_prepared() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[tuple[NoticeRow, list[Letter]]]:
        for number, letter in enumerate(_letters(*[ANA] * 6)):
            asked.append(number)
            yield _notice(), [letter]

    found = ApprovedLetters().chunks(pieces(), most=1)
    next(found)
    before = len(asked)
    found.close()

    assert before == AT_ONCE + 1
    assert len(asked) == before


def test_a_letter_filled_for_e_mail_comes_from_the_kept_text() -> None:
    filled = ApprovedLetters().filled(_notice(), ANA)

    assert "Eva Ruiz: name and Social Security number" in filled.text


def test_a_kept_text_that_was_altered_writes_no_letter() -> None:
    notice = _notice()
    assert notice.document is not None
    altered = replace(notice, document=notice.document.replace(b"5,212", b"5,213"))

    with pytest.raises(DraftAlteredError, match="do not send it"):
        ApprovedLetters().filled(altered, ANA)


def test_a_text_without_slots_is_no_letter_to_recipients() -> None:
    packet = kept(
        draft("its-packet", "office-of-information-technology-services", samples.private())
    )

    with pytest.raises(NotPrintableError, match="has no slots and goes to nobody in particular"):
        ApprovedLetters().filled(packet, ANA)


def test_a_text_of_an_older_program_says_so() -> None:
    with pytest.raises(NotPrintableError, match="was drafted by an older program"):
        ApprovedLetters().filled(replace(_notice(), document=None), ANA)
