"""``duenotice law``: the rule book, or one rule as it stood on a day."""

from __future__ import annotations

import json
import shutil
import textwrap

import click

from config.registry import load_registry
from desk.instants import DAY, now
from desk.rule_words import (
    condition_lines,
    holds_in_words,
    last_day_in_words,
    starts_in_words,
)
from incidents.law.rule import Rule, RuleBook, RuleVersion
from incidents.moments import LocalDay, Zone
from notices.elements import Element


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

    With --json, one line a rule: id, title, holder, recipient, starts, period,
    in_force, elements, methods, notices, citations.
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
    calendar = book.calendar
    counted = f"business days by {calendar.citation.short}, certain through"
    click.echo(f"The rule book on {on.words()};\n{counted} {calendar.certain_through}.")
    for rule in book.rules:
        version = rule.version_on(on)
        click.echo(f"\n{click.style(rule.id, bold=True)}\n  {rule.holder} → {rule.recipient}")
        if version is None:
            click.echo("  not in force on that day")
            continue
        click.echo(f"  {_period(rule, version)}, in force {version.window}")
        for each in version.citations:
            click.echo(f"  {each.short}; {each.reading}")
        if not version.citations:
            click.echo("  the section of the agency's policy, or the clause of its contract")
    click.echo("\nThe versions of one rule: law ID. This is a tool, and not legal advice.")


def _show_one(rule: Rule, on: LocalDay) -> None:
    _echo(f"{rule.title} ({rule.id})")
    _echo(f"{rule.holder} → {rule.recipient}")
    _echo(f"Starts with {starts_in_words(rule.starts)}.")
    for version in rule.versions:
        mark = "*" if version.is_in_force(on) else " "
        click.echo(f"{mark} {version.window}: {_period(rule, version)}")
        for each in version.citations:
            click.echo(f"    {each.short}; {each.reading}\n      {each.url}")
    now_in_force = rule.version_on(on)
    if now_in_force is None:
        click.echo(f"Not in force on {on.words()}.")
    else:
        click.echo(f"* in force on {on.words()}.")
        _show_terms(rule, now_in_force)


def _show_terms(rule: Rule, version: RuleVersion) -> None:
    if not rule.clock_is_by_contract:
        if version.clock.length is not None:
            _echo(f"The last day {last_day_in_words(version.clock)}.")
        _echo(f"Holds: {holds_in_words(version.holds)}.")
    if version.elements:
        _echo(f"Must contain: {'; '.join(Element(each).words for each in version.elements)}.")
    click.echo("Applies when:")
    for line in condition_lines(version.applies_when):
        _echo(line, len(line) - len(line.lstrip()) + 2)


def _echo(line: str, indent: int = 2) -> None:
    width = shutil.get_terminal_size().columns
    after = " " * indent
    click.echo(textwrap.fill(line, width, subsequent_indent=after, break_on_hyphens=False))
