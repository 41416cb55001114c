"""A notice as a list of blocks: the one source of its text, HTML and PDF.

A notice is written once. Its template gives these blocks, and each form of
output is a plain walk over them, so that the forms cannot say different
things. Blocks hold text and nothing else: no markup, no links, no pictures.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Any

from notices.elements import Element

#: The foot of a page in English.
PAGE = "Page {page} of {pages}"


class BlockKind(StrEnum):
    """What a block is for the reader."""

    LETTERHEAD = "letterhead"  # who writes, a line each
    DATE = "date"
    TO = "to"  # the address in the window, a line each
    TITLE = "title"  # the subject, one a notice
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    CALLOUT = "callout"  # a paragraph in a frame
    BULLETS = "bullets"
    STEPS = "steps"  # a numbered list
    FACTS = "facts"  # rows of a label and its value
    TABLE = "table"  # rows under columns
    BLANK = "blank"  # a line to write on, with its label
    QUOTE = "quote"  # somebody else's text, a paragraph each
    SIGNATURE = "signature"  # name and title, a line each
    FOOTER = "footer"  # at the foot of each page


class Slot(StrEnum):
    """A whole block that is filled for each recipient; nothing else changes."""

    ADDRESSEE = "addressee"  # the window
    CONCERNED = "concerned"  # a row for each person the letter is about
    TAGLINE = "tagline"  # a line in the reader's language, or nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One block; which parts it uses follows from its kind."""

    kind: BlockKind
    text: str = ""
    items: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    #: Where it is filled for each recipient, and with which words, by a name each.
    slot: Slot | None = None
    choices: tuple[tuple[str, ...], ...] = ()
    #: Its own language, where it is not that of the notice.
    language: str = ""

    @property
    def is_list(self) -> bool:
        """Give whether the items are entries of a list."""
        return self.kind in {BlockKind.BULLETS, BlockKind.STEPS}

    def with_texts(self, change: Callable[[str], str]) -> Block:
        """Give the same block with each of its texts changed."""
        return replace(
            self,
            text=change(self.text),
            items=tuple(map(change, self.items)),
            columns=tuple(map(change, self.columns)),
            rows=tuple(tuple(map(change, row)) for row in self.rows),
            choices=tuple((choice[0], *map(change, choice[1:])) for choice in self.choices),
        )

    def strings(self) -> Iterator[str]:
        """Give every text of the block, in reading order."""
        if self.text:
            yield self.text
        yield from self.items
        yield from self.columns
        for row in self.rows:
            yield from row


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A whole notice, before it takes a form."""

    form: str
    language: str
    date: str
    blocks: tuple[Block, ...]
    marks: tuple[Element, ...] = field(default=())
    #: What stands at the foot of each page, in the notice's language.
    page: str = PAGE

    @property
    def title(self) -> str:
        """Give what the notice is about: the title of its page."""
        return next(block.text for block in self.blocks if block.kind is BlockKind.TITLE)

    def strings(self) -> Iterator[str]:
        """Give every text of the notice, in reading order."""
        for block in self.blocks:
            yield from block.strings()

    def paragraphs(self) -> Iterator[str]:
        """Give the notice as paragraphs, for a copy inside another notice."""
        for block in self.blocks:
            if block.text:
                yield block.text
            yield from (f"• {item}" if block.is_list else item for item in block.items)
            yield from (": ".join(row) for row in block.rows)

    def with_texts(self, change: Callable[[str], str]) -> Document:
        """Give the same notice with each of its texts changed."""
        return replace(self, blocks=tuple(block.with_texts(change) for block in self.blocks))

    def slotted(self, slot: Slot) -> Block | None:
        """Give the block of a slot, or None where the notice has none."""
        return next((block for block in self.blocks if block.slot is slot), None)

    def addressed_to(self, lines: tuple[str, ...]) -> Document:
        """Give the same notice with this name and address in the window."""
        return self.with_window(Block(kind=BlockKind.TO, items=lines))

    def with_window(self, window: Block) -> Document:
        """Give the same notice with this block in the window."""
        rest = [block for block in self.blocks if block.kind is not BlockKind.TO]
        at = 1 + next(i for i, block in enumerate(rest) if block.kind is BlockKind.DATE)
        return replace(self, blocks=(*rest[:at], window, *rest[at:]))

    def plain(self) -> dict[str, Any]:
        """Give the notice as JSON values; ``document_from`` reads them back."""
        return {
            "form": self.form,
            "language": self.language,
            "date": self.date,
            "page": self.page,
            "marks": [mark.value for mark in self.marks],
            "blocks": [plain_block(block) for block in self.blocks],
        }


def document_from(plain: dict[str, Any]) -> Document:
    """Give the notice that ``Document.plain`` wrote."""
    return Document(
        form=plain["form"],
        language=plain["language"],
        date=plain["date"],
        page=plain.get("page", PAGE),
        marks=tuple(Element(mark) for mark in plain["marks"]),
        blocks=tuple(
            Block(
                kind=BlockKind(block["kind"]),
                text=block["text"],
                items=tuple(block["items"]),
                columns=tuple(block["columns"]),
                rows=tuple(tuple(row) for row in block["rows"]),
                slot=Slot(block["slot"]) if block.get("slot") else None,
                choices=tuple(tuple(each) for each in block.get("choices", ())),
                language=block.get("language", ""),
            )
            for block in plain["blocks"]
        ),
    )


def plain_block(block: Block) -> dict[str, Any]:
    """Give one block as JSON values."""
    plain: dict[str, Any] = {
        "kind": block.kind.value,
        "text": block.text,
        "items": list(block.items),
        "columns": list(block.columns),
        "rows": [list(row) for row in block.rows],
    }
    if block.slot:
        plain |= {"slot": block.slot.value, "choices": [list(each) for each in block.choices]}
    return plain | ({"language": block.language} if block.language else {})
