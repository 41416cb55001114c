"""``duenotice decide``: a determination, by somebody, for a reason."""

from __future__ import annotations

import click

from desk.casework import answer, case_options, installation, seal_milestone
from desk.instants import MOMENT, now
from incidents.moments import Moment
from incidents.services.determine import (
    Decided,
    answers,
    decide_duty,
    decide_exemption,
    decide_no_breach,
)


@click.command(name="decide")
@click.argument("number", metavar="CASE")
@click.argument("subject", metavar="DUTY|exemption|no-breach")
@click.option(
    "--required/--not-required", "required", default=None, help="What was decided of the duty."
)
@click.option("--reason", required=True, help="Why, in a sentence that stands up later.")
@click.option("--at", type=MOMENT, help="When it was decided; now, unless given.")
@click.option(
    "--sign",
    "signs",
    multiple=True,
    metavar="SIGN=ANSWER",
    help="An answer on the worksheet of signs.",
)
@case_options
def command(
    *,
    number: str,
    subject: str,
    required: bool | None,
    reason: str,
    at: Moment | None,
    signs: tuple[str, ...],
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Determine that a duty is, or is not, required.

    `exemption` records the determination under State Technology Law 208(2)(a)
    that residents need no notice, and starts the Attorney General's clock.
    `no-breach` ends every duty that rests on a breach, with the worksheet.
    """
    home, instant = installation(), now()
    decided = Decided(
        by=by, reason=reason, made_at=at or instant, wave=wave, worksheet=answers(signs)
    )
    if subject not in ("exemption", "no-breach") and required is None:
        raise click.UsageError("Say what was decided: --required or --not-required.")
    with home.work(instant, by) as work:
        if subject == "exemption":
            changed = decide_exemption(work, home.law, number, decided)
        elif subject == "no-breach":
            changed = decide_no_breach(work, home.law, number, decided)
        else:
            changed = decide_duty(work, home.law, number, subject, decided, required=bool(required))
    seal_milestone(number)
    answer(changed, as_json=as_json)
