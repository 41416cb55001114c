"""What the services ask of whoever writes an approved text to each recipient.

The approved text has slots: whole blocks that stand for the address, for those
whom the letter is about, and for a line in the reader's language. Writing it to
somebody replaces these blocks and nothing else.
"""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from incidents.errors import DueNoticeError
from incidents.people.recipient import Recipient
from incidents.services.ports import NoticeRow


class LetterRefusedError(DueNoticeError):
    """A recipient to whom the approved text cannot be written as it is.

    The message names the place and never the person, so that it may be logged.
    """


@dataclass(frozen=True, slots=True, kw_only=True)
class Filled:
    """An approved text as one recipient reads it."""

    subject: str
    text: str = field(repr=False)
    html: str = field(repr=False)
    #: The language the text is written in.
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One letter to print."""

    #: The number by which the sheet is found: that of the delivery or the recipient.
    number: int
    recipient: Recipient = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLetter:
    """Where one letter lies in a printed file."""

    number: int
    #: The first page in its file, from 1.
    first_page: int
    pages: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedLetter:
    """A letter that was not printed, and what has to be changed first."""

    number: int
    #: In plain words, without any name or address.
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterChunk:
    """A tagged PDF of some hundred letters, each beginning on a sheet of its own."""

    #: None where every letter was refused.
    pdf: bytes | None = field(repr=False)
    #: In the order of the pages.
    letters: tuple[PrintedLetter, ...]
    refused: tuple[RefusedLetter, ...]


class LetterWriter(Protocol):
    """Whoever writes an approved text to each of its recipients."""

    def filled(self, notice: NoticeRow, recipient: Recipient) -> Filled:
        """Give a text as a recipient reads it, by e-mail or on the telephone.

        Raise LetterRefusedError where a name holds what no text may hold, and a
        DueNoticeError where the kept text is not the one that was approved.
        """

    def problem(self, notice: NoticeRow, recipient: Recipient) -> str | None:
        """Give why no letter can be printed for a recipient, or None.

        An address that does not fit the window, or a character the letters' font
        lacks: found without printing, and cheap enough to ask for everybody.
        """

    def chunks(
        self,
        pieces: Iterable[tuple[NoticeRow, Sequence[Letter]]],
        *,
        most: int,
        duplex: bool = False,
    ) -> Generator[LetterChunk, None, None]:
        """Give the letters of each piece as one file, in their order.

        A piece is an approved text and letters of it, ``most`` of them or fewer; the
        next ones are asked for while a file is printed, so that memory stays bounded
        however many there are. Printed on both sides, each letter still begins on a
        new sheet. Letters that cannot be printed are named in their chunk and take
        no page.
        """
