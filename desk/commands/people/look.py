"""``duenotice people look``: what a list would come to; nothing is kept."""

from __future__ import annotations

import json
from typing import Any

import click

from desk.casework import examples, json_option, wave_option
from desk.commands.people.lists import Given, list_options, looked
from desk.commands.people.look_page import look_json, show_look


@click.command(
    name="look",
    epilog=examples(
        "people look KINGSTON-2026-001 students.csv",
        "people look KINGSTON-2026-001 export.xlsx --sheet Students --ignore Homeroom",
        "people look KINGSTON-2026-001 staff.csv --group teachers",
    ),
)
@list_options
@wave_option
@json_option
def command(*, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - as click gives them
    """Look at a list of affected persons: nothing is kept.

    FILE is CSV or an Excel workbook (.xlsx). The look names the columns and what
    each is read as, the first persons as they will be understood, what is lacking
    for how many, and every problem that has to be put right first, with its row
    and column. Exit status 1 says that there is one.

    With --json: name, written_as, sha256, rows, columns, counts, first,
    problems, problem_count, remarks.
    """
    with looked(Given(**options)) as found:
        if as_json:
            click.echo(json.dumps(look_json(found.look), ensure_ascii=False))
        else:
            show_look(found.look)
        is_clear = found.look.is_clear
    if not is_clear:
        raise click.exceptions.Exit(1)
