"""``duenotice serve``: everything that runs by itself, until Ctrl-C."""

from __future__ import annotations

import click

from desk.casework import installation
from desk.instants import now
from incidents.services.heartbeat import stale_sweep


@click.command(name="serve")
def command() -> None:
    """Start the clocks, the reminders and the Prefect page, on this computer only.

    It stops cleanly on Ctrl-C. Everything it does can also be done without it:
    what the commands leave to do is picked up when it next runs.
    """
    from flows.serve import serve  # noqa: PLC0415 - only here is Prefect wanted

    home = installation()
    with home.reading(now()) as work:
        warning = stale_sweep(work)
    if warning:
        click.echo(warning)
    serve(home.settings.home, say=click.echo)
