"""A notice as plain text: the e-mail's first part, and the script of a call."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from notices.document import Block, BlockKind, Document

#: Columns of a line; short enough to be quoted in a reply.
WIDTH = 72


def plain_text(document: Document) -> str:
    """Give the notice as text, ending with a line break."""
    return "\n\n".join(map(text_block, document.blocks)) + "\n"


def text_block(block: Block) -> str:
    """Give one block as text, without a line break at its end."""
    return "\n".join(_WRITERS[block.kind](block))


def _lines(block: Block) -> Iterator[str]:
    for line in block.items:
        yield from _wrapped(line)


def _paragraph(block: Block) -> Iterator[str]:
    yield from _wrapped(block.text)


def _heading(block: Block) -> Iterator[str]:
    yield from _wrapped(block.text.upper())


def _callout(block: Block) -> Iterator[str]:
    yield from _wrapped(block.text, "| ", "| ")


def _bullets(block: Block) -> Iterator[str]:
    for item in block.items:
        yield from _wrapped(item, "- ", "  ")


def _steps(block: Block) -> Iterator[str]:
    for number, item in enumerate(block.items, start=1):
        yield from _wrapped(item, f"{number}. ", "   ")


def _facts(block: Block) -> Iterator[str]:
    for label, value in block.rows:
        yield from _wrapped(f"{label}: {value}", "", "    ")


def _table(block: Block) -> Iterator[str]:
    for first, *others in block.rows:
        if len(others) == 1:
            yield from _wrapped(f"{first}: {others[0]}", "- ", "  ")
            continue
        yield from _wrapped(first, "- ", "  ")
        for name, cell in zip(block.columns[1:], others, strict=True):
            yield from _wrapped(f"{name}: {cell}", "  ", "    ")


def _blank(block: Block) -> Iterator[str]:
    yield f"{block.text}: {'_' * max(12, WIDTH - len(block.text) - 2)}"


def _quote(block: Block) -> Iterator[str]:
    for index, item in enumerate(block.items):
        if index:
            yield ">"
        yield from _wrapped(item, "> ", "> ")


def _wrapped(text: str, first: str = "", rest: str = "") -> Iterator[str]:
    """Give the lines; the words are already one space apart, and none is cut."""
    lead = first
    while len(lead) + len(text) > WIDTH:
        at = text.rfind(" ", 0, WIDTH - len(lead) + 1)
        if at < 0:
            at = text.find(" ")
        if at < 0:
            break
        yield lead + text[:at]
        text, lead = text[at + 1 :], rest
    yield lead + text


_WRITERS: dict[BlockKind, Callable[[Block], Iterator[str]]] = {
    BlockKind.LETTERHEAD: _lines,
    BlockKind.DATE: _paragraph,
    BlockKind.TO: _lines,
    BlockKind.TITLE: _paragraph,
    BlockKind.HEADING: _heading,
    BlockKind.PARAGRAPH: _paragraph,
    BlockKind.CALLOUT: _callout,
    BlockKind.BULLETS: _bullets,
    BlockKind.STEPS: _steps,
    BlockKind.FACTS: _facts,
    BlockKind.TABLE: _table,
    BlockKind.BLANK: _blank,
    BlockKind.QUOTE: _quote,
    BlockKind.SIGNATURE: _lines,
    BlockKind.FOOTER: _paragraph,
}
