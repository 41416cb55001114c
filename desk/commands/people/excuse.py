"""``duenotice people excuse``: somebody need not be told, for a reason on record."""

from __future__ import annotations

import json

import click

from desk.casework import NAME_NOBODY, change_options, examples, installation, seal_milestone
from desk.instants import WORDS, now
from incidents.services.telling.excuse_recipient import excuse_recipient


@click.command(
    name="excuse",
    epilog=examples(
        "people excuse KINGSTON-2026-001 9 --reason 'Searched for on three days, in vain'"
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("recipient", metavar="RECIPIENT", type=int)
@click.option(
    "--reason",
    type=WORDS,
    required=True,
    metavar="TEXT",
    help=f"Why nobody has to tell them. {NAME_NOBODY}",
)
@change_options
def command(*, number: str, recipient: int, reason: str, by: str, as_json: bool) -> None:
    """Record why a recipient need not be told any more.

    Refused while a notice is on its way to them. The duty counts them as dealt
    with, and the reason stays on the record under your name.

    With --json: case, recipient, reason.
    """
    home = installation()
    with home.work(now(), by) as work:
        excuse_recipient(work, home.law, number, recipient, reason=reason, by=by)
    seal_milestone(number)
    if as_json:
        answer = {"case": number, "recipient": recipient, "reason": reason}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"Recipient {recipient} need not be told: {reason}")
