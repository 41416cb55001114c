"""``duenotice hold`` and ``duenotice release``: a stop with an authority."""

from __future__ import annotations

import click

from desk.casework import case_options, examples, installation
from desk.changes import answer
from desk.instants import MOMENT, WORDS, now
from incidents.law.holds import HoldKind, Party
from incidents.moments import Moment
from incidents.services.hold_notification import place_hold, release_hold


@click.command(
    name="hold",
    epilog=examples(
        'hold KINGSTON-2026-001 law_enforcement --from 2026-03-19 --authority "County Sheriff"'
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("kind", type=click.Choice([each.value for each in HoldKind]), metavar="KIND")
@click.option(
    "--from",
    "starts",
    type=MOMENT,
    required=True,
    metavar="MOMENT",
    help="When it began: 2026-03-19 or 2026-03-19T08:45-04:00.",
)
@click.option(
    "--authority",
    type=WORDS,
    metavar="TEXT",
    required=True,
    help="Who asked for it, such as Ulster County Sheriff, or what has to be mended.",
)
@click.option(
    "--party",
    type=click.Choice([each.value for each in Party]),
    default="agency",
    show_default=True,
    help="Whose notifications are held.",
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

    KIND is law_enforcement or unfixed_vulnerability. No hold touches the reports
    to the Chief Privacy Officer or to DHSES.

    With --json: case, recorded, announced, moved.
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


@click.command(name="release", epilog=examples("release KINGSTON-2026-001 --until 2026-04-20"))
@click.argument("number", metavar="CASE")
@click.argument("which", type=int, required=False, metavar="[HOLD]")
@click.option(
    "--until",
    type=MOMENT,
    required=True,
    metavar="MOMENT",
    help="When it ended: 2026-04-20, which holds that whole day, or 2026-04-20T12:00-04:00.",
)
@case_options
def release(
    *, number: str, which: int | None, until: Moment, wave: int, by: str, as_json: bool
) -> None:
    """End a hold; the short period that the law leaves runs from its end.

    HOLD is its number in `duenotice show CASE`, needed where several are open.

    With --json: case, recorded, announced, moved.
    """
    home = installation()
    with home.work(now(), by) as work:
        changed = release_hold(work, home.law, number, until=until, hold=which, wave=wave)
    answer(changed, as_json=as_json)
