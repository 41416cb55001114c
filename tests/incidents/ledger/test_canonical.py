"""Equal values have equal bytes, the bytes of RFC 8785."""

from __future__ import annotations

import json

import pytest
import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from incidents.ledger.canonical import CanonicalFormError, canonical, read_canonical
from tests.incidents.ledger.records import UNHURRIED

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1)
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXT,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
    max_leaves=20,
)


@UNHURRIED
@given(VALUES)
def test_bytes_are_those_of_the_public_standard(value):
    assert canonical(value) == rfc8785.dumps(value)


@UNHURRIED
@given(VALUES)
def test_what_was_written_reads_as_the_same_value(value):
    assert read_canonical(canonical(value)) == value


@UNHURRIED
@given(VALUES)
def test_no_line_break_stands_inside_the_bytes(value):
    assert not {b"\n", b"\r"} & {bytes([byte]) for byte in canonical(value)}


def test_keys_are_sorted_by_utf_16_code_units():
    value = {"\ufb33": 1, "\U0001f600": 2, "é": 3, "a": 4}

    assert canonical(value).decode() == '{"a":4,"é":3,"\U0001f600":2,"\ufb33":1}'


def test_a_tuple_is_written_as_a_list():
    assert canonical({"days": (1, True, None)}) == b'{"days":[1,true,null]}'


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ({"cost": 1.5}, "the value.cost is 1.5, a float"),
        ({"seen": {1, 2}}, "a set"),
        ([b"bytes"], r"the value\[0\] is b'bytes', a bytes"),
        ({1: "one"}, "has the key 1; keys are text"),
        ({"count": 2**53}, "the value.count lies beyond 9007199254740991"),
        ("\ud800", "half of a character"),
        ({"\ud800": 1}, "half of a character"),
    ],
)
def test_what_the_ledger_does_not_keep_is_refused(value, said):
    with pytest.raises(CanonicalFormError, match=said):
        canonical(value)


def test_a_value_nested_too_deeply_is_refused():
    value: list = []
    for _ in range(70):
        value = [value]

    with pytest.raises(CanonicalFormError, match="nested more than 64 deep"):
        canonical(value)


@pytest.mark.parametrize(
    "content",
    [
        b'{"b":1,"a":2}',
        b'{"a": 1}',
        b'{"a":1,"a":1}',
        b'{"a":"\\u00e9"}',
        b'{"a":-0}',
        b'{"a":1.0}',
        b'{"a":1e2}',
        b'{"a":NaN}',
        b'{"a":1}\n',
        b'{"a":1',
        b"\xff",
        b"[" * 100_000,
    ],
)
def test_bytes_in_any_other_form_are_refused(content):
    with pytest.raises(CanonicalFormError):
        read_canonical(content)


@UNHURRIED
@given(VALUES)
def test_a_standard_json_writer_gives_the_same_bytes(value):
    """A stranger needs no library, as long as keys stay within the basic plane."""
    plain = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)

    same = canonical(value) == plain.encode()

    assert same or any(ord(letter) > 0xFFFF for letter in plain)
