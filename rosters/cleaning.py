"""Takes from a cell what no page can show, and finds what nobody may write."""

from __future__ import annotations

import unicodedata

from rosters.problems import CellError

#: Nothing to see, and put there by programs.
_INVISIBLE = dict.fromkeys(map(ord, "\ufeff\u200b\u2060\u00ad"))
#: These turn the order of what follows round, on a page and on a terminal.
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c")
_FORBIDDEN_KINDS = frozenset(("Cc", "Cs", "Co", "Cn"))


def cleaned(cell: str) -> str:
    r"""Give a cell in composed form, each line of it without spare spaces.

    Raise CellError at a character that a page cannot show.

    >>> cleaned("  Ana\u00a0 Mar\u0069\u0301a ")
    'Ana María'
    """
    if cell.isascii() and cell.isprintable():
        return " ".join(cell.split()) if "  " in cell else cell.strip()
    composed = unicodedata.normalize("NFC", cell.translate(_INVISIBLE))
    lines = (" ".join(line.split()) for line in composed.splitlines())
    text = "\n".join(line for line in lines if line)
    for each in text:
        if each != "\n" and (each in _TURNING or unicodedata.category(each) in _FORBIDDEN_KINDS):
            raise CellError(f"it has a character that no page can show (U+{ord(each):04X})")
    return text
