"""What goes wrong is named where it is caught."""

from __future__ import annotations

import ast

from tests.architecture.sources import dotted, sources

BROAD = {"Exception", "BaseException"}


def _is_broad(handler: ast.ExceptHandler) -> bool:
    if handler.type is None:
        return True
    caught = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(dotted(one) in BROAD for one in caught)


def _broad(packages):
    handlers = (
        (source, node)
        for source in sources(packages)
        for node in ast.walk(source.tree)
        if isinstance(node, ast.ExceptHandler) and _is_broad(node)
    )
    return [
        (source.at(node), source.text.splitlines()[node.lineno - 1]) for source, node in handlers
    ]


def test_no_broad_except_stands_below_the_doors():
    broad = [place for place, _ in _broad(("incidents", "notices", "rosters", "config"))]
    assert not broad, f"Catch the errors you know by name; the doors catch the rest: {broad}"


def test_each_broad_except_at_an_edge_says_why():
    silent = [place for place, line in _broad(("flows", "desk")) if "BLE001 - " not in line]
    assert not silent, f"Say behind the `except` what it records or raises: {silent}"
