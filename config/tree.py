"""YAML or JSON as a tree whose every leaf knows its line.

The files that people write are read through this tree, so that a mistake is
named with its line. Scalars are resolved more strictly than YAML does: a
number is plain decimal digits (YAML would read ``0777`` and ``1:30`` as other
numbers), a date stays the text that was written, and a key given twice is
refused.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

import yaml

from incidents.errors import InputRefusedError

#: Larger files are refused: no incident file, rule pack or setting is near it.
MAX_BYTES = 2_000_000
_NUMBER = re.compile(r"-?(0|[1-9][0-9]*)", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: text, number, flag or nothing, with the text as written."""

    line: int | None
    value: str | int | float | bool | None
    written: str


@dataclass(frozen=True, slots=True)
class Branch:
    """Keys with what stands under each, in the order written."""

    line: int | None
    entries: Mapping[str, Node]
    key_lines: Mapping[str, int | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Series:
    """Items in a row."""

    line: int | None
    items: Sequence[Node]


Node = Leaf | Branch | Series


def tree_of_bytes(content: bytes) -> Node:
    """Give the tree of a file; raise InputRefusedError naming the line."""
    if len(content) > MAX_BYTES:
        raise InputRefusedError([f"The file has {len(content):,} bytes; at most {MAX_BYTES:,} are accepted."])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise InputRefusedError([f"line {line}: the file is not UTF-8 text; save it as UTF-8."]) from wrong
    return _tree_of_text(text)


def _tree_of_text(text: str) -> Node:
    loader = _Loader(_json_as_yaml(text))
    try:
        root = loader.get_single_node()
        if root is None:
            raise InputRefusedError(["line 1: the file is empty; start it with `version: 1`."])
        return _from_node(root)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        line = mark.line + 1 if mark else 1
        problem = wrong.problem or "it cannot be read"
        raise InputRefusedError([f"line {line}: this is neither YAML nor JSON: {problem}."]) from wrong
    except yaml.YAMLError as wrong:
        said = str(wrong).splitlines()[0]
        raise InputRefusedError([f"line 1: this is neither YAML nor JSON: {said}."]) from wrong
    except RecursionError as wrong:
        raise InputRefusedError(["line 1: the file is nested too deeply to be read."]) from wrong
    finally:
        loader.dispose()


def _json_as_yaml(text: str) -> str:
    """Give JSON in the form a YAML reader takes: no tabs, no surrogate pairs.

    Valid JSON holds no raw tab inside a string, so each tab is white space.
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    return _SURROGATES.sub(lambda pair: json.loads(f'"{pair[0]}"'), text.replace("\t", " "))


def _from_node(node: yaml.Node) -> Node:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.ScalarNode):
        return Leaf(line, _resolved(node), node.value)
    if isinstance(node, yaml.SequenceNode):
        return Series(line, [_from_node(item) for item in node.value])
    entries: dict[str, Node] = {}
    key_lines: dict[str, int | None] = {}
    for key, value in node.value:
        name, at = key.value, key.start_mark.line + 1
        if not isinstance(name, str):
            raise InputRefusedError([f"line {at}: a key must be one word, and this one is a list or a mapping."])
        if name in entries:
            raise InputRefusedError([f"line {at}: `{name}` is given twice; keep one of the two."])
        entries[name], key_lines[name] = _from_node(value), at
    return Branch(line, entries, key_lines)


def _resolved(node: yaml.ScalarNode) -> str | int | float | bool | None:
    text, kind = node.value, node.tag.rpartition(":")[2]
    if kind == "null":
        return None
    if kind == "bool":
        return text.lower() in ("true", "yes", "on")
    if kind in ("int", "float") and _NUMBER.fullmatch(text):
        return int(text) if len(text) < 20 else text
    if kind == "float" and _DECIMAL.fullmatch(text):
        return float(text)
    return str(text)


def tree_of_object(value: object) -> Node:
    """Give the tree of plain Python values, whose leaves have no line."""
    if isinstance(value, Mapping):
        return Branch(None, {str(key): tree_of_object(item) for key, item in value.items()})
    if isinstance(value, (list, tuple)):
        return Series(None, [tree_of_object(item) for item in value])
    if value is None or isinstance(value, (str, int, float, bool)):
        return Leaf(None, value, str(value))
    if isinstance(value, date):
        return Leaf(None, value.isoformat(), value.isoformat())
    raise InputRefusedError([f"{value!r} cannot stand in a file; give text, a number, true, false or null."])


def plain(node: Node) -> object:
    """Give the plain Python values of a tree, dates and instants as text."""
    if isinstance(node, Branch):
        return {key: plain(item) for key, item in node.entries.items()}
    if isinstance(node, Series):
        return [plain(item) for item in node.items]
    return node.value
