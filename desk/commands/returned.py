"""``duenotice returned``: letters that came back, many at once."""

from __future__ import annotations

import json

import click

from desk.casework import NAME_NOBODY, change_options, examples, installation, warn
from desk.instants import MOMENT, WORDS, now
from incidents.moments import Moment
from incidents.services.telling.return_letters import GivenReturn, LettersReturned, return_letters


@click.command(
    name="returned",
    epilog=examples(
        'returned KINGSTON-2026-001 4711 4715 5020 --why "moved, no new address"',
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("sheets", metavar="SHEET...", type=int, nargs=-1, required=True)
@click.option(
    "--why",
    type=WORDS,
    metavar="TEXT",
    help=f"What the post wrote on them. {NAME_NOBODY}",
)
@click.option(
    "--at", type=MOMENT, metavar="MOMENT", help="When they came back; today, if left out."
)
@change_options
def command(
    *,
    number: str,
    sheets: tuple[int, ...],
    why: str | None,
    at: Moment | None,
    by: str,
    as_json: bool,
) -> None:
    """Record letters that came back; each reopens the duty to its recipient.

    SHEET is the number that is printed on the letter; give as many as lie there.
    What follows is the next way of each person's plan, or the list of those for
    whom an address has to be found.

    With --json: case, returned, known, queued (how many by method), to_work.
    """
    home, moment = installation(), now()
    with home.work(moment, by) as work:
        given = GivenReturn(sheets=sheets, at=at or moment, by=by, why=why)
        found = return_letters(work, home.law, number, given)
    if as_json:
        click.echo(_json(number, found))
        return
    _show(number, found)


def _show(number: str, found: LettersReturned) -> None:
    count = len(found.returned)
    click.echo(f"{count:,} {'letter' if count == 1 else 'letters'} came back.")
    if found.known:
        known = ", ".join(map(str, found.known))
        warn(f"recorded before, and left as they were: {known}")
    for method, count in found.fell_back.queued.items():
        click.echo(f"To be told by {method.words} next: {count:,}.")
    if found.fell_back.to_work:
        listed = ", ".join(map(str, found.fell_back.to_work))
        click.echo(f"An address has to be found for recipients {listed}.")
        click.echo(f"See duenotice progress {number}")


def _json(number: str, found: LettersReturned) -> str:
    queued = {method.value: count for method, count in found.fell_back.queued.items()}
    line = {"case": number, "returned": found.returned, "known": found.known}
    return json.dumps({**line, "queued": queued, "to_work": found.fell_back.to_work})
