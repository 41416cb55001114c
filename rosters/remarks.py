"""What is worth knowing of a list and blocks nothing, counted, with the first row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Remark(StrEnum):
    """The kinds of remark, each in words that follow a number of cells or rows."""

    FORMULA = "names begin like a formula (=, +, -, @); they are kept as text"
    SEVERAL_EMAILS = "cells hold several e-mail addresses; the first one is taken"
    CUT_POSTAL_CODE = "postal codes lost their zeros in a spreadsheet; they are put back"
    INCOMPLETE_ADDRESS = "addresses lack the street, the city or the postal code"
    UNKNOWN_LANGUAGE = "languages are not known by their word; these contacts get English"
    NOT_A_GUARDIAN = "contacts are neither guardian nor student by their relation: left out"
    NAMELESS_CONTACT = "contacts have no name; they are written to as parent or guardian"
    NOTHING_EXPOSED = "rows say of every element that it was not exposed"
    EMPTY_ROW = "rows are empty; they are passed over"


@dataclass(slots=True)
class Remarks:
    """How often each kind was met, and where first."""

    counts: dict[Remark, int] = field(default_factory=dict)
    first: dict[Remark, int] = field(default_factory=dict)

    def note(self, remark: Remark, row: int) -> None:
        """Count one more."""
        self.counts[remark] = self.counts.get(remark, 0) + 1
        self.first.setdefault(remark, row)

    def sentences(self) -> list[str]:
        """Give each kind that was met, in the order of the kinds."""
        return [
            f"{self.counts[each]:,} {each} (first in row {self.first[each]})."
            for each in Remark
            if each in self.counts
        ]
