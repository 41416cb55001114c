"""``duenotice people import``: takes the persons of a list into a case."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING, Any

import click

from desk.casework import case_options, examples, installation, seal_milestone, warn
from desk.commands.people.lists import Given, Looked, list_options, looked
from desk.commands.people.look_page import look_json, show_look
from desk.instants import now
from incidents.services.people_rows import RosterRow
from incidents.services.telling.compare_counts import CountDifference, compare_counts
from incidents.services.telling.import_roster import (
    ConfirmedRoster,
    Imported,
    import_roster,
    unfinished_rosters,
)

if TYPE_CHECKING:
    from collections.abc import Callable


@click.command(
    name="import",
    epilog=examples(
        "people import KINGSTON-2026-001 students.csv",
        "people import KINGSTON-2026-001 staff.xlsx --sheet Teachers --group teachers --yes",
    ),
)
@list_options
@click.option("--yes", "is_confirmed", is_flag=True, help="Do not ask; for scripts.")
@case_options
def command(*, is_confirmed: bool, by: str, as_json: bool, **options: Any) -> None:  # noqa: ANN401
    """Take the persons of a list into a case, after a first look and your yes.

    FILE is CSV or an Excel workbook (.xlsx). A list with problems is not taken.
    Who is there already is left as they are, so importing twice adds nobody
    twice, and a list whose import was cut short is simply imported again. What
    you say of columns is remembered for the district. Of the file itself only
    the digest is kept.

    With --json: look (as of people look), roster, added, known, persons,
    recorded, differences.
    """
    if as_json and not is_confirmed:
        raise click.UsageError("With --json nobody is asked; look at the list, and give --yes.")
    given = Given(**options)
    with looked(given) as found:
        _show(found, as_json=as_json)
        if not is_confirmed:
            _ask(found)
        imported = _import(given, found, by, as_json=as_json)
        differences, unfinished = _compared(given, found)
    for each in unfinished:
        warn(_cut_short(each))
    if imported.differing:
        warn(_differing(imported.differing))
    if as_json:
        click.echo(json.dumps(_as_json(found, imported, differences), ensure_ascii=False))
    else:
        click.echo("\n".join([_told(imported), *(_advice(given, each) for each in differences)]))


def _show(found: Looked, *, as_json: bool) -> None:
    """Show the look; leave with status 1 where the list has problems."""
    if not as_json:
        show_look(found.look)
    if found.look.is_clear:
        return
    if as_json:
        click.echo(json.dumps({"look": look_json(found.look)}, ensure_ascii=False))
    raise click.exceptions.Exit(1)


def _ask(found: Looked) -> None:
    persons = f"{found.look.tally.persons:,}"
    if not click.confirm(f"Take these {persons} persons into the case?", err=True):
        raise click.exceptions.Abort


def _import(given: Given, found: Looked, by: str, *, as_json: bool) -> Imported:
    from rosters.first_look import persons_of  # noqa: PLC0415 - when called
    from rosters.matchings import remember  # noqa: PLC0415 - when called

    home, look = installation(), found.look
    remember(home.settings.home, found.agency, look.matching.headings, found.choices)
    confirmed = ConfirmedRoster(
        wave=given.wave,
        sha256=look.sha256,
        rows=look.rows,
        columns=look.matching.by_heading(),
    )
    imported = import_roster(
        lambda: home.work(now(), by),
        home.law,
        given.number,
        confirmed,
        persons_of(found.roster, look, found.terms),
        watch=_progress(look.tally.persons, is_shown=not as_json),
    )
    seal_milestone(given.number)
    return imported


def _progress(total: int, *, is_shown: bool) -> Callable[[int], None]:
    """Give what shows on a terminal how far it is: numbers, and no names."""

    def show(read: int) -> None:
        if is_shown and sys.stderr.isatty():
            click.echo(f"\r{read:,} of {total:,} persons", err=True, nl=read >= total)

    return show


def _compared(given: Given, found: Looked) -> tuple[list[CountDifference], list[RosterRow]]:
    """Give where lists and record differ, and the lists whose import was cut short."""
    with installation().reading(now()) as work:
        return (
            compare_counts(work, given.number, given.wave, found.look.tally.groups),
            unfinished_rosters(work, given.number, given.wave),
        )


def _cut_short(roster: RosterRow) -> str:
    return (
        f"the import of list {roster.number} was cut short, so persons may lack; import that file "
        f"again, the one whose SHA-256 begins with {roster.sha256[:12]}."
    )


def _differing(count: int) -> str:
    return (
        f"for {count:,} of those who were there the list says other contacts or flags than the "
        "case; nothing of that was taken. Put right who may not be told, and what is better "
        "known, with duenotice people correct (--not-to-be-told for a flag)."
    )


def _told(imported: Imported) -> str:
    roster = imported.roster
    if imported.changed is None:
        return (
            f"This file was imported before, as list {roster.number}; nobody was added. The wave "
            f"has {imported.persons:,} persons."
        )
    return (
        f"Imported as list {roster.number}: {roster.added:,} persons added, {roster.known:,} were "
        f"there already and are left as they are. The wave has {imported.persons:,} persons."
    )


def _advice(given: Given, each: CountDifference) -> str:
    """Say where the record has another number, and the command that records this one."""
    recorded = "nothing" if each.recorded is None else f"{each.recorded:,}"
    if not each.listed:
        return f"{_named(each)}: {recorded} recorded, and nobody of them is on a list yet."
    where = f" --residence {each.residence}" if each.residence else ""
    private = _private_option(each)
    wave = f" --wave {given.wave}" if given.wave != 1 else ""
    return (
        f"{_named(each)}: {each.listed:,} on the lists, {recorded} recorded"
        f"{_private_words(each)}. To record what the lists say:\n"
        f"  duenotice record {given.number} affected {each.group.value}{where} --count "
        f'{each.listed}{private}{wave} --source "imported list"'
    )


def _named(each: CountDifference) -> str:
    return each.words[0].upper() + each.words[1:]


def _private_option(each: CountDifference) -> str:
    """Give the number of the lists, or else keep the one that is recorded."""
    private = each.listed_private
    if private is None and each.recorded_private is not None:
        private = min(each.recorded_private, each.listed)
    return "" if private is None else f" --with-private-information {private}"


def _private_words(each: CountDifference) -> str:
    if each.listed_private in (None, each.recorded_private):
        return ""
    recorded = "not said" if each.recorded_private is None else f"{each.recorded_private:,}"
    return f" (with private information: {each.listed_private:,} and {recorded})"


def _as_json(
    found: Looked, imported: Imported, differences: list[CountDifference]
) -> dict[str, object]:
    return {
        "look": look_json(found.look),
        "roster": imported.roster.number,
        "added": imported.roster.added,
        "known": imported.roster.known,
        "persons": imported.persons,
        "recorded": imported.changed is not None,
        "differences": [
            {
                "group": each.group.value,
                "residence": each.residence,
                "listed": each.listed,
                "listed_with_private_information": each.listed_private,
                "recorded": each.recorded,
                "recorded_with_private_information": each.recorded_private,
            }
            for each in differences
        ],
    }
