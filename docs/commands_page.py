"""Gives the page of all commands, from what ``--help`` says of each."""

from __future__ import annotations

from collections.abc import Iterator

import click

from desk.cli import root

_WIDTH = 88
_HEAD = """\
# Commands

What `duenotice COMMAND --help` says, for every command. This page is made from the program by
`make docs`.

Each command that reads or changes a case works with nothing else running. `--json` prints JSON
instead of text. A mistake ends in one sentence and exit status 1 or 2, and nothing is changed.
Where a date or an instant is asked for, write `2026-03-05` or `2026-03-05T16:00-05:00`.
"""


def commands_page() -> str:
    """Give the whole text of the page."""
    return "\n".join((_HEAD, *_sections(root, _top(), "##")))


def _top() -> click.Context:
    return click.Context(root, info_name="duenotice", **root.context_settings)


def _sections(group: click.Group, above: click.Context, heading: str) -> Iterator[str]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        if command is None:
            continue
        context = click.Context(command, parent=above, info_name=name, terminal_width=_WIDTH)
        title = context.command_path if heading == "##" else f"{above.info_name} {name}"
        yield f"{heading} {title}\n\n```text\n{_help(command, context)}\n```\n"
        if isinstance(command, click.Group):
            yield from _sections(command, context, f"{heading}#")


def _help(command: click.Command, context: click.Context) -> str:
    lines = (line.rstrip() for line in command.get_help(context).splitlines())
    return "\n".join(lines)
