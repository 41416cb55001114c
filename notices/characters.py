"""Which characters may stand in a letter, and how a text is cleaned."""

from __future__ import annotations

import unicodedata

#: Format characters that some scripts need, to join letters and to keep a number in
#: order among them; all others can hide text.
_JOINERS = "\u200c\u200d\u200e"
_REFUSED = {"Cc": "a control character", "Cs": "half of a character", "Co": "a private character"}
_REFUSED |= {"Cn": "an unassigned character", "Cf": "an invisible character"}
_REFUSED |= {"Zl": "a line separator", "Zp": "a paragraph separator"}


def named(character: str) -> str:
    """Give a character by its code point and name, for an error message."""
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'no name')})"


def first_refused(text: str, allowed: str = "") -> str | None:
    """Give what is wrong with the first character that no notice may hold."""
    if text.isascii() and text.isprintable():
        return None
    for character in text:
        what = _REFUSED.get(unicodedata.category(character))
        if what and character not in allowed + _JOINERS:
            return f"{what}, {named(character)}"
    return None


def composed(text: str) -> str:
    """Give the text with its accents composed and no space at its ends."""
    return unicodedata.normalize("NFC", text).strip()
