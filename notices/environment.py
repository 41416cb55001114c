"""The strict environment in which every template is read and filled.

It has two filters, one test and no globals; what is undefined is refused,
every value is escaped, and nothing but text and whole numbers is printed.
"""

from __future__ import annotations

from functools import lru_cache

import jinja2
from jinja2.sandbox import ImmutableSandboxedEnvironment

from notices.language import ENGLISH, Language, language
from notices.wording import dotted


@lru_cache(maxsize=1)
def environment() -> ImmutableSandboxedEnvironment:
    """Give the strict environment in which every template is read."""
    return environment_in(language(ENGLISH))


def environment_in(words: Language) -> ImmutableSandboxedEnvironment:
    """Give the strict environment in which the templates of a language are filled."""

    def printable(value: object) -> object:
        if isinstance(value, bool | list | dict) or value is None:
            raise jinja2.TemplateRuntimeError(f"a {type(value).__name__} cannot be printed")
        return words.number(value) if isinstance(value, int) else value

    strict = ImmutableSandboxedEnvironment(
        undefined=jinja2.StrictUndefined,
        autoescape=True,
        finalize=printable,
        optimized=False,
    )
    strict.globals.clear()
    strict.filters = {"series": words.series, "dotted": dotted}
    strict.tests = {"known": _is_known}
    return strict


def _is_known(value: object) -> bool:
    return not isinstance(value, jinja2.Undefined)
