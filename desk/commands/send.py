"""``duenotice send`` and ``bounces``: e-mails, and what comes back."""

from __future__ import annotations

import json
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

import click

from desk.casework import examples, installation, json_option, released_sendings
from desk.instants import now

if TYPE_CHECKING:
    from incidents.services.telling.mailing import Mailing
    from incidents.services.telling.send_batch import BatchReport
    from incidents.services.telling.send_sending import SentReport


@click.command(name="send", epilog=examples("send KINGSTON-2026-001"))
@click.argument("number", metavar="CASE")
@click.option(
    "--now-only", is_flag=True, help="Send what may go this minute, and wait for nothing."
)
@json_option
def command(*, number: str, now_only: bool, as_json: bool) -> None:
    """Send the e-mails of every released sending of a case.

    It asks nothing: the release was the act. It keeps to the number that may go
    a minute and a day, and ends when nothing more is due. Ctrl-C ends it after
    the messages that are on their way; run it again and it goes on. Several may
    run at once. Exit status 1 says that it was stopped or could not go on.

    With --json: case, sendings (each sending, counts, open, ended).
    """
    mailing = installation().mailing(now)
    with _until_interrupted() as interrupted:
        mailing = replace(mailing, goes_on=lambda: not interrupted.is_set())
        reports = [
            _send(mailing, number, each, wait=not now_only, quiet=as_json)
            for each in released_sendings(number)
        ]
    if as_json:
        click.echo(json.dumps({"case": number, "sendings": list(map(_json, reports))}))
    else:
        for report in reports:
            _show(report)
        if not reports:
            click.echo(f"Case {number} has no released sending: duenotice sending show {number}")
    if any(each.ended for each in reports):
        raise click.exceptions.Exit(1)


def _no_wait() -> bool:
    return False


def _send(mailing: Mailing, number: str, sending: int, *, wait: bool, quiet: bool) -> SentReport:
    from rich.console import Console  # noqa: PLC0415 - only where something is sent
    from rich.progress import Progress  # noqa: PLC0415 - only where something is sent

    from flows.patience import Patience  # noqa: PLC0415 - after --help
    from incidents.services.telling.send_sending import send_sending  # noqa: PLC0415

    patience = Patience(mailing.goes_on)
    console = Console(stderr=True)
    hidden = quiet or not console.is_terminal
    with Progress(console=console, disable=hidden, transient=True) as progress:
        bar = progress.add_task(f"Sending {sending}", total=_queued(number, sending))

        def said(report: BatchReport) -> None:
            patience.saw(report)
            progress.advance(bar, sum(report.counts.values()))

        return send_sending(
            mailing,
            number,
            sending,
            limit=installation().settings.sending.batch,
            wait=patience.wait if wait else _no_wait,
            say=said,
        )


@contextmanager
def _until_interrupted() -> Iterator[threading.Event]:
    """Give an event that Ctrl-C sets; a second Ctrl-C ends at once."""
    interrupted = threading.Event()

    def ask(number: int, _frame: object) -> None:
        signal.signal(number, signal.SIG_DFL)
        interrupted.set()
        click.echo("Ending after the messages that are on their way.", err=True)

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield interrupted
    finally:
        signal.signal(signal.SIGINT, before)


def _queued(number: str, sending: int) -> int:
    with installation().reading(now()) as work:
        row = work.sendings.get(number, sending)
        tallies = work.deliveries.tally(row.id) if row else []
    return sum(
        each.count
        for each in tallies
        if each.method.value == "email" and each.state.value in ("queued", "sending")
    )


def _json(report: SentReport) -> dict[str, object]:
    return {
        "sending": report.sending,
        "counts": {state.value: count for state, count in sorted(report.counts.items())},
        "open": report.open,
        "ended": report.ended,
    }


def _show(report: SentReport) -> None:
    counts = ", ".join(f"{count:,} {state.words}" for state, count in sorted(report.counts.items()))
    click.echo(f"Sending {report.sending}: {counts or 'nothing was due'}.")
    if report.open:
        click.echo(
            f"Of {report.open:,} it is not known yet whether they were taken; it is found out "
            "when this runs again in some minutes."
        )
    if report.ended:
        click.echo(f"It ended early: {report.ended}.")


@click.command(name="bounces", epilog=examples("bounces"))
@json_option
def bounces(*, as_json: bool) -> None:
    """Read the returned messages, and queue another way for who was not reached.

    Where they arrive is the setting `mail.bounces`: a folder, or a mailbox. Safe
    to run twice: what was read before changes nothing.

    With --json: read, hard, soft, known, unmatched, stopped.
    """
    report = installation().read_bounces(now)
    if as_json:
        keys = ("read", "hard", "soft", "known", "unmatched", "stopped")
        click.echo(json.dumps({key: getattr(report, key) for key in keys}))
        return
    click.echo(
        f"{report.read:,} messages read: {report.hard:,} e-mails were given up and go another way "
        f"now, {report.soft:,} noted, {report.known:,} known before, {report.unmatched:,} not of "
        "ours."
    )
    for case in report.stopped:
        click.echo(f"The sending of {case} was stopped: duenotice sending show {case}")
