"""Text as the report's font can print it.

A report is never refused because somebody typed a character that its font
lacks: the character is written as its code, and the files beside the report
have it as it was typed.
"""

from __future__ import annotations

import unicodedata
from typing import TypeVar

from notices.glyphs import printable as characters

_V = TypeVar("_V")
#: Characters without a shape that decide how others are shown.
_SHAPELESS = ("Cc", "Cf", "Zl", "Zp")


def printable_text(text: str) -> str:
    """Give the text with each character that cannot be printed as its code.

    >>> printable_text("Zoë 🎓")
    'Zoë [U+1F393]'
    """
    composed = unicodedata.normalize("NFC", text)
    return "".join(_shown(character) for character in composed)


def printable(value: _V) -> _V:
    """Give the same lists and mappings with every text made printable."""
    if isinstance(value, str):
        return printable_text(value)  # type: ignore[return-value]
    if isinstance(value, dict):
        return {key: printable(each) for key, each in value.items()}  # type: ignore[return-value]
    if isinstance(value, list | tuple):
        return [printable(each) for each in value]  # type: ignore[return-value]
    return value


def _shown(character: str) -> str:
    if character in "\n\r\t":
        return " "
    if character in characters() and unicodedata.category(character) not in _SHAPELESS:
        return character
    return f"[U+{ord(character):04X}]"
