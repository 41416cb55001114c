"""Rules in words: conditions, periods and holds, as the law and the manual show them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from incidents.law.clock import Clock, Unit
from incidents.law.conditions import (
    AllOf,
    Always,
    AnyOf,
    Condition,
    ContractHasClause,
    FactIs,
    NotRecorded,
    PolicyAsks,
    PolicySays,
    Recorded,
)
from incidents.law.exposure import (
    PRIVATE_ELEMENTS,
    ElementsExposed,
    PrivateInformationExposed,
    ResidentsExceed,
)
from incidents.law.holds import HoldTerms
from incidents.law.moment_names import MomentName

_INDENT = "  "


def condition_lines(condition: Condition, depth: int = 0) -> list[str]:
    """Give a condition as the lines of a nested list."""
    before = f"{_INDENT * depth}- "
    if isinstance(condition, (AllOf, AnyOf)):
        head = "all of these" if isinstance(condition, AllOf) else "any of these"
        below = [line for part in condition.parts for line in condition_lines(part, depth + 1)]
        return [f"{before}{head}:", *below]
    return [f"{before}{_LEAVES[type(condition)](condition)}"]


def _fact(fact: FactIs) -> str:
    return fact.yes


def _recorded(leaf: Recorded) -> str:
    return f"{leaf.moment.words} is recorded"


def _not_recorded(leaf: NotRecorded) -> str:
    return f"{leaf.moment.words} is not recorded"


def _says(leaf: PolicySays | PolicyAsks) -> str:
    return leaf.yes


def _clause(_leaf: ContractHasClause) -> str:
    return "the contract has a clause on notice"


def _always(_leaf: Always) -> str:
    return "always, once its moment has come"


def _elements(leaf: ElementsExposed) -> str:
    return f"exposed was {_any_of(leaf.elements, policy_adds=leaf.policy_adds)}, encrypted or not"


def _private_information(leaf: PrivateInformationExposed) -> str:
    kept = " or ".join(sorted(leaf.media))
    more = " (the agency's policy may count physical records too)" if leaf.policy_adds else ""
    elements = _any_of(leaf.elements, policy_adds=leaf.policy_adds)
    return f"exposed was {elements}, in {kept} records{more}, not encrypted or with its key"


def _residents(leaf: ResidentsExceed) -> str:
    if leaf.more_than == 0:
        return f"at least one resident of {leaf.state} with private information"
    return f"more than {leaf.more_than:,} residents of {leaf.state} with private information"


def _any_of(elements: frozenset[str], *, policy_adds: bool) -> str:
    known = [words for name, words in PRIVATE_ELEMENTS.items() if name in elements]
    more = "; or what the agency's policy adds" if policy_adds else ""
    return f"one of: {'; '.join(known)}{more}"


_LEAVES: dict[type, Callable[[Any], str]] = {
    FactIs: _fact,
    Recorded: _recorded,
    NotRecorded: _not_recorded,
    PolicySays: _says,
    PolicyAsks: _says,
    ContractHasClause: _clause,
    Always: _always,
    ElementsExposed: _elements,
    PrivateInformationExposed: _private_information,
    ResidentsExceed: _residents,
}


def starts_in_words(starts: tuple[MomentName, ...]) -> str:
    """Give the moments that start a clock."""
    listed = " or ".join(each.words for each in starts)
    return f"{listed}, whichever is first" if len(starts) > 1 else listed


def last_day_in_words(clock: Clock) -> str:
    """Give what becomes of a last day that is no business day."""
    if clock.unit is Unit.CALENDAR_DAYS and clock.rolls_by is not None:
        return f"rolls to the next business day ({clock.rolls_by.short})"
    if clock.unit is Unit.CALENDAR_DAYS:
        return "stays where it is"
    return "never rolls" if clock.length is not None else "no last day"


def holds_in_words(terms: HoldTerms | None) -> str:
    """Give which holds stop a clock, and what follows them."""
    if terms is None:
        return "no hold touches it"
    kinds = " or ".join(sorted(each.words for each in terms.kinds))
    after = f"{terms.then.words} after the end" if terms.then else "no fixed date after the end"
    return f"a hold of the {terms.party} for {kinds}; {after}"


def listed(names: tuple[str, ...]) -> str:
    """Give words of a rule pack as a sentence has them."""
    return ", ".join(each.replace("_", " ") for each in names)
