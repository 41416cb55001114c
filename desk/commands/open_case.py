"""``duenotice open``: a case from an incident file, with every clock it starts."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.casework import change_options, examples, installation, read_bytes, seal_milestone
from desk.changes import changed_json, warn_of_future
from desk.history import told_of
from desk.instants import now
from incidents.law.moment_names import MomentName
from incidents.services.follow_up import Changed


@click.command(
    name="open",
    epilog=examples("open incident.yaml", "open second.yaml --into KINGSTON-2026-001"),
)
@click.argument("file", type=click.Path(path_type=Path))
@click.option(
    "--into", metavar="CASE", help="Add the file as a further wave of persons to this case."
)
@change_options
def command(*, file: Path, into: str | None, by: str, as_json: bool) -> None:
    """Open a case from an incident file; the first line is its number.

    FILE is the incident file that `duenotice plan` reads too, in YAML or JSON.
    A second notification of the same contractor, about more persons, goes into
    the same case with --into and has clocks of its own.

    With --json: case, recorded, announced, moved.
    """
    from config.incident_files import read_file  # noqa: PLC0415 - only where a file is read
    from incidents.services.open_case import open_case, open_wave  # noqa: PLC0415

    content, home = read_bytes(file), installation()
    document = read_file(content, home.law.registry).document
    with home.work(now(), by) as work:
        opened = (
            open_wave(work, home.law, into, document)
            if into
            else open_case(work, home.law, document)
        )
    seal_milestone(opened.after.case.number)
    warn_of_future(opened, max(opened.after.plans), *MomentName)
    if as_json:
        click.echo(json.dumps(changed_json(opened), ensure_ascii=False))
    else:
        _show(opened)


def _show(opened: Changed) -> None:
    """Print the number, the plan of the new wave, and what to do next."""
    from desk.next_steps import next_steps  # noqa: PLC0415 - rich is only for people
    from desk.tables import show_plan  # noqa: PLC0415 - rich is only for people

    view = opened.after
    number, wave = view.case.number, max(view.plans)
    click.echo(number)
    in_the_table = ("duty:planned",)
    for event in opened.announced:
        if event.tag not in in_the_table:
            click.echo(told_of(event.tag, event.body(), view.agency.zone))
    among = f" (wave {wave})" if wave > 1 else ""
    show_plan(view.plans[wave], f"{number}: {view.case.title}{among}")
    for sentence, example in next_steps(view, wave, installation().drafter):
        click.echo(f"\n{sentence}\n  {example}")
