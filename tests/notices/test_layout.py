"""What the layout does with long labels, and with tables over several sheets."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

import pypdfium2

from notices.letter_pdf import compiled

_VALUE = (
    "Everything that the list says of this person, in more words than one line of the sheet has"
)


def pages(*blocks: dict[str, Any]) -> list[list[tuple[str, float]]]:
    """Give each page as its lines of text, with how far from its top they stand."""
    sheet = {
        "form": "sheet",
        "language": "en",
        "direction": "ltr",
        "page": "Page {page} of {pages}",
        "blocks": [{"kind": "letterhead", "items": ["Example Schools"]}, *_titled(blocks)],
    }
    content = compiled("notice", "2026-03-20", {"notice": json.dumps(sheet)})
    found = []
    for page in pypdfium2.PdfDocument(content):
        words, lines = page.get_textpage(), []
        for index in range(words.count_rects()):
            left, bottom, right, top = words.get_rect(index)
            lines.append((words.get_text_bounded(left, bottom, right, top), bottom))
        found.append(lines)
    return found


def _titled(blocks: tuple[dict[str, Any], ...]) -> list[dict[str, Any]]:
    return [{"kind": "title", "text": "A sheet"}, *blocks, {"kind": "footer", "text": "the end"}]


def test_a_label_of_several_lines_does_not_push_its_value_apart() -> None:
    """Few letters may be wide ones: the label is measured, and not counted."""
    label = "WWWWWWWW WWWWWWWW WWWWWW"

    (lines,) = pages({"kind": "facts", "rows": [[label, _VALUE]]})

    of_value = [(text, at) for text, at in lines if text.strip() and text.strip() in _VALUE]
    assert " ".join(text.strip() for text, _ in of_value) == _VALUE
    assert all(0 < above - below < 20 for (_, above), (_, below) in pairwise(of_value))


def test_a_row_of_a_table_stays_on_one_sheet() -> None:
    rows = [
        [f"start{n}", f"{'some words that go on and on ' * (n % 4 + 1)}end{n}"] for n in range(60)
    ]

    found = pages({"kind": "table", "columns": ["Row", "Words"], "rows": rows})

    texts = [" ".join(text for text, _ in lines) for lines in found]
    assert len(texts) > 2
    for n in range(60):
        (begins,) = [page for page, text in enumerate(texts) if f"start{n} " in f"{text} "]
        (ends,) = [page for page, text in enumerate(texts) if f"end{n} " in f"{text} "]
        assert begins == ends, n


def test_a_row_longer_than_a_sheet_loses_no_word() -> None:
    words = " ".join(f"w{n}" for n in range(1_500))

    found = pages({"kind": "table", "columns": ["Row", "Words"], "rows": [["one", words]]})

    assert len(found) > 1
    printed = " ".join(text for lines in found for text, _ in lines).split()
    assert {f"w{n}" for n in range(1_500)} <= set(printed)
