"""``duenotice spent``: what telling the people really cost."""

from __future__ import annotations

import json
from pathlib import Path

import click

from desk.casework import case_options, examples, installation, read_bytes
from desk.changes import answer
from desk.instants import DAY, WORDS, now
from desk.money import MONEY, dollars
from incidents.case.telling import Cost
from incidents.moments import LocalDay
from incidents.services.record_filing import EvidenceFile
from incidents.services.telling.record_spending import CostItem, GivenCost, record_spending
from incidents.services.view_case import view_case

_ITEMS = tuple(each.value.replace("_", "-") for each in CostItem)


@click.command(
    name="spent",
    epilog=examples(
        "spent KINGSTON-2026-001",
        "spent KINGSTON-2026-001 printing 412.50 --on 2026-03-23 --evidence invoice.pdf",
    ),
)
@click.argument("number", metavar="CASE")
@click.argument("item", metavar="[ITEM]", type=click.Choice(_ITEMS), required=False)
@click.argument("amount", metavar="[DOLLARS]", type=MONEY, required=False)
@click.option("--on", type=DAY, metavar="DATE", help="When it was spent; today, if left out.")
@click.option("--note", type=WORDS, metavar="TEXT", help="What for, in words.")
@click.option(
    "--evidence",
    multiple=True,
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="The invoice or the receipt, kept byte for byte; repeat it for more.",
)
@case_options
def command(
    *,
    number: str,
    item: str | None,
    amount: int | None,
    on: LocalDay | None,
    note: str | None,
    evidence: tuple[Path, ...],
    wave: int,
    by: str,
    as_json: bool,
) -> None:
    """Record what telling the people really cost, or show it without an ITEM.

    ITEM is postage, printing, calls, staff-time, service or other. Where the
    breach is the contractor's, these are the rows of the reimbursement claim.
    What `letters-mailed --cost` recorded is among them already. The estimate is
    another thing: `duenotice record CASE cost`.

    With --json: case, recorded, announced, moved; without an ITEM: case, cents,
    costs.
    """
    home, moment = installation(), now()
    if item is None:
        with home.reading(moment) as work:
            _show(number, view_case(work, home.law, number).case.telling.costs, as_json=as_json)
        return
    if amount is None:
        raise click.UsageError(f"Give what was spent on {item}, in dollars: 412.50.")
    with home.work(moment, by) as work:
        zone = view_case(work, home.law, number).agency.zone
        given = GivenCost(
            item=CostItem(item.replace("-", "_")),
            cents=amount,
            on=on or zone.day_of(moment),
            by=by,
            wave=wave,
            note=note,
            evidence=tuple(
                EvidenceFile(name=path.name, content=read_bytes(path)) for path in evidence
            ),
        )
        changed = record_spending(work, home.law, number, given)
    answer(changed, as_json=as_json)


def _show(number: str, costs: list[Cost], *, as_json: bool) -> None:
    total = sum(each.cents for each in costs)
    if as_json:
        rows = [
            {
                "wave": each.wave,
                "item": each.item,
                "cents": each.cents,
                "on": each.on,
                "by": each.by,
                "note": each.note,
                "evidence": [dict(file) for file in each.evidence],
            }
            for each in costs
        ]
        click.echo(json.dumps({"case": number, "cents": total, "costs": rows}, ensure_ascii=False))
        return
    for each in costs:
        note = f"  {each.note}" if each.note else ""
        item = each.item.replace("_", " ")
        click.echo(f"{each.on}  {item:<10}  {dollars(each.cents):>12}{note}")
    click.echo(f"Spent on telling the people of {number} so far: {dollars(total)}")
