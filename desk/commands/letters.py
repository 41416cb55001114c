"""``duenotice letters`` and ``letters-mailed``: from approved text to the post."""

from __future__ import annotations

from pathlib import Path

import click

from desk.batch_numbers import BATCHES, each_once
from desk.casework import by_option, change_options, examples, installation, json_option, read_bytes
from desk.changes import answer
from desk.instants import MOMENT, now
from desk.money import MONEY
from desk.printing import print_options, printed, printed_json, printing_into, show_printed
from incidents.moments import Moment


@click.command(
    name="letters",
    epilog=examples(
        "letters KINGSTON-2026-001 to-print",
        "letters KINGSTON-2026-001 to-print --again 3",
    ),
)
@print_options
@click.option("--again", type=int, metavar="BATCH", help="Print a batch once more, if it was lost.")
@by_option
@json_option
def command(
    *,
    number: str,
    folder: Path,
    sending: int | None,
    again: int | None,
    by: str,
    as_json: bool,
) -> None:
    """Print the letters of a released sending into FOLDER, each once.

    Each batch is two files: letters-0001.pdf, and letters-0001.csv with a row a
    letter: sheet, pages, recipient, name and address. Give both to the mail
    house as they are. Names and addresses stand in them, so keep the folder to
    yourself, and one for each case. If this is stopped halfway, run it again
    with the same folder: nothing is printed twice.

    With --json: case, batches (each batch, count, file, manifest, sha256),
    refused (each number, reason).
    """
    from notices.presses import LetterPress  # noqa: PLC0415 - after --help

    home = installation()
    sending_settings = home.settings.sending
    press = LetterPress(writer=home.letter_writer, duplex=sending_settings.duplex)
    size = sending_settings.letters_per_batch
    with printing_into(folder, by=by, size=size) as printing:
        report = printed(printing, press, number, sending=sending, again=again)
    if as_json:
        click.echo(printed_json(number, report, folder))
        return
    show_printed(
        report,
        folder,
        what="letters",
        then=lambda batches: (
            f"Once mailed: duenotice letters-mailed {number} {batches} --at DAY "
            "--cost DOLLARS --evidence RECEIPT"
        ),
    )


@click.command(
    name="letters-mailed",
    epilog=examples(
        "letters-mailed KINGSTON-2026-001 1-31 --at 2026-03-24 --cost 195.00",
        "--evidence receipt.pdf",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("batches", metavar="BATCH...", type=BATCHES, nargs=-1, required=True)
@click.option(
    "--at", type=MOMENT, required=True, metavar="MOMENT", help="When the post took them: the day."
)
@click.option(
    "--cost", type=MONEY, metavar="DOLLARS", help="What was paid for each batch: postage, printing."
)
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The receipt of the post, kept byte for byte; repeat it for more.",
)
@change_options
def mailed(
    *,
    number: str,
    batches: tuple[range, ...],
    at: Moment,
    cost: int | None,
    evidence: tuple[Path, ...],
    by: str,
    as_json: bool,
) -> None:
    """Record that batches of letters were handed to the post or the mail house.

    From then on their letters count as mailed on that day. BATCH is the number
    in the name of the file, or a range of them, such as 1-31.

    With --json, one line a batch: case, recorded, announced, moved.
    """
    from incidents.services.record_filing import EvidenceFile  # noqa: PLC0415 - after --help
    from incidents.services.telling.mail_batch import GivenMailing, mail_batch  # noqa: PLC0415

    home = installation()
    files = tuple(EvidenceFile(name=path.name, content=read_bytes(path)) for path in evidence)
    for batch in each_once(batches):
        given = GivenMailing(batch=batch, at=at, by=by, cents=cost, evidence=files)
        with home.work(now(), by) as work:
            changed = mail_batch(work, home.law, number, given)
        answer(changed, as_json=as_json)
