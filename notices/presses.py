"""The presses: files of letters, and sheets of calls, each with its manifest."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import dataclass
from itertools import tee

from incidents.people.recipient import Method
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import Letter, LetterWriter
from incidents.services.telling.printing import Piece, Pressed
from notices.manifests import call_sheet_of, manifest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPress:
    """Prints letters as one tagged PDF a batch."""

    writer: LetterWriter
    #: Printed on both sides, each letter still begins on a sheet of its own.
    duplex: bool = False
    method: Method = Method.FIRST_CLASS_MAIL

    def press(self, pieces: Iterable[Piece], most: int) -> Generator[Pressed, None, None]:
        """Give the letters that can be printed, and name the others."""
        given, ahead = tee(pieces)
        files = self.writer.chunks(map(_letters, ahead), most=most, duplex=self.duplex)
        with closing(files):
            for chunk, piece in zip(files, given, strict=True):
                yield Pressed(
                    pdf=chunk.pdf,
                    manifest=manifest_of(chunk.letters, piece.deliveries),
                    sheets=tuple(each.number for each in chunk.letters),
                    refused=chunk.refused,
                )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPress:
    """Makes the sheets from which the front office calls."""

    method: Method = Method.TELEPHONE

    def press(self, pieces: Iterable[Piece], most: int) -> Generator[Pressed, None, None]:
        """Give a sheet to write on, and the same calls as a table."""
        from notices.call_sheet import call_sheet_pdf  # noqa: PLC0415 - loads the PDF engine

        del most  # sheets of calls are small
        for piece in pieces:
            yield Pressed(
                pdf=call_sheet_pdf(piece.notice, piece.deliveries),
                manifest=call_sheet_of(piece.deliveries),
                sheets=tuple(each.delivery.id for each in piece.deliveries),
            )


def _letters(piece: Piece) -> tuple[NoticeRow, list[Letter]]:
    letters = [
        Letter(number=each.delivery.id, recipient=each.recipient) for each in piece.deliveries
    ]
    return piece.notice, letters
