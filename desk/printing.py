"""What the commands that print for the mail and the telephone share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desk.casework import installation, warn
from desk.instants import now
from incidents.errors import DueNoticeError

if TYPE_CHECKING:
    from incidents.services.telling.print_batch import PrintedBatch, PrintReport
    from incidents.services.telling.printing import Press, Printing


class NothingReleasedError(DueNoticeError):
    """The case has no released sending."""


@contextmanager
def printing_into(folder: Path, *, by: str, size: int) -> Iterator[Printing]:
    """Give what it takes to print into a folder, held as long as the block."""
    from incidents.services.telling.printing import Printing  # noqa: PLC0415 - after --help
    from notices.print_folder import letter_folder  # noqa: PLC0415 - after --help

    home = installation()
    with letter_folder(folder) as place:
        yield Printing(
            work=lambda moment: home.work(moment, by),
            folder=place,
            clock=now,
            size=size,
            lease=timedelta(minutes=home.settings.sending.lease_minutes),
        )


def print_all(printing: Printing, press: Press, number: str, sending: int | None) -> PrintReport:
    """Print what waits in a sending, or in every released one of the case."""
    from incidents.services.telling.print_batch import print_letters  # noqa: PLC0415

    wanted = [sending] if sending is not None else released(number)
    return together([print_letters(printing, press, number, each) for each in wanted])


def together(reports: Sequence[PrintReport]) -> PrintReport:
    """Give the reports of several sendings as one."""
    from incidents.services.telling.print_batch import PrintReport  # noqa: PLC0415

    return PrintReport(
        batches=tuple(batch for each in reports for batch in each.batches),
        refused=tuple(refused for each in reports for refused in each.refused),
    )


def released(number: str) -> list[int]:
    """Give the released sendings of a case; raise NothingReleasedError for none."""
    home = installation()
    with home.reading(now()) as work:
        work.cases.get(number)
        found = [each.number for each in work.sendings.of_case(number) if each.state.lets_go]
    if not found:
        raise NothingReleasedError(
            f"Case {number} has no released sending, so nothing may be printed yet; see "
            f"duenotice progress {number}"
        )
    return found


def show_printed(
    report: PrintReport, folder: Path, *, what: str, then: Callable[[PrintedBatch], str]
) -> None:
    """Say what lies in the folder now, and what to do with it."""
    for batch in report.batches:
        place = folder / batch.name
        click.echo(f"Batch {batch.number}: {batch.letters:,} {what} in {place}.pdf and {place}.csv")
    for refused in report.refused:
        warn(f"{refused.number} was not printed: {refused.reason} Another way follows, if any.")
    if not report.batches:
        click.echo(f"No {what} wait to be printed.")
    for batch in report.batches[:1]:
        click.echo(then(batch))


def printed_json(number: str, report: PrintReport, folder: Path) -> str:
    """Give the same as one line of JSON."""
    batches: Sequence[dict[str, object]] = [
        {
            "batch": each.number,
            "count": each.letters,
            "file": str(folder / f"{each.name}.pdf"),
            "manifest": str(folder / f"{each.name}.csv"),
            "sha256": each.manifest,
        }
        for each in report.batches
    ]
    refused = [{"number": each.number, "reason": each.reason} for each in report.refused]
    line = {"case": number, "batches": batches, "refused": refused}
    return json.dumps(line, ensure_ascii=False)
