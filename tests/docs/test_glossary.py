"""The code speaks the words of the glossary, and not those that it rules out."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tests.architecture.sources import Source, sources
from tests.docs.pages import ROOT

_GLOSSARY = ROOT / "docs" / "reference" / "glossary.md"
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")


def _rows() -> list[list[str]]:
    lines = _GLOSSARY.read_text("utf-8").splitlines()
    cells = [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines if "|" in line]
    return [row for row in cells if row[0].startswith("**")]


def _ruled_out() -> set[str]:
    """Give the single words of the last column; a phrase is for people only."""
    named = (word.strip() for row in _rows() for word in row[2].split(","))
    return {word for word in named if word and " " not in word}


def _names(source: Source) -> Iterator[tuple[ast.AST, str]]:
    """Give each name that a file itself makes."""
    for node in ast.walk(source.tree):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node, node.name
            case ast.arg():
                yield node, node.arg
            case ast.Name(ctx=ast.Store()):
                yield node, node.id
            case ast.Attribute(ctx=ast.Store()):
                yield node, node.attr


def test_no_name_in_the_code_uses_a_word_ruled_out():
    ruled_out = _ruled_out()
    found = [
        f"{source.at(node)} {name}"
        for source in sources()
        for node, name in [*_names(source), (source.tree, source.path.stem)]
        if {word.lower() for word in _WORD.findall(name)} & ruled_out
    ]

    assert not found, "Use the word of docs/reference/glossary.md:\n" + "\n".join(found)


def test_each_word_has_a_meaning_and_is_defined_once():
    words = [row[0] for row in _rows()]

    assert len(words) > 80
    assert all(len(row) == 3 and row[1] for row in _rows())
    assert sorted(words) == sorted(set(words))


def test_no_word_is_defined_and_ruled_out():
    defined = {word.lower() for row in _rows() for word in _WORD.findall(row[0])}

    assert not defined & _ruled_out()
