"""A text as a spreadsheet may show it: never as a formula.

A spreadsheet that opens a CSV file takes a cell that begins with =, +, - or @
for a formula, also after spaces, after characters that nobody sees and in the
full-width forms of these signs; a name typed into a web form would then run on
the auditor's machine. Such a cell gets an apostrophe, which spreadsheets read
as "this is text".
"""

from __future__ import annotations

import unicodedata

_STARTS_A_FORMULA = "=+-@\t\r\n"
#: Spaces and characters without a shape: they do not protect what follows.
_PASSED_OVER = ("Zs", "Cf")


def safe_cell(text: str) -> str:
    """Give the text so that no spreadsheet takes it for a formula.

    >>> safe_cell("=HYPERLINK(1)"), safe_cell("room 12 = closed")
    ("'=HYPERLINK(1)", 'room 12 = closed')
    """
    shown = text.replace("\x00", "")
    for character in unicodedata.normalize("NFKC", shown):
        if character in _STARTS_A_FORMULA:
            return f"'{shown}"
        if unicodedata.category(character) not in _PASSED_OVER and not character.isspace():
            return shown
    return shown
