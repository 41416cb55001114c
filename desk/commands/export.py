"""``duenotice export``: the record of a case as a folder that proves itself."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.casework import by_option, installation, json_option
from desk.instants import now


@click.command(name="export")
@click.argument("number", metavar="CASE")
@click.argument("out", metavar="OUT", type=click.Path(path_type=Path))
@click.option("--zip", "zipped", is_flag=True, help="Write OUT.zip as well.")
@click.option(
    "--with-people",
    is_flag=True,
    help="Add who was told: names, addresses and pages of evidence for each person.",
)
@by_option
@json_option
def command(
    *, number: str, out: Path, zipped: bool, with_people: bool, by: str, as_json: bool
) -> None:
    """Write the record of a case as a bag: a folder with all that belongs to it.

    An open case is exported as a draft; after closing, the export is the
    record. Two exports of an unchanged case are the same, byte for byte, and
    each is noted in the agency's log. Nothing is written over.

    The people who were told are numbers in it. Only --with-people adds their
    names: a table, and for each of them pages that show what was sent, when,
    how, and with what result.

    With --json: case, entries, closed, written (each path).
    """
    from config.exporting import export_case  # noqa: PLC0415 - after --help

    found = export_case(
        installation(), number, out, by=by, now=now(), zipped=zipped, with_people=with_people
    )
    if as_json:
        places = [str(out), f"{out}.zip"] if zipped else [str(out)]
        line = {"case": number, "entries": found.entries, "closed": found.is_final}
        click.echo(json.dumps({**line, "written": places}))
        return
    written = f"{out} and {out}.zip" if zipped else str(out)
    click.echo(f"The record of {number} lies in {written}.")
    if not found.is_final:
        click.echo("The case is still open, so this is a draft.")
    click.echo(
        f"Read {out / 'data' / 'report.pdf'} first; check it with: python3 {out / 'verify.py'}"
    )
