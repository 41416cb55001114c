"""``duenotice open``: a case from an incident file, with every clock it starts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.casework import (
    answer,
    by_option,
    changed_json,
    installation,
    json_option,
    seal_milestone,
)
from desk.instants import now
from incidents.errors import InputRefusedError
from incidents.services.follow_up import Changed
from incidents.services.open_case import open_case, open_wave
from incidents.services.people import person_of


@click.command(name="open")
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="CASE", help="Add the file as a further wave of persons to this case."
)
@by_option
@json_option
def command(*, file: Path, into: str | None, by: str, as_json: bool) -> None:
    """Open a case from an incident file and print its number.

    The same file is read by `plan`. A second notice from the same contractor
    about more persons goes into the same case with --into.
    """
    from config.incident_files import read_file  # noqa: PLC0415 - only where a file is read

    home = installation()
    try:
        incident = read_file(file.read_bytes(), home.law.registry)
    except OSError as wrong:
        raise InputRefusedError(
            [f"{file} cannot be read: {wrong.strerror}; check its name."]
        ) from wrong
    person_of(home.law.agency_of(incident.document), by)
    with home.work(now(), by) as work:
        opened = (
            open_wave(work, home.law, into, incident.document)
            if into
            else open_case(work, home.law, incident.document)
        )
    seal_milestone(opened.after.case.number)
    _print(opened, as_json=as_json)


def _print(opened: Changed, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps(changed_json(opened), ensure_ascii=False))
        return
    click.echo(opened.after.case.number)
    answer(opened, as_json=False)
    from desk.tables import show_plan  # noqa: PLC0415 - rich is only for people

    plan = opened.after.plans[max(opened.after.plans)]
    show_plan(plan, f"{opened.after.case.number}: {opened.after.case.title}")
