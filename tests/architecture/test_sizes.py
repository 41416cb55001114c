"""A file and a function are short enough to be read in one go."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tests.architecture.sources import Source, sources

LINES_IN_A_FILE = 400
LINES_IN_A_FUNCTION = 40
#: The aim is 72; what is a little longer is not worth a worse sentence.
LETTERS_IN_A_SUMMARY = 88
#: The standalone verifier is one file so that it can be copied as one file.
ONE_FILE_BY_DESIGN = {"incidents/ledger/standalone.py"}


def _functions(source: Source) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    if "migrations" in source.path.parts:  # a migration is a list of columns
        return
    for node in ast.walk(source.tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def _body_lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    first = function.body[0]
    told = isinstance(first, ast.Expr) and ast.get_docstring(function) is not None
    start = (first.end_lineno or first.lineno) if told else function.lineno
    return (function.end_lineno or start) - start


def test_no_file_is_longer_than_400_lines():
    lengths = {source.at(source.tree): source.text.count("\n") for source in sources()}
    long = {
        place: lines
        for place, lines in lengths.items()
        if lines > LINES_IN_A_FILE and place.rpartition(":")[0] not in ONE_FILE_BY_DESIGN
    }
    assert not long, f"Split these by the nouns they hold, at most {LINES_IN_A_FILE}: {long}"


def test_no_function_is_longer_than_40_lines():
    long = {
        f"{source.at(function)} {function.name}": _body_lines(function)
        for source in sources()
        for function in _functions(source)
        if _body_lines(function) > LINES_IN_A_FUNCTION
    }
    assert not long, f"Give a step of these its own name, at most {LINES_IN_A_FUNCTION}: {long}"


def test_each_docstring_begins_with_one_short_line():
    told = (
        (source, node, ast.get_docstring(node))
        for source in sources()
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
    )
    long = [
        source.at(node)
        for source, node, text in told
        if text and len(text.splitlines()[0]) > LETTERS_IN_A_SUMMARY
    ]
    assert not long, f"First say what it gives in {LETTERS_IN_A_SUMMARY} letters: {long}"
