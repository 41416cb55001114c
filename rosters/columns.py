"""Matches the columns of a list to fields: by their headings, or as told by hand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from rosters.headings import checked_field, field_of, folded
from rosters.problems import RosterError, letter_of

_ADDRESS, _STREET = "address", "street"
#: Where one of these has a column, the street has one too.
_PLACE = ("city", "postal_code")


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """One column of a list, and what it is read as."""

    index: int
    heading: str
    #: None where the column is not read.
    field: str | None
    #: Left out because somebody said so, and not because it is not known.
    is_ignored: bool = False

    @property
    def letter(self) -> str:
        """Give the letter that a spreadsheet shows over it."""
        return letter_of(self.index)


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What a person said of columns: these as those fields, and those not at all."""

    columns: Mapping[str, str] = field(default_factory=dict)
    ignored: Sequence[str] = ()

    def over(self, remembered: Choices) -> Choices:
        """Give these with what was remembered wherever they say nothing."""
        said = {*map(folded, self.columns), *map(folded, self.ignored)}
        kept = {name: each for name, each in remembered.columns.items() if folded(name) not in said}
        left = [each for each in remembered.ignored if folded(each) not in said]
        return Choices(columns={**kept, **self.columns}, ignored=(*left, *self.ignored))


@dataclass(frozen=True, slots=True, kw_only=True)
class Matching:
    """The columns of a list with their fields, in the order of the list."""

    columns: tuple[Column, ...]

    @property
    def headings(self) -> tuple[str, ...]:
        """Give every heading as it is written."""
        return tuple(each.heading for each in self.columns)

    @property
    def fields(self) -> dict[str, int]:
        """Give the index of the column of each field that is read."""
        return {each.field: each.index for each in self.columns if each.field}

    @property
    def unread(self) -> tuple[Column, ...]:
        """Give the columns that nobody knows: they are named, and nothing is taken."""
        return tuple(each for each in self.columns if each.field is None and not each.is_ignored)

    def by_heading(self) -> dict[str, str]:
        """Give the field of each heading that is read, as the record keeps it."""
        return {each.heading: each.field for each in self.columns if each.field}


def match_columns(
    headings: Sequence[str], elements: tuple[str, ...], choices: Choices | None = None
) -> Matching:
    """Give what each column is read as.

    Raise RosterError where two columns would be the same field, where nobody is
    named, or where a person spoke of a heading or a field that is not there.
    """
    said = choices or Choices()
    _check_spoken_of(headings, said)
    by_hand = {folded(name): checked_field(each, elements) for name, each in said.columns.items()}
    ignored = set(map(folded, said.ignored))
    taken = set(by_hand.values())
    columns: list[Column] = []
    for index, heading in enumerate(headings):
        known = field_of(heading, elements)
        # What was said by hand takes the place of a heading that is known.
        found = by_hand.get(folded(heading), None if known in taken else known)
        is_ignored = folded(heading) in ignored
        columns.append(
            Column(
                index=index,
                heading=heading,
                field=None if is_ignored else found,
                is_ignored=is_ignored,
            )
        )
    matching = Matching(columns=tuple(_streets(columns, set(by_hand))))
    _check(matching)
    return matching


def _streets(columns: list[Column], by_hand: set[str]) -> Iterator[Column]:
    """Give the columns; an address beside a city of its own is the street of it.

    By itself it is a whole address. What somebody said by hand stays as they said.
    """
    read = {each.field for each in columns}
    for each in columns:
        prefix = (each.field or "").removesuffix(_ADDRESS)
        beside = {f"{prefix}{part}" for part in _PLACE}
        is_street = (
            (each.field or "") == f"{prefix}{_ADDRESS}"
            and folded(each.heading) not in by_hand
            and f"{prefix}{_STREET}" not in read
            and not beside.isdisjoint(read)
        )
        yield replace(each, field=f"{prefix}{_STREET}") if is_street else each


def _check_spoken_of(headings: Sequence[str], said: Choices) -> None:
    known = set(map(folded, headings))
    for name in (*said.columns, *said.ignored):
        if folded(name) not in known:
            raise RosterError(
                f"The list has no column with the heading {name!r}; it has "
                f"{', '.join(map(repr, headings))}."
            )


def _check(matching: Matching) -> None:
    counted = Counter(each.field for each in matching.columns if each.field)
    for name, count in counted.items():
        if count > 1:
            twice = [each for each in matching.columns if each.field == name]
            named = " and ".join(f"{each.letter} ({each.heading})" for each in twice)
            raise RosterError(
                f"The columns {named} are both read as {name}; leave one out with "
                f'--ignore "{twice[-1].heading}", or rename one of them in the list.'
            )
    if not {"name", "given_name", "family_name"} & set(counted):
        named = ", ".join(map(repr, matching.headings))
        raise RosterError(
            f"No column with names is known among {named}; say which one it is, such as "
            '--column "Pupil name=name".'
        )


def recognised(headings: Sequence[str]) -> int:
    """Give how many of these are known as headings, to find the line they stand in."""
    return sum(1 for each in headings if each and field_of(each, ()))
