"""What was exposed about one person: elements by name, or the case's own words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from incidents.law.exposure import PRIVATE_ELEMENTS
from rosters.headings import folded
from rosters.problems import CellError
from rosters.words import yes_or_no


class Exposures:
    """Reads elements and kinds of data; the words of the case come from its record."""

    def __init__(self, data_types: Sequence[str] = ()) -> None:
        """Take the kinds of data in the words that the notices use."""
        self.accepted = (*PRIVATE_ELEMENTS, *data_types)
        self._known = {folded(words): words for words in data_types}
        self._known |= {folded(name): name for name in PRIVATE_ELEMENTS}
        self._known |= {folded(words): name for name, words in PRIVATE_ELEMENTS.items()}
        self._listed: dict[str, tuple[str, ...]] = {}

    def listed(self, cell: str) -> tuple[str, ...]:
        """Give the words of one cell, with semicolons between them; raise CellError."""
        known = self._listed.get(cell)
        if known is None:
            known = tuple(dict.fromkeys(map(self._named, _parts(cell))))
            if len(self._listed) < _MOST_REMEMBERED:
                self._listed[cell] = known
        return known

    def ticked(self, cells: Mapping[str, str]) -> tuple[str, ...] | None:
        """Give the elements whose columns say yes; None where all are blank."""
        if not any(cells.values()):
            return None
        return tuple(name for name, cell in cells.items() if cell and yes_or_no(cell))

    def _named(self, word: str) -> str:
        name = self._known.get(folded(word))
        if name is None:
            raise CellError(
                f"`{word[:_LONGEST_WORD]}` is not known here; accepted are "
                f"{', '.join(self.accepted)}, with semicolons between them, and other words once "
                "they are recorded: duenotice record CASE wording data_types"
            )
        return name


_MOST_REMEMBERED = 4096
_LONGEST_WORD = 40


def _parts(cell: str) -> list[str]:
    parts = (each.strip() for each in cell.replace("\n", ";").split(";"))
    return [each for each in parts if each]
