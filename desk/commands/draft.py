"""``duenotice draft``: the words of a notice, from what the case knows."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.casework import case_options, installation
from desk.instants import now
from incidents.services.draft_notice import draft_notice
from incidents.services.drafter import Addressed, DraftedText
from incidents.services.view_case import view_case


@click.command(name="draft")
@click.argument("number", metavar="CASE")
@click.argument("notice", required=False, metavar="[NOTICE]")
@click.option("--for", "kind", help="The kind of recipient; all of them, unless given.")
@click.option(
    "--out", type=click.Path(path_type=Path), help="Write text, HTML and PDF into this folder."
)
@case_options
def command(
    *,
    number: str,
    notice: str | None,
    kind: str | None,
    out: Path | None,
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Draft a notice; without a name, every notice that is called for now.

    What the notice still lacks is listed; supply it with `record`. The text is
    kept under its digest, which is what an approval names.
    """
    home = installation()
    with home.work(now(), by) as work:
        view = view_case(work, home.law, number)
        names = [notice] if notice else list(home.drafter.serving(view, wave))
        wanted = [
            Addressed(notice=each, kind=one, wave=wave)
            for each in names
            for one in ([kind] if kind else home.drafter.kinds(each))
        ]
        drafted = [draft_notice(work, home.practice, number, each) for each in wanted]
    for each in drafted:
        if out is not None:
            _write(each, out)
        _print(each, as_json=as_json, whole=len(drafted) == 1)
    if not as_json:
        for remark in dict.fromkeys(remark for each in drafted for remark in each.remarks):
            click.echo(f"Note: {remark}")
    if not drafted and not as_json:
        click.echo("No duty calls for a notice now; name one to draft it all the same.")


def _write(drafted: DraftedText, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    stem = f"{drafted.notice}.{drafted.recipient_kind}"
    (out / f"{stem}.txt").write_text(drafted.text, "utf-8")
    (out / f"{stem}.html").write_text(drafted.html, "utf-8")
    (out / f"{stem}.pdf").write_bytes(drafted.pdf)


def _print(drafted: DraftedText, *, as_json: bool, whole: bool) -> None:
    if as_json:
        found = {
            "notice": drafted.notice,
            "for": drafted.recipient_kind,
            "version": drafted.version,
            "digest": drafted.digest,
            "lacks": list(drafted.refusals),
            "text": drafted.text,
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    if whole:
        click.echo(drafted.text)
    click.echo(f"{drafted.notice} for {drafted.recipient_kind}: {drafted.digest[:16]}")
    for each in drafted.refusals:
        click.echo(f"  {each}")
