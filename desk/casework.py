"""What the commands on cases share: the installation, the options, the seal."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from desk.instants import WORDS, now
from incidents.errors import InputRefusedError

if TYPE_CHECKING:
    from config.wiring import Installation

_C = TypeVar("_C", bound=Callable[..., Any])

by_option = click.option(
    "--by",
    metavar="PERSON",
    default="dpo",
    envvar="DUENOTICE_BY",
    show_default=True,
    show_envvar=True,
    help="Who does this: the id of one of the people in the agency's settings.",
)
wave_option = click.option(
    "--wave",
    metavar="NUMBER",
    type=int,
    default=1,
    show_default=True,
    help="Which wave of persons it concerns.",
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
#: How the help of a free text ends: whatever is typed there stays in the ledger's contents.
NAME_NOBODY = "Name nobody: it stands unsealed in the record."
source_option = click.option(
    "--source",
    type=WORDS,
    metavar="TEXT",
    help=f"Where this is known from; needed where it replaces what was known. {NAME_NOBODY}",
)


def examples(*lines: str) -> str:
    """Give examples as the end of a help text; a line with an option goes on with the last."""
    shown = "".join(
        f" \\\n      {line}" if line.startswith("--") else f"\n  duenotice {line}" for line in lines
    )
    return f"\b\nExamples:{shown}"


@cache
def installation() -> Installation:
    """Give the installation that the environment names."""
    from config.wiring import Installation  # noqa: PLC0415 - no --help waits for a database

    return Installation()


def change_options(command: _C) -> _C:
    """Give a command the options of every change: who, and in which form to answer."""
    return by_option(json_option(command))


def case_options(command: _C) -> _C:
    """Give a command the options of a change to one wave of a case."""
    return wave_option(change_options(command))


def released_sendings(number: str) -> list[int]:
    """Give the sendings of a case that let their deliveries go, by number."""
    with installation().reading(now()) as work:
        work.cases.get(number)
        return [each.number for each in work.sendings.of_case(number) if each.state.lets_go]


def seal_milestone(*numbers: str) -> None:
    """Seal the cases after a milestone, and say aloud what was refused."""
    for refused in installation().seal(now(), numbers).refused:
        warn(str(refused))


def warn(sentence: str) -> None:
    """Say something that a person must not miss, apart from the answer."""
    click.echo(f"Warning: {sentence}", err=True)


def read_bytes(path: Path) -> bytes:
    """Give the bytes of a file; raise InputRefusedError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as wrong:
        advice = "check its name, and that you may read it"
        raise InputRefusedError([f"{path} cannot be read ({wrong.strerror}); {advice}."]) from wrong
