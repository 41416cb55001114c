"""``duenotice close``: the case, once nothing is left to do."""

from __future__ import annotations

import json

import click

from desk.casework import by_option, installation, json_option, seal_milestone
from desk.instants import now
from incidents.services.close_case import close_case


@click.command(name="close")
@click.argument("number", metavar="CASE")
@click.option("--reason", help="Why; needed where no duty arose.")
@by_option
@json_option
def command(*, number: str, reason: str | None, by: str, as_json: bool) -> None:
    """Close a case; refused while any duty is neither done nor not required."""
    home = installation()
    with home.work(now(), by) as work:
        view = close_case(work, home.law, number, by=by, reason=reason)
    seal_milestone(number)
    if as_json:
        click.echo(json.dumps({"case": number, "entries": view.case.size, "closed": True}))
        return
    click.echo(f"Case {number} is closed. Write its record with: duenotice export {number} FOLDER")
