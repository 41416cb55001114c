"""The docstring of each package is a map: every module is on it, and no other."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGES, ROOT
from tests.docs.pages import name_of

#: Folders in which every file is the same kind of thing, by its name.
_BY_NAME = {"desk/commands", "incidents/store/migrations", "incidents/store/migrations/versions"}
_MAPS = [
    path
    for package in PACKAGES
    for path in sorted((ROOT / package).rglob("__init__.py"))
    if name_of(path.parent) not in _BY_NAME
]


def _named(path: Path) -> set[str]:
    docstring = ast.get_docstring(ast.parse(path.read_text("utf-8"))) or ""
    return set(re.findall(r"`{1,2}([a-z_]+)`{1,2}", docstring))


def _modules(path: Path) -> set[str]:
    files = {each.stem for each in path.parent.glob("*.py") if not each.stem.startswith("__")}
    folders = {each.parent.name for each in path.parent.glob("*/__init__.py")}
    return files | folders


def _own_names(path: Path) -> set[str]:
    """Give what the package itself defines or passes on."""
    nodes = ast.parse(path.read_text("utf-8")).body
    made = {node.name for node in nodes if isinstance(node, ast.FunctionDef | ast.ClassDef)}
    passed = {
        each.name for node in nodes if isinstance(node, ast.ImportFrom) for each in node.names
    }
    return made | passed


@pytest.mark.parametrize("path", _MAPS, ids=name_of)
def test_every_module_is_on_the_map_of_its_package(path: Path):
    assert _modules(path) - _named(path) == set()


@pytest.mark.parametrize("path", _MAPS, ids=name_of)
def test_a_map_names_no_module_that_is_gone(path: Path):
    assert _named(path) - _modules(path) - _own_names(path) == set()
