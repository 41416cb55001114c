"""``duenotice people show``: one affected person, one recipient, or how many there are."""

from __future__ import annotations

import json

import click

from desk.casework import examples, installation, json_option, wave_option
from desk.commands.people.recipients_page import (
    person_json,
    recipient_json,
    show_person,
    show_recipient,
)
from desk.instants import now
from desk.languages import language_name
from incidents.services.ports import UnitOfWork
from incidents.services.telling.correct_person import person_of_list
from incidents.services.telling.excuse_recipient import recipient_of
from incidents.services.view_case import case_of


@click.command(
    name="show",
    epilog=examples(
        "people show KINGSTON-2026-001",
        "people show KINGSTON-2026-001 --person 17",
        "people show KINGSTON-2026-001 --recipient 9",
    ),
)
@click.argument("number", metavar="CASE")
@click.option("--person", type=int, metavar="NUMBER", help="One affected person.")
@click.option("--recipient", type=int, metavar="NUMBER", help="One recipient.")
@wave_option
@json_option
def command(
    *, number: str, person: int | None, recipient: int | None, wave: int, as_json: bool
) -> None:
    """Show an affected person or a recipient, or how many there are of each.

    With --person: who it is, the contacts by number, and who is told. Names and
    addresses are shown, since you ask for them.

    With --json: person and recipients; or the recipient; or persons and groups.
    """
    if person is not None and recipient is not None:
        raise click.UsageError("Give --person or --recipient, not both.")
    with installation().reading(now()) as work:
        case_of(work, number).wave(wave)
        if person is not None:
            _show_person(work, number, person, as_json=as_json)
        elif recipient is not None:
            row = recipient_of(work, number, recipient)
            if as_json:
                click.echo(json.dumps(recipient_json(row), ensure_ascii=False))
            else:
                show_recipient(row)
        else:
            _show_counts(work, number, wave, as_json=as_json)


def _show_person(work: UnitOfWork, number: str, person: int, *, as_json: bool) -> None:
    row = person_of_list(work, number, person)
    told = work.recipients.of_person(number, person)
    if as_json:
        answer = {**person_json(row), "recipients": [recipient_json(each) for each in told]}
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    show_person(row)
    for each in told:
        show_recipient(each)
    if not told:
        click.echo("Nobody is told for them so far.")


def _show_counts(work: UnitOfWork, number: str, wave: int, *, as_json: bool) -> None:
    persons, groups = work.people.count(number, wave), work.recipients.groups(number, wave)
    if as_json:
        rows = [
            {
                "notice": each.notice,
                "kind": each.kind.value,
                "language": each.language,
                "method": each.method.value if each.method else None,
                "fallback": each.fallback.value if each.fallback else None,
                "count": each.count,
            }
            for each in groups
        ]
        click.echo(json.dumps({"case": number, "wave": wave, "persons": persons, "groups": rows}))
        return
    click.echo(f"Case {number}, wave {wave}: {persons:,} affected persons.")
    for each in groups:
        way = each.method.words if each.method else "no way yet"
        language = language_name(each.language)
        click.echo(
            f"  {each.count:,} get {each.notice} for {each.kind.value}, in {language}: {way}"
        )
