"""Looks at the sheets of a workbook as they are written, before one is loaded.

The loader holds a whole sheet in memory, about 100 bytes a cell, empty ones
between the corners too; and it gives a cell whose formula failed as an empty one.
So the corners, the failed cells and the formulas without a value are found here.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import BinaryIO
from xml.parsers import expat

from rosters.archives import unpacked
from rosters.problems import RosterError, letter_of

#: Twelve columns of 250,000 persons, which take about 300 MB.
MOST_CELLS = 3_000_000
_WORKBOOK, _LINKS = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
_MOST_BYTES = 1_000_000
_CELL = re.compile(rb"<(?:\w+:)?c(?=[\s/>])")
_PLACE = re.compile(rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"')
_FAILED = re.compile(
    rb'<(?:\w+:)?c\s(?=[^>]*\bt="e")[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>'
    rb"(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]{1,20})<",
    re.DOTALL,
)
_UNRECKONED = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]{1,3})([0-9]{1,7})"[^>]*>\s*<(?:\w+:)?f\b'
    rb"(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v></(?:\w+:)?v>)?\s*"
    rb"</(?:\w+:)?c>"
)
_END_OF_CELL = b"c>"
_MOST_NOTED = 1_000
_ANNOUNCED = re.compile(rb"[cC]ount\s*=\s*[\"']\s*\+?([0-9]+)")
_LONGEST_COUNT, _MOST_DIGITS = 200, 12
_BROKEN = "The workbook is broken; save the list again as .xlsx or CSV, and take that."
_LETTERS = 26


@dataclass(slots=True)
class SheetSeen:
    """How large a sheet is, and the cells of it that have no value to be taken."""

    rows: int = 0
    columns: int = 0
    #: By row and column, from 1 and 0: what the cell shows instead of a value.
    without_value: dict[tuple[int, int], str] = field(default_factory=dict)

    def is_too_large(self) -> bool:
        """Say whether loading it would take more memory than is good."""
        return self.rows * self.columns > MOST_CELLS

    def look_at(self, xml: bytes) -> None:
        """Take in a piece of the sheet that ends with the end of a cell."""
        places = _PLACE.findall(xml)
        if len(places) != len(_CELL.findall(xml)):
            raise RosterError(
                "The workbook has cells that do not say where they stand; open it in Excel, save "
                "the list as CSV, and take that."
            )
        for letters in {letters for letters, _ in places}:
            self.columns = max(self.columns, _index_of(letters) + 1)
        self.rows = max(self.rows, max((int(row) for _, row in places), default=0))
        if b't="e"' in xml:
            self._note(_FAILED.findall(xml))
        if b"f>" in xml or b"f/>" in xml:
            self._note((*place, b"a formula without a value") for place in _UNRECKONED.findall(xml))

    def _note(self, found: Iterator[tuple[bytes, ...]] | list[tuple[bytes, bytes, bytes]]) -> None:
        for letters, row, shown in found:
            if len(self.without_value) < _MOST_NOTED:
                place = (int(row), _index_of(letters))
                self.without_value[place] = shown.decode("utf-8", "replace")


def look_at_sheet(file: BinaryIO, part: zipfile.ZipInfo) -> SheetSeen:
    """Give what is seen of a sheet; raise RosterError where it is too large."""
    seen, rest = SheetSeen(), b""
    for piece in unpacked(file, part):
        rest += piece
        cut = rest.rfind(_END_OF_CELL) + len(_END_OF_CELL)
        if cut >= len(_END_OF_CELL):
            seen.look_at(rest[:cut])
            rest = rest[cut:]
        if seen.is_too_large():
            break
    seen.look_at(rest)
    if seen.is_too_large():
        last = f"{letter_of(seen.columns - 1)}{seen.rows}"
        raise RosterError(
            f"The sheet reaches to cell {last}, and at most {MOST_CELLS:,} cells are taken from a "
            "workbook; save the list as CSV, which may be of any length."
        )
    return seen


def look_beside(file: BinaryIO, part: zipfile.ZipInfo) -> None:
    """Unpack to nowhere what lies beside the sheets; raise RosterError where it lies.

    The loader makes room for as many texts as a part announces, and where that is
    more than there is memory, the whole program would end there and then.
    """
    rest = b""
    for piece in unpacked(file, part):
        rest = rest[-_LONGEST_COUNT:] + piece
        for announced in _ANNOUNCED.findall(rest):
            # A text may stand in every cell, and is written once.
            if len(announced) > _MOST_DIGITS or int(announced) > max(part.file_size, MOST_CELLS):
                raise RosterError(_BROKEN)


def sheets_of(file: BinaryIO, parts: dict[str, zipfile.ZipInfo]) -> dict[str, zipfile.ZipInfo]:
    """Give the part of each sheet by the name that people see, in their order."""
    if _WORKBOOK not in parts or _LINKS not in parts:
        raise RosterError(
            "This is no .xlsx workbook; save the list as .xlsx or as CSV, and take that."
        )
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in _elements(file, parts[_LINKS], "Relationship")
    }
    found: dict[str, zipfile.ZipInfo] = {}
    for each in _elements(file, parts[_WORKBOOK], "sheet"):
        link = next((value for key, value in each.items() if key.endswith(":id")), "")
        target = targets.get(link, "").removeprefix("/")
        path = target if target.startswith("xl/") else f"xl/{target}"
        if path in parts and "worksheets/" in path:
            found[each.get("name", "")] = parts[path]
    return found


def _elements(file: BinaryIO, part: zipfile.ZipInfo, wanted: str) -> list[dict[str, str]]:
    """Give the attributes of each element of a name; no entity is ever expanded."""
    found: list[dict[str, str]] = []

    def start(name: str, attributes: dict[str, str]) -> None:
        if name.rpartition(":")[2] == wanted:
            found.append(attributes)

    def refuse(*_: object) -> None:
        raise RosterError("The workbook declares names of its own, which none needs; save as CSV.")

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = refuse
    if part.file_size > _MOST_BYTES:
        raise RosterError("The workbook's list of sheets is too long; save the list as CSV.")
    try:
        parser.Parse(b"".join(unpacked(file, part)), True)  # noqa: FBT003 - expat's shape
    except (expat.ExpatError, LookupError, ValueError) as wrong:
        raise RosterError(_BROKEN) from wrong
    return found


def _index_of(letters: bytes) -> int:
    number = 0
    for each in letters:
        number = number * _LETTERS + each - ord("A") + 1
    return number - 1
