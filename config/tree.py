"""YAML or JSON as a tree whose every leaf knows its line.

The files that people write are read through this tree, so that a mistake is
named with its line. It is built from the parser's events in a loop: a parser
that calls itself ends the whole program on a file of nothing but brackets.
Scalars are resolved more strictly than YAML does: a number is plain decimal
digits (YAML would read ``0777`` and ``1:30`` as other numbers), a date stays
the text that was written, and a key given twice is refused.
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
#: Nor has any of them so many levels, or so many values once aliases are replaced.
MAX_DEPTH, MAX_VALUES = 60, 200_000
_NUMBER = re.compile(r"-?(0|[1-9][0-9]{0,17})", re.ASCII)
_DECIMAL = re.compile(r"-?[0-9]+\.[0-9]+", re.ASCII)
_NULLS = frozenset(["", "~", "null", "Null", "NULL"])
_TRUE, _FALSE = ("true", "yes", "on"), ("false", "no", "off")
_FLAGS = {
    form(word): word in _TRUE
    for word in (*_TRUE, *_FALSE)
    for form in (str.lower, str.capitalize, str.upper)
}
_SURROGATES = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}")
#: What JSON lets stand in a text as it is, and YAML takes for a line end or refuses.
_ONLY_IN_JSON = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_Loader: type[yaml.SafeLoader] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(frozen=True, slots=True)
class Leaf:
    """One value: text, number, flag or nothing, with the text as written."""

    line: int | None
    value: str | int | float | bool | None
    written: str
    #: It stands in something that could not be read, so nothing is missing here.
    is_unread: bool = False


@dataclass(frozen=True, slots=True)
class Branch:
    """Keys with what stands under each, in the order written."""

    line: int | None
    entries: Mapping[str, Node]
    key_lines: Mapping[str, int | None] = field(default_factory=dict)
    #: It stands for something else that was noted already.
    is_unread: bool = False

    def at(self, key: str) -> Node:
        """Give what stands under a key; nothing stands at the line of the mapping."""
        return self.entries.get(key) or Leaf(self.line, None, "", self.is_unread)


@dataclass(frozen=True, slots=True)
class Series:
    """Items in a row."""

    line: int | None
    items: Sequence[Node]


Node = Leaf | Branch | Series


def tree_of_bytes(content: bytes, source: str = "") -> Node:
    """Give the tree of a file; raise InputRefusedError naming the line.

    A source, such as the name of a rule pack, is named before the line.
    """
    try:
        return _tree_of_bytes(content)
    except InputRefusedError as wrong:
        if not source:
            raise
        raise InputRefusedError([f"{source}, {each}" for each in wrong.problems]) from wrong


def _tree_of_bytes(content: bytes) -> Node:
    if len(content) > MAX_BYTES:
        raise _refused(
            1, f"the file has {len(content):,} bytes; at most {MAX_BYTES:,} are accepted."
        )
    try:
        text = _json_as_yaml(content.decode("utf-8-sig"))
    except UnicodeDecodeError as wrong:
        line = content[: wrong.start].count(b"\n") + 1
        raise _refused(line, "the file is not UTF-8 text; save it as UTF-8.") from wrong
    control = _CONTROL.search(text)
    if control:
        line = text.count("\n", 0, control.start()) + 1
        raise _refused(line, f"there is a control character ({control[0]!r}); remove it.")
    return _tree_of_text(text)


def _tree_of_text(text: str) -> Node:
    building = _Building()
    try:
        for event in yaml.parse(text, _Loader):
            building.take(event)
    except yaml.MarkedYAMLError as wrong:
        mark = wrong.problem_mark or wrong.context_mark
        problem = wrong.problem or "it cannot be read"
        line = mark.line + 1 if mark else 1
        raise _refused(line, f"this is neither YAML nor JSON: {problem}.") from wrong
    except yaml.YAMLError as wrong:
        said = str(wrong).splitlines()[0]
        raise _refused(1, f"this is neither YAML nor JSON: {said}.") from wrong
    if building.root is None:
        raise _refused(1, "the file is empty; write what it has to say.")
    return building.root


def _json_as_yaml(text: str) -> str:
    """Give JSON in the form a YAML reader takes.

    Valid JSON holds no raw tab inside a string, so each tab is white space;
    and outside of strings it holds none of the characters that are escaped.
    """
    if not text.lstrip().startswith(("{", "[")):
        return text
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return text
    text = _SURROGATES.sub(lambda pair: json.loads(f'"{pair[0]}"'), text.replace("\t", " "))
    return _ONLY_IN_JSON.sub(lambda found: f"\\u{ord(found[0]):04x}", text)


@dataclass(slots=True)
class _Open:
    """A mapping or a list that has begun and not ended."""

    line: int
    anchor: str | None
    #: Values before it, so that its own can be counted when it ends.
    before: int
    items: list[Node] | None
    entries: dict[str, Node] = field(default_factory=dict)
    key_lines: dict[str, int | None] = field(default_factory=dict)
    key: str | None = None

    def ended(self) -> Node:
        if self.items is not None:
            return Series(self.line, self.items)
        return Branch(self.line, self.entries, self.key_lines)


class _Building:
    """The tree as far as it is built."""

    def __init__(self) -> None:
        self.root: Node | None = None
        self._open: list[_Open] = []
        self._anchored: dict[str, tuple[Node, int]] = {}
        self._values = 0

    def take(self, event: yaml.Event) -> None:
        """Take the next event of the parser."""
        line = _line(event)
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, (yaml.MappingStartEvent, yaml.SequenceStartEvent)):
            self._begin(event, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            ended = self._open.pop()
            self._keep(ended.anchor, ended.ended(), self._values - ended.before)
        elif isinstance(event, yaml.AliasEvent):
            self._alias(event.anchor or "", line)
        elif isinstance(event, yaml.DocumentStartEvent) and self.root is not None:
            raise _refused(line, "a second document begins here; keep one a file.")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        _refuse_tag(event, line)
        self._count(1, line)
        if self._awaits_key:
            self._name(event.value, line)
        else:
            value = _resolved(event.value) if event.implicit[0] else event.value
            self._keep(event.anchor, Leaf(line, value, event.value), 1)

    def _begin(self, event: yaml.CollectionStartEvent, line: int) -> None:
        _refuse_tag(event, line)
        self._refuse_as_key(line)
        if len(self._open) >= MAX_DEPTH:
            raise _refused(line, f"this is nested too deeply; at most {MAX_DEPTH} levels are read.")
        items: list[Node] | None = [] if isinstance(event, yaml.SequenceStartEvent) else None
        self._open.append(_Open(line, event.anchor, self._values, items))
        self._count(1, line)

    def _alias(self, name: str, line: int) -> None:
        self._refuse_as_key(line)
        if name not in self._anchored:
            raise _refused(line, f"`*{name}` stands for nothing: no `&{name}` ends before it.")
        node, values = self._anchored[name]
        self._count(values, line)
        self._keep(None, node, values)

    def _count(self, values: int, line: int) -> None:
        self._values += values
        if self._values > MAX_VALUES:
            raise _refused(line, f"the file has more than {MAX_VALUES:,} values; shorten it.")

    @property
    def _awaits_key(self) -> bool:
        return bool(self._open) and self._open[-1].items is None and self._open[-1].key is None

    def _refuse_as_key(self, line: int) -> None:
        if self._awaits_key:
            raise _refused(line, "a key must be one word, and this one is something else.")

    def _name(self, key: str, line: int) -> None:
        branch = self._open[-1]
        if key in branch.entries:
            raise _refused(line, f"`{key}` is given twice; keep one of the two.")
        branch.key, branch.key_lines[key] = key, line

    def _keep(self, anchor: str | None, node: Node, values: int) -> None:
        if anchor is not None:
            self._anchored[anchor] = node, values
        if not self._open:
            self.root = node
            return
        above = self._open[-1]
        if above.items is not None:
            above.items.append(node)
        elif above.key is not None:  # pragma: no branch - a value never comes before its key
            above.entries[above.key], above.key = node, None


def _refuse_tag(event: yaml.ScalarEvent | yaml.CollectionStartEvent, line: int) -> None:
    if event.tag is not None:
        tag = event.tag.replace("tag:yaml.org,2002:", "!!")
        raise _refused(line, f"the tag `{tag}` is not read here; remove it.")


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1 if event.start_mark else 1


def _resolved(text: str) -> str | int | float | bool | None:
    if text in _NULLS:
        return None
    if text in _FLAGS:
        return _FLAGS[text]
    if _NUMBER.fullmatch(text):
        return int(text)
    return float(text) if _DECIMAL.fullmatch(text) else text


def _refused(line: int, sentence: str) -> InputRefusedError:
    return InputRefusedError([f"line {line}: {sentence}"])


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
    raise InputRefusedError(
        [f"{value!r} cannot stand in a file; give text, a number, true, false or null."]
    )


def plain(node: Node) -> object:
    """Give the plain Python values of a tree, dates and instants as text."""
    if isinstance(node, Branch):
        return {key: plain(item) for key, item in node.entries.items()}
    if isinstance(node, Series):
        return [plain(item) for item in node.items]
    return node.value
