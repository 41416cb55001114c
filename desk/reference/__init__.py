"""The rule book page of the manual, written from the packs themselves.

``rule_book_page`` gives the whole page, of a registry ``page_of`` does;
``docs/generate.py`` writes it, and ``make check`` fails while the one in
``docs/reference`` is another.

- ``duties``      one table at a glance, one section a duty
- ``contracts``   the families with their exhibits, the registry
- ``policies``    what an agency's own policy adds
- ``calendar``    the public holidays, as rules and as days
- ``provisions``  thresholds, penalties, elements
- ``notices``     the catalogue of notices, a page of its own
- ``markdown``    the few forms that all are written in
"""

from __future__ import annotations

from config.registry import Registry, load_registry
from desk.reference.calendar import calendar_section
from desk.reference.contracts import contracts_section, families_section
from desk.reference.duties import duties_section, glance_section
from desk.reference.policies import policies_section
from desk.reference.provisions import elements_section, penalties_section, thresholds_section

_HEAD = """\
<!-- Written by `make docs` from config/rules and config/calendars; changes belong there. -->
# The rule book

Every duty that a plan can show: who tells whom, from which moment, by when, under which
conditions and on whose authority; then the contracts, the policies, the calendar and the numbers
that the rules use. It describes what the program computes. It is no legal advice, and a provision
marked *not yet read* rests on a source that nobody has compared word for word.

A period in days is counted from the day after its moment, where the agency is. Two dates come of
it: the **target**, the strict last day, and the **limit**, the last lawful day after a last day
that is no business day has rolled. [The incident file](incident-file.md) says how the parts
combine.
"""


def rule_book_page() -> str:
    """Give the page as it has to be now."""
    return page_of(load_registry())


def page_of(registry: Registry) -> str:
    """Give the page of a registry."""
    book = registry.rule_book
    sections = (
        _HEAD,
        glance_section(book),
        duties_section(book),
        families_section(registry.families),
        contracts_section(registry),
        policies_section(registry.policies),
        calendar_section(book.calendar),
        thresholds_section(book),
        penalties_section(book),
        elements_section(),
    )
    return "\n".join(sections)
