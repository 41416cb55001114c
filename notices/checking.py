"""Whether a value may stand under a field's name, and its canonical form."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from incidents.moments import Instant, LocalDay
from notices.characters import composed, first_refused
from notices.elements import Element
from notices.fieldbook import FIELDS, PRIVATE_INFORMATION, Field, FieldKind
from notices.unknown import Unknown

#: The longest line, the longest passage and the longest list, all generous.
LINE_LIMIT, PASSAGE_LIMIT, LIST_LIMIT = 500, 40_000, 500


class _RefusedValueError(Exception):
    """What is wrong with one value; the field's name is added above."""


def accepted(name: str, value: object, problems: list[str]) -> object:
    """Give the value's canonical form, or add what is wrong to the problems."""
    field = FIELDS.get(name)
    if field is None:
        problems.append(f"{name!r} is not a field of any notice; {_nearest(name)}")
        return None
    try:
        return _known(field, value) if not isinstance(value, Unknown) else _why(value)
    except _RefusedValueError as wrong:
        problems.append(f"The field {name} ({field.meaning}) {wrong}")
        return None


def _known(field: Field, value: object) -> object:
    kept = _KINDS[field.kind](value)
    if field.kind is FieldKind.ROWS:
        return _rows(kept, field.columns)
    return kept


def _why(value: Unknown) -> Unknown:
    return Unknown(_text(value.why).rstrip("."))


def _text(value: object) -> str:
    return _clean(value, LINE_LIMIT, allowed="")


def _passage(value: object) -> str:
    if isinstance(value, str):
        value = value.replace("\r\n", "\n")
    return _clean(value, PASSAGE_LIMIT, allowed="\n")


def _clean(value: object, limit: int, *, allowed: str) -> str:
    if not isinstance(value, str):
        raise _RefusedValueError(_wanted(value, "text"))
    text = composed(value)
    if not text:
        raise _RefusedValueError("is empty; leave it out, or say Unknown with the reason.")
    if len(text) > limit:
        raise _RefusedValueError(f"has {len(text):,} characters; shorten it to {limit:,}.")
    if wrong := first_refused(text, allowed):
        raise _RefusedValueError(f"holds {wrong}; type that place again.")
    return text


def _texts(value: object) -> tuple[str, ...]:
    return tuple(_text(item) for item in _items(value))


def _items(value: object) -> Sequence[object]:
    if isinstance(value, str) or not isinstance(value, Sequence):
        raise _RefusedValueError(_wanted(value, "a list"))
    if len(value) > LIST_LIMIT:
        raise _RefusedValueError(f"has {len(value):,} entries; at most {LIST_LIMIT} fit a notice.")
    return value


def _count(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < 0:
        raise _RefusedValueError(_wanted(value, FieldKind.COUNT))
    return value


def _answer(value: object) -> bool:
    if not isinstance(value, bool):
        raise _RefusedValueError(_wanted(value, FieldKind.ANSWER))
    return value


def _day(value: object) -> LocalDay:
    if not isinstance(value, LocalDay):
        raise _RefusedValueError(_wanted(value, FieldKind.DAY))
    return value


def _moment(value: object) -> LocalDay | Instant:
    if not isinstance(value, LocalDay | Instant):
        raise _RefusedValueError(_wanted(value, FieldKind.MOMENT))
    return value


def _rows(value: object, columns: tuple[str, ...]) -> tuple[Mapping[str, object], ...]:
    return tuple(_row(item, columns) for item in _items(value))


def _row(item: object, columns: tuple[str, ...]) -> Mapping[str, object]:
    if not isinstance(item, Mapping) or set(item) != set(columns):
        raise _RefusedValueError(f"needs rows with exactly the columns {', '.join(columns)}.")
    return {column: _cell(item[column]) for column in columns}


def _cell(value: object) -> object:
    if isinstance(value, Unknown):
        return _why(value)
    return _text(value) if isinstance(value, str) else _count(value)


def _elements(value: object) -> tuple[str, ...]:
    return _known_names(value, [element.value for element in Element])


def _private(value: object) -> tuple[str, ...]:
    return _known_names(value, list(PRIVATE_INFORMATION))


def _known_names(value: object, known: list[str]) -> tuple[str, ...]:
    names = _texts(value)
    for name in names:
        if name not in known:
            raise _RefusedValueError(f"names {name!r}; it may name {', '.join(known)}.")
    return tuple(dict.fromkeys(names))


def _wanted(value: object, accepted_kind: str) -> str:
    shown = repr(value) if isinstance(value, int | float) else f"a {type(value).__name__}"
    return f"was given {shown}; give {accepted_kind}."


def _nearest(name: str) -> str:
    import difflib  # noqa: PLC0415  only a mistake needs it

    near = difflib.get_close_matches(name, FIELDS, n=1)
    return f"did you mean {near[0]}?" if near else "see the list in notices/fieldbook.py."


_KINDS: dict[FieldKind, Callable[[object], object]] = {
    FieldKind.TEXT: _text,
    FieldKind.PASSAGE: _passage,
    FieldKind.TEXTS: _texts,
    FieldKind.COUNT: _count,
    FieldKind.ANSWER: _answer,
    FieldKind.DAY: _day,
    FieldKind.MOMENT: _moment,
    FieldKind.ROWS: _items,
    FieldKind.ELEMENTS: _elements,
    FieldKind.PRIVATE_INFORMATION: _private,
}
