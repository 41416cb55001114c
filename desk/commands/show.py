"""``duenotice show``: a case now, or as it was recorded at an instant."""

from __future__ import annotations

import json

import click

from desk.casework import installation, json_option, view_json
from desk.instants import INSTANT, now
from incidents.case.case import Case
from incidents.moments import Instant
from incidents.services.view_case import CaseView, view_case


@click.command(name="show")
@click.argument("number", metavar="CASE")
@click.option("--at", type=INSTANT, help="As it was recorded at this instant.")
@click.option("--why", metavar="ID", help="Print the working and the citations of one duty.")
@json_option
def command(*, number: str, at: Instant | None, why: str | None, as_json: bool) -> None:
    """Show a case: its duties, filings, decisions and history."""
    home = installation()
    with home.reading(now()) as work:
        view = view_case(work, home.law, number, at)
    if not view.case.waves:
        raise click.UsageError(f"Case {number} was not yet open at {at}.")
    if as_json:
        click.echo(json.dumps(view_json(view), ensure_ascii=False))
        return
    _show(view, why)


def _show(view: CaseView, why: str | None) -> None:
    from desk.tables import show_plan, show_working  # noqa: PLC0415 - rich is only for people

    case = view.case
    for wave, plan in view.plans.items():
        if why is not None:
            show_working(plan, why)
            _terms(case, wave, why)
            continue
        name = f"{case.number}: {case.title}" + (f" (wave {wave})" if len(view.plans) > 1 else "")
        show_plan(plan, name)
    if why is None:
        _record(view)


def _terms(case: Case, wave: int, duty: str) -> None:
    """Print the terms as they stood when the duty was first planned."""
    terms = case.planned.get((wave, duty))
    if terms is not None:
        click.echo(
            f"When it was first planned: {terms['period']}, {terms['in_force'] or 'by the policy or contract'}."
        )
    if (wave, duty) in case.withdrawn:
        click.echo("Corrected facts took this duty away later; it stays on the record.")


def _record(view: CaseView) -> None:
    case, zone = view.case, view.agency.zone
    for filing in case.filings:
        receipt = f", receipt {filing.receipt}" if filing.receipt else ""
        corrects = f", corrects filing {filing.supersedes}" if filing.supersedes else ""
        click.echo(
            f"Filing {filing.number}: {', '.join(filing.duties)} at {filing.at} by {filing.by}{receipt}{corrects}"
        )
    for made in case.determinations:
        about = made.duty or "the whole wave"
        verdict = "required" if made.required else "not required"
        click.echo(
            f"Determination: {about} {verdict}, by {made.by} at {made.made_at}: {made.reason}"
        )
    for draft in case.drafts.values():
        approved = (
            f"approved by {', '.join(draft.approved_by)}" if draft.approved_by else "not approved"
        )
        click.echo(
            f"Notice {draft.digest[:12]}: {draft.notice} for {draft.recipient_kind}, {approved}"
        )
    click.echo("History:")
    for event in case.events:
        click.echo(f"  {event.seq:>4}  {zone.words(event.at)}  {event.actor}  {event.tag}")
