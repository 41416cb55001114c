"""``--help``: every option says what it takes, and every command its JSON."""

from __future__ import annotations

from collections.abc import Iterator

import click
import pytest

from desk.cli import COMMANDS, root


def commands(group: click.Group, above: click.Context) -> Iterator[tuple[str, click.Command]]:
    """Give every command with its whole name, those within a group too."""
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = click.Context(command, parent=above, info_name=name)
        yield context.command_path, command
        if isinstance(command, click.Group):
            yield from commands(command, context)


EVERY = [
    pytest.param(command, id=path)
    for path, command in commands(
        root, click.Context(root, info_name="duenotice", **root.context_settings)
    )
]


@pytest.mark.parametrize("command", EVERY)
def test_each_option_says_what_it_is_for(command: click.Command) -> None:
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, option.name
            assert option.help.endswith((".", ")")), option.help


@pytest.mark.parametrize("command", EVERY)
def test_a_command_that_prints_json_names_its_keys(command: click.Command) -> None:
    if any(option.name == "as_json" for option in command.params):
        assert "json" in (command.help or "").lower()


def test_the_list_says_one_line_of_each_command() -> None:
    for name, (_, line) in COMMANDS.items():
        assert line.endswith("."), name
        assert len(line) < 60, name
