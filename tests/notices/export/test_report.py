"""The report says what the record says, prints everything, and is tagged."""

from __future__ import annotations

import io
import json
import re

import pikepdf
import pypdfium2
import pytest

from incidents.services.export_case import CaseRecord
from notices.export.printable import printable_text
from notices.export.report import report_of
from notices.export.report_pdf import report_pdf, typeset
from tests.support.whole_case import HOSTILE


def text_of(pdf: bytes) -> str:
    """Give the words of a PDF, with one space between them."""
    document = pypdfium2.PdfDocument(pdf)
    pages = [page.get_textpage().get_text_range() for page in document]
    return re.sub(r"\s+", " ", " ".join(pages))


@pytest.fixture(scope="module")
def words(closed: CaseRecord) -> str:
    """Give the words of the closed case's report."""
    return text_of(report_pdf(closed))


def test_the_report_says_what_happened_and_how_it_ended(words: str) -> None:
    assert "Roster export left on an open share" in words
    assert "Kingston City School District" in words
    assert "A roster export lay open on a share for two days." in words
    assert "The case is closed: each duty was met, or determined not to be required." in words
    assert "5,210 persons affected" in words


def test_each_duty_shows_due_done_late_and_evidence(closed: CaseRecord) -> None:
    first = report_of(closed)["waves"][0]
    duty = next(
        each for each in first["duties"] if each["title"].startswith("Report the contractor")
    )

    # Receipt on Monday, March 16, and ten calendar days.
    assert (duty["limit"], duty["done"], duty["late"]) == ("Mar 26, 2026", "Mar 30, 2026", "4 days")
    assert duty["evidence"] == [
        "Filing 1, receipt NYSED-4711, 1 file",
        "Filing 2, receipt NYSED-4712, corrects filing 1",
    ]


def test_lateness_is_said_up_front_with_its_reason(words: str) -> None:
    assert (
        "4 days late, by the agency: Report the contractor's notification to the State's Chief "
        "Privacy Officer. Reason given: The State's form was down over the week-end." in words
    )


def test_decisions_come_with_reason_and_decider(words: str) -> None:
    assert "The contractor paid the mail house itself." in words
    assert "Decided by Dana Poole, Tuesday, May 19, 2026, 9:00 a.m." in words
    assert "to be kept until May 19, 2031 at least." in words


def test_who_approved_which_text_is_told(closed: CaseRecord) -> None:
    (notice,) = report_of(closed)["notices"]

    assert notice["approved"] == ["Sam Reyes, Tuesday, May 12, 2026, 3:00 p.m."]
    assert notice["sent"] == ["Filing 3"]


def test_corrections_show_before_and_after(words: str) -> None:
    assert "Nothing is overwritten" in words
    assert "students, residence NY, with private information 5100" in words


def test_it_says_what_is_proven_and_what_is_not(closed: CaseRecord, words: str) -> None:
    assert "What this record proves" in words
    assert "What it does not prove" in words
    assert "That what was written is true" in words
    for row in closed.checkpoints:
        assert str(row.size) in words
    assert str(closed.key) in words.replace(" ", "")


def test_provisions_nobody_has_read_are_marked(words: str) -> None:
    assert "General Business Law 899-aa(3)\N{NO-BREAK SPACE}†" in words.replace("  ", " ") or (
        "899-aa(3) †" in words
    )
    assert "has not been compared with its source by a person yet" in words


def test_a_case_that_is_open_is_a_draft_on_each_page(still_open: CaseRecord) -> None:
    pdf = report_pdf(still_open)
    pages = [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]

    assert "Draft of an open case." in pages[0]
    assert all("draft of an open case" in page for page in pages)
    assert "held" in text_of(pdf)


def test_an_open_hold_has_no_end(still_open: CaseRecord) -> None:
    (hold,) = report_of(still_open)["waves"][0]["holds"]

    assert hold[-1] == "not ended"


def test_the_report_is_tagged_and_says_its_language(closed: CaseRecord) -> None:
    with pikepdf.open(io.BytesIO(report_pdf(closed))) as pdf:
        assert bool(pdf.Root.MarkInfo.Marked)
        assert str(pdf.Root.Lang) == "en"
        assert "/StructTreeRoot" in pdf.Root
        metadata = pdf.Root.Metadata.read_bytes().decode()
        assert "pdfuaid:part" in metadata
        sizes = {tuple(map(float, page.MediaBox)) for page in pdf.pages}
    assert sizes == {(0.0, 0.0, 612.0, 792.0)}


def test_the_drawing_is_told_in_words(closed: CaseRecord) -> None:
    pdf = report_pdf(closed)
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        told = [
            str(each.Alt)
            for each in opened.objects
            if isinstance(each, pikepdf.Dictionary) and "/Alt" in each
        ]

    assert any(
        text.startswith("A timeline. What happened: the start of the occurrence") for text in told
    )


def test_the_report_is_the_same_each_time(closed: CaseRecord) -> None:
    assert report_pdf(closed) == report_pdf(closed)


@pytest.mark.parametrize("name", ["closed", "still_open"])
def test_the_engine_has_nothing_to_remark(name: str, request: pytest.FixtureRequest) -> None:
    record: CaseRecord = request.getfixturevalue(name)

    # Neither a missing font nor a layout that does not come to rest.
    assert typeset(report_of(record), record.at)[1] == ()


def test_a_long_word_stays_in_its_column(closed: CaseRecord) -> None:
    report = report_of(closed)
    report["corrections"] = [["Mar 18, 2026", "facts." + "x" * 90, "a" * 200, "b", "c" * 120]]
    pages = pypdfium2.PdfDocument(typeset(report, closed.at)[0])

    for page in pages:
        words = page.get_textpage()
        boxes = [words.get_charbox(place) for place in range(words.count_chars())]
        # US Letter is 612 points wide, with margins of 57.6; a last sign may hang out a little.
        assert max(right for _, _, right, _ in boxes) < 560


def test_a_character_without_a_glyph_is_written_as_its_code() -> None:
    assert printable_text("Zoë 🎓\u202e日\nNguyễn") == "Zoë [U+1F393][U+202E][U+65E5] Nguyễn"


def test_what_was_typed_is_printed_and_never_run(closed: CaseRecord) -> None:
    report = json.dumps(report_of(closed))

    assert json.dumps(HOSTILE)[1:-1] in report
    assert "HYPERLINK" in text_of(report_pdf(closed))


def test_typed_markup_does_not_reach_the_layout(
    closed: CaseRecord, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(closed.case, "title", '#panic("x") $ * _ <b> \\ `raw` #let x = 1')

    assert '#panic("x") $ * _ <b> \\ `raw` #let x = 1' in text_of(report_pdf(closed))
