"""What the commands that print for the mail and the telephone share."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from desk.batch_numbers import typed
from desk.casework import installation, released_sendings, warn
from desk.instants import now
from incidents.errors import DueNoticeError

if TYPE_CHECKING:
    from incidents.services.telling.print_batch import PrintReport
    from incidents.services.telling.printing import Press, Printing


_C = TypeVar("_C", bound=Callable[..., Any])


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


def print_options(command: _C) -> _C:
    """Give a command the case, the folder, and which sending is meant."""
    sending = click.option(
        "--sending", type=int, metavar="NUMBER", help="Only this one; else every released sending."
    )
    folder = click.argument(
        "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False)
    )
    return click.argument("number", metavar="CASE")(folder(sending(command)))


def printed(
    printing: Printing, press: Press, number: str, *, sending: int | None, again: int | None
) -> PrintReport:
    """Print one batch again, or what waits: in a sending, or in every released one."""
    from incidents.services.telling.print_batch import (  # noqa: PLC0415 - after --help
        PrintReport,
        print_again,
        print_letters,
        together,
    )

    if again is not None:
        batch = print_again(printing, press, number, again)
        return PrintReport(batches=(batch,), refused=())
    return together(
        [print_letters(printing, press, number, each) for each in wanted(number, sending)]
    )


def wanted(number: str, sending: int | None) -> list[int]:
    """Give the sending that is meant, or the released ones; raise NothingReleasedError."""
    if sending is not None:
        return [sending]
    found = released_sendings(number)
    if not found:
        raise NothingReleasedError(
            f"Case {number} has no released sending, so nothing may be printed yet; see "
            f"duenotice progress {number}"
        )
    return found


def show_printed(
    report: PrintReport, folder: Path, *, what: str, then: Callable[[str], str]
) -> None:
    """Say what lies in the folder now, and what to do with it.

    ``then`` is given the numbers of the batches as they are typed.
    """
    for batch in report.batches:
        place = folder / batch.name
        click.echo(f"Batch {batch.number}: {batch.letters:,} {what} in {place}.pdf and {place}.csv")
    for refused in report.refused:
        warn(f"{refused.number} was not printed: {refused.reason} Another way follows, if any.")
    if not report.batches:
        click.echo(f"No {what} wait to be printed.")
    else:
        click.echo(then(typed(batch.number for batch in report.batches)))


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
