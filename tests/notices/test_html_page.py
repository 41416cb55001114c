"""The HTML of a notice: one column, in order, nothing to fetch or to click."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest

from notices.catalogue import catalogue
from notices.drafts import draft
from tests.notices import samples

_KINDS = [
    (template.id, recipient)
    for template in catalogue().templates.values()
    for recipient in template.recipients
]
_VOID = {"meta", "br"}


class _Outline(HTMLParser):
    """Keeps every tag with its attributes, and that each is closed in turn."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def _outline(notice: str, recipient: str) -> _Outline:
    outline = _Outline()
    outline.feed(draft(notice, recipient, samples.private()).html)
    return outline


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_a_page_has_one_title_and_headings_in_order(notice: str, recipient: str) -> None:
    outline = _outline(notice, recipient)
    names = [name for name, _ in outline.tags]

    assert outline.open == []
    assert names.count("h1") == names.count("title") == names.count("main") == 1
    assert names.index("h1") < names.index("h2")
    assert dict(outline.tags)["html"] == {"lang": "en"}


@pytest.mark.parametrize(("notice", "recipient"), _KINDS)
def test_a_page_fetches_nothing_and_asks_for_no_trust(notice: str, recipient: str) -> None:
    outline = _outline(notice, recipient)
    attributes = {name for _, given in outline.tags for name in given}

    assert not {"a", "img", "script", "link", "style", "form", "iframe"} & {
        name for name, _ in outline.tags
    }
    assert attributes <= {"lang", "charset", "name", "content", "style", "scope"}
    assert "url(" not in draft(notice, recipient, samples.private()).html


def test_each_header_of_a_table_says_what_it_heads() -> None:
    outline = _outline("internal-report", "superintendent-and-board")
    scopes = [given.get("scope") for name, given in outline.tags if name == "th"]

    assert set(scopes) == {"row", "col"}


def test_a_telephone_number_stays_on_one_line() -> None:
    page = draft("resident-notice", "resident", samples.private()).html

    assert ';white-space:nowrap">1-800-771-7755</td>' in page


@pytest.mark.parametrize("language", ["en", "es"])
def test_a_posting_says_what_to_copy_into_a_website(language: str) -> None:
    drafted = draft("substitute-website-posting", "public", samples.private(), language=language)
    _, _, rest = drafted.html.partition("into the page of your website, as HTML. -->\n")
    part, _, _ = rest.partition("\n<!-- Copy to the line above. -->")

    outline = _Outline()
    outline.feed(part)

    assert outline.open == []
    assert outline.tags[0] == ("div", {"lang": language})
    assert not {"html", "head", "body", "script", "a", "img"} & {tag for tag, _ in outline.tags}
    assert "1-800-771-7755" in part
