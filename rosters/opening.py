"""Opens a list: finds out what it is, where its headings are, and gives its rows."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Protocol, Self

from rosters.columns import recognised
from rosters.problems import RosterError
from rosters.survey import Survey, survey
from rosters.text_tables import Row, text_table
from rosters.workbooks import workbook_table

#: Among so many rows the headings are looked for: some systems write a title above.
_ROWS_BEFORE_HEADINGS = 12
#: So many headings have to be known in a lower row before it is taken instead.
_FEWEST_KNOWN = 2
_ACCEPTED = "accepted are CSV (.csv, .txt) and Excel workbooks (.xlsx)"
_OLD_WORKBOOK = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_WEB_PAGE = (b"<!doctype html", b"<html", b"<table", b"<?xml", b"<meta")
_OTHERS = {b"%PDF": "a PDF", b"\x1f\x8b": "a gzip archive", b"\x89PNG": "a picture"}


class Table(Protocol):
    """A list of rows, whatever kind of file it stands in."""

    @property
    def words(self) -> str:
        """Say how the file is written."""

    @property
    def sheet(self) -> str | None:
        """Give the name of the sheet, where there are sheets."""

    @property
    def remarks(self) -> tuple[str, ...]:
        """Give what was guessed, and what was left out."""

    def rows(self) -> Iterator[Row]:
        """Give every row with its number, from the first one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterFile:
    """An open list; leave the block to close it."""

    name: str
    file: BinaryIO
    survey: Survey
    table: Table
    headings: tuple[str, ...]
    #: The number of the row in which the headings stand.
    heading_row: int
    as_opened: tuple[int, int]

    def __enter__(self) -> Self:
        """Give the list itself."""
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Close the file."""
        self.file.close()

    @property
    def remarks(self) -> tuple[str, ...]:
        """Give what was guessed, and which rows stand above the headings."""
        if self.heading_row == 1:
            return self.table.remarks
        above = "Row 1 is" if self.heading_row == 2 else f"Rows 1 to {self.heading_row - 1} are"  # noqa: PLR2004
        return (*self.table.remarks, f"{above} above the headings and not read.")

    def rows(self) -> Iterator[Row]:
        """Give the rows below the headings; raise RosterError where the file changed."""
        yield from islice(self.table.rows(), self.heading_row, None)
        if _stamp(self.file) != self.as_opened:
            raise RosterError(
                f"{self.name} was changed while it was read; close it elsewhere and begin again."
            )


def open_roster(path: Path, sheet: str | None = None) -> RosterFile:
    """Give an open list; raise RosterError where the file is none that can be read."""
    with ExitStack() as closing:
        file = closing.enter_context(_opened(path))
        as_opened = _stamp(file)
        seen = survey(file)
        table = _table(path, file, seen, sheet)
        row, headings = _headings(path, table)
        closing.pop_all()
    return RosterFile(
        name=path.name,
        file=file,
        survey=seen,
        table=table,
        headings=headings,
        heading_row=row,
        as_opened=as_opened,
    )


def _opened(path: Path) -> BinaryIO:
    try:
        file = path.open("rb")
    except OSError as wrong:
        raise RosterError(
            f"{path} cannot be read ({wrong.strerror}); check its name, and that you may read it."
        ) from wrong
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise RosterError(f"{path} is no file; a list is read twice, so save it as one first.")
    return file


def _stamp(file: BinaryIO) -> tuple[int, int]:
    status = os.fstat(file.fileno())
    return status.st_size, status.st_mtime_ns


def _table(path: Path, file: BinaryIO, seen: Survey, sheet: str | None) -> Table:
    head = seen.head
    if not head:
        raise RosterError(f"{path.name} is empty; {_ACCEPTED}.")
    if head.startswith(b"PK"):
        return workbook_table(file, sheet)
    if head.startswith(_OLD_WORKBOOK):
        found = "has a password" if _PACKAGE in head else "is an .xls workbook or has a password"
        raise RosterError(
            f"{path.name} {found}; open it in Excel and save it without one as .xlsx or CSV: "
            f"{_ACCEPTED}."
        )
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").lower().startswith(_WEB_PAGE):
        raise RosterError(
            f"{path.name} is a web page under the name of a list; open it in Excel and save it as "
            f"CSV: {_ACCEPTED}."
        )
    for mark, kind in _OTHERS.items():
        if head.startswith(mark):
            raise RosterError(f"{path.name} is {kind}; {_ACCEPTED}.")
    if sheet is not None:
        raise RosterError(f"{path.name} is CSV and has no sheets; leave --sheet out.")
    return text_table(file, seen)


def _headings(path: Path, table: Table) -> tuple[int, tuple[str, ...]]:
    """Give the row of the headings: the one in which the most are known, else the first."""
    first = [
        (number, [" ".join(cell.split()) for cell in cells])
        for number, cells in islice(table.rows(), _ROWS_BEFORE_HEADINGS)
        if any(cell.strip() for cell in cells)
    ]
    if not first:
        raise RosterError(f"{path.name} has no rows; look whether it is the right file.")
    known = [recognised(cells) for _, cells in first]
    best = known.index(max(known)) if max(known) >= _FEWEST_KNOWN else 0
    number, cells = first[best]
    while cells and not cells[-1]:
        cells.pop()
    for cell in cells:
        if not cell.isprintable():
            raise RosterError(
                f"Row {number} of {path.name} holds a character that no page can show where the "
                f"headings should be; {_ACCEPTED}, with headings in the first row."
            )
    return number, tuple(cells)
