"""The rule book: every pack, in the order of the plan, checked for gaps.

A rule that no pack has, or that the order does not list, stops the program:
a plan must never look complete because a rule was missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from config.calendar_files import read_calendar
from config.law_parts import LawParts
from config.rule_files import Pack, read_pack
from config.tree import tree_of_bytes
from incidents.law.rule import Rule, RuleBook


@lru_cache(maxsize=1)
def load_rule_book() -> RuleBook:
    """Give the rule book that comes with the program."""
    return read_rule_book(files("config"))


def read_rule_book(root: Traversable) -> RuleBook:
    """Give the rule book of a folder with ``rules`` and ``calendars`` in it."""
    calendar = read_calendar((root / "calendars" / "ny-state.yaml").read_bytes(), "calendars/ny-state.yaml")
    rules = root / "rules"
    packs = [read_pack(content, name, calendar.counting) for name, content in pack_files(rules)]
    reading = LawParts("rules/rule-book.yaml", calendar.counting)
    book = reading.branch(tree_of_bytes((rules / "rule-book.yaml").read_bytes()), "", ("order", "states"))
    order = reading.words(book.entries.get("order"), "order")
    states = reading.words(book.entries.get("states"), "states")
    found = _by_id(reading, packs)
    for missing in [each for each in order if each not in found]:
        reading.note(None, f"`{missing}` is in the order, and no pack has it; add the rule or remove it here.")
    for unlisted in [each for each in found if each not in order]:
        reading.note(None, f"`{unlisted}` is in a pack, and the order does not list it; add it to the order.")
    reading.finish()
    return RuleBook(
        rules=tuple(found[each] for each in order),
        calendar=calendar,
        states=frozenset(states),
        thresholds=tuple(each for pack in packs for each in pack.thresholds),
        penalties=tuple(each for pack in packs for each in pack.penalties),
    )


def pack_files(rules: Traversable) -> Iterable[tuple[str, bytes]]:
    """Give the name and content of every rule pack below a folder, in order."""
    for folder in sorted((each for each in rules.iterdir() if each.is_dir()), key=lambda each: each.name):
        for each in sorted(folder.iterdir(), key=lambda each: each.name):
            if each.name.endswith(".yaml"):
                content = each.read_bytes()
                if b"\npack:" in content or content.startswith(b"pack:"):
                    yield f"rules/{folder.name}/{each.name}", content


def _by_id(reading: LawParts, packs: Iterable[Pack]) -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    for rule in (rule for pack in packs for rule in pack.rules):
        if rule.id in found:
            reading.note(None, f"`{rule.id}` stands in two packs; keep one of the two.")
        found[rule.id] = rule
    return found
