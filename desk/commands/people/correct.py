"""``duenotice people correct``: something better is known, such as an address."""

from __future__ import annotations

import json
from typing import Any

import click

from desk.casework import change_options, examples, installation, seal_milestone, source_option
from desk.commands.people.postal_addresses import POSTAL_ADDRESS
from desk.commands.people.private_values import FROM_INPUT, PRIVATE_WORDS, given
from desk.commands.people.recipients_page import recipient_json, show_recipient
from desk.instants import WORDS, now
from incidents.people.reach import usable_email, usable_phone
from incidents.services.telling.correct_person import Correction, correct_person


def _email(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    email = given(value, param, ctx) if value is not None else None
    if email is not None and usable_email(email) is None:
        raise click.BadParameter(f"`{email}` is no e-mail address; write name@example.org.")
    return usable_email(email)


def _phone(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    phone = given(value, param, ctx) if value is not None else None
    if phone is not None and usable_phone(phone) is None:
        raise click.BadParameter(f"`{phone}` is no number with its area code; write 845-555-0142.")
    return usable_phone(phone)


@click.command(
    name="correct",
    epilog=examples(
        "people correct KINGSTON-2026-001 17 --address '300 Broadway, Apt 4B, Kingston, NY 12401'",
        "people correct KINGSTON-2026-001 17 --contact 2 --email -",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("person", metavar="PERSON", type=int)
@click.option(
    "--contact",
    metavar="NUMBER",
    type=int,
    help="Which contact of the person, as people show numbers them; the only one unless given. "
    "0 adds one: the person themself, or whoever --name says.",
)
@click.option(
    "--name",
    type=PRIVATE_WORDS,
    metavar="TEXT",
    help=f"The contact's name, or that of a new one; {FROM_INPUT}",
)
@click.option(
    "--address",
    type=POSTAL_ADDRESS,
    metavar="ADDRESS",
    help=f"Street, town, state code; {FROM_INPUT}",
)
@click.option(
    "--email", metavar="ADDRESS", callback=_email, help=f"The e-mail address; {FROM_INPUT}"
)
@click.option(
    "--phone",
    metavar="NUMBER",
    callback=_phone,
    help=f"The telephone, with area code; {FROM_INPUT}",
)
@click.option("--language", type=WORDS, metavar="CODE", help="What they read: en, es, zh.")
@click.option(
    "--consents-to-email/--no-consent-to-email",
    default=None,
    help="Their express consent to notice by e-mail is, or is not, on record.",
)
@click.option(
    "--not-to-be-told",
    metavar="REASON",
    help="This contact is told nothing from now on, such as by a no-contact order; "
    "an empty text ('') lifts that for this person.",
)
@source_option
@change_options
def command(*, number: str, by: str, as_json: bool, **learned: Any) -> None:  # noqa: ANN401
    """Put what was learned of an affected person's contact in its place.

    It holds for each child with the same contact, and whoever had no way, or
    whose letter came back, is told by it. The record keeps what changed, by whom
    and from where it is known, never the address itself. With - in the place of a
    value it stays out of the history of your shell too.

    With --json: persons, recipients, again.
    """
    home = installation()
    with home.work(now(), by) as work:
        corrected = correct_person(work, home.law, number, Correction(**learned))
    seal_milestone(number)
    if as_json:
        answer = {
            "persons": list(corrected.persons),
            "recipients": [recipient_json(row) for row in corrected.recipients],
            "again": [each.value for each in corrected.again],
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    persons = ", ".join(map(str, corrected.persons))
    click.echo(f"Corrected for person{'' if len(corrected.persons) == 1 else 's'} {persons}.")
    for row in corrected.recipients:
        show_recipient(row)
    for method in corrected.again:
        click.echo(f"What failed is tried again by {method.words}.")
