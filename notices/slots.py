"""The slots of a notice: the blocks that are filled for each recipient.

In the approved text a slot stands in words in brackets, together with all the
words that may come to stand there, so that whoever approves the text has read
them. What the letter says of one person is chosen from these.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from notices.document import Block, BlockKind, Document, Slot
from notices.fields import NoticeFields
from notices.glyphs import first_missing
from notices.language import Language
from notices.taglines import taglines
from notices.unknown import Unknown

#: The fields that a slot shows, by its tag.
_FIELDS = {
    "concerned": frozenset({"data_types", "data_types_listed", "private_information"}),
    "tagline": frozenset({"contact_phone"}),
}
_TAG = re.compile(r"<(concerned|tagline)\b")
#: The name under which the words stand that hold for everybody.
EVERYBODY = ""


def slot_fields(source: str) -> frozenset[str]:
    """Give the fields that the slots of a template show."""
    return frozenset().union(*(_FIELDS[tag] for tag in _TAG.findall(source)))


def slot_blocks(fields: NoticeFields, words: Language) -> Mapping[str, Block | None]:
    """Give the block of each slot, by its tag, as it stands in the approved text."""
    return {"concerned": concerned_block(fields, words), "tagline": tagline_block(fields, words)}


def addressee_block(words: Language) -> Block:
    """Give the block that stands for the name and address in the window."""
    return Block(kind=BlockKind.TO, items=(words.slots["addressee"],), slot=Slot.ADDRESSEE)


def concerned_block(fields: NoticeFields, words: Language) -> Block:
    """Give the block that stands for a row about each person concerned.

    Its choices are the kinds of data and the elements of private information
    that the case names; under no name, all of them together.
    """
    choices = tuple(_choices(fields, words))
    everything = words.series([text for _, text in choices]) or words.known["not_yet_known"]
    general = _general(fields, words)
    listed = everything if general == everything else f"{general}; {everything}"
    shown = words.slots["concern"].replace("{choices}", listed)
    return Block(
        kind=BlockKind.FACTS,
        rows=((words.slots["person"], shown),),
        slot=Slot.CONCERNED,
        choices=((EVERYBODY, general), *choices),
    )


def tagline_block(fields: NoticeFields, words: Language) -> Block | None:
    """Give the block of the lines in other languages, one of which a reader gets.

    Each choice is a line and how it is printed where the letters' font lacks its
    characters. There is none without a number to call.
    """
    phone = fields.values.get("contact_phone")
    if not isinstance(phone, str):
        return None
    choices = tuple(
        (each.code, text, _in_print(text, each.name, phone, words), each.name)
        for each in taglines().values()
        if each.code != words.code
        for text in [each.with_phone(phone)]
    )
    return Block(
        kind=BlockKind.BULLETS,
        items=(
            words.slots["reader"],
            *(f"[{name}] {text}" for _, text, _, name in choices),
            f"{words.slots['printed']} {_plain_line(words.slots['tongue'], phone, words)}",
        ),
        slot=Slot.TAGLINE,
        choices=choices,
    )


def printable(document: Document) -> Document:
    """Give a notice as paper can show it, whose font has fewer characters."""
    if document.slotted(Slot.TAGLINE) is None:
        return document
    blocks = (_printed(each) if each.slot is Slot.TAGLINE else each for each in document.blocks)
    return replace(document, blocks=tuple(blocks))


def _printed(block: Block) -> Block:
    head, *_, foot = block.items
    lines = (f"[{name}] {printed}" for _, _, printed, name in block.choices)
    return replace(block, items=(head, *lines, foot))


def _in_print(text: str, name: str, phone: str, words: Language) -> str:
    return _plain_line(name, phone, words) if first_missing(text) else text


def _plain_line(name: str, phone: str, words: Language) -> str:
    return words.tagline.replace("{phone}", phone).replace("{language}", name)


def _choices(fields: NoticeFields, words: Language) -> Iterator[tuple[str, str]]:
    kinds = fields.values.get("data_types")
    if isinstance(kinds, tuple):
        yield from zip(_listed(fields, len(kinds)) or kinds, map(str, kinds), strict=True)
    named = fields.values.get("private_information")
    is_open = named is None or isinstance(named, Unknown)
    elements = words.private_information if is_open else named
    yield from ((str(name), words.private_information[str(name)]) for name in elements)  # type: ignore[union-attr]


def _listed(fields: NoticeFields, count: int) -> tuple[str, ...]:
    """Give how the list of those affected names the kinds of data, where that differs."""
    listed = fields.values.get("data_types_listed")
    is_even = isinstance(listed, tuple) and len(listed) == count
    return tuple(map(str, listed)) if is_even else ()  # type: ignore[arg-type]


def _general(fields: NoticeFields, words: Language) -> str:
    """Give what holds for everybody: all that the case says was involved."""
    kinds, named = fields.values.get("data_types"), fields.values.get("private_information")
    found = [str(kind) for kind in kinds] if isinstance(kinds, tuple) else []
    found += (
        [words.private_information[str(each)] for each in named] if isinstance(named, tuple) else []
    )
    return words.series(found) or words.known["not_yet_known"]
