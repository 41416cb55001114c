"""``duenotice people resolve``: who is told for each affected person."""

from __future__ import annotations

import json
import sys

import click

from desk.casework import case_options, examples, installation, seal_milestone
from desk.instants import DAY, now
from incidents.moments import LocalDay
from incidents.people.recipient import Method
from incidents.services.telling.import_roster import unfinished_rosters
from incidents.services.telling.preflight import lacking_words, told_before_words
from incidents.services.telling.resolve_recipients import Asked, Found, resolve_recipients

_WAYS = {
    "mail": Method.FIRST_CLASS_MAIL,
    "email": Method.EMAIL,
    "telephone": Method.TELEPHONE,
}


@click.command(
    name="resolve",
    epilog=examples(
        "people resolve KINGSTON-2026-001",
        "people resolve KINGSTON-2026-001 --on 2026-05-08 --prefer email",
    ),
)
@click.argument("number", metavar="CASE")
@click.option(
    "--on",
    type=DAY,
    metavar="DATE",
    help="The day of sending, today unless given: who is of age on it is told, and not the "
    "parents.",
)
@click.option(
    "--prefer",
    type=click.Choice(list(_WAYS)),
    help="The way that is tried first, unless the settings say otherwise, where the law allows it.",
)
@click.option(
    "--tell-again",
    is_flag=True,
    help="Send a notice to residents to those who were told under 2-d before private information "
    "was known to be exposed.",
)
@click.option(
    "--leave-out-told",
    is_flag=True,
    help="Leave out of a later wave who was told in an earlier one.",
)
@case_options
def command(
    *,
    number: str,
    on: LocalDay | None,
    prefer: str | None,
    tell_again: bool,
    leave_out_told: bool,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Find out who is told for each affected person, and write it down.

    Parents and guardians, or the student who is of age; two letters for two
    households, one for a household with several children; nobody whom the list
    flags. Safe to do again until a sending is released: whoever was told, or
    excused, stays.

    With --json: case, wave, on, persons, recipients, without_method, not_owed,
    told_of_less, told_earlier.
    """
    home = installation()
    is_watched = sys.stderr.isatty() and not as_json
    asked = Asked(
        wave=wave,
        on=on,
        prefer=_WAYS[prefer] if prefer else home.settings.sending.prefer,
        tell_again=tell_again,
        leave_out_told=leave_out_told,
        seen=_say if is_watched else _say_nothing,
    )
    found = resolve_recipients(
        lambda: home.work(now(), by), lambda: home.reading(now()), home.law, number, asked
    )
    if is_watched:
        click.echo(err=True)
    seal_milestone(number)
    if as_json:
        click.echo(json.dumps(_json(number, wave, found), ensure_ascii=False))
        return
    for line in (*_lines(number, wave, found), *_cut_short(number, wave)):
        click.echo(line)


def _say(persons: int) -> None:
    """Say how far it is, on one line of the terminal."""
    click.echo(f"\r{persons:,} persons…", nl=False, err=True)


def _say_nothing(_: int) -> None:
    """Leave what a script reads as it is."""


def _json(number: str, wave: int, found: Found) -> dict[str, object]:
    return {
        "case": number,
        "wave": wave,
        "on": str(found.on),
        "persons": found.persons,
        "recipients": found.recipients,
        "without_method": found.without_method,
        "not_owed": found.not_owed,
        "told_of_less": found.told_of_less,
        "told_earlier": found.told_earlier,
    }


def _cut_short(number: str, wave: int) -> list[str]:
    """Give which lists are not whole: whoever is told, some may lack."""
    with installation().reading(now()) as work:
        unfinished = unfinished_rosters(work, number, wave)
    return [
        f"The import of list {each.number} was cut short, so persons may lack: import that file "
        f"again, the one whose SHA-256 begins with {each.sha256[:12]}, and then do this again."
        for each in unfinished
    ]


def _lines(number: str, wave: int, found: Found) -> list[str]:
    persons = f"{found.recipients:,} recipients for {found.persons:,} affected persons"
    lines = [f"{persons}, for a sending on {found.on.words()}."]
    lines += [
        f"{count:,} of the persons: nobody is told, {reason}."
        for reason, count in sorted(found.not_owed.items())
    ]
    lines += told_before_words(number, wave, found)
    if found.without_method:
        lines.append(f"{lacking_words(found.without_method)}: duenotice people to-find {number}")
    return [*lines, f"What a sending would be: duenotice preflight {number}"]
