"""The headings that are known, and the fields that they are read as."""

from __future__ import annotations

import tomllib
import unicodedata
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from rosters.problems import RosterError

#: A column of this kind says yes or no of one element: ``exposed.ssn``.
EXPOSED = "exposed."
_GUARDIAN = "guardian_{number}_{field}"


@lru_cache(maxsize=4096)
def folded(text: str) -> str:
    """Give a heading or a word without capitals, accents, spaces and signs.

    >>> folded("Student_Number") == folded("student #") == "studentnumber"
    True
    """
    apart = unicodedata.normalize("NFKD", text.replace("#", " number"))
    letters = "".join(each for each in apart.casefold() if each.isalnum())
    return letters or "".join(each for each in text.casefold() if not each.isspace())


@cache
def known_headings() -> dict[str, str]:
    """Give the field of each heading that is known, by its folded form."""
    written = _written()
    found = {
        folded(heading): field
        for field, headings in written["person"].items()
        for heading in headings
    }
    for number, prefixes in written["guardians"].items():
        for prefix in prefixes:
            for field, names in written["guardian"].items():
                name = _GUARDIAN.format(number=number, field=field)
                found.update({folded(f"{prefix} {each}"): name for each in names})
    return found


@cache
def fields() -> tuple[str, ...]:
    """Give every field that a column can be read as, apart from those of elements."""
    written = _written()
    guardians = (
        _GUARDIAN.format(number=number, field=field)
        for number in written["guardians"]
        for field in written["guardian"]
    )
    return (*written["person"], *guardians)


@cache
def person_fields() -> tuple[str, ...]:
    """Give the fields of the person themselves."""
    return tuple(_written()["person"])


@cache
def guardian_fields() -> tuple[str, ...]:
    """Give the fields of one guardian, without the number in front."""
    return tuple(_written()["guardian"])


@cache
def guardian_numbers() -> tuple[str, ...]:
    """Give the numbers that guardians have in one row."""
    return tuple(_written()["guardians"])


def field_of(heading: str, elements: tuple[str, ...]) -> str | None:
    """Give the field of a heading; None where it is not known.

    A column on one element names it and says that it is on what was exposed, as
    ``ssn exposed``: under the bare name of an element may stand the number itself.
    """
    wanted = folded(heading)
    for element in elements:
        if wanted in (folded(f"exposed {element}"), folded(f"{element} exposed")):
            return f"{EXPOSED}{element}"
    return known_headings().get(wanted)


def checked_field(name: str, elements: tuple[str, ...]) -> str:
    """Give the field that a person named; raise RosterError with those there are."""
    if name in fields():
        return name
    element = name.removeprefix(EXPOSED)
    found = next((each for each in elements if folded(each) == folded(element)), None)
    if name.startswith(EXPOSED) and found is not None:
        return f"{EXPOSED}{found}"
    guardian = ", ".join(f"guardian_1_{each}" for each in guardian_fields())
    raise RosterError(
        f"There is no field `{name}`; accepted are {', '.join(person_fields())}, {guardian} (and "
        f"so for guardians 2 to {guardian_numbers()[-1]}), and for one element "
        f"{', '.join(EXPOSED + each for each in elements)}."
    )


@cache
def _written() -> dict[str, Any]:
    return tomllib.loads((files("rosters") / "headings.toml").read_text("utf-8"))
