"""A notice as HTML: one column, no picture, no link, no script.

Readable with style sheets off, at 400 % zoom and by a screen reader: real
headings in order, real lists, tables with their headers. Addresses of
websites stay text, because nobody should be asked to trust a link in a
letter about a breach.
"""

from __future__ import annotations

from collections.abc import Callable
from html import escape

from notices.document import Block, BlockKind, Document
from notices.language import is_right_to_left

_PAGE = (
    "font-family:Arial,Helvetica,sans-serif;font-size:1rem;line-height:1.5;color:#1b1b1b;"
    "background:#ffffff;max-width:40em;margin:0 auto;padding:1.25em;overflow-wrap:break-word"
)
#: Stand for left and right until the direction of the language is known; no value and no
#: template can hold these characters.
_START, _END = "\ue001", "\ue002"
_FRAME = "border:2px solid #1b1b1b;padding:0.75em 1em"
_CELL = (
    f"text-align:{_START};vertical-align:top;padding:0.3em 0;padding-{_END}:1em;"
    "border-bottom:1px solid #71767a"
)
_TABLE = "border-collapse:collapse;width:100%;margin:1em 0"
#: The longest cell without a space that is kept on one line, such as a telephone number.
_SHORT = 16


def html_page(document: Document) -> str:
    """Give the notice as a complete HTML page."""
    is_rtl = is_right_to_left(document.language)
    body = "\n".join(_WRITERS[block.kind](block) for block in document.blocks)
    start, end = ("right", "left") if is_rtl else ("left", "right")
    body = body.replace(_START, start).replace(_END, end)
    title = escape(document.title)
    direction = ' dir="rtl"' if is_rtl else ""
    return (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"{direction}>\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body style="{_PAGE}">\n<main>\n{body}\n</main>\n</body>\n</html>\n'
    )


def _lines(block: Block) -> str:
    return f"<p>{'<br>'.join(map(escape, block.items))}</p>"


def _letterhead(block: Block) -> str:
    first, *rest = map(escape, block.items)
    return f"<p>{'<br>'.join((f'<strong>{first}</strong>', *rest))}</p>"


def _text(tag: str, style: str = "") -> Callable[[Block], str]:
    opening = f'<{tag} style="{style}">' if style else f"<{tag}>"
    return lambda block: f"{opening}{escape(block.text)}</{tag}>"


def _list(tag: str) -> Callable[[Block], str]:
    def written(block: Block) -> str:
        items = "\n".join(f"<li>{escape(item)}</li>" for item in block.items)
        return f"<{tag}>\n{items}\n</{tag}>"

    return written


def _facts(block: Block) -> str:
    rows = "\n".join(
        f'<tr><th scope="row" style="{_CELL};width:38%">{escape(label)}</th>'
        f'<td style="{_CELL}">{escape(value)}</td></tr>'
        for label, value in block.rows
    )
    return f'<table style="{_TABLE}">\n{rows}\n</table>'


def _table(block: Block) -> str:
    columns = "".join(
        f'<th scope="col" style="{_CELL}">{escape(name)}</th>' for name in block.columns
    )
    rows = "\n".join(_row(row) for row in block.rows)
    return (
        f'<table style="{_TABLE}">\n<thead><tr>{columns}</tr></thead>\n<tbody>\n{rows}\n</tbody>\n'
        "</table>"
    )


def _row(row: tuple[str, ...]) -> str:
    first, *others = map(escape, row)
    cells = "".join(f'<td style="{_CELL}{_kept(cell)}">{cell}</td>' for cell in others)
    return f'<tr><th scope="row" style="{_CELL}">{first}</th>{cells}</tr>'


def _kept(cell: str) -> str:
    return ";white-space:nowrap" if len(cell) <= _SHORT and " " not in cell else ""


def _quote(block: Block) -> str:
    items = "\n".join(f"<p>{escape(item)}</p>" for item in block.items)
    style = f"margin:1em 0;padding-{_START}:1em;border-{_START}:4px solid #71767a"
    return f'<blockquote style="{style}">\n{items}\n</blockquote>'


def _blank(block: Block) -> str:
    return f"<p>{escape(block.text)}: {'_' * 30}</p>"


_WRITERS: dict[BlockKind, Callable[[Block], str]] = {
    BlockKind.LETTERHEAD: _letterhead,
    BlockKind.DATE: _text("p"),
    BlockKind.TO: _lines,
    BlockKind.TITLE: _text("h1", "font-size:1.4em;line-height:1.3"),
    BlockKind.HEADING: _text("h2", "font-size:1.15em;margin-bottom:0.3em"),
    BlockKind.PARAGRAPH: _text("p"),
    BlockKind.CALLOUT: _text("p", _FRAME),
    BlockKind.BULLETS: _list("ul"),
    BlockKind.STEPS: _list("ol"),
    BlockKind.FACTS: _facts,
    BlockKind.TABLE: _table,
    BlockKind.BLANK: _blank,
    BlockKind.QUOTE: _quote,
    BlockKind.SIGNATURE: _lines,
    BlockKind.FOOTER: _text("p", "font-size:0.9em;color:#3d4551"),
}
