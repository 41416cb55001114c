"""``duenotice list``: the open cases, the most urgent duty of each first."""

from __future__ import annotations

import json
from collections.abc import Iterator

import click

from desk.casework import installation, json_option, warn
from desk.instants import now
from incidents.law.duty import DutyState
from incidents.moments import Instant, Moment, Zone
from incidents.services.list_cases import ListedCase, known_agency, list_cases, list_closed


@click.command(name="list")
@click.option("--agency", metavar="ID", help="Only the cases of this agency.")
@click.option("--all", "everything", is_flag=True, help="The closed cases too.")
@json_option
def command(*, agency: str | None, everything: bool, as_json: bool) -> None:
    """List the open cases, each with its most urgent duty, the nearest first.

    Warns where no reminder can have gone out because nothing swept for a while.

    With --json, one line a case: case, agency, title, opened_at, closed_at,
    pending (how many duties are left), wave, duty, duty_title, state, target,
    limit.
    """
    from incidents.services.heartbeat import stale_sweep  # noqa: PLC0415 - after --help

    home = installation()
    with home.reading(now()) as work:
        if agency is not None:
            known_agency(work, agency, home.law.registry.agency_ids())
        listed = list_cases(work, home.zone_of, agency)
        stale = stale_sweep(work) if listed else None
        listed += list_closed(work, home.zone_of, agency) if everything else []
    if stale:
        warn(stale)
    for line in _json_lines(listed) if as_json else _lines(listed, work.now):
        click.echo(line)


def _json_lines(listed: list[ListedCase]) -> Iterator[str]:
    for each in listed:
        yield json.dumps(_as_json(each), ensure_ascii=False)


def _as_json(listed: ListedCase) -> dict[str, object]:
    case, duty = listed.case, listed.duty
    return {
        "case": case.number,
        "agency": case.agency,
        "title": case.title,
        "opened_at": case.opened_at.stamp(),
        "closed_at": case.closed_at.stamp() if case.closed_at else None,
        "pending": listed.pending,
        "wave": duty.wave if duty else None,
        "duty": duty.duty if duty else None,
        "duty_title": duty.title if duty else None,
        "state": listed.state.value if listed.state else None,
        "target": _text(duty.target, listed.zone) if duty else None,
        "limit": _text(duty.limit, listed.zone) if duty else None,
    }


def _text(moment: Moment | None, zone: Zone) -> str | None:
    return None if moment is None else zone.text(moment)


def _lines(listed: list[ListedCase], at: Instant) -> Iterator[str]:
    if not listed:
        yield "No open case. Open one with: duenotice open FILE"
    for each in listed:
        yield f"{click.style(each.case.number, bold=True)}  {each.case.title}"
        yield from (f"    {line}" for line in _urgent(each, at))


def _urgent(listed: ListedCase, at: Instant) -> Iterator[str]:
    """Give the most urgent duty of a case: where it stands, and until when."""
    duty, zone = listed.duty, listed.zone
    if listed.case.closed_at:
        yield f"closed on {zone.words(listed.case.closed_at)}"
        return
    if duty is None or listed.state is None:
        yield f"nothing is left to do; close it with: duenotice close {listed.case.number}"
        return
    time = listed.time_words(at)
    standing = f"{listed.state.words}, {time}" if time else listed.state.words
    yield f"{click.style(standing, fg=_COLOURS.get(listed.state))}: {duty.title}"
    dates = [
        f"aim for {zone.words(duty.target)}" if duty.target not in (None, duty.limit) else "",
        f"lawful until {zone.words(duty.limit)}" if duty.limit else "",
        f"{listed.pending} left to do",
    ]
    yield "; ".join(filter(None, dates))


#: Beside the words, never in their place.
_COLOURS = {DutyState.MISSED: "red", DutyState.OVERDUE: "red", DutyState.UNDECIDED: "yellow"}
