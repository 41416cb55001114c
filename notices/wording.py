"""Fields in words: the plain values that a template may print.

A template never meets a date object, a number without its separators or an
unknown. It meets text, whole numbers, true and false, and lists and
dictionaries of them; an unknown field is simply not there, and its reason is
in ``why``.

The words themselves are those of a language, and come from its file.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from incidents.moments import Instant, LocalDay
from notices.elements import Element
from notices.fieldbook import FIELDS, FieldKind
from notices.fields import NoticeFields
from notices.language import Language
from notices.unknown import Unknown

#: The parts of a moment, and of the elements of private information.
MOMENT_PARTS = ("day", "moment")
PRIVATE_PARTS = ("ids", "words")


def context(fields: NoticeFields, language: Language) -> dict[str, Any]:
    """Give the names and plain values that templates see."""
    words = _Wording(fields, language)
    known = {
        name: words.plain(FIELDS[name].kind, value)
        for name, value in fields.values.items()
        if not isinstance(value, Unknown)
    }
    return {**known, "why": fields.unknown}


def said(fields: NoticeFields, names: Iterable[str], language: Language) -> dict[str, str]:
    """Give each of these fields as a sheet for officials says it.

    An unknown field is said to be unknown, with its reason; one that nobody
    supplied is "none recorded". Lists of rows have no place in one entry.
    """
    words = _Wording(fields, language)
    spoken = {name for name in names if FIELDS[name].kind is not FieldKind.ROWS}
    return {name: words.said(name) for name in spoken}


def dotted(items: list[str]) -> str:
    """Give a list on one line with raised dots, as a letterhead has it."""
    return " · ".join(items)


class _Wording:
    """Puts the values of one notice into the words of one language."""

    __slots__ = ("_fields", "_language")

    def __init__(self, fields: NoticeFields, language: Language) -> None:
        self._fields = fields
        self._language = language

    def said(self, name: str) -> str:
        known, value = self._language.known, self._fields.values.get(name)
        if value is None:
            return known["not_stated"]
        if isinstance(value, Unknown):
            return f"{known['not_yet_known']} ({value.why})"
        kind = FIELDS[name].kind
        return self._spoken(kind, self.plain(kind, value))

    def plain(self, kind: FieldKind, value: Any) -> Any:  # noqa: ANN401  checked by its kind
        if isinstance(value, LocalDay | Instant):
            zone, speak = self._fields.zone, self._language
            return {"day": speak.day(zone.day_of(value)), "moment": speak.moment(value, zone)}
        match kind:
            case FieldKind.PASSAGE:
                return _paragraphs(value)
            case FieldKind.ELEMENTS:
                return [Element(name).words for name in value]
            case FieldKind.PRIVATE_INFORMATION:
                words = self._language.private_information
                return {"ids": list(value), "words": [words[name] for name in value]}
            case FieldKind.ROWS:
                return [self._row(row) for row in value]
        return list(value) if kind is FieldKind.TEXTS else value

    def _spoken(self, kind: FieldKind, plain: Any) -> str:  # noqa: ANN401  as above
        match kind:
            case FieldKind.ANSWER:
                return self._language.known["yes" if plain else "no"]
            case FieldKind.DAY | FieldKind.MOMENT:
                return str(plain["day" if kind is FieldKind.DAY else "moment"])
            case FieldKind.PASSAGE:
                return " ".join(plain)
            case FieldKind.TEXTS | FieldKind.ELEMENTS:
                return self._listed(plain)
            case FieldKind.PRIVATE_INFORMATION:
                return self._listed(plain["words"])
        return self._entry(plain)

    def _listed(self, items: list[str]) -> str:
        return self._language.series(items) or self._language.known["none"]

    def _row(self, row: Mapping[str, Any]) -> dict[str, str]:
        return {column: self._cell(cell) for column, cell in row.items()}

    def _cell(self, cell: object) -> str:
        is_unknown = isinstance(cell, Unknown)
        return self._language.known["not_yet_known"] if is_unknown else self._entry(cell)

    def _entry(self, plain: object) -> str:
        return self._language.number(plain) if isinstance(plain, int) else str(plain)


def _paragraphs(value: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", value)]
