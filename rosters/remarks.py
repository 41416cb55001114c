"""What is worth knowing of a list and blocks nothing, counted, with the first row."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum


class Remark(StrEnum):
    """The kinds of remark, each in words that a number follows."""

    FORMULA = "Names that begin like a formula (=, +, -, @), kept as text"
    SEVERAL_EMAILS = "Cells with several e-mail addresses, of which the first is taken"
    CUT_POSTAL_CODE = "Postal codes that lost their zeros in a spreadsheet, put back"
    INCOMPLETE_ADDRESS = "Addresses left out that lack the street, the city or the postal code"
    UNKNOWN_LANGUAGE = "Languages not known by their word, for which English is taken"
    NOT_A_GUARDIAN = "Contacts left out who are neither guardian nor student by their relation"
    NAMELESS_CONTACT = "Contacts without a name, written to as parent or guardian"
    NOTHING_EXPOSED = "Rows that say of every element that it was not exposed"
    EMPTY_ROW = "Empty rows, passed over"


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
            f"{each}: {self.counts[each]:,} (first in row {self.first[each]})."
            for each in Remark
            if each in self.counts
        ]
