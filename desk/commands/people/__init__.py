"""``duenotice people``: whom an incident affects, and who is told.

One module a command, imported when it is called: ``look``, ``import_list``,
``resolve``, ``show_people``, ``to_find``, ``correct``, ``excuse`` and ``substitute``.
What those that take a list in share is in ``lists`` and ``look_page``; how persons
and recipients read on a terminal is in ``recipients_page``, how an address is typed
in ``postal_addresses``, and what stays out of a shell's history in ``private_values``.
"""

from __future__ import annotations

import click

from desk.casework import examples
from desk.lazy_commands import Entries, LazyCommands

COMMANDS: Entries = {
    "look": ("desk.commands.people.look", "Look at a list; nothing is kept."),
    "import": ("desk.commands.people.import_list", "Take the persons of a list into a case."),
    "resolve": ("desk.commands.people.resolve", "Find out who is told, and in which way."),
    "show": ("desk.commands.people.show_people", "Show a person, a recipient, or how many."),
    "to-find": ("desk.commands.people.to_find", "List those whom nobody can reach."),
    "correct": ("desk.commands.people.correct", "Give an address that was found."),
    "excuse": ("desk.commands.people.excuse", "Record why somebody need not be told."),
    "substitute": (
        "desk.commands.people.substitute",
        "Choose substitute notice, with its figures.",
    ),
}


@click.group(
    name="people",
    cls=LazyCommands,
    entries=COMMANDS,
    subcommand_metavar="COMMAND ...",
    epilog=examples(
        "people look KINGSTON-2026-001 students.csv",
        "people import KINGSTON-2026-001 students.xlsx --sheet Students",
        "people resolve KINGSTON-2026-001",
        "people to-find KINGSTON-2026-001",
    ),
)
def command() -> None:
    """Take in the list of affected persons, and see who is told.

    Names, addresses and birthdays are sealed in the record; they are shown
    only where somebody asks for them, and stand in no log.
    """
