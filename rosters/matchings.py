"""Remembers, for each district, what somebody said of the columns of a list.

It is kept by the set of headings, so that next year's list from the same system
is understood at once; the file holds headings and fields, and nothing of a person.
"""

from __future__ import annotations

import json
import os
import tempfile
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from incidents.errors import InputRefusedError
from rosters.columns import Choices
from rosters.headings import folded
from rosters.problems import RosterError

#: The lists that are remembered of one district, the latest ones.
_MOST = 50
_ABOUT = "# Which columns are read as what; made by `duenotice people import`.\n"


def remembered(home: Path, agency: str, headings: Sequence[str]) -> Choices:
    """Give what was said of a list with these headings; nothing where it is new."""
    wanted = _key(headings)
    for each in reversed(_lists(_place(home, agency))):
        if each["headings"] == wanted:
            return Choices(columns=each["columns"], ignored=tuple(each["ignored"]))
    return Choices()


def remember(home: Path, agency: str, headings: Sequence[str], choices: Choices) -> None:
    """Keep what was said of a list; the file is replaced as a whole or not at all.

    Raise RosterError where it cannot be written.
    """
    path, key = _place(home, agency), _key(headings)
    others = [each for each in _lists(path) if each["headings"] != key]
    said = bool(choices.columns or choices.ignored)
    latest = {"headings": key, "columns": choices.columns, "ignored": list(choices.ignored)}
    kept = [*others[-_MOST + 1 :], latest] if said else others
    if not said and not path.exists():
        return
    try:
        _write(path, _ABOUT + "".join(map(_as_toml, kept)))
    except OSError as wrong:
        raise RosterError(
            f"{path} cannot be written ({wrong.strerror}); give the folder room, or make it yours."
        ) from wrong


def _place(home: Path, agency: str) -> Path:
    return home / "rosters" / f"{agency}.toml"


def _key(headings: Sequence[str]) -> list[str]:
    return sorted(map(folded, headings))


def _lists(path: Path) -> list[dict[str, Any]]:
    if not path.exists():
        return []
    try:
        found = tomllib.loads(path.read_text("utf-8")).get("list", [])
        return [
            {
                "headings": [str(name) for name in each["headings"]],
                "columns": {str(name): str(field) for name, field in each["columns"].items()},
                "ignored": [str(name) for name in each["ignored"]],
            }
            for each in found
        ]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as wrong:
        raise InputRefusedError(
            [f"{path} cannot be read ({wrong}); correct it, or take it away to begin anew."]
        ) from wrong


def _as_toml(each: dict[str, Any]) -> str:
    columns = "".join(f"{_quoted(name)} = {_quoted(to)}\n" for name, to in each["columns"].items())
    return (
        f"\n[[list]]\nheadings = [{', '.join(map(_quoted, each['headings']))}]\n"
        f"ignored = [{', '.join(map(_quoted, each['ignored']))}]\n[list.columns]\n{columns}"
    )


def _quoted(text: str) -> str:
    """Give a text as TOML and JSON both write it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _write(path: Path, text: str) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        Path(name).replace(path)
    except OSError:
        Path(name).unlink(missing_ok=True)
        raise
