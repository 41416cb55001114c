"""``duenotice calls`` and ``called``: call sheets, and the log of each call."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from desk.casework import by_option, change_options, examples, installation, json_option, read_bytes
from desk.instants import INSTANT, now
from desk.printing import print_options, printed, printed_json, printing_into, show_printed
from incidents.errors import InputRefusedError
from incidents.moments import Instant, MomentError

if TYPE_CHECKING:
    from incidents.services.telling.log_call import CallTaken, GivenCall

_OUTCOMES = ("told", "no-answer", "message-left", "wrong-number", "refused")


@click.command(name="calls", epilog=examples("calls KINGSTON-2026-001 to-call"))
@print_options
@click.option("--again", type=int, metavar="BATCH", help="Make a sheet once more, if it was lost.")
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
    """Make the call sheets of a released sending in FOLDER, each call once.

    Each sheet is two files: calls-0001.pdf to write on, and calls-0001.csv,
    whose columns `outcome` and `at` can be filled in and read back with
    `duenotice called CASE --sheet FILE`. The approved telephone scripts are put
    beside them, as PDF; of one that nobody has approved you are told.

    With --json: case, batches (each batch, count, file, manifest, sha256),
    refused.
    """
    from desk.call_scripts import put_scripts  # noqa: PLC0415 - after --help
    from notices.presses import CallPress  # noqa: PLC0415 - after --help

    size = installation().settings.sending.calls_per_sheet
    with printing_into(folder, by=by, size=size) as printing:
        report = printed(printing, CallPress(), number, sending=sending, again=again)
    scripts = put_scripts(number, folder) if report.batches else []
    if as_json:
        click.echo(printed_json(number, report, folder))
        return
    then = f"Log each call: duenotice called {number} CALL told"
    show_printed(report, folder, what="calls", then=lambda _: then)
    for each in scripts:
        click.echo(each.words(number))


@click.command(
    name="called",
    epilog=examples(
        "called KINGSTON-2026-001 4711 told",
        "called KINGSTON-2026-001 4712 no-answer --at 2026-03-24T10:15-04:00",
        "called KINGSTON-2026-001 --sheet calls-0001.csv",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("call", metavar="[CALL]", type=int, required=False)
@click.argument("outcome", metavar="[OUTCOME]", type=click.Choice(_OUTCOMES), required=False)
@click.option("--at", type=INSTANT, metavar="INSTANT", help="When it was; now, if left out.")
@click.option(
    "--sheet",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="A call sheet as CSV with its outcomes filled in.",
)
@change_options
def called(
    *,
    number: str,
    call: int | None,
    outcome: str | None,
    at: Instant | None,
    sheet: Path | None,
    by: str,
    as_json: bool,
) -> None:
    """Log how a call ended: told, no-answer, message-left, wrong-number or refused.

    CALL is the number that stands first in its line of the call sheet. Only
    somebody who was spoken to was told. After several calls that reached nobody
    (setting `call_attempts`), a wrong number or a refusal, the next way of the
    person's plan follows.

    With --json, one line a call: case, call, outcome, calls, state, queued,
    to_work.
    """
    from incidents.services.telling.log_call import GivenCall, Outcome, log_call  # noqa: PLC0415

    moment, home = now(), installation()
    if sheet is not None:
        given = [*_of_sheet(sheet, at or moment, by)]
    elif call is not None and outcome is not None:
        ended = Outcome(outcome.replace("-", "_"))
        given = [GivenCall(delivery=call, outcome=ended, at=at or moment, by=by)]
    else:
        raise click.UsageError("Give a CALL and its OUTCOME, or a filled-in --sheet.")
    most = home.settings.sending.call_attempts
    with home.work(moment, by) as work:
        taken = [log_call(work, home.law, number, each, most_calls=most) for each in given]
    _show(number, given, taken, as_json=as_json)


def _show(
    number: str, given: Sequence[GivenCall], taken: Sequence[CallTaken], *, as_json: bool
) -> None:
    for call, found in zip(given, taken, strict=True):
        queued = {method.value: count for method, count in found.fell_back.queued.items()}
        to_work = list(found.fell_back.to_work)
        if as_json:
            line = {"case": number, "call": call.delivery, "outcome": call.outcome.value}
            more = {"calls": found.calls, "state": found.state.value}
            click.echo(json.dumps({**line, **more, "queued": queued, "to_work": to_work}))
            continue
        told = f"Call {found.calls} for {call.delivery}: {call.outcome.words}."
        follows = [f"{each.words} follows" for each in found.fell_back.queued]
        if to_work:
            follows = ["no other way is known: an address has to be found"]
        click.echo(f"{told} {'; '.join(follows).capitalize()}." if follows else told)


def _of_sheet(path: Path, moment: Instant, by: str) -> Iterator[GivenCall]:
    """Give the calls of a sheet whose outcome is filled in; refuse what is not clear."""
    from incidents.services.telling.log_call import GivenCall, Outcome  # noqa: PLC0415

    text = read_bytes(path).decode("utf-8-sig", "replace")
    wrong = []
    for line, row in enumerate(csv.DictReader(io.StringIO(text)), start=2):
        ended = (row.get("outcome") or "").strip().lower().replace("_", "-").replace(" ", "-")
        if not ended:
            continue
        number = (row.get("call") or "").strip()
        if ended not in _OUTCOMES or not number.isdecimal():
            wrong.append(f"  line {line}: call `{number}`, outcome `{row['outcome']}`")
            continue
        try:
            at = _at(row.get("at"), moment)
        except MomentError as mistake:
            wrong.append(f"  line {line}: {mistake}")
            continue
        outcome = Outcome(ended.replace("-", "_"))
        yield GivenCall(delivery=int(number), outcome=outcome, at=at, by=by)
    if wrong:
        accepted = f"an outcome is one of {', '.join(_OUTCOMES)}"
        raise InputRefusedError([f"{path} was not taken, nothing was logged; {accepted}:", *wrong])


def _at(text: str | None, moment: Instant) -> Instant:
    given = (text or "").strip()
    return Instant.parse(given) if given else moment
