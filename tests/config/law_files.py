"""Reads one file of the law, of a district or of a contract for a test."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib.resources import files
from pathlib import Path

from config.calendar_files import read_calendar
from config.contract_families import read_family
from config.contract_files import read_registered
from config.district_files import read_district
from config.ladder import read_ladder
from config.policies import read_policy
from config.registry import load_registry, read_registry
from config.rule_files import read_pack
from config.rulepacks import load_rule_book, read_rule_book

HERE = Path(__file__).parent
_COUNTING = load_rule_book().calendar.counting


def _contract(content: bytes, source: str) -> object:
    families = load_registry().families
    return read_registered(content, source, "example", families=families, counting=_COUNTING)


def _district(content: bytes, source: str) -> object:
    return read_district(content, source, "example", load_rule_book().ids)


def _policy(content: bytes, source: str) -> object:
    return read_policy(content, source, _COUNTING, load_rule_book().ids)


#: How each kind of file is read, by the name of its folder.
READERS: dict[str, Callable[[bytes, str], object]] = {
    "calendars": read_calendar,
    "contracts": _contract,
    "districts": _district,
    "families": lambda content, source: read_family(content, source, _COUNTING),
    "ladders": lambda content, source: read_ladder(content, source=source),
    "packs": lambda content, source: read_pack(content, source, _COUNTING),
    "policies": _policy,
}


def read_book_with(content: bytes, place: str, scratch: Path) -> object:
    """Give the whole book, one of its files replaced or added."""
    for folder in ("rules", "calendars"):
        shutil.copytree(str(files("config") / folder), scratch / folder, dirs_exist_ok=True)
    (scratch / place).write_bytes(content)
    return read_registry(read_rule_book(scratch), scratch / "rules", (scratch,))
