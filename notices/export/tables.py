"""The registers as CSV files and as one XLSX workbook, the same bytes each time."""

from __future__ import annotations

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any

from incidents.services.chunks import chunks
from incidents.services.registers import Cell, Register
from notices.export.cells import safe_cell

if TYPE_CHECKING:
    import xlsxwriter

#: What a cell of a workbook holds at most.
LONGEST_CELL = 32_767
_CUT = " … (cut here; the CSV file has the rest)"
_WIDEST = 60
#: How many rows of a table are in memory at once.
_PIECE = 1_000
#: A date that no reader takes for a fact: workbooks carry one that never counts.
_MADE = datetime(2000, 1, 1)  # noqa: DTZ001 - the writer takes no zone


def as_csv(register: Register) -> bytes:
    """Give a register as CSV: UTF-8 with a mark, every text quoted."""
    return b"".join(csv_pieces(register.columns, register.rows))


def csv_pieces(columns: Sequence[str], rows: Iterable[Sequence[Cell]]) -> Iterator[bytes]:
    """Give the same piece by piece, for a table that is longer than memory."""
    yield codecs.BOM_UTF8
    for some in chunks(chain([columns], rows), _PIECE):
        written = io.StringIO(newline="")
        writer = csv.writer(written, quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
        for row in some:
            writer.writerow([safe_cell(cell) if isinstance(cell, str) else cell for cell in row])
        yield written.getvalue().encode()


def as_workbook(registers: Sequence[Register]) -> bytes:
    """Give the registers as XLSX, a sheet each; every text is a text."""
    import xlsxwriter  # noqa: PLC0415 - only those who export need it

    written = io.BytesIO()
    options = {
        "in_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with xlsxwriter.Workbook(written, options) as workbook:
        workbook.set_properties({"created": _MADE, "author": "Due Notice"})
        head = workbook.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        plain = workbook.add_format({"text_wrap": True, "valign": "top"})
        for register in registers:
            _sheet(workbook, register, head, plain)
    return written.getvalue()


def _sheet(workbook: xlsxwriter.Workbook, register: Register, head: Any, plain: Any) -> None:  # noqa: ANN401
    sheet = workbook.add_worksheet(register.name)
    sheet.freeze_panes(1, 0)
    for column, name in enumerate(register.columns):
        cells = [str(row[column]) for row in register.rows]
        longest = max(map(len, [name, *cells]))
        sheet.set_column(column, column, min(longest, _WIDEST) + 2)
        sheet.write_string(0, column, name, head)
    for place, row in enumerate(register.rows, start=1):
        for column, cell in enumerate(row):
            _write(sheet, place, column, cell, plain)
    if register.rows:
        sheet.autofilter(0, 0, len(register.rows), len(register.columns) - 1)


def _write(sheet: Any, row: int, column: int, cell: Cell, plain: Any) -> None:  # noqa: ANN401
    if isinstance(cell, int):
        sheet.write_number(row, column, cell, plain)
        return
    text = cell.replace("\x00", "")
    if len(text) > LONGEST_CELL:
        text = text[: LONGEST_CELL - len(_CUT)] + _CUT
    sheet.write_string(row, column, text, plain)
