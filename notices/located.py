"""YAML that remembers its lines, so that a mistake can be named by its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from incidents.errors import InputRefusedError

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class BrokenFileError(InputRefusedError):
    """A file of the product or of a district that cannot be used as it is."""


@dataclass(frozen=True, slots=True)
class Located:
    """A value with the line it stands on; mappings and lists hold more of them."""

    value: Any
    line: int
    file: str

    def refuse(self, problem: str) -> BrokenFileError:
        """Give the error that names this place."""
        return BrokenFileError([f"{self.file}:{self.line}: {problem}"])

    def mapping(
        self, required: tuple[str, ...], optional: tuple[str, ...] = ()
    ) -> dict[str, Located]:
        """Give the entries of a mapping that has these keys and no others."""
        if not isinstance(self.value, Mapping):
            raise self.refuse(f"is not a mapping; write {', '.join(required)} with a value each.")
        allowed = (*required, *optional)
        for name, entry in self.value.items():
            if name not in allowed:
                raise entry.refuse(
                    f"{name!r} is not a key here; the keys are {', '.join(allowed)}."
                )
        for name in required:
            if name not in self.value:
                raise self.refuse(f"{name!r} is missing; add it.")
        return dict(self.value)

    def entries(self) -> dict[str, Located]:
        """Give the entries of a mapping, whatever its keys."""
        if not isinstance(self.value, Mapping):
            raise self.refuse("is not a mapping; write names with a value each.")
        return dict(self.value)

    def items(self) -> list[Located]:
        """Give the entries of a list."""
        if not isinstance(self.value, list):
            raise self.refuse("is not a list; write each entry on a line that begins with a dash.")
        return list(self.value)

    def text(self, choices: tuple[str, ...] = ()) -> str:
        """Give a text, one of the choices where there are any."""
        if not isinstance(self.value, str) or not self.value.strip():
            raise self.refuse(f"is {self.value!r}; write a text.")
        if choices and self.value not in choices:
            raise self.refuse(f"is {self.value!r}; write one of {', '.join(choices)}.")
        return self.value

    def number(self) -> int:
        """Give a whole number of one or more."""
        if isinstance(self.value, bool) or not isinstance(self.value, int) or self.value < 1:
            raise self.refuse(f"is {self.value!r}; write a whole number of 1 or more.")
        return self.value


def located(text: str, file: str) -> Located:
    """Give the YAML of a file with its lines; raise BrokenFileError."""
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 1
        raise BrokenFileError([f"{file}:{line}: {wrong.problem}; correct the YAML."]) from wrong
    if node is None:
        raise BrokenFileError([f"{file}:1: is empty; write the keys that the others have."])
    return _build(node, file)


def _build(node: yaml.Node, file: str) -> Located:
    line = node.start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        return Located(dict(_pairs(node, file)), line, file)
    if isinstance(node, yaml.SequenceNode):
        return Located([_build(item, file) for item in node.value], line, file)
    return Located(_scalar(node), line, file)


def _pairs(node: yaml.MappingNode, file: str) -> Iterator[tuple[str, Located]]:
    seen: set[str] = set()
    for key, value in node.value:
        name, line = str(key.value), key.start_mark.line + 1
        if name in seen:
            raise BrokenFileError([f"{file}:{line}: {name!r} is there twice; keep one."])
        seen.add(name)
        built = _build(value, file)
        yield name, Located(built.value, line, file)


def _scalar(node: yaml.Node) -> object:
    loader = _Loader("")
    try:
        return loader.construct_object(node)
    finally:
        loader.dispose()
