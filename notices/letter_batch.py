"""Letters in number: one run of the PDF engine for some hundred of them.

The blocks that all share go in once, each letter's own beside them. The engine
keeps the layout of its last run, so asking it where each letter begins costs
next to nothing. It also keeps what it made for earlier runs, some two megabytes
a letter; so a process prints a hundred of them and is gone afterwards. Two files
are printed at a time: the engine writes a file down on one core alone, and the
other core lays out the next one meanwhile.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context

from incidents.errors import DueNoticeError
from notices.letter_pdf import engine, typeset

#: Files that are printed at a time; each takes some two megabytes a letter.
AT_ONCE = 2
_LETTERS_A_PROCESS = 100
_START = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"
_PRELOADED = ["notices.letter_batch", "typst"]


class PrinterEndedError(DueNoticeError):
    """The process that printed a file of letters was ended from outside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """A file of letters, with the first page and the number of pages of each."""

    pdf: bytes = field(repr=False)
    places: tuple[tuple[int, int], ...]


def print_letters(date: str, notice: str, letters: str, *, places: bool = True) -> Printed:
    """Give letters as one file; both texts are the JSON that ``letters.typ`` reads.

    Without ``places`` it is not asked where each letter begins.
    """
    with engine("letters", {"notice": notice, "letters": letters}) as typesetter:
        pdf = typeset(typesetter, date)
        if not places:
            return Printed(pdf=pdf, places=())
        firsts = json.loads(typesetter.query("<first>", field="value"))
        lasts = json.loads(typesetter.query("<final>", field="value"))
    return Printed(
        pdf=pdf,
        places=tuple((first, last - first + 1) for first, last in zip(firsts, lasts, strict=True)),
    )


class LetterPrinter:
    """Prints files of letters two at a time, in processes that are often made anew."""

    def __init__(self, most: int) -> None:
        """Begin the process that the others are made from; it loads the engine once."""
        context = get_context(_START)
        if _START == "forkserver":
            context.set_forkserver_preload(_PRELOADED)
        self._pool = ProcessPoolExecutor(
            max_workers=AT_ONCE,
            mp_context=context,
            max_tasks_per_child=max(1, _LETTERS_A_PROCESS // most),
        )

    def begin(
        self, date: str, notice: str, letters: str, *, places: bool = True
    ) -> Future[Printed]:
        """Give what will be the printed file; the caller may prepare the next one.

        Raise PrinterEndedError, as :func:`printed_of` does.
        """
        try:
            return self._pool.submit(print_letters, date, notice, letters, places=places)
        except BrokenProcessPool as broken:
            raise _ended() from broken

    def close(self) -> None:
        """End the processes."""
        self._pool.shutdown(cancel_futures=True)


def printed_of(printing: Future[Printed]) -> Printed:
    """Give a printed file; raise PrinterEndedError where its process was ended."""
    try:
        return printing.result()
    except BrokenProcessPool as broken:
        raise _ended() from broken


def _ended() -> PrinterEndedError:
    return PrinterEndedError(
        "The process that prints the letters was ended before its file was written, as a machine "
        "does that has no memory left; nothing of this file was kept: free some memory and print "
        "it again."
    )


@contextmanager
def letter_printer(most: int) -> Iterator[LetterPrinter]:
    """Give a printer for files of so many letters or fewer; its processes end with the block."""
    printer = LetterPrinter(most)
    try:
        yield printer
    finally:
        printer.close()
