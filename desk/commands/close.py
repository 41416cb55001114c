"""``duenotice close``: the case, once nothing is left to do."""

from __future__ import annotations

import json

import click

from desk.casework import NAME_NOBODY, change_options, installation, seal_milestone
from desk.instants import WORDS, now
from incidents.services.close_case import close_case


@click.command(name="close")
@click.argument("number", metavar="CASE")
@click.option(
    "--reason",
    type=WORDS,
    metavar="TEXT",
    help="Why it is closed; needed where no duty ever arose, or for some nobody is told. "
    f"{NAME_NOBODY}",
)
@change_options
def command(*, number: str, reason: str | None, by: str, as_json: bool) -> None:
    """Close a case, which ends its reminders and takes no more changes.

    Refused while any duty is neither done nor determined not to be required,
    however late it is, while a notice is on its way, and while somebody is
    neither told nor excused; the answer names what is left.

    With --json: case, closed_at, entries.
    """
    home = installation()
    with home.work(now(), by) as work:
        case = close_case(work, home.law, number, by=by, reason=reason).case
    seal_milestone(number)
    if as_json:
        closed_at = case.closed_at.stamp() if case.closed_at else None
        click.echo(json.dumps({"case": number, "closed_at": closed_at, "entries": case.size}))
        return
    click.echo(f"Case {number} is closed. Write its record with: duenotice export {number} FOLDER")
