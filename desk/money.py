"""Amounts of money as a person types and reads them."""

from __future__ import annotations

import re

import click

from incidents.law.wording import dollars

__all__ = ["MONEY", "MoneyType", "dollars"]

_AMOUNT = re.compile(r"\$?(?P<dollars>\d{1,3}(?:,\d{3})+|\d{1,9})(?:\.(?P<cents>\d{2}))?", re.ASCII)
_CENTS = 100


class MoneyType(click.ParamType[int]):
    """An amount in dollars, such as 12 or 1,234.56; it is kept in cents."""

    name = "dollars"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Give the cents, or say what is accepted."""
        if isinstance(value, int):
            return value
        found = _AMOUNT.fullmatch(str(value).strip())
        if found is None:
            self.fail(
                f"`{value}` is no amount; give dollars, with cents or without: 12 or 1,234.56.",
                param,
                ctx,
            )
        return int(found["dollars"].replace(",", "")) * _CENTS + int(found["cents"] or 0)


MONEY = MoneyType()
