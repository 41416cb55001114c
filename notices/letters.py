"""Writes an approved text to each of its recipients, by e-mail and on paper."""

from __future__ import annotations

import json
from collections import deque
from collections.abc import Generator, Iterable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Any

from incidents.errors import DueNoticeError
from incidents.people.recipient import Recipient
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import (
    Filled,
    Letter,
    LetterChunk,
    LetterRefusedError,
    PrintedLetter,
    RefusedLetter,
)
from notices.catalogue import catalogue
from notices.characters import named
from notices.document import Block, BlockKind, Slot, plain_block
from notices.drafts import Draft, draft_from
from notices.glyphs import first_missing
from notices.letter_batch import (
    AT_ONCE,
    LetterPrinter,
    Printed,
    letter_printer,
    printed_of,
)
from notices.letter_pdf import add_direction, for_layout, window_of
from notices.merging import Merger
from notices.slots import printable

#: As many approved texts as one sending may have: kinds of recipient and languages.
_TEXTS = 64


class NotPrintableError(DueNoticeError):
    """A kept notice from which no letters can be made."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Text:
    """One approved text, ready to be filled; its JSON for the PDF engine."""

    case: str
    draft: Draft
    merger: Merger
    layout: dict[str, Any] = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Chunk:
    """Letters on their way to the printer."""

    numbers: tuple[int, ...]
    refused: tuple[RefusedLetter, ...]
    printed: Future[Printed] | None


class ApprovedLetters:
    """The letter writer that fills the drafts which the record keeps."""

    def __init__(self) -> None:
        """Begin without any text; each is read once, when it is first written."""
        self._texts: dict[str, _Text] = {}

    def filled(self, notice: NoticeRow, recipient: Recipient) -> Filled:
        """Give a text as a recipient reads it; raise LetterRefusedError."""
        return self._text(notice).merger.filled(recipient)

    def problem(self, notice: NoticeRow, recipient: Recipient) -> str | None:
        """Give why no letter can be printed for a recipient, or None."""
        try:
            self._set(self._text(notice), 0, recipient)
        except LetterRefusedError as refused:
            return str(refused)
        return None

    def chunks(
        self,
        pieces: Iterable[tuple[NoticeRow, Sequence[Letter]]],
        *,
        most: int,
        duplex: bool = False,
    ) -> Generator[LetterChunk, None, None]:
        """Give the letters of each piece as one file; meanwhile the next is prepared."""
        begun: deque[_Chunk] = deque()
        with letter_printer(most) as printer:
            for notice, letters in pieces:
                begun.append(self._begin(printer, notice, letters, duplex=duplex))
                if len(begun) > AT_ONCE:
                    yield _collected(begun.popleft())
            while begun:
                yield _collected(begun.popleft())

    def ready(self, notice: NoticeRow, letters: Sequence[Letter]) -> tuple[str, str, str]:
        """Give what the engine reads of letters: the notice's date, and two texts of JSON."""
        text = self._text(notice)
        ready = [self._set(text, each.number, each.recipient) for each in letters]
        return text.draft.document.date, *_inputs(text, ready, duplex=False)

    def _begin(
        self, printer: LetterPrinter, notice: NoticeRow, letters: Sequence[Letter], *, duplex: bool
    ) -> _Chunk:
        text = self._text(notice)
        ready, refused = [], []
        numbers = []
        for letter in letters:
            try:
                ready.append(self._set(text, letter.number, letter.recipient))
                numbers.append(letter.number)
            except LetterRefusedError as wrong:
                refused.append(RefusedLetter(number=letter.number, reason=str(wrong)))
        inputs = _inputs(text, ready, duplex=duplex)
        printed = printer.begin(text.draft.document.date, *inputs) if ready else None
        return _Chunk(numbers=tuple(numbers), refused=tuple(refused), printed=printed)

    def _set(self, text: _Text, number: int, recipient: Recipient) -> dict[str, Any]:
        """Give a letter as the layout reads it; raise LetterRefusedError."""
        if recipient.address is None:
            raise LetterRefusedError("There is no address; find one, or tell them another way.")
        blocks = text.merger.slots(recipient)
        for block in blocks:
            _refuse_missing_glyphs(block)
        slots = [add_direction(plain_block(block)) if block else None for block in blocks]
        window = next(each for each in slots if each and each["kind"] == BlockKind.TO)
        place, window["items"] = window_of(tuple(window["items"]))
        return {"sheet": f"{text.case} · {number:06d}", "window": place, "slots": slots}

    def _text(self, notice: NoticeRow) -> _Text:
        if (known := self._texts.get(notice.digest)) is not None:
            return known
        if notice.document is None:
            raise NotPrintableError(
                f"The kept text of {notice.notice} was drafted by an older program and has no "
                "slots; draft it again and have it approved."
            )
        draft = draft_from(notice.document, notice.digest)
        if draft.document.slotted(Slot.ADDRESSEE) is None:
            raise NotPrintableError(
                f"The notice {notice.notice} has no slots and goes to nobody in particular; send "
                "its kept PDF."
            )
        text = _Text(
            case=notice.case,
            draft=draft,
            merger=Merger(draft, catalogue().language(draft.language)),
            layout=for_layout(printable(draft.document)),
        )
        if len(self._texts) >= _TEXTS:
            self._texts.clear()
        self._texts[notice.digest] = text
        return text


def _refuse_missing_glyphs(block: Block | None) -> None:
    """Refuse a character that paper cannot show, by its name and not the person's."""
    for text in block.strings() if block else ():
        if missing := first_missing(text):
            raise LetterRefusedError(
                f"A name or a line of the address holds {named(missing)}, which the letters' font "
                "cannot print; write this letter by hand, or enter the name in Latin letters."
            )


def _inputs(text: _Text, letters: list[dict[str, Any]], *, duplex: bool) -> tuple[str, str]:
    notice = json.dumps({**text.layout, "duplex": duplex}, ensure_ascii=False)
    return notice, json.dumps(letters, ensure_ascii=False)


def _collected(chunk: _Chunk) -> LetterChunk:
    if chunk.printed is None:
        return LetterChunk(pdf=None, letters=(), refused=chunk.refused)
    printed = printed_of(chunk.printed)
    return LetterChunk(
        pdf=printed.pdf,
        letters=tuple(
            PrintedLetter(number=number, first_page=first, pages=pages)
            for number, (first, pages) in zip(chunk.numbers, printed.places, strict=True)
        ),
        refused=chunk.refused,
    )
