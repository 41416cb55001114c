"""The one way to write a value, so that equal values have equal bytes.

The form is RFC 8785 for the values the ledger allows: text, whole numbers,
true, false, nothing, lists and objects. Numbers with a fraction are refused:
they are the one thing that programs write differently. What is left needs only
a standard JSON writer, and so does a stranger who checks the record in ten
years.

>>> canonical({"b": [True, None], "a": "é"}).decode()
'{"a":"é","b":[true,null]}'
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn, TypeAlias

from incidents.errors import DueNoticeError

#: What a body may hold. Mappings have text as keys.
Json: TypeAlias = "bool | int | str | list[Json] | tuple[Json, ...] | Mapping[str, Json] | None"
#: Whole numbers beyond this lose digits in programs that count in doubles.
LARGEST_NUMBER = 2**53 - 1
#: No body of ours is deeper; a reader of any language can follow this far.
DEEPEST = 64


class CanonicalFormError(DueNoticeError):
    """A value that the ledger does not keep, or bytes in another form."""


def canonical(value: Json) -> bytes:
    """Give the canonical bytes of a value; raise CanonicalFormError.

    Keys are sorted by UTF-16 code units (RFC 8785, 3.2.3), there is no white
    space, and text is UTF-8 without escapes other than those JSON demands.
    """
    text = json.dumps(_plain(value, "the value", 0), separators=(",", ":"), ensure_ascii=False)
    return _utf_8(text, "a text in it")


def read_canonical(content: bytes) -> Json:
    """Give the value that canonical bytes hold; raise CanonicalFormError."""
    try:
        value: Json = json.loads(content, parse_float=_refuse, parse_constant=_refuse)
    except (ValueError, RecursionError) as wrong:
        raise CanonicalFormError(
            f"These bytes are not JSON as the ledger writes it ({wrong}); restore them from a copy."
        ) from wrong
    if canonical(value) != content:
        raise CanonicalFormError(
            "These bytes are JSON, but not in the ledger's one form (sorted keys, no white space); "
            "something rewrote them: restore them from a copy."
        )
    return value


def _plain(value: Any, place: str, depth: int) -> Any:  # noqa: ANN401 - judges any value
    if depth > DEEPEST:
        raise CanonicalFormError(
            f"The value is nested more than {DEEPEST} deep; the ledger keeps flatter bodies."
        )
    if value is None or isinstance(value, bool | str):
        return value
    if isinstance(value, int):
        return _whole(value, place)
    if isinstance(value, list | tuple):
        return [_plain(item, f"{place}[{at}]", depth + 1) for at, item in enumerate(value)]
    if isinstance(value, Mapping):
        return _object(value, place, depth)
    raise CanonicalFormError(
        f"{place} is {value!r}, a {type(value).__name__}; the ledger keeps text, whole numbers, "
        "true, false, null, lists and objects: write it as one of these."
    )


def _whole(value: int, place: str) -> int:
    if abs(value) > LARGEST_NUMBER:
        raise CanonicalFormError(
            f"{place} lies beyond {LARGEST_NUMBER}; write it as text so that no digit is lost."
        )
    return value


def _object(value: Mapping[Any, Any], place: str, depth: int) -> dict[str, Any]:
    for key in value:
        if not isinstance(key, str):
            raise CanonicalFormError(
                f"{place} has the key {key!r}; keys are text: write it as text."
            )
    keys = sorted(
        value, key=lambda key: _utf_8(key, f"a key of {place}").decode().encode("utf-16-be")
    )
    return {key: _plain(value[key], f"{place}.{key}", depth + 1) for key in keys}


def _utf_8(text: str, place: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError as wrong:
        raise CanonicalFormError(
            f"{place} holds half of a character (a lone surrogate); type the text again."
        ) from wrong


def _refuse(number: str) -> NoReturn:
    raise CanonicalFormError(f"{number} is not a whole number; the ledger writes no other kind.")
