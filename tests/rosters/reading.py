"""Reads lists in tests: a file in, a first look and the persons out."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson
from rosters.columns import Choices
from rosters.first_look import FirstLook, matching_of, persons_of, take_first_look
from rosters.opening import open_roster
from rosters.persons import Terms

FILES = Path(__file__).parent / "files"
TODAY = LocalDay.parse("2026-03-16")


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A look, and the persons where it was clear."""

    look: FirstLook
    persons: list[AffectedPerson]

    @property
    def problems(self) -> list[str]:
        """Give the problems as sentences."""
        return [each.sentence for each in self.look.problems]


def read(
    path: Path,
    *,
    sheet: str | None = None,
    columns: dict[str, str] | None = None,
    ignored: Sequence[str] = (),
    **terms: Any,
) -> Read:
    """Give what a file comes to."""
    found = Terms(today=TODAY, **terms)
    with open_roster(path, sheet) as roster:
        matching = matching_of(roster, found, Choices(columns=columns or {}, ignored=ignored))
        look = take_first_look(roster, matching, found)
        persons = list(persons_of(roster, look, found)) if look.is_clear else []
        assert not look.is_clear or persons[: len(look.first)] == list(look.first)
    return Read(look=look, persons=persons)


def written(path: Path, rows: Iterable[Sequence[str]], encoding: str = "utf-8", **dialect: Any):
    """Write rows as CSV, and give the path."""
    text = io.StringIO()
    csv.writer(text, **dialect).writerows(rows)
    path.write_bytes(text.getvalue().encode(encoding))
    return path
