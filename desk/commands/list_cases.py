"""``duenotice list``: the open cases, the most urgent duty of each first."""

from __future__ import annotations

import json

import click

from desk.casework import installation, json_option
from desk.instants import now
from incidents.moments import Moment
from incidents.services.ports import CaseLine


@click.command(name="list")
@click.option("--agency", help="Only the cases of this agency.")
@click.option("--all", "everything", is_flag=True, help="The closed cases too.")
@json_option
def command(*, agency: str | None, everything: bool, as_json: bool) -> None:
    """List the open cases, most urgent first."""
    with installation().reading(now()) as work:
        lines = work.cases.list_open(agency)
        rows = work.cases.list_all(agency) if everything else []
    shown = [_line(each) for each in lines]
    seen = {each["case"] for each in shown}
    shown += [
        {
            "case": row.number,
            "title": row.title,
            "closed_at": row.closed_at.stamp() if row.closed_at else None,
        }
        for row in rows
        if row.number not in seen
    ]
    if as_json:
        for each in shown:
            click.echo(json.dumps(each, ensure_ascii=False))
        return
    _show(shown)


def _line(line: CaseLine) -> dict[str, object]:
    duty = line.duty
    return {
        "case": line.case.number,
        "title": line.case.title,
        "closed_at": None,
        "pending": line.pending,
        "duty": duty.duty if duty else None,
        "state": duty.state if duty else None,
        "target": _text(duty.target) if duty else None,
        "limit": _text(duty.limit) if duty else None,
    }


def _text(moment: Moment | None) -> str | None:
    return None if moment is None else str(moment)


def _show(lines: list[dict[str, object]]) -> None:
    from rich.table import Table  # noqa: PLC0415 - rich is only for people
    from rich.text import Text  # noqa: PLC0415

    from desk.tables import console  # noqa: PLC0415

    if not lines:
        click.echo("No open case. Open one with: duenotice open FILE")
        return
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Case", "Most urgent", "Aim for", "Left to do"):
        table.add_column(heading, overflow="fold", no_wrap=heading == "Case")
    for each in lines:
        urgent = (
            f"{each['duty']}\n{str(each['state']).replace('_', ' ')}"
            if each.get("duty")
            else "nothing left to do"
        )
        if each["closed_at"]:
            urgent = f"closed {each['closed_at']}"
        cells = (
            f"{each['case']}\n{each['title']}",
            urgent,
            each.get("target") or "",
            each.get("pending", ""),
        )
        table.add_row(*(Text(str(cell)) for cell in cells))
    console().print(table)
