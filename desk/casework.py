"""What the commands on cases share: the installation, options, and answers."""

from __future__ import annotations

import json
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import click

from config.wiring import Installation
from desk.instants import now
from incidents.case.events import CaseEvent
from incidents.law.duty import PlannedDuty
from incidents.services.follow_up import Changed
from incidents.services.view_case import CaseView

_C = TypeVar("_C", bound=Callable[..., Any])

by_option = click.option(
    "--by", default="dpo", envvar="DUENOTICE_BY", show_default=True, help="Who does this."
)
wave_option = click.option(
    "--wave", default=1, show_default=True, help="The wave of persons it concerns."
)
json_option = click.option("--json", "as_json", is_flag=True, help="Print JSON.")
source_option = click.option(
    "--source", help="Where this is known from; needed to replace something."
)


@cache
def installation() -> Installation:
    """Give the installation that the environment names."""
    return Installation()


def case_options(command: _C) -> _C:
    """Give a command the options of every change to a case."""
    for option in (json_option, by_option, wave_option):
        command = option(command)
    return command


def seal_milestone(*numbers: str) -> None:
    """Seal the cases after a milestone, and say aloud what was refused."""
    for refused in installation().seal(now(), numbers).refused:
        click.echo(f"Warning: {refused}", err=True)


def answer(changed: Changed, *, as_json: bool) -> None:
    """Print what a change announced, and which deadlines it moved."""
    if as_json:
        click.echo(json.dumps(changed_json(changed), ensure_ascii=False))
        return
    for line in announcements(changed):
        click.echo(line)


def changed_json(changed: Changed) -> dict[str, object]:
    """Give a change as JSON: the case, what was announced, what moved."""
    return {
        "case": changed.after.case.number,
        "announced": [{"event": each.tag, **each.body()} for each in changed.announced],
        "moved": [
            {"wave": wave, "duty": after.id, "before": _shown(before), "after": _shown(after)}
            for wave, before, after in moved(changed)
        ],
    }


def announcements(changed: Changed) -> list[str]:
    """Give the sentences that a person must not miss."""
    return [
        *(_announced(each) for each in changed.announced),
        *(_moved(*each) for each in moved(changed)),
    ]


def _announced(event: CaseEvent) -> str:
    body = event.body()
    match event.tag:
        case "duty:planned":
            terms = body["terms"]
            title = terms["title"] if isinstance(terms, dict) else ""
            return f"A duty arose: {title} ({body['duty']})."
        case "duty:withdrawn":
            return f"A duty fell away and stays on the record: {body['duty']}. {body['because']}"
        case "duty:returned":
            return f"A duty came back: {body['duty']}. {body['because']}"
        case "threshold:crossed":
            return f"{body['count']:,} is more than {body['more_than']:,}: {body['means']}."
        case _:
            return event.tag


def moved(changed: Changed) -> list[tuple[int, PlannedDuty, PlannedDuty]]:
    """Give each duty whose dates or state a change moved, before and after."""
    found = []
    for wave, plan in changed.after.plans.items():
        earlier = changed.before.plans.get(wave)
        for after in plan.duties:
            before = earlier.duty(after.id) if earlier else None
            if before is not None and _shown(before) != _shown(after):
                found.append((wave, before, after))
    return found


def _shown(duty: PlannedDuty) -> dict[str, object]:
    return {key: duty.as_json()[key] for key in ("state", "target", "limit")}


def _moved(wave: int, before: PlannedDuty, after: PlannedDuty) -> str:
    return f"Wave {wave}, {after.id}: {_state(before)} → {_state(after)}."


def _state(duty: PlannedDuty) -> str:
    if duty.limit is None:
        return duty.state.words
    aim = (
        f", aim for {duty.zone.text(duty.target)}"
        if duty.target and duty.target != duty.limit
        else ""
    )
    return f"{duty.state.words}{aim}, lawful until {duty.zone.text(duty.limit)}"


def read_evidence(paths: tuple[Path, ...]) -> list[tuple[str, bytes]]:
    """Give the name and bytes of each file; raise a usage error where one is missing."""
    found = []
    for path in paths:
        try:
            found.append((path.name, path.read_bytes()))
        except OSError as wrong:
            raise click.UsageError(
                f"{path} cannot be read: {wrong.strerror}; check its name."
            ) from wrong
    return found


def view_json(view: CaseView) -> dict[str, object]:
    """Give a case as JSON: its record and the plan of each wave."""
    case = view.case
    return {
        "case": case.number,
        "agency": case.agency,
        "title": case.title,
        "opened_at": case.opened_at.stamp() if case.opened_at else None,
        "closed_at": case.closed_at.stamp() if case.closed_at else None,
        "at": str(view.at),
        "entries": case.size,
        "waves": [
            {"wave": number, "document": case.document(number), **plan.as_json()}
            for number, plan in view.plans.items()
        ],
        "filings": [
            {
                "filing": each.number,
                "wave": each.wave,
                "duties": list(each.duties),
                "at": each.at,
                "by": each.by,
                "receipt": each.receipt,
                "late_reason": each.late_reason,
                "supersedes": each.supersedes,
                "evidence": [dict(file) for file in each.evidence],
            }
            for each in case.filings
        ],
        "determinations": [
            {
                "wave": each.wave,
                "duty": each.duty,
                "required": each.required,
                "by": each.by,
                "at": each.made_at,
                "reason": each.reason,
                "keep_until": each.keep_until,
            }
            for each in case.determinations
        ],
        "notices": [
            {
                "notice": each.notice,
                "version": each.template_version,
                "for": each.recipient_kind,
                "digest": each.digest,
                "approved_by": list(each.approved_by),
            }
            for each in case.drafts.values()
        ],
    }
