"""What is typed about somebody, kept out of the history of the shell.

A command line stays in the shell's history and is seen by everybody who may list
what runs on the computer. In the place of a value ``-`` has it read from standard
input: one line for each, in the order of the command line.
"""

from __future__ import annotations

import sys

import click

_READ_IT = "-"
FROM_INPUT = "- reads it from standard input."


def given(value: str, param: click.Parameter | None, ctx: click.Context | None) -> str:
    """Give a value, or the next line of standard input where it is ``-``."""
    if value != _READ_IT:
        return value
    name = param.name.replace("_", " ") if param and param.name else "value"
    if sys.stdin.isatty():
        return str(click.prompt(name.capitalize(), err=True)).strip()
    line = sys.stdin.readline().strip()
    if not line:
        message = f"standard input has no line left for the {name}; write one line for each -."
        raise click.BadParameter(message, ctx, param)
    return line


class PrivateWords(click.ParamType[str]):
    """A free text about somebody, or ``-``."""

    name = "text"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> str:
        """Give the words, or say that there are none."""
        words = given(str(value), param, ctx).strip()
        if not words:
            self.fail("it is blank; write something or leave it out.", param, ctx)
        return words


PRIVATE_WORDS = PrivateWords()
