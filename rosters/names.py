"""Names of people as they stand on an envelope."""

from __future__ import annotations

#: After a comma these belong to the name in front of it.
_AFTER_A_NAME = frozenset(("jr", "sr", "ii", "iii", "iv", "v", "md", "phd", "esq"))
FORMULA_SIGNS = ("=", "+", "-", "@")


def natural_name(name: str) -> str:
    """Give a name that lists write with the family name first in its natural order.

    >>> natural_name("Rivera Ortiz, Ana M"), natural_name("Sam Reyes, Jr.")
    ('Ana M Rivera Ortiz', 'Sam Reyes, Jr.')
    """
    family, comma, given = name.partition(",")
    if not comma or "," in given or given.strip().rstrip(".").lower() in _AFTER_A_NAME:
        return name
    return f"{given.strip()} {family.strip()}".strip()


def has_letters(name: str) -> bool:
    """Say whether something is a name at all."""
    return any(each.isalpha() for each in name)
