"""Thresholds, penalties and elements: the words and numbers behind the rules."""

from __future__ import annotations

from desk.reference.markdown import cited, code, table
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.law.rule import RuleBook, Threshold, ThresholdOf
from notices.elements import Element


def thresholds_section(book: RuleBook) -> str:
    """Give the numbers that are watched while counts change."""
    rows = [(_counted(each), each.means, cited(each.citation)) for each in book.thresholds]
    return f"## The thresholds\n\n{table(('more than', 'then', 'stands in'), rows)}"


def _counted(threshold: Threshold) -> str:
    if threshold.of is ThresholdOf.COST_IN_DOLLARS:
        return f"${threshold.more_than:,} of cost"
    return f"{threshold.more_than:,} {threshold.of.replace('_', ' ')}"


def penalties_section(book: RuleBook) -> str:
    """Give what a contractor faces; no clock runs on it."""
    rows = [(each.about, each.amount, cited(each.citation)) for each in book.penalties]
    heads = ("for", "a contractor pays", "stands in")
    return f"## What a contractor faces\n\nFacts for the letters to it.\n\n{table(heads, rows)}"


def elements_section() -> str:
    """Give the names that files use for elements, with their meaning."""
    private = [(code(name), words) for name, words in PRIVATE_ELEMENTS.items()]
    required = [(code(each), each.words) for each in Element]
    return (
        f"## The elements\n\nOf private information, in `facts.private_information`:\n\n"
        f"{table(('name', 'what it is'), private)}\n"
        f"Of a notice, which a rule or a clause may require:\n\n"
        f"{table(('name', 'what it says'), required)}"
    )
