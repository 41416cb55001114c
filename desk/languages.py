"""The names of languages, where the record and the lists have their codes."""

from __future__ import annotations

from desk.casework import installation


def language_name(code: str) -> str:
    """Give the name of a language in English; its code where nobody has named it."""
    return installation().drafter.language_name(code)
