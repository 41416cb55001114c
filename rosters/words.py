"""The words of cells: yes and no, groups, relations, languages, states."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from incidents.law.circumstances import Group
from incidents.people.person import Relation
from rosters.headings import folded
from rosters.problems import CellError

_CODE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*", re.ASCII)
#: Put into cells so that they are not empty.
_SIGNS = " .-\u2013\u2014/?*_"
_LONGEST_BLANK = 16
#: The same words stand in a million cells; only so many are remembered.
_REMEMBERED = lru_cache(maxsize=4096)


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((files("rosters") / "words.toml").read_text("utf-8"))


@cache
def _by_word(table: str) -> dict[str, str]:
    words = _written()[table].items()
    return {folded(word): meaning for meaning, listed in words for word in listed}


@cache
def _plain(key: str) -> frozenset[str]:
    return frozenset(map(folded, _written()[key]))


@cache
def _states() -> dict[str, str]:
    states: dict[str, str] = _written()["states"]
    return {folded(name): code for code, name in states.items()} | {
        folded(code): code for code in states
    }


def is_blank_word(cell: str) -> bool:
    """Say whether a contact's cell says that nothing is known, as ``n/a`` does."""
    word = cell.strip(_SIGNS)
    return not word or (len(word) < _LONGEST_BLANK and word.casefold() in _blank())


@cache
def _blank() -> frozenset[str]:
    return frozenset(_written()["blank"])


@_REMEMBERED
def yes_or_no(cell: str) -> bool:
    """Give what a cell answers; raise CellError where it is neither."""
    word = folded(cell)
    if word in _plain("yes"):
        return True
    if word in _plain("no"):
        return False
    raise CellError("accepted are yes and no")


@_REMEMBERED
def says_former(cell: str) -> bool:
    """Say whether a status is that of somebody who left; raise CellError."""
    meaning = _by_word("former").get(folded(cell))
    if meaning is not None:
        return meaning == "yes"
    try:
        return yes_or_no(cell)
    except CellError as wrong:
        raise CellError(
            "accepted are yes, no, active, inactive, withdrawn, graduated and transferred"
        ) from wrong


@_REMEMBERED
def says_enrolled(cell: str) -> bool:
    """Say whether a column on being enrolled says that somebody is; raise CellError."""
    meaning = _by_word("former").get(folded(cell))
    return yes_or_no(cell) if meaning is None else meaning == "no"


@_REMEMBERED
def group_of(cell: str) -> Group:
    """Give the group that a cell names; raise CellError."""
    group = _by_word("groups").get(folded(cell))
    if group is None:
        raise CellError(
            f"accepted are {', '.join(Group)}; take out the rows of guardians, and give them as "
            "columns of their students"
        )
    return Group(group)


@_REMEMBERED
def relation_of(cell: str) -> Relation | None:
    """Give what a contact is, None for one who is not told, as a doctor; raise CellError."""
    relation = _by_word("relations").get(folded(cell))
    if relation is None:
        raise CellError(
            "accepted are words such as parent, mother, guardian, self and emergency contact; or "
            "leave the column out with --ignore, and each contact is taken as a guardian"
        )
    return None if relation == "other" else Relation(relation)


@_REMEMBERED
def language_of(cell: str) -> str | None:
    """Give a language as BCP 47 names it; None where the word is not known."""
    known = _by_word("languages").get(folded(cell))
    return known or (cell if _CODE.fullmatch(cell) else None)


@cache
def state_codes() -> frozenset[str]:
    """Give the two letters of every state, as they are mostly written already."""
    return frozenset(_written()["states"])


@_REMEMBERED
def state_of(cell: str) -> str:
    """Give a state by its two letters; raise CellError."""
    state = _states().get(folded(cell))
    if state is None:
        raise CellError("accepted is a state of the United States, as NY or New York")
    return state
