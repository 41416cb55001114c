"""YAML and JSON become one tree; what could be misread is refused with its line."""

from __future__ import annotations

import json
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from config.tree import (
    MAX_BYTES,
    MAX_DEPTH,
    MAX_VALUES,
    Branch,
    Leaf,
    Series,
    plain,
    tree_of_bytes,
    tree_of_object,
)
from incidents.errors import InputRefusedError

NEITHER = "this is neither YAML nor JSON"
YAML_PIECES = [*"ab:-?{}[],&*!|>'\"%@#~ \n\t\\", "key: ", "- ", "\n  ", "&a ", "*a"]


def value_of(text: str) -> object:
    """Give the plain value of a one-key file."""
    document = plain(tree_of_bytes(f"key: {text}\n".encode()))
    assert isinstance(document, dict)
    return document["key"]


def refusal_of(content: bytes, source: str = "") -> str:
    """Give the one sentence with which a file is refused."""
    with pytest.raises(InputRefusedError) as refused:
        tree_of_bytes(content, source)
    (problem,) = refused.value.problems
    return problem


def problems_of(content: bytes) -> tuple[str, ...]:
    """Give the sentences of a refusal; none where the file is read."""
    try:
        tree_of_bytes(content)
    except InputRefusedError as refused:
        return refused.problems
    return ()


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("", None),
        ("~", None),
        ("null", None),
        ("NULL", None),
        ("true", True),
        ("Yes", True),
        ("ON", True),
        ("false", False),
        ("no", False),
        ("OFF", False),
        ("0", 0),
        ("-3", -3),
        ("5200", 5200),
        ("1.5", 1.5),
        ("5_200", "5_200"),
        ("0777", "0777"),
        ("0o17", "0o17"),
        ("0x1F", "0x1F"),
        ("1:30", "1:30"),
        ("+5", "+5"),
        ("1e3", "1e3"),
        (".inf", ".inf"),
        ("2026-03-05", "2026-03-05"),
        ("2026-03-05T16:00-05:00", "2026-03-05T16:00-05:00"),
        ("2026-03-05 16:00:00", "2026-03-05 16:00:00"),
        ("9999999999999999999", "9999999999999999999"),
        ('"5200"', "5200"),
        ("'no'", "no"),
        ("y", "y"),
        ("=", "="),
        ("|\n  two\n  lines", "two\nlines\n"),
        (">-\n  one\n  line", "one line"),
    ],
)
def test_a_plain_word_is_read_as_people_mean_it(written: str, value: object) -> None:
    assert value_of(written) == value
    assert type(value_of(written)) is type(value)


def test_a_leaf_keeps_its_line_and_its_writing() -> None:
    tree = tree_of_bytes(b"# a comment\nfirst: 1\nsecond:\n  - NO\n")

    assert isinstance(tree, Branch)
    assert tree.at("first") == Leaf(2, 1, "1")
    assert tree.at("second") == Series(4, [Leaf(4, False, "NO")])
    assert tree.key_lines == {"first": 2, "second": 3}


def test_what_is_not_written_stands_at_its_mapping() -> None:
    tree = tree_of_bytes(b"\n\nfirst: 1\n")

    assert isinstance(tree, Branch)
    assert tree.at("second") == Leaf(3, None, "")


def test_json_gives_the_same_tree_as_yaml() -> None:
    as_json = b'{\n\t"title": "Roster",\n\t"counts": [1, null, true]\n}\n'
    as_yaml = b"title: Roster\ncounts: [1, null, true]\n"

    assert plain(tree_of_bytes(as_json)) == plain(tree_of_bytes(as_yaml))


@pytest.mark.parametrize(
    "text",
    [
        "plain",
        "a tab\there, a line\nhere",
        "slash / and backslash \\",
        "quote \" and ' and #: {}[]&*!|>%@`",
        "caf\u00e9 \u4e2d \U0001f600",
        "separators \u2028 \u2029 \x85 \x7f \x80",
        "a mark \ufeff inside",
        "NO",
        "2026-03-05",
    ],
)
@pytest.mark.parametrize("ascii_only", [True, False])
@pytest.mark.parametrize("indent", [None, "\t", 2])
def test_json_keeps_every_character(text: str, ascii_only: bool, indent: str | int | None) -> None:
    document = {"title": text, "list": [text, {"deep": text}]}
    content = json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode()

    assert plain(tree_of_bytes(content)) == document


def test_a_byte_order_mark_is_not_a_character() -> None:
    assert plain(tree_of_bytes(b"\xef\xbb\xbfversion: 1\n")) == {"version": 1}
    assert plain(tree_of_bytes(b'\xef\xbb\xbf{"version": 1}')) == {"version": 1}


def test_an_anchor_stands_for_its_value() -> None:
    tree = tree_of_bytes(b"first: &days [1, 2]\nsecond: *days\n")

    assert plain(tree) == {"first": [1, 2], "second": [1, 2]}


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "line 1: the file is empty; write what it has to say."),
        (b"# only a comment\n", "line 1: the file is empty; write what it has to say."),
        (b"---\n---\n", "line 2: a second document begins here; keep one a file."),
        (b"a: 1\n---\nb: 2\n", "line 2: a second document begins here; keep one a file."),
        (b"a: 1\nb: 2\na: 3\n", "line 3: `a` is given twice; keep one of the two."),
        (b'{"a": 1,\n "a": 2}', "line 2: `a` is given twice; keep one of the two."),
        (b"a: {b: 1, b: 2}\n", "line 1: `b` is given twice; keep one of the two."),
        (b"? [a, b]\n: 1\n", "line 1: a key must be one word, and this one is something else."),
        (b"{a: 1}: 2\n", "line 1: a key must be one word, and this one is something else."),
        (
            b"a: &x 1\n*x : 2\n",
            "line 2: a key must be one word, and this one is something else.",
        ),
        (b"a: *b\n", "line 1: `*b` stands for nothing: no `&b` ends before it."),
        (b"a: &a [*a]\n", "line 1: `*a` stands for nothing: no `&a` ends before it."),
        (b"a: !!str 5\n", "line 1: the tag `!!str` is not read here; remove it."),
        (b"a: !secret {b: 1}\n", "line 1: the tag `!secret` is not read here; remove it."),
        (
            b"a: 1\nb: !!python/object/apply:os.system [ls]\n",
            "line 2: the tag `!!python/object/apply:os.system` is not read here; remove it.",
        ),
        (b"a: 1\nb: \x01\n", "line 2: there is a control character ('\\x01'); remove it."),
        (b"a: 1\nb\x00: 2\n", "line 2: there is a control character ('\\x00'); remove it."),
        (b"a: 1\nb: \xff\n", "line 2: the file is not UTF-8 text; save it as UTF-8."),
        (b"a: caf\xe9\n", "line 1: the file is not UTF-8 text; save it as UTF-8."),
        (
            "version: 1".encode("utf-16"),
            "line 1: the file is not UTF-8 text; save it as UTF-8.",
        ),
        (
            b'{"a": "\\ud83d"}',
            f"line 1: {NEITHER}: found invalid Unicode character escape code.",
        ),
        (
            b"a: [1, 2\nb: 3\n",
            f"line 2: {NEITHER}: did not find expected ',' or ']'.",
        ),
        (
            b"a: 1\n\tb: 2\n",
            f"line 2: {NEITHER}: found a tab character that violates indentation.",
        ),
    ],
)
def test_what_could_be_misread_is_refused(content: bytes, sentence: str) -> None:
    assert refusal_of(content) == sentence


def test_what_only_the_parser_refuses_is_refused() -> None:
    assert "unacceptable character #xfffe" in refusal_of("a: \ufffe\n".encode())


def test_a_refusal_names_the_source_before_the_line() -> None:
    assert refusal_of(b"", "rules/ny/x.yaml").startswith("rules/ny/x.yaml, line 1: ")


@pytest.mark.parametrize(
    "content",
    [
        b"[" * 200_000,
        b"[" * 100_000 + b"]" * 100_000,
        b"- " * 100_000,
        b"{a: " * 50_000,
        b'{"a":' * 50_000 + b"1" + b"}" * 50_000,
        b"\n".join(b" " * depth + b"a:" for depth in range(1500)),
    ],
    ids=["brackets", "closed brackets", "dashes", "braces", "json", "indented"],
)
def test_deep_nesting_is_refused_and_ends_no_program(content: bytes) -> None:
    assert f"nested too deeply; at most {MAX_DEPTH} levels are read." in refusal_of(content)


def test_as_many_levels_as_are_promised_are_read() -> None:
    assert isinstance(tree_of_bytes(b"[" * MAX_DEPTH + b"1" + b"]" * MAX_DEPTH), Series)
    assert "nested" in refusal_of(b"[" * (MAX_DEPTH + 1) + b"1" + b"]" * (MAX_DEPTH + 1))


def test_aliases_cannot_grow_without_end() -> None:
    lines = [b"a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1]"]
    lines += [b"a%d: &a%d [*a%d, *a%d, *a%d, *a%d]" % (n, n, *[n - 1] * 4) for n in range(1, 30)]

    assert f"more than {MAX_VALUES:,} values" in refusal_of(b"\n".join(lines))


def test_a_file_of_many_values_is_refused() -> None:
    assert f"more than {MAX_VALUES:,} values" in refusal_of(b"[" + b"1," * MAX_VALUES + b"1]")


def test_a_file_of_many_bytes_is_refused() -> None:
    sentence = "line 1: the file has 2,000,001 bytes; at most 2,000,000 are accepted."

    assert refusal_of(b" " * (MAX_BYTES + 1)) == sentence


def test_plain_values_become_a_tree_without_lines() -> None:
    tree = tree_of_object({"a": [1, None, True, "x", 1.5, date(2026, 3, 5)], "b": ({"c": 1},)})

    assert plain(tree) == {"a": [1, None, True, "x", 1.5, "2026-03-05"], "b": [{"c": 1}]}
    assert tree.line is None


def test_a_value_no_file_can_hold_is_refused() -> None:
    with pytest.raises(InputRefusedError, match="cannot stand in a file"):
        tree_of_object({"a": {1, 2}})


#: YAML takes a key of at most 1,024 characters, and JSON may write one as twelve.
KEYS = st.text(max_size=80)
JSON_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**17), 10**17) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(
    st.dictionaries(KEYS, JSON_VALUES, min_size=1, max_size=4),
    st.booleans(),
    st.sampled_from([None, 1, "\t"]),
)
def test_any_json_document_is_read_as_it_is(
    document: dict[str, object], ascii_only: bool, indent: int | str | None
) -> None:
    content = json.dumps(document, ensure_ascii=ascii_only, indent=indent).encode(
        errors="surrogatepass"
    )

    assert plain(tree_of_bytes(content)) == document


@settings(max_examples=500, deadline=None, derandomize=True)
@given(st.binary(max_size=300))
def test_random_bytes_are_read_or_refused(content: bytes) -> None:
    assert all(problem.startswith("line ") for problem in problems_of(content))


@settings(max_examples=500, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(YAML_PIECES),
        max_size=60,
    )
)
def test_random_yaml_is_read_or_refused(pieces: list[str]) -> None:
    content = "".join(pieces).encode()

    assert all(problem.startswith("line ") for problem in problems_of(content))
