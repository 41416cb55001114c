"""The few forms of Markdown that the reference is written in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from incidents.law.citation import Citation


def table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Give a table; a bar inside a cell is written so that it ends none."""
    lines = [_row(heads), _row(["---"] * len(heads)), *(_row(row) for row in rows)]
    return "\n".join(lines) + "\n"


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def bullets(items: Iterable[str]) -> str:
    """Give a list."""
    return "".join(f"- {item}\n" for item in items)


def cited(citation: Citation) -> str:
    """Give a provision with its link, and whether it was read there."""
    if not citation.url:
        return citation.short
    return f"[{citation.short}]({citation.url}), {_mark(citation)}"


def _mark(citation: Citation) -> str:
    return f"*{citation.reading}*" if citation.verified is None else citation.reading


def code(name: str) -> str:
    """Give a name as it stands in a file."""
    return f"`{name}`"
