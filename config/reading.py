"""Typed reading of a tree: each mistake becomes one sentence with its line.

A reader never stops at the first mistake. It notes the sentence, gives None,
and goes on, so that a person sees everything that is wrong at once; in the
end :meth:`Reading.finish` refuses the whole if anything was noted.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from enum import StrEnum
from typing import TypeVar

from config.tree import Branch, Leaf, Node, Series
from incidents.errors import DueNoticeError, InputRefusedError
from incidents.moments import LocalDay, Moment, parse_moment

_E = TypeVar("_E", bound=StrEnum)
_T = TypeVar("_T")
_TWO_LETTERS = re.compile(r"[A-Za-z]{2}", re.ASCII)
#: Control characters (a database or a terminal would trip over them) and half pairs.
_UNSHOWABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


class Reading:
    """The mistakes found so far, and the readers that note them."""

    def __init__(self, source: str = "") -> None:
        """Start with none; a source is named before each line."""
        self._noted: list[tuple[int, str]] = []
        self._source = source

    def note(self, line: int | None, sentence: str) -> None:
        """Note one mistake at a line."""
        place = [self._source] if self._source else []
        place += [f"line {line}"] if line is not None else []
        self._noted.append((line or 0, f"{', '.join(place)}: {sentence}" if place else sentence))

    def finish(self) -> None:
        """Refuse everything if any mistake was noted; say all, from the first line on."""
        if self._noted:
            in_order = sorted(self._noted, key=lambda noted: noted[0])
            raise InputRefusedError([sentence for _, sentence in in_order])

    def branch(self, node: Node | None, path: str, keys: Collection[str]) -> Branch:
        """Give a mapping whose keys are among those accepted; nothing gives an empty one."""
        if is_absent(node):
            return Branch(_line(node), {}, is_unread=_is_unread(node))
        if not isinstance(node, Branch):
            listed = f" with the keys {', '.join(keys)}" if keys else ""
            self._mistyped(node, path, f"a mapping{listed}")
            return Branch(_line(node), {}, is_unread=True)
        for key in node.entries:
            if key not in keys:
                line, accepted = node.key_lines.get(key, node.line), ", ".join(keys)
                where = f"`{path}` has" if path else "there is"
                advice = f"accepted are {accepted}: correct or remove it"
                self.note(line, f"{where} no key `{key}`; {advice}.")
        return node

    def missing(self, node: Node | None, path: str, advice: str) -> bool:
        """Say whether nothing is written where something has to be, and note it."""
        if is_absent(node) and not _is_unread(node):
            self.note(_line(node), f"`{path}` is missing; {advice}.")
        return is_absent(node)

    def entries(self, node: Node | None, path: str) -> Branch:
        """Give a mapping whose keys are free."""
        if isinstance(node, Branch):
            return node
        return self.branch(node, path, ())

    def series(self, node: Node | None, path: str) -> list[Node] | None:
        """Give the items of a list, or None where there is none."""
        if is_absent(node):
            return None
        if isinstance(node, Series):
            return list(node.items)
        self._mistyped(node, path, "a list")
        return None

    def items(self, node: Node | None, path: str) -> list[Node]:
        """Give the items of a list that has to have some."""
        if self.missing(node, path, "give a list of at least one"):
            return []
        found = self.series(node, path)
        if found == []:
            self.note(_line(node), f"`{path}` is empty; give at least one.")
        return found or []

    def text(self, node: Node | None, path: str, *, required: bool = False) -> str | None:
        """Give a text that is not blank."""
        if required and self.missing(node, path, "it has to be given"):
            return None
        value = self._leaf(node, path, str, "text (put it in quotes if it looks like a number)")
        if value is not None and not value.strip():
            self.note(_line(node), f"`{path}` is blank; write something or leave it out.")
            return None
        if value is not None and _UNSHOWABLE.search(value):
            self.note(_line(node), f"`{path}` has a character that no page can show; remove it.")
            return None
        return value

    def words(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Give a list of texts, which may be empty."""
        found = [self.text(each, path, required=True) for each in self.series(node, path) or []]
        return tuple(each for each in found if each)

    def flag(self, node: Node | None, path: str) -> bool | None:
        """Give true, false, or None where nothing is known."""
        return self._leaf(node, path, bool, "true or false, or nothing where it is not known")

    def two_letters(self, node: Node | None, path: str) -> str | None:
        """Give a state by its two letters, in capitals."""
        text = self.text(node, path)
        if text is not None and not _TWO_LETTERS.fullmatch(text):
            self.note(
                _line(node), f"`{path}` was given `{text}`; a state is two letters, such as NY."
            )
            return None
        return text.upper() if text else None

    def whole(self, node: Node | None, path: str, *, required: bool = False) -> int | None:
        """Give a whole number, negative or not."""
        if required and self.missing(node, path, "give a whole number"):
            return None
        return self._leaf(node, path, int, "a whole number")

    def count(self, node: Node | None, path: str, *, required: bool = False) -> int | None:
        """Give a whole number that is not negative."""
        value = self.whole(node, path, required=required)
        if value is not None and value < 0:
            self.note(
                _line(node),
                f"`{path}` is {value}; a count is 0 or more: correct it, or leave it out.",
            )
            return None
        return value

    def choice(
        self, node: Node | None, path: str, kind: type[_E], *, required: bool = False
    ) -> _E | None:
        """Give one of the words of an enumeration."""
        accepted = ", ".join(each.value for each in kind)
        if required:
            self.missing(node, path, f"accepted are {accepted}")
        if is_absent(node):
            return None
        if isinstance(node, Leaf) and isinstance(node.value, str):
            found = next((each for each in kind if each.value == node.value), None)
            if found is not None:
                return found
        self._mistyped(node, path, f"one of {accepted}")
        return None

    def moment(self, node: Node | None, path: str) -> Moment | None:
        """Give a date or an instant with its offset."""
        return self._parsed(node, path, parse_moment)

    def day(self, node: Node | None, path: str, *, required: bool = False) -> LocalDay | None:
        """Give a date without a time."""
        if required and self.missing(node, path, "give a date such as 2026-03-05"):
            return None
        return self._parsed(node, path, LocalDay.parse)

    def _parsed(self, node: Node | None, path: str, parse: Callable[[str], _T]) -> _T | None:
        text = self._leaf(
            node, path, str, "a date (2026-03-05) or an instant (2026-03-05T16:00-05:00)"
        )
        if text is None:
            return None
        try:
            return parse(text)
        except DueNoticeError as wrong:
            self.note(_line(node), f"`{path}`: {wrong}")
            return None

    def _leaf(self, node: Node | None, path: str, kind: type[_T], accepted: str) -> _T | None:
        if is_absent(node):
            return None
        value = node.value if isinstance(node, Leaf) else None
        if isinstance(value, kind) and (kind is bool or not isinstance(value, bool)):
            return value
        self._mistyped(node, path, accepted)
        return None

    def _mistyped(self, node: Node | None, path: str, accepted: str) -> None:
        given = {Branch: "a mapping", Series: "a list"}.get(type(node), "")
        if isinstance(node, Leaf):
            given = f"`{node.written[:60]}`"
        name = f"`{path}`" if path else "the file"
        self.note(_line(node), f"{name} was given {given}; accepted is {accepted}.")


def _line(node: Node | None) -> int | None:
    return node.line if node is not None else None


def is_absent(node: Node | None) -> bool:
    """Say whether nothing is written: no key, or a null."""
    return node is None or (isinstance(node, Leaf) and node.value is None)


def _is_unread(node: Node | None) -> bool:
    return isinstance(node, Leaf) and node.is_unread
