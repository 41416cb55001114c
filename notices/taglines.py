"""One line in the reader's language, where the letter itself is in another."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from notices.language import in_order, is_right_to_left
from notices.located import Located, located

#: How schools write Chinese of Taiwan and Hong Kong: by the place, not the script.
_TRADITIONAL = frozenset({"zh-tw", "zh-hk", "zh-mo", "zh-hant"})
_PHONE = "{phone}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tagline:
    """One entry of ``taglines.yaml``."""

    code: str
    name: str
    text: str
    reviewed_by: str | None

    def with_phone(self, phone: str) -> str:
        """Give the line with the number that is called."""
        line = self.text.replace(_PHONE, phone)
        return in_order(line) if is_right_to_left(self.code) else line


@lru_cache(maxsize=1)
def taglines() -> Mapping[str, Tagline]:
    """Give every tagline by its language's code; raise BrokenFileError."""
    text = files("notices").joinpath("taglines.yaml").read_text(encoding="utf-8")
    return read_taglines(text, "notices/taglines.yaml")


def read_taglines(text: str, file: str) -> Mapping[str, Tagline]:
    """Give the taglines of a file's text; raise BrokenFileError."""
    return {code: _tagline(code, entry) for code, entry in located(text, file).entries().items()}


def tagline_warning() -> str | None:
    """Give which lines nobody has reviewed, or None."""
    names = [each.name for each in taglines().values() if each.reviewed_by is None]
    if not names:
        return None
    return (
        f"Nobody has reviewed the one line in {', '.join(names)}; have it read by somebody who "
        "reads the language, then write who in notices/taglines.yaml."
    )


def tagline_code(language: str) -> str | None:
    """Give under which code there is a line for a reader's language, or None.

    >>> tagline_code("zh-TW"), tagline_code("es-MX"), tagline_code("tlh")
    ('zh-Hant', 'es', None)
    """
    if language.lower() in _TRADITIONAL:
        return "zh-Hant"
    known = taglines()
    found = (code for code in (language, language.split("-", maxsplit=1)[0]) if code in known)
    return next(found, None)


def _tagline(code: str, entry: Located) -> Tagline:
    keys = entry.mapping(("name", "text", "reviewed_by"))
    text = unicodedata.normalize("NFC", keys["text"].text())
    if text.count(_PHONE) != 1:
        raise keys["text"].refuse(f"needs {_PHONE} once, where the number stands.")
    reviewer = keys["reviewed_by"]
    return Tagline(
        code=code,
        name=keys["name"].text(),
        text=text,
        reviewed_by=None if reviewer.value is None else reviewer.text(),
    )
