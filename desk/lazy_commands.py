"""A group of commands whose modules are imported only when one is called."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from typing import Any

import click

#: Each command, where it lives, and the line that ``--help`` shows for it.
Entries = Mapping[str, tuple[str, str]]


class LazyCommands(click.Group):
    """Finds a command's module by its name, and imports it when it is called."""

    def __init__(self, *arguments: Any, entries: Entries, **options: Any) -> None:  # noqa: ANN401 - click's
        """Take the commands in the order in which they are listed."""
        super().__init__(*arguments, **options)
        self._entries = entries

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's shape
        """Give the names in their order."""
        return list(self._entries)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Give the command itself, imported now."""
        if cmd_name not in self._entries:
            return super().get_command(ctx, cmd_name)
        module, _, name = self._entries[cmd_name][0].partition(":")
        command = getattr(import_module(module), name or "command")
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """Write the list without importing anything."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in self._entries.items()])
