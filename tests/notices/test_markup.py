"""Filled templates that are no notices, and the text of rare blocks."""

from __future__ import annotations

import pytest

from notices.document import Document, document_from
from notices.markup import MarkupError, parsed
from notices.plain_text import plain_text


def _parsed(markup: str) -> Document:
    return parsed(markup, form="sheet", language="en", date="2026-05-04")


@pytest.mark.parametrize(
    ("markup", "message"),
    [
        ("<p>No title</p>", "needs exactly one title"),
        ("<title>a</title><title>b</title>", "needs exactly one title"),
        ("<title>a</title><p></p>", "A p is empty; leave it out"),
        ("<title>a</title><p>   </p>", "A p is empty"),
        ("<title>a</title><list></list>", "A list is empty"),
        ("<title>a</title><list><item> </item></list>", "A item is empty"),
        ("<title>a</title><p>", "not well formed"),
        (
            (
                "<title>a</title><table><columns><cell>x</cell></columns>"
                "<row><cell>y</cell><cell>z</cell></row></table>"
            ),
            "A table has 1 columns and a row with another number",
        ),
    ],
)
def test_a_filled_template_that_is_no_notice_is_refused(markup: str, message: str) -> None:
    with pytest.raises(MarkupError, match=message):
        _parsed(markup)


def test_marks_are_gathered_from_every_level() -> None:
    document = _parsed(
        '<title>a</title><part element="contact"><p element="data_types">b</p></part>'
        '<facts><fact label="c" element="incident_dates">d</fact></facts>'
        '<list><item element="record_count investigation">e</item></list>'
    )

    assert list(document.marks) == [
        "contact",
        "data_types",
        "incident_dates",
        "investigation",
        "record_count",
    ]


def test_a_document_is_read_back_from_its_plain_form() -> None:
    document = _parsed(
        '<title>a</title><part element="contact"><p>b</p></part><blank label="c  d"/>'
        "<table><columns><cell>x</cell></columns><row><cell>y</cell></row></table>"
    )

    assert document_from(document.plain()) == document


def test_a_quoted_notice_is_marked_line_by_line() -> None:
    text = plain_text(_parsed("<title>a</title><quote><item>b</item><item>c</item></quote>"))

    assert text == "a\n\n> b\n>\n> c\n"


def test_a_table_of_three_columns_names_each_value() -> None:
    text = plain_text(
        _parsed(
            "<title>a</title><table><columns><cell>Who</cell><cell>When</cell><cell>How</cell>"
            "</columns><row><cell>Ann</cell><cell>today</cell><cell>by mail</cell></row></table>"
        )
    )

    assert text == "a\n\n- Ann\n  When: today\n  How: by mail\n"
