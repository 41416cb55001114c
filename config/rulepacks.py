"""The rule book: every pack, in the order of the plan, checked for gaps.

A rule that no pack has, or that the order does not list, stops the program:
a plan must never look complete because a rule was missing.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable

from config.calendar_files import read_calendar
from config.law_files import LawFile, law_files
from config.law_parts import LawParts
from config.rule_files import Pack, read_pack
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import BusinessCalendar
from incidents.law.rule import Rule, RuleBook

_CALENDAR, _ORDER = "ny-state.yaml", "rule-book.yaml"


@lru_cache(maxsize=1)
def load_rule_book() -> RuleBook:
    """Give the rule book that comes with the program."""
    return read_rule_book(files("config"))


def read_rule_book(root: Traversable) -> RuleBook:
    """Give the rule book of a folder with ``rules`` and ``calendars`` in it.

    Raise InputRefusedError where a file is wrong, or where they do not fit
    together: an order with a gap, or a calendar that ends before the rules do.
    """
    calendar = read_calendar(
        (root / "calendars" / _CALENDAR).read_bytes(), f"calendars/{_CALENDAR}"
    )
    contents = law_files(root / "rules", LawFile.PACK)
    packs = {name: read_pack(content, name, calendar.counting) for name, content in contents}
    reading = LawParts(f"rules/{_ORDER}", calendar.counting)
    content = (root / "rules" / _ORDER).read_bytes()
    book = reading.branch(tree_of_bytes(content, f"rules/{_ORDER}"), "", ("order", "states"))
    found = _by_id(reading, packs)
    rules = _in_order(reading, book, found)
    _check_calendar(reading, calendar, rules)
    states = reading.items(book.at("states"), "states")
    rule_book = RuleBook(
        rules=tuple(rules),
        calendar=calendar,
        states=frozenset(each for node in states if (each := reading.two_letters(node, "states"))),
        thresholds=tuple(each for pack in packs.values() for each in pack.thresholds),
        penalties=tuple(each for pack in packs.values() for each in pack.penalties),
    )
    reading.finish()
    return rule_book


def _in_order(reading: LawParts, book: Branch, found: Mapping[str, Rule]) -> list[Rule]:
    order: dict[str, Node] = {}
    for node in reading.items(book.at("order"), "order"):
        name = reading.text(node, "order", required=True) or ""
        if name in order:
            reading.note(node.line, f"`{name}` is in the order twice; keep one of the two.")
        order[name] = node
    for missing in [each for each in order if each not in found]:
        advice = "add the rule or remove it here"
        line = order[missing].line
        reading.note(line, f"`{missing}` is in the order, and no pack has it; {advice}.")
    for unlisted in [each for each in found if each not in order]:
        advice = "add it to the order"
        line = book.at("order").line
        reading.note(line, f"`{unlisted}` is in a pack, and the order does not list it; {advice}.")
    return [found[each] for each in order if each in found]


def _by_id(reading: LawParts, packs: Mapping[str, Pack]) -> Mapping[str, Rule]:
    found: dict[str, Rule] = {}
    places: dict[str, str] = {}
    for place, pack in packs.items():
        for rule in pack.rules:
            if rule.id in found:
                first = places[rule.id]
                where = f"in {first} and {place}" if first != place else f"twice in {place}"
                reading.note(None, f"`{rule.id}` stands {where}; keep one of the two.")
            found[rule.id], places[rule.id] = rule, place
    return found


def _check_calendar(reading: LawParts, calendar: BusinessCalendar, rules: list[Rule]) -> None:
    """Note a calendar that is no longer certain when the last rule comes into force."""
    versions = [version for rule in rules for version in rule.versions]
    days = [day for each in versions for day in (each.in_force_from, each.in_force_until) if day]
    last = max(days, default=None)
    if last is not None and last.date.year >= calendar.certain_through:
        reading.note(
            None,
            f"the calendar `{calendar.id}` is certain through {calendar.certain_through}, and "
            f"rules change on {last}: read {calendar.citation.short} again and extend it.",
        )
