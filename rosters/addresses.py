"""Reads a postal address, out of one cell or out of several."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from incidents.people.person import PostalAddress
from rosters.cells import postal_code_of
from rosters.problems import CellError
from rosters.words import state_codes, state_of

#: Street, city, state and postal code in one cell, with commas or lines between.
_WHOLE = re.compile(
    r"(?P<street>.+)[,\n]\s*(?P<city>[^,\n]+?),?\s+(?P<state>[A-Za-z]{2})\.?,?\s+"
    r"(?P<code>\d{5}(?:-\d{4})?)(?:[,\n]?\s*(?:USA?|United States))?",
    re.ASCII | re.DOTALL,
)
_HOME = frozenset(("", "us", "usa", "united states", "u.s.", "u.s.a."))
_USUAL_LENGTH = 5
_BETWEEN = re.compile(r"\s*[,\n]\s*")

#: Reads a cell by a field's name and notes what is wrong: name, cell, reader.
Read = Callable[[str, str, Callable[[str], str]], str | None]


def address_of(cells: tuple[str, ...], read: Read) -> PostalAddress | None:
    """Give an address of the cells address, street, street_2, city, state, code, country."""
    whole, street, street_2, city, state, code, country = cells
    if whole:
        return _from_one(whole, read)
    is_home = country.lower() in _HOME
    if is_home and state and state not in state_codes():
        state = read("state", state, state_of) or ""
    if is_home and code and not (len(code) == _USUAL_LENGTH and code.isascii() and code.isdigit()):
        code = read("postal_code", code, postal_code_of) or ""
    return PostalAddress(
        street=_lines(street, street_2),
        city=city.replace("\n", " "),
        state=state,
        postal_code=code,
        country="" if is_home else country,
    )


def is_complete(address: PostalAddress) -> bool:
    """Say whether a letter can find its way there."""
    place = address.postal_code or (address.state and address.city)
    return bool(address.street and (place if not address.country else address.city))


def _from_one(whole: str, read: Read) -> PostalAddress | None:
    if read("address", whole, _checked) is None:
        return None
    found = _WHOLE.fullmatch(whole)
    if found is None:  # the reader above has said so
        return None
    return PostalAddress(
        street=tuple(each for each in _BETWEEN.split(found["street"]) if each),
        city=found["city"],
        state=state_of(found["state"]),
        postal_code=postal_code_of(found["code"]),
    )


def _checked(whole: str) -> str:
    found = _WHOLE.fullmatch(whole)
    if found is None:
        raise CellError(
            "accepted is a whole address, such as 1 Main Street, Kingston, NY 12401; or give "
            "street, city, state and postal code in columns of their own"
        )
    state_of(found["state"])
    return whole


def _lines(street: str, street_2: str) -> tuple[str, ...]:
    if not street_2 and "\n" not in street:
        return (street,) if street else ()
    return tuple(each for cell in (street, street_2) for each in cell.split("\n") if each)


@lru_cache(maxsize=1)
def address_fields() -> tuple[str, ...]:
    """Give the names of the cells of an address, in the order they are read in."""
    return ("address", "street", "street_2", "city", "state", "postal_code", "country")
