"""``duenotice calendar``: the deadlines as a calendar file."""

from __future__ import annotations

import json
from datetime import timedelta
from pathlib import Path

import click

from desk.casework import installation, json_option
from desk.instants import INSTANT, now
from incidents.moments import Instant
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import view_case

#: A calendar that is subscribed to has to see the events of a closed case cancelled.
_CLOSED_SHOWN = timedelta(days=90)


@click.command(name="calendar")
@click.argument("number", metavar="[CASE]", required=False)
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The .ics file to write.",
)
@click.option("--at", type=INSTANT, help="As it stands at this instant; now, unless given.")
@json_option
def command(*, number: str | None, out: Path, at: Instant | None, as_json: bool) -> None:
    """Write the deadlines of a case, or of all open cases, as a calendar file.

    An event keeps its identity each time the file is written, so that a
    calendar moves it; what is done is cancelled.

    With --json: file, cases, events (how many).
    """
    from notices.calendar_file import calendar_file  # noqa: PLC0415 - only here it is wanted

    home, instant = installation(), at or now()
    with home.reading(instant) as work:
        numbers = [number] if number else _shown(work)
        views = [view_case(work, home.law, each) for each in numbers]
    content = calendar_file(views, home.practice.ladder)
    try:
        out.write_bytes(content)
    except OSError as wrong:
        raise click.UsageError(
            f"{out} cannot be written: {wrong.strerror}; choose another file."
        ) from wrong
    if as_json:
        events = content.count(b"BEGIN:VEVENT")
        click.echo(json.dumps({"file": str(out), "cases": numbers, "events": events}))
    else:
        click.echo(f"{out}: the deadlines of {', '.join(numbers) or 'no case'}.")


def _shown(work: UnitOfWork) -> list[str]:
    """Give the open cases, and those closed a short while ago."""
    since = work.now.utc - _CLOSED_SHOWN
    return [
        row.number
        for row in work.cases.list_all()
        if row.closed_at is None or row.closed_at.utc >= since
    ]
