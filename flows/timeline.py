"""The timeline of a case for Prefect's page: duties and dates, no person."""

from __future__ import annotations

from incidents.law.duty import DutyState, PlannedDuty
from incidents.law.wording import sentence
from incidents.services.view_case import CaseView

_QUIET = (DutyState.NOT_REQUIRED, DutyState.NOT_STARTED)


def timeline(view: CaseView) -> str:
    """Give a table of the duties that arose, as Markdown.

    It holds ids, states and dates, and neither a title nor a name.
    """
    rows = [_row(wave, duty) for wave, duty in view.duties() if duty.state not in _QUIET]
    head = "| wave | step | duty | state | aim for | lawful until |\n|---|---|---|---|---|---|"
    return (
        f"# {view.case.number}\n\n{sentence(f'As of {view.agency.zone.words(view.at)}')}\n\n"
        + "\n".join([head, *rows])
        + "\n"
    )


def _row(wave: int, duty: PlannedDuty) -> str:
    target = duty.zone.text(duty.target) if duty.target else "none fixed"
    limit = duty.zone.text(duty.limit) if duty.limit else "none fixed"
    state = duty.state.words + (f", late {duty.late}" if duty.late else "")
    step = duty.rule.step.value.replace("_", " ")
    return f"| {wave} | {step} | {duty.id} | {state} | {target} | {limit} |"
