"""The presses: files of letters, and sheets of calls, each with its manifest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from incidents.people.recipient import Method
from incidents.services.people_rows import Outgoing
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import Letter, LetterWriter
from incidents.services.telling.printing import Pressed
from notices.manifests import call_sheet_of, manifest_of


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterPress:
    """Prints letters as one tagged PDF a batch."""

    writer: LetterWriter
    #: Printed on both sides, each letter still begins on a sheet of its own.
    duplex: bool = False
    method: Method = Method.FIRST_CLASS_MAIL

    def press(self, notice: NoticeRow, piece: Sequence[Outgoing]) -> Pressed:
        """Give the letters that can be printed, and name the others."""
        letters = [Letter(number=each.delivery.id, recipient=each.recipient) for each in piece]
        chunk = self.writer.chunk(notice, letters, duplex=self.duplex)
        return Pressed(
            pdf=chunk.pdf,
            manifest=manifest_of(chunk.letters, piece),
            sheets=tuple(each.number for each in chunk.letters),
            refused=chunk.refused,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CallPress:
    """Makes the sheets from which the front office calls."""

    method: Method = Method.TELEPHONE

    def press(self, notice: NoticeRow, piece: Sequence[Outgoing]) -> Pressed:
        """Give a sheet to write on, and the same calls as a table."""
        from notices.call_sheet import call_sheet_pdf  # noqa: PLC0415 - loads the PDF engine

        return Pressed(
            pdf=call_sheet_pdf(notice, piece),
            manifest=call_sheet_of(piece),
            sheets=tuple(each.delivery.id for each in piece),
        )
