"""``duenotice people to-find``: those for whom an address has to be found."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import chain

import click

from desk.casework import examples, installation, json_option, wave_option
from desk.commands.people.recipients_page import recipient_json, show_recipients
from desk.instants import now
from incidents.services.people_rows import RecipientRow
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of

_NOBODY = "Everybody who has to be told in case {number} can be reached."
_UNKNOWN = "Who is told in case {number} is not found out yet: duenotice people resolve {number}"


@click.command(name="to-find", epilog=examples("people to-find KINGSTON-2026-001"))
@click.argument("number", metavar="CASE")
@wave_option
@json_option
def command(*, number: str, wave: int, as_json: bool) -> None:
    """List those whom nobody can reach, with their numbers: the list to work.

    Whoever has no usable address, and whoever was tried in every way in vain.
    Give an address with people correct, or a reason with people excuse. Names
    are shown, since they are what you look for.

    With --json: case, wave, is_found_out, to_find (each as of people show).
    """
    with installation().reading(now()) as work:
        case = case_of(work, number)
        case.wave(wave)
        rows = _to_work(work, number, wave)
        if as_json:
            answer = {
                "case": number,
                "wave": wave,
                "is_found_out": wave in case.telling.resolutions,
                "to_find": [recipient_json(row) for row in rows],
            }
            click.echo(json.dumps(answer, ensure_ascii=False))
            return
        count = show_recipients(rows, f"To be found for case {number}, wave {wave}")
    if not count:
        is_known = wave in case.telling.resolutions
        click.echo(_NOBODY.format(number=number) if is_known else _UNKNOWN.format(number=number))
        return
    click.echo(
        f"{count:,} to find. An address: duenotice people correct {number} PERSON --address "
        f"'…'; a reason: duenotice people excuse {number} NO --reason '…'"
    )


def _to_work(work: UnitOfWork, number: str, wave: int) -> Iterator[RecipientRow]:
    recipients = work.recipients
    return chain(recipients.without_method(number, wave), recipients.failed(number, wave))
