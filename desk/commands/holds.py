"""``duenotice hold`` and ``duenotice release``: a stop with an authority."""

from __future__ import annotations

import click

from desk.casework import answer, case_options, installation
from desk.instants import MOMENT, now
from incidents.law.holds import HoldKind, Party
from incidents.moments import Moment
from incidents.services.hold_notification import place_hold, release_hold


@click.command(name="hold")
@click.argument("number", metavar="CASE")
@click.argument("kind", type=click.Choice([each.value for each in HoldKind]))
@click.option("--from", "starts", type=MOMENT, required=True, help="When it began.")
@click.option("--authority", required=True, help="Who asked for it, or what has to be mended.")
@click.option(
    "--party",
    type=click.Choice([each.value for each in Party]),
    default="agency",
    show_default=True,
)
@case_options
def hold(
    *,
    number: str,
    kind: str,
    starts: Moment,
    authority: str,
    party: str,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Place a hold: while it is open, people are not told, and no clock of theirs runs.

    No hold touches the reports to the Chief Privacy Officer or to DHSES.
    """
    home = installation()
    with home.work(now(), by) as work:
        changed = place_hold(
            work,
            home.law,
            number,
            HoldKind(kind),
            starts=starts,
            authority=authority,
            party=Party(party),
            wave=wave,
        )
    answer(changed, as_json=as_json)


@click.command(name="release")
@click.argument("number", metavar="CASE")
@click.argument("which", type=click.IntRange(min=1), required=False, metavar="[HOLD]")
@click.option(
    "--until", type=MOMENT, required=True, help="When it ended; a date holds that whole day."
)
@case_options
def release(
    *, number: str, which: int | None, until: Moment, wave: int, by: str, as_json: bool
) -> None:
    """End a hold; the short period that the law leaves runs from its end."""
    home = installation()
    with home.work(now(), by) as work:
        changed = release_hold(work, home.law, number, until=until, hold=which, wave=wave)
    answer(changed, as_json=as_json)
