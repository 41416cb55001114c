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
#: Between these lines stands what goes into the page of a website.
_COPY_FROM = "<!-- Copy from the line below into the page of your website, as HTML. -->"
_COPY_TO = "<!-- Copy to the line above. -->"


def html_page(document: Document) -> str:
    """Give the notice as a complete HTML page."""
    head, foot = html_around(document)
    body = "\n".join(map(html_block(document), document.blocks))
    return f"{head}{body}{foot}"


def html_around(document: Document) -> tuple[str, str]:
    """Give what stands before the first block of a page, and after the last.

    A posting says in comments which part of it to copy into a website; that part
    names its language itself, since the page around it may be in another.
    """
    title = escape(document.title)
    direction = ' dir="rtl"' if is_right_to_left(document.language) else ""
    head = (
        f'<!DOCTYPE html>\n<html lang="{escape(document.language)}"{direction}>\n<head>\n'
        '<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n</head>\n"
        f'<body style="{_PAGE}">\n<main>\n'
    )
    foot = "\n</main>\n</body>\n</html>\n"
    if document.form == "posting":
        part = f'<div lang="{escape(document.language)}"{direction}>'
        return f"{head}{_COPY_FROM}\n{part}\n", f"\n</div>\n{_COPY_TO}{foot}"
    return head, foot


def html_block(document: Document) -> Callable[[Block], str]:
    """Give what writes one block of a document, in the direction of its language."""
    is_rtl = is_right_to_left(document.language)
    start, end = ("right", "left") if is_rtl else ("left", "right")

    def written(block: Block) -> str:
        return _WRITERS[block.kind](block).replace(_START, start).replace(_END, end)

    return written


def _lines(block: Block) -> str:
    return f"<p>{'<br>'.join(map(escape, block.items))}</p>"


def _letterhead(block: Block) -> str:
    first, *rest = map(escape, block.items)
    return f"<p>{'<br>'.join((f'<strong>{first}</strong>', *rest))}</p>"


def _text(tag: str, style: str = "") -> Callable[[Block], str]:
    styled = f'{tag} style="{style}"' if style else tag
    return lambda block: f"<{styled}{_tongue(block)}>{escape(block.text)}</{tag}>"


def _tongue(block: Block) -> str:
    """Give the language and direction of a block that has its own."""
    if not block.language:
        return ""
    direction = "rtl" if is_right_to_left(block.language) else "ltr"
    return f' lang="{escape(block.language)}" dir="{direction}"'


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
