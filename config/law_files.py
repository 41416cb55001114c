"""The folder of the law as data: which file is a rule pack, a policy, a family.

Every file says with its first key what it is; one that says nothing is
refused, because a rule pack that nobody reads would be missed in every plan.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from importlib.resources.abc import Traversable

from incidents.errors import InputRefusedError

_FIRST_KEY = re.compile(rb"^(pack|policy|family)\s*:", re.MULTILINE)
_SUFFIX = ".yaml"


class LawFile(StrEnum):
    """What a file of the law holds, by its first key."""

    PACK = "pack"
    POLICY = "policy"
    FAMILY = "family"


def law_files(rules: Traversable, kind: LawFile) -> Iterator[tuple[str, bytes]]:
    """Give name and content of every file of a kind, in the order of the names.

    They lie one folder below ``rules``. Raise InputRefusedError where a file
    is of no kind.
    """
    for folder in sorted(filter(_is_folder, rules.iterdir()), key=_name):
        for each in sorted(folder.iterdir(), key=_name):
            if each.name.endswith(_SUFFIX):
                name, content = f"{rules.name}/{folder.name}/{each.name}", each.read_bytes()
                if _kind(name, content) is kind:
                    yield name, content


def _kind(name: str, content: bytes) -> LawFile:
    found = _FIRST_KEY.search(content)
    if found is None:
        accepted = ", ".join(f"`{each}`" for each in LawFile)
        raise InputRefusedError([f"{name}, line 1: it says none of {accepted}; begin with one."])
    return LawFile(found[1].decode())


def _is_folder(entry: Traversable) -> bool:
    return entry.is_dir()


def _name(entry: Traversable) -> str:
    return entry.name
