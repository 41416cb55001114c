"""The numbers of batches as a person types them: one, or a range."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import chain, groupby

import click

_RANGE = re.compile(r"(?P<first>[1-9]\d{0,5})(?:-(?P<last>[1-9]\d{0,5}))?", re.ASCII)


class BatchesType(click.ParamType[range]):
    """The number of a batch, such as 3, or those of many, such as 1-31."""

    name = "batches"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> range:
        """Give the numbers, or say what is accepted."""
        found = _RANGE.fullmatch(str(value).strip())
        ends = (found["first"], found["last"] or found["first"]) if found else (1, 0)
        first, last = map(int, ends)
        if first > last:
            self.fail(
                f"`{value}` is no batch; give its number, such as 3, or those of many, lowest "
                "first, such as 1-31.",
                param,
                ctx,
            )
        return range(first, last + 1)


BATCHES = BatchesType()


def each_once(given: Iterable[range]) -> list[int]:
    """Give the numbers in their order, none twice.

    >>> each_once([range(1, 4), range(3, 5)])
    [1, 2, 3, 4]
    """
    return list(dict.fromkeys(chain.from_iterable(given)))


def typed(numbers: Iterable[int]) -> str:
    """Give numbers in their order as a person would type them.

    >>> typed([1, 2, 3, 7])
    '1-3 7'
    """
    runs = groupby(enumerate(numbers), key=lambda placed: placed[1] - placed[0])
    found = [[number for _, number in run] for _, run in runs]
    return " ".join(str(each[0]) if len(each) == 1 else f"{each[0]}-{each[-1]}" for each in found)
