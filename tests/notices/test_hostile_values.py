"""A value is only ever text: in the template, the HTML and the PDF."""

from __future__ import annotations

import unicodedata
from html.parser import HTMLParser

import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.drafts import draft
from notices.fields import Row
from notices.filling import NoticeNotFilledError
from notices.glyphs import printable
from notices.letter_pdf import pdf
from tests.notices import samples

_HOSTILE = [
    "{{ 7 * 7 }}",
    "{% include 'parts/signature.xml.j2' %}",
    "{{ ''.__class__.__mro__ }}",
    "<script>alert(1)</script>",
    "</p><p element='contact'>",
    "<!DOCTYPE x [<!ENTITY a 'b'>]>",
    "&amp; &lt; &#60; &bogus;",
    "]]> <![CDATA[ x ]]>",
    '" onload="x" style="y',
    '#import "x.typ": * #read("/etc/passwd")',
    "#set text(size: 0pt)",
    "*bold* _italic_ `raw` $x^2$ @label <label>",
    '= Heading \\ #panic("no") //',
    "=HYPERLINK(1)",
    "$(reboot) `reboot` %s %n {0} {x!r}",
]


class _Reader(HTMLParser):
    """Keeps the tags and the words of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        self.tags.add(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(page: str) -> _Reader:
    reader = _Reader()
    reader.feed(page)
    return reader


@pytest.mark.parametrize("value", _HOSTILE)
def test_markup_in_a_value_stays_text_in_every_form(value: str) -> None:
    drafted = draft("family-notice", "parent", samples.roster(incident_description=value))
    page = _read(drafted.html)
    printed = pypdfium2.PdfDocument(pdf(drafted))
    sheet = "".join(each.get_textpage().get_text_bounded() for each in printed)

    flat = " ".join(value.split())
    assert flat in " ".join(drafted.text.split())
    assert flat in " ".join(" ".join(page.words).split())
    assert "".join(value.split()) in "".join(sheet.split())
    assert page.tags <= {
        *("html", "head", "meta", "title", "body", "main", "p", "br", "strong", "h1", "h2"),
        *("ul", "li", "table", "tr", "th", "td"),
    }


@given(
    st.text(st.sampled_from(sorted(printable() - set("\u00a0"))), min_size=1, max_size=60).filter(
        lambda text: text.isprintable() and text.strip() and text == text.strip()
    )
)
def test_any_printable_value_arrives_whole(value: str) -> None:
    drafted = draft("family-notice", "parent", samples.roster(cause="x", contact_name=value))

    kept = " ".join(_normal(value).split())
    assert any(kept in text for text in drafted.document.strings())
    assert kept in " ".join(" ".join(_read(drafted.html).words).split())


def _normal(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def test_a_text_that_grows_without_bound_is_stopped() -> None:
    rows: list[Row] = [{"group": "g" * 500, "number": 1}] * 500
    fields = samples.private(
        incident_description="word " * 7_900,
        template_copy="line " * 6_000,
        earlier_notices="word " * 7_900,
        steps_taken=["step " * 99] * 500,
        protective_steps=["step " * 99] * 500,
        data_types=["type " * 99] * 500,
        systems=["system " * 70] * 500,
        next_steps=["step " * 99] * 500,
        open_questions=["what " * 99] * 500,
        affected_groups=rows,
    )

    with pytest.raises(NoticeNotFilledError, match="grows beyond 1,000,000 characters"):
        draft("internal-report", "superintendent-and-board", fields)
