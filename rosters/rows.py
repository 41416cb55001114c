"""The cells of one row: made fit to be read, and read one by one with their place."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TypeVar

from rosters.cleaning import cleaned
from rosters.columns import Matching
from rosters.headings import EXPOSED
from rosters.problems import CellError, Problems
from rosters.remarks import Remark, Remarks
from rosters.workbooks import WITHOUT_VALUE

_T = TypeVar("_T")
#: Picks cells by position; a field that the list has not is an empty one.
Picker = Callable[[Sequence[str]], tuple[str, ...]]

#: The longest value of a field, in characters: a letter has no room for more.
_LONGEST = {"name": 120, "exposed": 1_000, "do_not_contact": 1_000, "address": 250}
_LONGEST_OTHER = 100
#: Up to here no field minds.
_SHORT = min(_LONGEST_OTHER, *_LONGEST.values())


class Rows:
    """Makes rows fit to be read, and notes what is wrong with each cell."""

    def __init__(self, matching: Matching) -> None:
        """Take the places of the fields."""
        self.fields = matching.fields
        self.problems = Problems(matching.headings)
        self.remarks = Remarks()
        self.number = 0
        #: How many rows were not empty.
        self.count = 0
        self._width = len(matching.columns)
        self._read = frozenset(self.fields.values())
        self._limits = {
            index: _LONGEST.get(_plain(name), _LONGEST_OTHER) for name, index in self.fields.items()
        }

    def picker(self, fields: Sequence[str]) -> Picker:
        """Give what picks the cells of these fields out of a row."""
        places = [self.fields.get(each, -1) for each in fields]
        return itemgetter(*places, -1)

    def fit(self, number: int, cells: list[str]) -> list[str] | None:
        """Give a row with an empty cell at its end; None where it is empty or unfit."""
        self.number = number
        joined = "".join(cells)
        if not joined or joined.isspace():
            self.remarks.note(Remark.EMPTY_ROW, number)
            return None
        self.count += 1
        if len(cells) != self._width and not self._has_width(cells):
            return None
        is_plain = joined.isascii() and joined.isprintable() and len(max(cells, key=len)) <= _SHORT
        if is_plain:
            fit = [cell.strip() for cell in cells] if " " in joined else list(cells)
            if "  " in joined:
                fit = list(map(cleaned, fit))
        else:
            noted = self.problems.count
            fit = [self._cleaned(index, cell) for index, cell in enumerate(cells)]
            if self.problems.count > noted:
                return None
        fit[self._width :] = [""]
        return fit

    def value(self, field: str, cell: str, read: Callable[[str], _T]) -> _T | None:
        """Give what a cell says; what is not understood is noted, and None."""
        if not cell:
            return None
        try:
            return read(cell)
        except CellError as wrong:
            self.note(field, cell, str(wrong))
            return None

    def note(self, field: str, given: str, accepted: str) -> None:
        """Note a problem with the cell of a field."""
        shown = _masked(given) if field.startswith(EXPOSED) else given
        self.problems.note(self.number, self.fields.get(field), shown, accepted)

    def _has_width(self, cells: list[str]) -> bool:
        """Bring a row to its width; note one that has lost or gained a cell."""
        if len(cells) > self._width and not any(cells[self._width :]):
            del cells[self._width :]
            return True
        self.problems.note(
            self.number,
            None,
            "",
            f"it has {len(cells)} cells under {self._width} headings, so its values stand under "
            "the wrong ones; correct the row",
        )
        return False

    def _cleaned(self, index: int, cell: str) -> str:
        if index not in self._read:
            return ""
        if cell.startswith(WITHOUT_VALUE):
            shown = cell.removeprefix(WITHOUT_VALUE)
            self.problems.note(self.number, index, shown, "this cell has no value; write it in")
            return ""
        try:
            text = cleaned(cell)
        except CellError as wrong:
            self.problems.note(self.number, index, cell, f"{wrong}; type the value again")
            return ""
        limit = self._limits[index]
        if len(text) > limit:
            accepted = f"accepted are {limit} characters, and it has {len(text):,}; shorten it"
            self.problems.note(self.number, index, text, accepted)
            return ""
        return text


def _plain(field: str) -> str:
    """Give the name of a field without the number of the guardian."""
    return field.split("_", 2)[2] if field.startswith("guardian_") else field


def _masked(given: str) -> str:
    """Hide the digits of what may be the exposed number itself."""
    return "".join("•" if each.isdigit() else each for each in given)
