"""Words that a person writes for the notices, in the shape of their field."""

from __future__ import annotations

import re
from collections.abc import Sequence

from incidents.errors import InputRefusedError
from incidents.ledger.canonical import Json
from notices.fieldbook import FIELDS, PROSE, FieldKind
from notices.fields import NoticeFields
from notices.from_case import as_value
from notices.prose import LANGUAGE_MARK

_LISTS = (FieldKind.TEXTS, FieldKind.ELEMENTS, FieldKind.PRIVATE_INFORMATION)
_CODE = re.compile(r"[a-z]{2,3}(-[A-Za-z]+)?")
_ANSWERS = {"true": True, "yes": True, "false": False, "no": False}


def written_value(field: str, values: Sequence[str]) -> Json:
    """Give what was written, as the record keeps it.

    A field in another language has its code after an at sign: ``data_types@es``.
    Raise InputRefusedError where no notice has the field, or the words do not
    fit it.
    """
    name, _, code = field.partition(LANGUAGE_MARK)
    if code:
        _refuse_wrong_language(name, code)
    if name not in FIELDS:
        NoticeFields({name: "not a field"})  # raises, with the nearest name
    kept = _kept(name, values)
    NoticeFields({name: as_value(name, kept)})  # type: ignore[dict-item]
    return kept


def _refuse_wrong_language(name: str, code: str) -> None:
    """Refuse a field that is the same in every language, and a code that is none."""
    if name in FIELDS and name not in PROSE:
        raise InputRefusedError(
            [f"`{name}` stands as it is in every language; write it without {LANGUAGE_MARK}{code}."]
        )
    if not _CODE.fullmatch(code):
        raise InputRefusedError(
            [f"`{code}` is not the code of a language; write one such as es, as in {name}@es."]
        )


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
