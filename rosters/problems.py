"""What is wrong with a list, each with its row, its column and what is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from incidents.errors import DueNoticeError

#: More than these are counted and not shown: the first ones say what to do.
MOST_SHOWN = 20
_LONGEST_GIVEN = 40
_LETTERS = 26


class RosterError(DueNoticeError):
    """A list that cannot be read at all, or not as it is."""


class CellError(DueNoticeError):
    """A value that is not understood; the message says what is accepted."""


def letter_of(index: int) -> str:
    """Give the letter that a spreadsheet shows over a column, A for 0."""
    letters = ""
    while index >= 0:
        index, place = divmod(index, _LETTERS)
        letters = chr(ord("A") + place) + letters
        index -= 1
    return letters


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One thing that has to be put right before the list is taken."""

    row: int
    heading: str | None
    letter: str | None
    given: str = field(repr=False)
    accepted: str
    #: How many further rows have the very same in this column.
    alike: int = 0

    @property
    def sentence(self) -> str:
        """Give the problem as one sentence, with its place first."""
        column = f", column {self.letter} ({self.heading})" if self.letter else ""
        given = f" was given `{self.given}`;" if self.given else ""
        alike = f" and {self.alike:,} more" if self.alike else ""
        return f"Row {self.row}{alike}{column}:{given} {self.accepted}."

    def as_json(self) -> dict[str, object]:
        """Give the problem as JSON."""
        return {
            "row": self.row,
            "alike": self.alike,
            "heading": self.heading,
            "column": self.letter,
            "given": self.given,
            "accepted": self.accepted,
        }


@dataclass(slots=True)
class Problems:
    """The problems found so far: the first ones whole, the rest by number.

    What is wrong in the same way in six thousand rows is shown once.
    """

    headings: tuple[str, ...]
    shown: list[Problem] = field(default_factory=list)
    count: int = 0
    _places: dict[tuple[int | None, str, str], int] = field(default_factory=dict, repr=False)

    def note(self, row: int, index: int | None, given: str, accepted: str) -> None:
        """Note one problem of a row; without an index it is of the whole row."""
        self.count += 1
        place = self._places.get((index, given, accepted))
        if place is not None:
            self.shown[place] = replace(self.shown[place], alike=self.shown[place].alike + 1)
            return
        if len(self.shown) >= MOST_SHOWN:
            return
        self._places[index, given, accepted] = len(self.shown)
        is_known = index is not None and index < len(self.headings)
        self.shown.append(
            Problem(
                row=row,
                heading=self.headings[index] if index is not None and is_known else None,
                letter=None if index is None else letter_of(index),
                given=_short(given),
                accepted=accepted,
            )
        )


def _short(given: str) -> str:
    """Give what was given as one short line that a terminal can show."""
    plain = "".join(each if each.isprintable() else "\N{REPLACEMENT CHARACTER}" for each in given)
    return plain if len(plain) <= _LONGEST_GIVEN else f"{plain[:_LONGEST_GIVEN]}…"
