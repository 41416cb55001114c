"""What looking at a list and importing it share: the options, and the look itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from desk.casework import installation
from desk.instants import now
from incidents.law.circumstances import Group
from incidents.services.view_case import case_of

if TYPE_CHECKING:
    from rosters.columns import Choices
    from rosters.first_look import FirstLook
    from rosters.opening import RosterFile
    from rosters.persons import Terms

_C = TypeVar("_C", bound=Callable[..., Any])

_OPTIONS = (
    click.argument("number", metavar="CASE"),
    click.argument("path", type=click.Path(path_type=Path), metavar="FILE"),
    click.option(
        "--sheet", metavar="NAME", help="The sheet of a workbook; the first with rows, else."
    ),
    click.option(
        "--group",
        type=click.Choice([each.value for each in Group]),
        default=Group.STUDENTS.value,
        show_default=True,
        help="The group of those for whom the list names none.",
    ),
    click.option(
        "--column",
        "columns",
        multiple=True,
        metavar="HEADING=FIELD",
        help="Read a column as a field, such as 'Pupil=name'; as often as needed.",
    ),
    click.option(
        "--ignore",
        "ignored",
        multiple=True,
        metavar="HEADING",
        help="Do not read a column; as often as needed.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What a person gave beside the case: the file, and how it is to be read."""

    number: str
    path: Path
    wave: int
    sheet: str | None
    group: str
    columns: Sequence[str]
    ignored: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Looked:
    """An open list that was looked at, and how it was read."""

    agency: str
    roster: RosterFile
    look: FirstLook
    terms: Terms
    choices: Choices


def list_options(command: _C) -> _C:
    """Give a command the case, the file and how it is to be read."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


@contextmanager
def looked(given: Given) -> Iterator[Looked]:
    """Give the list, open and looked at; it is closed in the end.

    Raise RosterError where it cannot be read, UnknownCaseError, UnknownWaveError.
    """
    from rosters.first_look import matching_of, take_first_look  # noqa: PLC0415 - when called
    from rosters.matchings import remembered  # noqa: PLC0415 - when called
    from rosters.opening import open_roster  # noqa: PLC0415 - when called

    agency, terms = _terms(given)
    with open_roster(given.path, given.sheet) as roster:
        home = installation().settings.home
        choices = _choices(given).over(remembered(home, agency, roster.headings))
        matching = matching_of(roster, terms, choices)
        look = take_first_look(roster, matching, terms)
        yield Looked(agency=agency, roster=roster, look=look, terms=terms, choices=choices)


def _terms(given: Given) -> tuple[str, Terms]:
    """Give the agency of the case, and what is needed to read the list for it."""
    from rosters.persons import Terms  # noqa: PLC0415 - when called

    home, instant = installation(), now()
    with home.reading(instant) as work:
        case = case_of(work, given.number)
    case.wave(given.wave)
    written = case.wording.get(given.wave, {}).get("data_types") or ()
    terms = Terms(
        today=home.zone_of(case.agency).day_of(instant),
        group=Group(given.group),
        data_types=tuple(map(str, written)) if isinstance(written, list) else (),
    )
    return case.agency, terms


def _choices(given: Given) -> Choices:
    from rosters.columns import Choices  # noqa: PLC0415 - when called

    columns = {}
    for each in given.columns:
        heading, sign, field = each.rpartition("=")
        if not sign or not heading.strip() or not field.strip():
            raise click.UsageError(
                f"--column was given `{each}`; accepted is the heading, an equals sign and the "
                "field, such as 'Pupil=name'."
            )
        columns[heading.strip()] = field.strip()
    return Choices(columns=columns, ignored=tuple(each.strip() for each in given.ignored))
