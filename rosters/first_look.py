"""A first look at a list: what would be taken, and what has to be put right first.

Nothing is kept. A problem blocks the import; what is only worth knowing does not.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from incidents.people.person import AffectedPerson
from rosters.columns import Choices, Matching, match_columns
from rosters.exposures import Exposures
from rosters.merging import Places, key_of, merged, places_of
from rosters.opening import RosterFile
from rosters.persons import RowReader, Terms
from rosters.problems import MOST_SHOWN, Problem, RosterError
from rosters.tally import Tally

#: Enough to see whether the columns were understood.
_PERSONS_SHOWN = MOST_SHOWN // 2


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What a list says, as it will be understood."""

    name: str
    #: How the file is written, and of which sheet it is.
    words: str
    sha256: str
    rows: int
    matching: Matching
    tally: Tally
    first: tuple[AffectedPerson, ...] = field(repr=False)
    problems: tuple[Problem, ...] = field(repr=False)
    problem_count: int
    #: What was guessed, left out or mended, and for how many.
    remarks: tuple[str, ...]
    #: For reading the list once more: which rows are of one person.
    places: Places = field(repr=False)

    @property
    def problems_untold(self) -> int:
        """Give how many problems are counted and not shown."""
        return self.problem_count - sum(1 + each.alike for each in self.problems)

    @property
    def is_clear(self) -> bool:
        """Say whether nothing has to be put right."""
        return not self.problem_count and self.tally.persons > 0


def matching_of(roster: RosterFile, terms: Terms, choices: Choices | None = None) -> Matching:
    """Give what the columns of a list are read as; raise RosterError."""
    return match_columns(roster.headings, Exposures(terms.data_types).accepted, choices)


def take_first_look(roster: RosterFile, matching: Matching, terms: Terms) -> FirstLook:
    """Read the whole list once and say what it comes to; memory stays bounded."""
    reader, tally = RowReader(matching, terms), Tally()
    places = places_of(roster.rows(), key_of(matching.fields))
    first: list[AffectedPerson] = []
    for person in merged(roster.rows(), reader, places):
        tally.add(person)
        if len(first) < _PERSONS_SHOWN:
            first.append(person)
    problems = reader.rows.problems
    return FirstLook(
        name=roster.name,
        words=roster.table.words,
        sha256=roster.survey.sha256,
        rows=reader.rows.count,
        matching=matching,
        tally=tally,
        first=tuple(first),
        problems=tuple(problems.shown),
        problem_count=problems.count,
        remarks=(*roster.remarks, *reader.rows.remarks.sentences()),
        places=places,
    )


def persons_of(roster: RosterFile, look: FirstLook, terms: Terms) -> Iterator[AffectedPerson]:
    """Give the persons of a list that was looked at, one after another.

    Raise RosterError where the look found problems, or the list has become another.
    """
    if not look.is_clear:
        raise RosterError(f"{look.name} has problems; put them right before it is taken.")
    reader = RowReader(look.matching, terms)
    yield from merged(roster.rows(), reader, look.places)
    if reader.rows.problems.count:
        raise RosterError(f"{look.name} was changed after the first look; look at it once more.")
