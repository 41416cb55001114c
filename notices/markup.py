"""From a template's markup to a document: a dozen tags, checked with lines.

Templates are written in a small XML of our own. Jinja escapes every value it
puts in, so a value can add neither a tag nor an attribute; what a template
itself may contain is checked once, when it is loaded, with its Jinja parts
blanked out, so that a mistake has a line. A tag that is opened inside a
branch is closed inside it.

| tag | holds |
|---|---|
| ``letterhead``, ``to``, ``signature`` | ``line`` |
| ``list``, ``steps``, ``quote`` | ``item`` |
| ``facts`` | ``fact label="…"`` |
| ``table`` | ``columns`` and ``row``, both of ``cell`` |
| ``title``, ``h``, ``p``, ``callout``, ``date``, ``footer`` | text |
| ``blank label="…"`` | nothing |
| ``concerned``, ``tagline`` | nothing: slots, see ``slots`` |
| ``part`` | any of these, to mark several at once |

Any of them may say ``element="…"``: the required elements that it shows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from xml.etree.ElementTree import Element as Node
from xml.etree.ElementTree import ParseError, fromstring

from incidents.errors import DueNoticeError
from notices.document import PAGE, Block, BlockKind, Document
from notices.elements import Element

_LEAVES = {
    "title": BlockKind.TITLE,
    "h": BlockKind.HEADING,
    "p": BlockKind.PARAGRAPH,
    "callout": BlockKind.CALLOUT,
    "date": BlockKind.DATE,
    "footer": BlockKind.FOOTER,
}
_LINES = {
    "letterhead": BlockKind.LETTERHEAD,
    "to": BlockKind.TO,
    "signature": BlockKind.SIGNATURE,
    "list": BlockKind.BULLETS,
    "steps": BlockKind.STEPS,
    "quote": BlockKind.QUOTE,
}
#: Tags whose block the program supplies, to be filled for each recipient.
SLOT_TAGS = ("concerned", "tagline")
#: What may stand inside each tag; the tags not named here hold text.
CHILDREN: dict[str, frozenset[str]] = {
    **dict.fromkeys(("letterhead", "to", "signature"), frozenset({"line"})),
    **dict.fromkeys(("list", "steps", "quote"), frozenset({"item"})),
    "facts": frozenset({"fact"}),
    "table": frozenset({"columns", "row"}),
    "columns": frozenset({"cell"}),
    "row": frozenset({"cell"}),
    "blank": frozenset(),
    **dict.fromkeys(SLOT_TAGS, frozenset()),
    **dict.fromkeys(
        ("notice", "part"),
        frozenset({*_LEAVES, *_LINES, *SLOT_TAGS, "facts", "table", "blank", "part"}),
    ),
}
#: Tags that hold text.
TEXT_TAGS = frozenset({*_LEAVES, "line", "item", "fact", "cell"})
#: Tags that must say their label.
LABELLED = frozenset({"fact", "blank"})


#: Of a notice that goes to nobody in particular.
NO_SLOTS: Mapping[str, Block | None] = {}


class MarkupError(DueNoticeError):
    """A filled template that is not a notice; a defect of the template."""


def parsed(
    markup: str,
    *,
    form: str,
    language: str,
    date: str,
    page: str = PAGE,
    slots: Mapping[str, Block | None] = NO_SLOTS,
) -> Document:
    """Give the document of a filled template; raise MarkupError.

    ``slots`` has the block of each slot that stands in it, by its tag; a slot
    that is None leaves nothing.

    The markup cannot declare entities: a template with a declaration is
    refused when it is loaded, and values are escaped.
    """
    try:
        root = fromstring(f"<notice>{markup}</notice>")  # noqa: S314  see above
    except ParseError as wrong:
        raise MarkupError(f"The filled template is not well formed: {wrong}.") from wrong
    marks: set[Element] = set()
    blocks = tuple(_blocks(root, marks, slots))
    if sum(block.kind is BlockKind.TITLE for block in blocks) != 1:
        raise MarkupError("The filled template needs exactly one title.")
    return Document(
        form=form,
        language=language,
        date=date,
        blocks=blocks,
        marks=tuple(sorted(marks)),
        page=page,
    )


def _blocks(node: Node, marks: set[Element], slots: Mapping[str, Block | None]) -> Iterator[Block]:
    for child in node:
        _mark(child, marks)
        if child.tag == "part":
            yield from _blocks(child, marks, slots)
        elif child.tag in SLOT_TAGS:
            if block := slots.get(child.tag):
                yield block
        elif len(child) or child.text or child.tag == "blank":
            yield _block(child, marks)
        else:
            raise MarkupError(
                f"A {child.tag} is empty; leave it out where there is nothing to say."
            )


def _block(node: Node, marks: set[Element]) -> Block:
    if kind := _LEAVES.get(node.tag):
        return Block(kind=kind, text=_text(node))
    if kind := _LINES.get(node.tag):
        return Block(kind=kind, items=tuple(_texts(node, marks)))
    return _RARE[node.tag](node, marks)


def _facts(node: Node, marks: set[Element]) -> Block:
    rows = [(" ".join(fact.attrib["label"].split()), text) for fact, text in _pairs(node, marks)]
    return Block(kind=BlockKind.FACTS, rows=tuple(rows))


def _table(node: Node, marks: set[Element]) -> Block:
    columns, *rows = (tuple(_texts(row, marks)) for row in node)
    if any(len(row) != len(columns) for row in rows):
        raise MarkupError(f"A table has {len(columns)} columns and a row with another number.")
    return Block(kind=BlockKind.TABLE, columns=columns, rows=tuple(rows))


def _blank(node: Node, marks: set[Element]) -> Block:
    del marks
    return Block(kind=BlockKind.BLANK, text=" ".join(node.attrib["label"].split()))


_RARE: dict[str, Callable[[Node, set[Element]], Block]] = {
    "facts": _facts,
    "table": _table,
    "blank": _blank,
}


def _texts(node: Node, marks: set[Element]) -> Iterator[str]:
    for _, text in _pairs(node, marks):
        yield text


def _pairs(node: Node, marks: set[Element]) -> Iterator[tuple[Node, str]]:
    for child in node:
        _mark(child, marks)
        yield child, _text(child)


def _text(node: Node) -> str:
    text = " ".join((node.text or "").split())
    if not text:
        raise MarkupError(f"A {node.tag} is empty; leave it out where there is nothing to say.")
    return text


def _mark(node: Node, marks: set[Element]) -> None:
    marks.update(Element(name) for name in node.attrib.get("element", "").split())
