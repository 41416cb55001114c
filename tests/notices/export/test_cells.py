"""No text in a spreadsheet is ever taken for a formula."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notices.export.cells import safe_cell

FORMULAS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "\f=1",
    "\v@x",
    "\x85=1",
    " =1",
    "\u00a0=1",
    "\u3000=1",
    "\u200b=1",
    "\ufeff=1",
    "\uff1d1",
    "\uff0b1",
    "\uff0d1",
    "\uff201",
    "\ufe661",
    "\u207a1",
    "=cmd|' /C calc'!A0",
    '=HYPERLINK("http://evil.example","click")',
]


@pytest.mark.parametrize("text", FORMULAS)
def test_what_begins_like_a_formula_becomes_a_text(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("text", ["\x00=1", "=\x001", "\x00\x00@x"])
def test_a_nul_hides_nothing(text: str) -> None:
    assert safe_cell(text) == "'" + text.replace("\x00", "")


@pytest.mark.parametrize(
    "text",
    ["", "Dana Poole", "room 12 = closed", "a@example.org", "5-6", "  spaced", "\u00e9t\u00e9"],
)
def test_other_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


@given(st.text())
def test_no_cell_begins_with_a_sign(text: str) -> None:
    shown = unicodedata.normalize("NFKC", safe_cell(text))
    without_space = shown.lstrip("".join(each for each in shown if each.isspace()))

    assert "\x00" not in shown
    assert without_space[:1] not in set("=+-@")
