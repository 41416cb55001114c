"""``duenotice people substitute``: substitute notice, where its test is met."""

from __future__ import annotations

import json

import click

from config.means import means_of
from desk.casework import case_options, examples, installation, seal_milestone
from desk.instants import now
from incidents.law.rule import Ground
from incidents.services.telling.substitute import Choice, choose_substitute


@click.command(
    name="substitute",
    epilog=examples("people substitute KINGSTON-2026-001 --ground no-contact"),
)
@click.argument("number", metavar="CASE")
@click.option(
    "--ground",
    required=True,
    type=click.Choice([each.value.replace("_", "-") for each in Ground]),
    help="The test that is met, as preflight shows it.",
)
@click.option("--duty", metavar="DUTY", help="Which duty, where more than one has the test.")
@case_options
def command(
    *, number: str, ground: str, duty: str | None, wave: int, by: str, as_json: bool
) -> None:
    """Choose substitute notice, with the figures that allow it.

    Refused where the test is not met now. The figures stay on the record: the
    law asks you to show them to the Attorney General. Those whom it stands for
    count as told once the duty is filed with evidence of its parts.

    With --json: case, wave, duty, ground, showing.
    """
    home = installation()
    choice = Choice(ground=Ground(ground.replace("-", "_")), wave=wave, duty=duty)
    with home.work(now(), by) as work:
        means = means_of(home.settings.sending)
        offer = choose_substitute(work, home.law, number, choice, means, by=by)
    seal_milestone(number)
    if as_json:
        answer = {
            "case": number,
            "wave": wave,
            "duty": offer.duty,
            "ground": offer.ground.value,
            "showing": offer.as_showing(),
        }
        click.echo(json.dumps(answer, ensure_ascii=False))
        return
    click.echo(f"Recorded: {offer.words}.")
    click.echo("The Attorney General has to be shown that the test is met.")
    click.echo(f"Each of its texts and the showing: duenotice draft {number} --out letters")
    click.echo(
        "Nobody is told by the choice; once every part was done: duenotice file "
        f"{number} {offer.duty} --at DAY --evidence FILE"
    )
