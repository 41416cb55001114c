"""``duenotice approve``: one text is released, by one person."""

from __future__ import annotations

import json

import click

from desk.casework import by_option, installation, json_option
from desk.instants import now
from incidents.services.approve_notice import approve_notice


@click.command(name="approve")
@click.argument("number", metavar="CASE")
@click.argument("digest", metavar="DIGEST")
@by_option
@json_option
def command(*, number: str, digest: str, by: str, as_json: bool) -> None:
    """Approve exactly the text with this digest; a change needs a new approval."""
    home = installation()
    with home.work(now(), by) as work:
        draft = approve_notice(work, home.law, number, digest, by=by)
    if as_json:
        click.echo(json.dumps({"notice": draft.notice, "digest": draft.digest, "approved_by": by}))
        return
    click.echo(f"{draft.notice} for {draft.recipient_kind} is approved by {by}: {draft.digest}")
