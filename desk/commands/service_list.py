"""``duenotice service-list``: e-mails for a district's own messaging service."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.batch_numbers import typed
from desk.casework import by_option, examples, installation, json_option
from desk.printing import print_options, printing_into, wanted


@click.command(name="service-list", epilog=examples("service-list KINGSTON-2026-001 lists"))
@print_options
@by_option
@json_option
def command(*, number: str, folder: Path, sending: int | None, by: str, as_json: bool) -> None:
    """Write the e-mails that still wait as a list for a messaging service.

    For districts that reach their families through a service such as
    ParentSquare. Nobody sends these e-mails from here any more; once the
    service has sent them, record it with `duenotice letters-mailed`. The
    headings are our reading of the service's form: compare the first line with
    what it asks for.

    With --json: case, batches (each batch, count, file, sha256).
    """
    from incidents.services.telling.list_for_service import list_for_service  # noqa: PLC0415
    from incidents.services.telling.print_batch import together  # noqa: PLC0415
    from notices.manifests import service_list  # noqa: PLC0415 - after --help

    size = installation().settings.sending.per_day or installation().settings.sending.batch
    with printing_into(folder, by=by, size=size) as printing:
        report = together(
            [
                list_for_service(printing, service_list, number, each)
                for each in wanted(number, sending)
            ]
        )
    files = {each: str(folder / f"{each.name}.csv") for each in report.batches}
    if as_json:
        batches = [
            {"batch": each.number, "count": each.letters, "file": file, "sha256": each.manifest}
            for each, file in files.items()
        ]
        click.echo(json.dumps({"case": number, "batches": batches}, ensure_ascii=False))
        return
    for each, file in files.items():
        click.echo(f"Batch {each.number}: {each.letters:,} e-mails for the service in {file}")
    if not files:
        click.echo("No e-mails wait to be listed.")
        return
    sent = typed(each.number for each in files)
    click.echo(f"Once sent: duenotice letters-mailed {number} {sent} --at DAY")
