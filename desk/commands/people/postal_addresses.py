"""An address as a person types it: on one line, with commas."""

from __future__ import annotations

import re

import click

from desk.commands.people.private_values import given
from incidents.people.person import PostalAddress

_EXAMPLE = "300 Broadway, Apt 4B, Kingston, NY 12401"
_STATE_AND_CODE = re.compile(r"([A-Za-z]{2})(?:\s+(\d{5}(?:-\d{4})?))?", re.ASCII)
#: Street, town, state with code.
_FEWEST = 3


class PostalAddressType(click.ParamType[PostalAddress]):
    """A postal address of this country on one line."""

    name = "address"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> PostalAddress:
        """Give the address, or say how one is written."""
        if isinstance(value, PostalAddress):
            return value
        text = given(str(value), param, ctx)
        parts = [part.strip() for part in text.split(",")]
        found = _STATE_AND_CODE.fullmatch(parts[-1])
        if found is None or len(parts) < _FEWEST or not all(parts):
            self.fail(f"`{text}` cannot be read as an address; write {_EXAMPLE}.", param, ctx)
        return PostalAddress(
            street=tuple(parts[:-2]),
            city=parts[-2],
            state=found[1].upper(),
            postal_code=found[2] or "",
        )


POSTAL_ADDRESS = PostalAddressType()
