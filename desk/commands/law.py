"""``duenotice law``: the rule book, or one rule as it stood on a day."""

from __future__ import annotations

import json

import click

from config.registry import load_registry
from desk.instants import DAY, now
from incidents.law.rule import Rule, RuleBook, RuleVersion
from incidents.moments import LocalDay, Zone


@click.command(name="law")
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option(
    "--on", "day", type=DAY, help="The version in force on this date; today, unless given."
)
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
def command(rule_id: str | None, day: LocalDay | None, as_json: bool) -> None:  # noqa: FBT001
    """Print the rule book: each duty, its period, its source, and if it was read.

    With an ID, print the version of that rule on a day. A rule that says "not
    yet read" rests on a source that no person has checked word for word.
    """
    book = load_registry().rule_book
    on = day or Zone("America/New_York").day_of(now())
    if rule_id is not None and rule_id not in book.ids:
        raise click.UsageError(f"There is no rule `{rule_id}`; there are {', '.join(book.ids)}.")
    rules = [book.rule(rule_id)] if rule_id else list(book.rules)
    found = [_rule_json(rule, rule.version_on(on)) for rule in rules]
    if as_json:
        click.echo("\n".join(json.dumps(each, ensure_ascii=False) for each in found))
    elif rule_id:
        _show_one(book.rule(rule_id), on)
    else:
        _show_book(book, on)


def _rule_json(rule: Rule, version: RuleVersion | None) -> dict[str, object]:
    return {
        "id": rule.id,
        "title": rule.title,
        "holder": rule.holder,
        "recipient": rule.recipient,
        "starts": [each.value for each in rule.starts],
        "period": _period(rule, version),
        "in_force": version.window if version else "not in force on that day",
        "elements": list(version.elements) if version else [],
        "methods": list(rule.methods),
        "notices": list(rule.notices),
        "citations": [each.as_json() for each in version.citations] if version else [],
    }


def _period(rule: Rule, version: RuleVersion | None) -> str:
    if rule.clock_is_by_contract:
        return "as the contract says"
    return version.clock.words if version else "none"


def _show_book(book: RuleBook, on: LocalDay) -> None:
    from rich.table import Table  # noqa: PLC0415 - rich is only for people
    from rich.text import Text  # noqa: PLC0415

    from desk.tables import console  # noqa: PLC0415

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in ("Duty", "Who tells whom", "Period", "Stands in", "In force", "Read"):
        table.add_column(heading, overflow="fold")
    for rule in book.rules:
        version = rule.version_on(on)
        cited = "; ".join(each.short for each in version.citations) if version else ""
        read = "yes" if version and version.is_verified else "not yet"
        row = (
            rule.id,
            f"{rule.holder} → {rule.recipient}",
            _period(rule, version),
            cited or "the agency's policy or contract",
            version.window if version else "not on that day",
            read,
        )
        table.add_row(*(Text(cell) for cell in row))
    out = console()
    out.print(
        f"The rule book on {on.words()}; business days by {book.calendar.citation.short}, "
        f"certain through {book.calendar.certain_through}."
    )
    out.print(table)


def _show_one(rule: Rule, on: LocalDay) -> None:
    click.echo(f"{rule.title} ({rule.id})\n{rule.holder} tells {rule.recipient}.")
    starts = " or ".join(each.words for each in rule.starts)
    click.echo(f"Starts with {starts}{', whichever is first' if len(rule.starts) > 1 else ''}.")
    for version in rule.versions:
        mark = "*" if version.is_in_force(on) else " "
        click.echo(f"{mark} {version.window}: {_period(rule, version)}")
        for each in version.citations:
            read = (
                f"read by {each.verified.by}, {each.verified.on}"
                if each.verified
                else "not yet read at its source"
            )
            click.echo(f"    {each.short}: {each.url} ({read})")
    click.echo(
        f"* in force on {on.words()}" if rule.version_on(on) else f"Not in force on {on.words()}."
    )
