"""Fields in words: the plain values that a template may print.

A template never meets a date object, a number without its separators or an
unknown. It meets text, whole numbers, true and false, and lists and
dictionaries of them; an unknown field is simply not there, and its reason is
in ``why``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from incidents.moments import Instant, LocalDay, Zone
from notices.elements import Element
from notices.fieldbook import FIELDS, PRIVATE_INFORMATION, FieldKind
from notices.fields import NoticeFields
from notices.unknown import Unknown

#: What a sheet says of a field that is unknown, and of one nobody supplied.
NOT_YET_KNOWN, NOT_STATED = "not yet known", "none recorded"
#: The parts of a moment, and of the elements of private information.
MOMENT_PARTS = ("day", "moment")
PRIVATE_PARTS = ("ids", "words")


def context(fields: NoticeFields) -> dict[str, Any]:
    """Give the names and plain values that templates see."""
    known = {
        name: _plain(FIELDS[name].kind, value, fields.zone)
        for name, value in fields.values.items()
        if not isinstance(value, Unknown)
    }
    return {**known, "why": fields.unknown}


def said(fields: NoticeFields, names: Iterable[str]) -> dict[str, str]:
    """Give each of these fields as a sheet for officials says it.

    An unknown field is said to be unknown, with its reason; one that nobody
    supplied is "none recorded". Lists of rows have no place in one entry.
    """
    spoken = {name for name in names if FIELDS[name].kind is not FieldKind.ROWS}
    return {name: _said(name, fields) for name in spoken}


def dotted(items: list[str]) -> str:
    """Give a list on one line with raised dots, as a letterhead has it."""
    return " · ".join(items)


def series(items: list[str]) -> str:
    """Give a list as a person says it.

    >>> series(["names", "birth dates", "grades"])
    'names, birth dates and grades'
    """
    if len(items) < 2:  # noqa: PLR2004  one item needs no "and"
        return "".join(items)
    return f"{', '.join(items[:-1])} and {items[-1]}"


def _said(name: str, fields: NoticeFields) -> str:
    value = fields.values.get(name)
    if value is None:
        return NOT_STATED
    if isinstance(value, Unknown):
        return f"{NOT_YET_KNOWN} ({value.why})"
    kind = FIELDS[name].kind
    plain = _plain(kind, value, fields.zone)
    return str(_SPOKEN[kind](plain)) if kind in _SPOKEN else _entry(plain)


def _entry(plain: object) -> str:
    return f"{plain:,}" if isinstance(plain, int) else str(plain)


def _listed(items: list[str]) -> str:
    return series(items) or "none"


def _plain(kind: FieldKind, value: object, zone: Zone) -> object:
    if isinstance(value, LocalDay | Instant):
        return {"day": zone.day_of(value).words(), "moment": zone.words(value)}
    return _PLAIN[kind](value) if kind in _PLAIN else value


def _paragraphs(value: str) -> list[str]:
    return [" ".join(part.split()) for part in re.split(r"\n\s*\n", value)]


def _element_words(names: Iterable[str]) -> list[str]:
    return [Element(name).words for name in names]


def _private(names: Iterable[str]) -> dict[str, list[str]]:
    return {"ids": list(names), "words": [PRIVATE_INFORMATION[name] for name in names]}


def _rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, str]]:
    return [{column: _cell(cell) for column, cell in row.items()} for row in rows]


def _cell(cell: object) -> str:
    return NOT_YET_KNOWN if isinstance(cell, Unknown) else _entry(cell)


_PLAIN: dict[FieldKind, Callable[[Any], Any]] = {
    FieldKind.PASSAGE: _paragraphs,
    FieldKind.ELEMENTS: _element_words,
    FieldKind.PRIVATE_INFORMATION: _private,
    FieldKind.ROWS: _rows,
    FieldKind.TEXTS: list,
}
_SPOKEN: dict[FieldKind, Callable[[Any], str]] = {
    FieldKind.ANSWER: lambda answer: "yes" if answer else "no",
    FieldKind.DAY: lambda day: str(day["day"]),
    FieldKind.MOMENT: lambda moment: str(moment["moment"]),
    FieldKind.PASSAGE: " ".join,
    FieldKind.TEXTS: _listed,
    FieldKind.ELEMENTS: _listed,
    FieldKind.PRIVATE_INFORMATION: lambda private: _listed(private["words"]),
}
