"""``duenotice remind``: one sweep, now or as of an instant."""

from __future__ import annotations

import json

import click

from desk.casework import installation, json_option
from desk.instants import INSTANT, now
from incidents.moments import Instant
from incidents.services.reminder_text import lasting
from incidents.services.send_due import send_due
from incidents.services.sweeping import ReportLine, SweepReport, Told

_WORDS = {
    Told.SENT: "sent",
    Told.CAUGHT_UP: "sent late",
    Told.RETRIED: "not sent, tried again soon",
    Told.FAILED: "NOT SENT",
    Told.LEFT: "not sent yet",
}


@click.command(name="remind")
@click.option("--at", type=INSTANT, help="The instant to take for now.")
@click.option(
    "--replan", is_flag=True, help="Plan every open case anew first, after a change of settings."
)
@json_option
def command(*, at: Instant | None, replan: bool, as_json: bool) -> None:
    """Send the reminders that are due, each once, and print what was done.

    One message a duty and channel, the most urgent; older ones give way. It
    needs nothing running, and may run every few minutes. Exit status 1 says
    that a reminder could not be sent.

    With --json: at, messages, counts.
    """
    report = send_due(installation().sweeper(now if at is None else lambda: at), replan=replan)
    if as_json:
        click.echo(json.dumps(report_json(report), ensure_ascii=False))
    else:
        for line in _lines(report):
            click.echo(line)
    if report.count(Told.FAILED) or report.count(Told.LEFT):
        raise click.exceptions.Exit(1)


def report_json(report: SweepReport) -> dict[str, object]:
    """Give a sweep as JSON: each message, and the counts."""
    return {
        "at": str(report.at),
        "messages": [_line_json(each) for each in report.lines],
        "counts": {
            **{each.value: report.count(each) for each in Told},
            "superseded": report.superseded,
        },
    }


def _line_json(line: ReportLine) -> dict[str, object]:
    row = line.row
    return {
        "case": row.case,
        "wave": row.wave,
        "duty": row.duty,
        "step": row.step,
        "channel": row.channel,
        "state": line.told.value,
        "due_at": line.due_at.stamp(),
        "late_by_minutes": int(line.late_by.total_seconds() // 60),
        "superseded": line.superseded,
        "message_id": line.message_id,
        "reason": line.reason or None,
    }


def _lines(report: SweepReport) -> list[str]:
    lines = [_line(each) for each in report.lines]
    sent = report.count(Told.SENT) + report.count(Told.CAUGHT_UP)
    older = report.superseded
    gave_way = f"; {older} older one{'' if older == 1 else 's'} gave way" if older else ""
    return [*lines, f"{sent} sent{gave_way}." if lines or older else "Nothing is due."]


def _line(line: ReportLine) -> str:
    row = line.row
    wave = f" (wave {row.wave})" if row.wave > 1 else ""
    late = f", {lasting(line.late_by)} late" if line.told is Told.CAUGHT_UP else ""
    reason = f": {line.reason}" if line.reason else ""
    about = f"{row.case}{wave} {row.duty} {row.step} to {row.channel}"
    return f"{about}: {_WORDS[line.told]}{late}{reason}"
