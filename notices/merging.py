"""An approved text as each recipient reads it.

The blocks of a text that are the same for everybody are written once; for each
recipient only the slots are, so that a million letters are minutes of work and
no word outside a slot can differ from what was approved. ``Merger.document``
gives the same for paper.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.people.recipient import Recipient
from incidents.services.telling.letters import Filled, LetterRefusedError
from notices.addressees import addressees
from notices.characters import composed, first_refused
from notices.document import Block, BlockKind, Document, Slot
from notices.drafts import Draft, DraftAlteredError
from notices.fieldbook import PRIVATE_INFORMATION
from notices.html_page import html_around, html_block
from notices.language import Language
from notices.plain_text import text_block
from notices.slots import EVERYBODY
from notices.subjects import email_subject
from notices.taglines import tagline_code

#: The longest name or line of an address that any letter takes.
LINE_LIMIT = 200


@dataclass(frozen=True, slots=True)
class _Form:
    """One form of the approved text: what stands before, between and after its slots."""

    pieces: tuple[str, ...]
    write: Callable[[Block], str]
    joint: str

    def filled(self, blocks: list[Block | None]) -> str:
        parts = [self.pieces[0]]
        for block, piece in zip(blocks, self.pieces[1:], strict=True):
            if block is not None:
                parts.append(self.write(block))
                parts.append(self.joint)
            parts.append(piece)
        return "".join(parts)


class Merger:
    """Fills the slots of one approved text; everything else is written once."""

    def __init__(self, draft: Draft, words: Language) -> None:
        """Take a draft whose digest was checked, and the words of its language."""
        self._document = draft.document
        self._words = words
        self._subject = email_subject(draft.document)
        self._slots = tuple(block for block in draft.document.blocks if block.slot)
        self._choices = {block.slot: dict(_pairs(block)) for block in self._slots}
        for block in self._slots:
            _refuse_unapproved(block)
        head, foot = html_around(draft.document)
        direct = _Form(_pieces(draft.document, text_block, "\n\n", "", "\n"), text_block, "\n\n")
        self._text = direct
        write = html_block(draft.document)
        self._html = _Form(_pieces(draft.document, write, "\n", head, foot), write, "\n")

    def filled(self, recipient: Recipient) -> Filled:
        """Give the text and the HTML for a recipient; raise LetterRefusedError."""
        blocks = list(self._blocks(recipient))
        return Filled(
            subject=self._subject,
            text=self._text.filled(blocks),
            html=self._html.filled(blocks),
            language=self._document.language,
        )

    def document(self, recipient: Recipient) -> Document:
        """Give the document for a recipient, as it is printed; raise LetterRefusedError."""
        filled = iter(list(self._blocks(recipient, on_paper=True)))
        blocks = (next(filled) if block.slot else block for block in self._document.blocks)
        return replace(self._document, blocks=tuple(block for block in blocks if block))

    def slots(self, recipient: Recipient) -> list[Block | None]:
        """Give the blocks that stand in the slots on paper, in their order."""
        return list(self._blocks(recipient, on_paper=True))

    def _blocks(self, recipient: Recipient, *, on_paper: bool = False) -> Iterator[Block | None]:
        for slot in self._slots:
            match slot.slot:
                case Slot.ADDRESSEE:
                    yield _window(recipient, self._words)
                case Slot.CONCERNED:
                    yield self._concerned(recipient)
                case _:
                    yield self._tagline(recipient.language, slot, on_paper=on_paper)

    def _concerned(self, recipient: Recipient) -> Block:
        rows = tuple(
            (_line(each.name, "a name"), self._exposed(each.exposed)) for each in recipient.concerns
        )
        if not rows:
            raise LetterRefusedError(
                "The letter is about nobody: no affected person belongs to this recipient; "
                "resolve the recipients again."
            )
        return Block(kind=BlockKind.FACTS, rows=rows)

    def _exposed(self, exposed: tuple[str, ...] | None) -> str:
        choices = self._choices[Slot.CONCERNED]
        if exposed is None:
            return choices[EVERYBODY]
        elements = [self._element(each, choices) for each in exposed]
        if set(exposed) <= set(PRIVATE_INFORMATION):
            elements = [*self._kinds(choices), *elements]
        if not elements:
            raise LetterRefusedError(
                "The list says that no element was exposed for a person, and the approved text "
                "names nothing else: record the kinds of data with duenotice record CASE wording "
                "data_types and draft the notice again, or correct the list."
            )
        return self._words.series(elements)

    def _kinds(self, choices: dict[str, str]) -> list[str]:
        """Give the kinds of data of all, which a list of elements alone leaves unsaid.

        A kind that is an element in other words is not among them.
        """
        elements = {_stem(words) for words in PRIVATE_ELEMENTS.values()}
        elements |= {_stem(text) for name, text in choices.items() if name in PRIVATE_INFORMATION}
        return [
            text
            for name, text in choices.items()
            if name not in (EVERYBODY, *PRIVATE_INFORMATION) and _stem(text) not in elements
        ]

    def _element(self, name: str, choices: dict[str, str]) -> str:
        if found := choices.get(name):
            return found
        if name in PRIVATE_INFORMATION:
            raise LetterRefusedError(
                f"The list says that {name} was exposed for a person, and the approved text names "
                "no such element: record it as a fact and draft the notice again, or correct the "
                "list."
            )
        return _line(name, "a kind of data")

    def _tagline(self, language: str, slot: Block, *, on_paper: bool) -> Block | None:
        code = tagline_code(language)
        if language == self._document.language or code is None:
            return None
        found = next((each for each in slot.choices if each[0] == code), None)
        if found is None:
            return None
        _, text, printed, _ = found
        if on_paper and printed != text:
            return Block(kind=BlockKind.CALLOUT, text=printed)
        return Block(kind=BlockKind.CALLOUT, text=text, language=code)


def _stem(words: str) -> str:
    """Give words as they are compared: without case, and without a plural's ending."""
    return words.casefold().rstrip("s")


def _window(recipient: Recipient, words: Language) -> Block:
    """Give the name and, where there is one, the address, a line each."""
    address = recipient.address.lines() if recipient.address else ()
    lines = [_line(each, "a name") for each in addressees(recipient, words)]
    lines += [_line(each, "a line of the address") for each in address]
    return Block(kind=BlockKind.TO, items=tuple(lines))


def _line(text: str, what: str) -> str:
    """Give a text of the list as a letter takes it; raise LetterRefusedError."""
    clean = text if text.isascii() and text.isprintable() else composed(text)
    clean = " ".join(clean.split())
    if not clean:
        raise LetterRefusedError(f"The list has {what} that is empty; supply it.")
    if len(clean) > LINE_LIMIT:
        raise LetterRefusedError(
            f"The list has {what} of {len(clean)} characters; shorten it to {LINE_LIMIT}."
        )
    if wrong := first_refused(clean):
        raise LetterRefusedError(f"The list has {what} that holds {wrong}; type it again.")
    return clean


def _pairs(block: Block) -> Iterator[tuple[str, str]]:
    return ((choice[0], choice[1]) for choice in block.choices)


def _refuse_unapproved(block: Block) -> None:
    """Refuse words for a slot that the approved text does not show."""
    shown = "\n".join(block.strings())
    for choice in block.choices:
        if choice[1] not in shown:
            raise DraftAlteredError(
                f"The kept draft would put {choice[1][:40]!r} into a slot, and the approved text "
                "does not show it; draft the notice again and have it approved."
            )


def _pieces(
    document: Document, write: Callable[[Block], str], joint: str, head: str, foot: str
) -> tuple[str, ...]:
    """Give the text around the slots: one piece more than there are slots."""
    pieces, current = [], head
    last = len(document.blocks) - 1
    for index, block in enumerate(document.blocks):
        if block.slot:
            pieces.append(current)
            current = ""
        else:
            current += write(block) + ("" if index == last else joint)
    return (*pieces, current + foot)
