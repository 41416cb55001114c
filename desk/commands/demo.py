"""``duenotice demo``: a whole case in minutes."""

from __future__ import annotations

from pathlib import Path

import click


@click.command(name="demo")
@click.option(
    "--home",
    type=click.Path(path_type=Path),
    default=Path("duenotice-demo"),
    show_default=True,
    help="The folder for the demo; it is gone on with if it was stopped.",
)
@click.option("--without-prefect", is_flag=True, help="Answer the case without starting Prefect.")
def command(*, home: Path, without_prefect: bool) -> None:
    """Live through 70 days of one case, in which six thousand people are told.

    A late notice, a hold, a recount, letters, e-mails and calls, an outage, the
    closing. The clock is moved; the law, the notices, the reminders, the ledger and
    the export are the real ones. The people are made up, and nothing leaves this
    computer. It takes some minutes, and its names are sealed with keys that lie
    beside its folder.
    """
    from desk.demo.stage import play  # noqa: PLC0415 - only here is everything wanted
    from desk.demo.world import prepare  # noqa: PLC0415

    play(prepare(home.resolve()), click.echo, with_prefect=not without_prefect)
