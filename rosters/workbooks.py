"""XLSX: the values of one sheet, never its formulas."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import BinaryIO

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum

from rosters.archives import parts_of
from rosters.problems import RosterError
from rosters.sheets import SheetSeen, look_at_sheet, look_beside, sheets_of
from rosters.text_tables import Row

#: Whole numbers above this lose digits in a spreadsheet.
_EXACT = 1e15
#: Stands in a cell that has no value to be taken; no list has it by chance.
WITHOUT_VALUE = "\x00no value\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkbookTable:
    """A sheet of a workbook; each call of ``rows`` reads it from the beginning."""

    loaded: CalamineSheet
    seen: SheetSeen
    sheet: str
    remarks: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """Say how the file is written."""
        return f"XLSX, sheet {self.sheet!r}"

    def rows(self) -> Iterator[Row]:
        """Give each row with its number; a cell without a value says what it shows."""
        first = self.loaded.start[1] if self.loaded.start else 0
        before = [""] * first
        failed = self.seen.without_value
        rows_with_failed = {row for row, _ in failed}
        for number, row in enumerate(self.loaded.iter_rows(), 1):
            cells = before + [each if type(each) is str else _text(each) for each in row]
            if number in rows_with_failed:
                for index in range(len(cells)):
                    if shown := failed.get((number, index)):
                        cells[index] = f"{WITHOUT_VALUE}{shown}"
            yield number, cells


def workbook_table(file: BinaryIO, wanted: str | None) -> WorkbookTable:
    """Give the sheet of that name, or the first one with rows; raise RosterError."""
    parts = parts_of(file)
    sheets = sheets_of(file, parts)
    by_part = {part.filename: name for name, part in sheets.items()}
    seen: dict[str, SheetSeen] = {}
    for part in parts.values():
        if part.filename in by_part:
            seen[by_part[part.filename]] = look_at_sheet(file, part)
        else:
            look_beside(file, part)
    file.seek(0)
    try:
        workbook = CalamineWorkbook.from_filelike(file)
        names = [each.name for each in workbook.sheets_metadata if each.typ is _WORKSHEET]
        loaded = _chosen(workbook, [each for each in names if each in sheets], wanted)
    except (CalamineError, OSError) as wrong:
        raise RosterError(
            "The workbook is broken; open it in Excel, save it again as .xlsx or CSV, and take "
            "that."
        ) from wrong
    others = [each for each in sheets if each != loaded.name]
    remark = f"The sheet {loaded.name!r} was read; there is also {', '.join(map(repr, others))}."
    return WorkbookTable(
        loaded=loaded,
        seen=seen[loaded.name],
        sheet=loaded.name,
        remarks=(remark,) if others and wanted is None else (),
    )


_WORKSHEET = SheetTypeEnum.WorkSheet


def _chosen(workbook: CalamineWorkbook, names: list[str], wanted: str | None) -> CalamineSheet:
    if wanted is not None and wanted not in names:
        raise RosterError(
            f"The workbook has no sheet {wanted!r}; it has {', '.join(map(repr, names))}: choose "
            "one with --sheet."
        )
    for name in names if wanted is None else [wanted]:
        sheet = workbook.get_sheet_by_name(name)
        if sheet.height:
            return sheet
    raise RosterError("The workbook has no sheet with rows; look whether it is the right file.")


def _text(value: object) -> str:
    """Give a value as CSV would have it: a date in ISO, a whole number without a point."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < _EXACT else repr(value)
    if isinstance(value, datetime):
        is_midnight = value.time() == datetime.min.time()
        return value.date().isoformat() if is_midnight else value.isoformat(" ")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
