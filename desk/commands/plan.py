"""``duenotice plan``: every duty of an incident file, with its dates."""

from __future__ import annotations

import json
from pathlib import Path

import click

from config.incident_files import read_file
from config.planning import plan_incident
from config.registry import Registry, load_registry
from config.settings import home_of
from desk.instants import INSTANT, now
from incidents.errors import InputRefusedError
from incidents.law.plan import Plan
from incidents.moments import Instant


@click.command(name="plan")
@click.argument("names", nargs=-1, required=True, type=click.Path(), metavar="FILE...")
@click.option("--at", type=INSTANT, help="The instant to plan for; now, unless given.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a file, one a line.")
@click.option("--why", metavar="ID", help="Print the working and the citations of one duty.")
def command(names: tuple[str, ...], at: Instant | None, as_json: bool, why: str | None) -> None:  # noqa: FBT001
    """Show every duty and date of an incident file, without keeping anything.

    FILE is YAML or JSON, version 1. Exit status 1 says that a file was
    refused; the others are planned all the same.

    With --json, one line a file: version, file, at, duties, warnings; or file
    and errors.
    """
    registry, instant = load_registry(home_of()), at or now()
    refused = False
    for name in names:
        try:
            plan = _planned(name, instant, registry)
        except InputRefusedError as wrong:
            refused = True
            _refuse(name, wrong, as_json=as_json)
            continue
        _print(name, plan, as_json=as_json, why=why)
    if refused:
        raise click.exceptions.Exit(1)


def _planned(name: str, at: Instant, registry: Registry) -> Plan:
    try:
        content = Path(name).read_bytes()
    except OSError as wrong:
        raise InputRefusedError(
            [f"The file cannot be read: {wrong.strerror}; check its name."]
        ) from wrong
    return plan_incident(read_file(content, registry), at, registry)


def _refuse(name: str, wrong: InputRefusedError, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({"file": name, "errors": list(wrong.problems)}, ensure_ascii=False))
        return
    click.echo(f"{name} was refused:", err=True)
    for problem in wrong.problems:
        click.echo(f"  {problem}", err=True)


def _print(name: str, plan: Plan, *, as_json: bool, why: str | None) -> None:
    if as_json:
        found = plan.as_json()
        line = {"version": found.pop("version"), "file": name, **found}
        click.echo(json.dumps(line, ensure_ascii=False))
        return
    from desk.tables import show_plan, show_working  # noqa: PLC0415 - rich is only for people

    if why is not None:
        show_working(plan, why)
    else:
        show_plan(plan, name)
