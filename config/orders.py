"""Orders of moments that cannot have been, found before they make a plan wrong."""

from __future__ import annotations

from config.reading import Reading
from config.tree import Branch, Node, Series
from incidents.law.circumstances import Circumstances
from incidents.law.course import courses_of
from incidents.law.moment_names import MomentName
from incidents.law.rule import RuleBook
from incidents.moments import Instant, Moment, Zone

#: The earlier moment of each pair, and the one that cannot come before it.
_PAIRS = (
    (MomentName.OCCURRENCE_START, MomentName.OCCURRENCE_END),
    (MomentName.CONTRACTOR_DISCOVERY, MomentName.CONTRACTOR_CONFIRMATION),
    (MomentName.CONTRACTOR_DISCOVERY, MomentName.RECEIPT),
    (MomentName.COMPLAINT_RECEIPT, MomentName.COMPLAINT_EXTENDED_TO),
)


def is_before(moment: Moment, other: Moment, zone: Zone) -> bool:
    """Say whether a moment is before another, by local days where either is one."""
    if isinstance(moment, Instant) and isinstance(other, Instant):
        return moment < other
    return zone.day_of(moment) < zone.day_of(other)


def note_impossible_orders(
    reading: Reading, branch: Branch, known: Circumstances, book: RuleBook
) -> None:
    """Note every pair of moments that is the wrong way round."""
    _moments(reading, branch.at("moments"), known)
    _holds(reading, branch.at("holds"), known)
    _done(reading, branch.at("done"), known, book)


def _moments(reading: Reading, node: Node, known: Circumstances) -> None:
    for first, second in _PAIRS:
        if first in known.moments and second in known.moments:
            earlier, later = known.moments[first], known.moments[second]
            if is_before(later, earlier, known.zone):
                line = _line_of(node, second.value)
                reading.note(
                    line,
                    f"`moments.{second}` ({later}) is before `moments.{first}` ({earlier}), "
                    "which comes first: correct one of the two.",
                )


def _holds(reading: Reading, node: Node, known: Circumstances) -> None:
    for index, hold in enumerate(known.holds):
        if hold.until is not None and is_before(hold.until, hold.starts, known.zone):
            line = node.items[index].line if isinstance(node, Series) else None
            reading.note(
                line,
                f"`holds[{index}].until` ({hold.until}) is before its `from` ({hold.starts}); "
                "a hold ends after it begins: correct one of the two.",
            )


def _done(reading: Reading, node: Node, known: Circumstances, book: RuleBook) -> None:
    for duty, moment in known.done.items():
        rule = book.rule(duty)
        starts = [each.start for each in courses_of(rule, rule.versions[-1], known) if each.start]
        if starts and all(is_before(moment, start.moment, known.zone) for start in starts):
            start = starts[0]
            reading.note(
                _line_of(node, duty),
                f"`done.{duty}` ({moment}) is before {start.name.words} ({start.moment}), "
                "the moment that starts its clock: correct one of the two.",
            )


def _line_of(node: Node, key: str) -> int | None:
    return node.key_lines.get(key) if isinstance(node, Branch) else None
