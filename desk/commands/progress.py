"""``duenotice progress``: how many were told, by which way, and who is missing."""

from __future__ import annotations

import json

import click

from desk.casework import examples, installation, json_option
from desk.instants import now
from incidents.services.people_rows import RecipientState
from incidents.services.progress import DutyProgress, progress_of
from incidents.services.view_case import CaseView, view_case


@click.command(name="progress", epilog=examples("progress KINGSTON-2026-001"))
@click.argument("number", metavar="CASE")
@json_option
def command(*, number: str, as_json: bool) -> None:
    """Show how far telling the people has come, duty by duty.

    Each recipient stands in one column. A duty is complete once each was told,
    is excused on record, or is reached by substitute notice that was filed with
    its proof; it was fulfilled when the last notice was handed over, and the
    answer gives that day.

    With --json: case, duties (each wave, duty, owed, told by method, on_the_way,
    not_sent, undetermined, failed, without_address, not_found_out, excused,
    complete, last_handed_over, substitute), nobody_told_for (affected persons by
    wave), sendings, batches.
    """
    home = installation()
    with home.reading(now()) as work:
        view = view_case(work, home.law, number)
        found = [each for wave in sorted(view.plans) for each in progress_of(work, view.case, wave)]
        listed = {each.wave for each in view.case.telling.rosters}
        dropped = {wave: work.people.without_recipient(number, wave) for wave in sorted(listed)}
    if as_json:
        click.echo(json.dumps(_json(view, found, dropped), ensure_ascii=False))
        return
    from desk.progress_page import show_progress  # noqa: PLC0415 - rich is only for people

    show_progress(view, found, dropped)


def _json(
    view: CaseView, found: list[DutyProgress], dropped: dict[int, list[int]]
) -> dict[str, object]:
    telling = view.case.telling
    return {
        "case": view.case.number,
        "duties": [_duty(each) for each in found],
        "nobody_told_for": {str(wave): numbers for wave, numbers in dropped.items() if numbers},
        "sendings": [
            {"sending": each.number, "wave": each.wave, "state": each.state, "reason": each.reason}
            for each in telling.sendings.values()
        ],
        "batches": [
            {
                "batch": each.number,
                "sending": each.sending,
                "method": each.method,
                "deliveries": each.deliveries,
                "handed_over_at": each.handed_over_at,
            }
            for each in telling.batches.values()
        ],
    }


def _duty(progress: DutyProgress) -> dict[str, object]:
    last = progress.last_handed_over
    others = (each for each in RecipientState if each is not RecipientState.TOLD)
    return {
        "wave": progress.wave,
        "duty": progress.duty,
        "owed": progress.owed,
        "told": {method.value: count for method, count in progress.told.items()},
        **{each.value: progress.count(each) for each in others},
        "complete": progress.is_complete,
        "last_handed_over": last.stamp() if last else None,
        "substitute": progress.substitute,
    }
