"""``duenotice approve``: one text is released, by one person."""

from __future__ import annotations

import json

import click

from desk.casework import change_options, installation
from desk.instants import now
from incidents.services.approve_notice import approve_notice


@click.command(name="approve")
@click.argument("number", metavar="CASE")
@click.argument("digest", metavar="DIGEST")
@change_options
def command(*, number: str, digest: str, by: str, as_json: bool) -> None:
    """Approve exactly the text with this digest; a change needs a new approval.

    DIGEST is what `duenotice draft` prints last, or its first eight characters
    and more. Once it is sent, `duenotice file --notice DIGEST` records it.

    With --json: case, notice, for, digest, approved_by.
    """
    home = installation()
    with home.work(now(), by) as work:
        draft = approve_notice(work, home.law, number, digest, by=by)
    if as_json:
        approved = {"case": number, "notice": draft.notice, "for": draft.recipient_kind}
        approved |= {"digest": draft.digest, "approved_by": by}
        click.echo(json.dumps(approved, ensure_ascii=False))
        return
    click.echo(f"{draft.notice} for {draft.recipient_kind} is approved by {by}: {draft.digest}")
