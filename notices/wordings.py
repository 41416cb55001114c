"""Words that a person writes for the notices, in the shape of their field."""

from __future__ import annotations

from collections.abc import Sequence

from incidents.errors import InputRefusedError
from incidents.ledger.canonical import Json
from notices.fieldbook import FIELDS, FieldKind
from notices.fields import NoticeFields
from notices.from_case import as_value

_LISTS = (FieldKind.TEXTS, FieldKind.ELEMENTS, FieldKind.PRIVATE_INFORMATION)
_ANSWERS = {"true": True, "yes": True, "false": False, "no": False}


def written_value(field: str, values: Sequence[str]) -> Json:
    """Give what was written, as the record keeps it.

    Raise InputRefusedError where no notice has the field, or the words do not
    fit it.
    """
    if field not in FIELDS:
        NoticeFields({field: "not a field"})  # raises, with the nearest name
    kept = _kept(field, values)
    NoticeFields({field: as_value(field, kept)})  # type: ignore[dict-item]
    return kept


def _kept(field: str, values: Sequence[str]) -> Json:
    kind = FIELDS[field].kind
    if kind in _LISTS:
        return list[Json](part.strip() for value in values for part in _parts(kind, value))
    text = "\n\n".join(values) if kind is FieldKind.PASSAGE else " ".join(values)
    if kind is FieldKind.COUNT and text.isascii() and text.isdigit():
        return int(text)
    if kind is FieldKind.ANSWER and text.lower() in _ANSWERS:
        return _ANSWERS[text.lower()]
    if kind is FieldKind.ROWS:
        raise InputRefusedError(
            [f"`{field}` is a table that the case fills itself; it cannot be written by hand."]
        )
    return text


def _parts(kind: FieldKind, value: str) -> list[str]:
    return [value] if kind is FieldKind.TEXTS else value.split(",")
