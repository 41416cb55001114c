"""The ladder of reminders, read from its file and from the settings."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from config.reading import Reading
from config.tree import Branch, Node, tree_of_bytes, tree_of_object
from incidents.case.ladder import Ladder, Rungs

_KEYS = ("days", "hours", "overdue_every", "ask_every")
_LAST_HOUR = 23


def load_ladder(changes: Mapping[str, Any] | None = None, morning_hour: int = 8) -> Ladder:
    """Give the ladder, with the keys that an installation sets in place of ours.

    Raise InputRefusedError with every mistake, and the line where there is one.
    """
    ours = read_ladder((files("config") / "ladder.yaml").read_bytes())
    return _read(tree_of_object(changes or {}), Reading("the setting `ladder`"), morning_hour, ours)


def read_ladder(content: bytes, morning_hour: int = 8, source: str = "ladder.yaml") -> Ladder:
    """Give the ladder of a whole file; raise InputRefusedError with its line."""
    return _read(tree_of_bytes(content), Reading(source), morning_hour, None)


def _read(root: Node, reading: Reading, morning_hour: int, instead: Ladder | None) -> Ladder:
    branch = reading.branch(root, "", _KEYS)
    for key in _KEYS:
        if instead is None and key not in branch.entries:
            reading.note(branch.line, f"`{key}` is missing; it has to be given.")
    if not 0 <= morning_hour <= _LAST_HOUR:
        reading.note(None, f"`morning_hour` is {morning_hour}; accepted are 0 to {_LAST_HOUR}.")
    ladder = Ladder(
        days=_all_rungs(reading, branch, "days") or (instead.days if instead else ()),
        hours=_all_rungs(reading, branch, "hours") or (instead.hours if instead else ()),
        morning_hour=morning_hour,
        overdue_every=_every(reading, branch, "overdue_every")
        or (instead.overdue_every if instead else 1),
        ask_every=_every(reading, branch, "ask_every") or (instead.ask_every if instead else 1),
    )
    reading.finish()
    return ladder


def _all_rungs(reading: Reading, branch: Branch, key: str) -> tuple[Rungs, ...]:
    """Give the lines of one kind of clock, which must cover every length."""
    node = branch.entries.get(key)
    if node is None:
        return ()
    found = tuple(_rungs(reading, each, key) for each in reading.series(node, key) or [])
    lengths = [each.at_least for each in found]
    if lengths != sorted(set(lengths), reverse=True) or not lengths or lengths[-1] != 0:
        reading.note(
            node.line,
            f"`{key}` has lines for clocks of at least {lengths}; give the longest first, each "
            "length once, and 0 last, so that every clock has a line.",
        )
    return found


def _rungs(reading: Reading, node: Node, key: str) -> Rungs:
    entries = reading.branch(node, key, ("at_least", "before")).entries
    at_least = reading.count(entries.get("at_least"), f"{key}.at_least")
    if at_least is None:
        reading.note(node.line, f"`{key}.at_least` is missing; give a length, 0 for any clock.")
    path = f"{key}.before"
    counts = [
        reading.count(each, path) or 0 for each in reading.series(entries.get("before"), path) or []
    ]
    if not counts or counts[-1] < 1 or counts != sorted(set(counts), reverse=True):
        reading.note(
            node.line,
            f"`{path}` is {counts}; give whole numbers from 1, the largest first, each once.",
        )
    return Rungs(at_least=at_least or 0, before=tuple(counts))


def _every(reading: Reading, branch: Branch, key: str) -> int | None:
    node = branch.entries.get(key)
    days = reading.count(node, key)
    if days == 0:
        reading.note(node.line if node else None, f"`{key}` is 0; give a number of days from 1.")
    return days
