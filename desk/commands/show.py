"""``duenotice show``: a case now, or as it was recorded at an instant."""

from __future__ import annotations

import json

import click

from desk.casework import examples, installation, json_option
from desk.instants import INSTANT, now
from incidents.moments import Instant
from incidents.services.determine import known_duty
from incidents.services.ports import UnitOfWork
from incidents.services.progress import DutyProgress, progress_of
from incidents.services.view_case import CaseView, view_case


@click.command(
    name="show",
    epilog=examples(
        "show KINGSTON-2026-001 --why ny.8nycrr121.individuals",
        "show KINGSTON-2026-001 --at 2026-03-17T09:00-04:00 --json",
    ),
)
@click.argument("number", metavar="CASE")
@click.option(
    "--at",
    type=INSTANT,
    metavar="INSTANT",
    help="As it was recorded at this instant, such as 2026-03-17T09:00-04:00.",
)
@click.option(
    "--why", metavar="DUTY", help="Print the working and the citations of one duty, by its id."
)
@json_option
def command(*, number: str, at: Instant | None, why: str | None, as_json: bool) -> None:
    """Show a case: its duties, the facts, filings, decisions and history.

    What was recorded after --at is left out, whatever moment it speaks of.

    With --json: case, agency, title, opened_at, closed_at, at, entries,
    cost_in_dollars, waves (each a plan with its document), filings,
    determinations, notices, history. With --why as well, one line a wave: case,
    wave, at, duty, terms, terms_when_planned, withdrawn.
    """
    home = installation()
    with home.reading(now()) as work:
        view = view_case(work, home.law, number, at)
        told = _told(work, view) if at is None and why is None else []
    if why is not None:
        known_duty(home.law.rule_book, why)
    if as_json:
        _print_json(view, why)
        return
    from desk.case_page import show_case, show_duty  # noqa: PLC0415 - rich is only for people

    if why is None:
        show_case(view, told)
    else:
        show_duty(view, why)


def _told(work: UnitOfWork, view: CaseView) -> list[DutyProgress]:
    """Give how far telling the people has come, as it stands now."""
    if not view.case.telling.sendings:
        return []
    return [each for wave in sorted(view.plans) for each in progress_of(work, view.case, wave)]


def _print_json(view: CaseView, why: str | None) -> None:
    from desk.case_json import duty_json, view_json  # noqa: PLC0415 - only for JSON

    shown = (
        [view_json(view)] if why is None else [duty_json(view, each, why) for each in view.plans]
    )
    for each in shown:
        click.echo(json.dumps(each, ensure_ascii=False))
