"""The source files of this project, read once and parsed."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
#: What making and testing leave behind.
MADE = {"__pycache__", "build", "dist", ".coverage"}
PACKAGES = ("incidents", "notices", "rosters", "flows", "config", "desk")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """One Python file of the project."""

    path: Path
    text: str
    tree: ast.Module

    def at(self, node: ast.AST) -> str:
        """Give the place of a node: ``flows/serve.py:12``."""
        return f"{self.path.relative_to(ROOT)}:{getattr(node, 'lineno', 1)}"


@cache
def sources(packages: Sequence[str] = PACKAGES) -> tuple[Source, ...]:
    """Give every Python file of these top-level folders."""
    return tuple(_read(path) for package in packages for path in sorted(_python_in(package)))


@cache
def kept_files() -> tuple[Path, ...]:
    """Give every file that belongs to the project; needs no git."""
    found: list[Path] = []
    for folder, below, names in os.walk(ROOT):
        below[:] = [name for name in below if name not in MADE and not _is_hidden(name)]
        found += [Path(folder, name) for name in names if name not in MADE]
    return tuple(sorted(found))


def _is_hidden(name: str) -> bool:
    return name.startswith(".") and name != ".ci"


def imports_of(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Give each import of a file with the module it names."""
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            yield from ((node, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield node, node.module or ""


def dotted(node: ast.AST) -> str:
    """Give a name with its dots, or what of it is one."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _python_in(package: str) -> Iterator[Path]:
    return (ROOT / package).rglob("*.py")


def _read(path: Path) -> Source:
    text = path.read_text(encoding="utf-8")
    return Source(path=path, text=text, tree=ast.parse(text, filename=str(path)))
