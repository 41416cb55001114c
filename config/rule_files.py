"""One rule pack, read from its file.

The loader refuses an unknown key, a rule without a citation, versions whose
days in force overlap or leave a gap, an unknown moment or step, and a period
without a unit, always with file, line and advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from config.law_parts import LawParts
from config.tree import Branch, Node, tree_of_bytes
from incidents.errors import InputRefusedError
from incidents.law.calendars import CountingRules
from incidents.law.moment_names import MomentName
from incidents.law.rule import Penalty, Retention, Rule, RuleVersion, Step, Threshold, ThresholdOf

_RULE_KEYS = (
    "id",
    "title",
    "holder",
    "recipient",
    "step",
    "starts",
    "versions",
    "fulfilled_by",
    "contractors_notice",
    "clock_by_contract",
    "rests_on_a_breach",
    "methods",
    "notices",
    "retention",
)
_VERSION_KEYS = ("in_force", "applies_when", "clock", "citations", "holds", "replaced_by", "elements")


@dataclass(frozen=True, slots=True, kw_only=True)
class Pack:
    """The rules of one provision family, its thresholds and its penalties."""

    id: str
    title: str
    rules: tuple[Rule, ...]
    thresholds: tuple[Threshold, ...]
    penalties: tuple[Penalty, ...]


def read_pack(content: bytes, source: str, counting: CountingRules) -> Pack:
    """Give one pack; raise InputRefusedError with file, line and advice."""
    reading = LawParts(source, counting)
    try:
        tree = tree_of_bytes(content)
    except InputRefusedError as wrong:
        raise InputRefusedError([f"{source}, {each}" for each in wrong.problems]) from wrong
    branch = reading.branch(tree, "", ("pack", "title", "rules", "thresholds", "penalties"))
    pack = Pack(
        id=reading.text(branch.entries.get("pack"), "pack", required=True) or "",
        title=reading.text(branch.entries.get("title"), "title", required=True) or "",
        rules=tuple(_rule(reading, each) for each in reading.series(branch.entries.get("rules"), "rules") or []),
        thresholds=tuple(
            _threshold(reading, each) for each in reading.series(branch.entries.get("thresholds"), "thresholds") or []
        ),
        penalties=tuple(
            _penalty(reading, each) for each in reading.series(branch.entries.get("penalties"), "penalties") or []
        ),
    )
    reading.finish()
    return pack


def _rule(reading: LawParts, node: Node) -> Rule:
    branch = reading.branch(node, "rules", _RULE_KEYS)
    entries = branch.entries
    rule_id = reading.text(entries.get("id"), "id", required=True) or ""
    versions = [_version(reading, each, rule_id) for each in reading.series(entries.get("versions"), rule_id) or []]
    if not versions:
        reading.note(branch.line, f"`{rule_id}` has no versions; give at least one, with the days it is in force.")
    _check_windows(reading, branch, rule_id, versions)
    step = reading.choice(entries.get("step"), f"{rule_id}.step", Step, required=True)
    return Rule(
        id=rule_id,
        title=reading.text(entries.get("title"), f"{rule_id}.title", required=True) or "",
        holder=reading.text(entries.get("holder"), f"{rule_id}.holder", required=True) or "",
        recipient=reading.text(entries.get("recipient"), f"{rule_id}.recipient", required=True) or "",
        step=step or Step.DISTRICT_DPO,
        starts=reading.moment_names(entries.get("starts"), f"{rule_id}.starts"),
        versions=tuple(versions),
        fulfilled_by=reading.choice(entries.get("fulfilled_by"), f"{rule_id}.fulfilled_by", MomentName),
        is_contractors_notice=reading.flag(entries.get("contractors_notice"), rule_id) or False,
        clock_is_by_contract=reading.flag(entries.get("clock_by_contract"), rule_id) or False,
        rests_on_a_breach=reading.flag(entries.get("rests_on_a_breach"), rule_id) or False,
        methods=reading.words(entries.get("methods"), f"{rule_id}.methods"),
        notices=reading.words(entries.get("notices"), f"{rule_id}.notices"),
        retention=_retention(reading, entries.get("retention"), rule_id),
    )


def _version(reading: LawParts, node: Node, rule_id: str) -> RuleVersion:
    branch = reading.branch(node, f"{rule_id}.versions", _VERSION_KEYS)
    entries = branch.entries
    window = reading.branch(entries.get("in_force"), f"{rule_id}.in_force", ("from", "until"))
    if "in_force" not in entries:
        reading.note(branch.line, f"`{rule_id}` does not say since when it is in force; give `in_force`.")
    citations = reading.series(entries.get("citations"), f"{rule_id}.citations")
    if citations is None:
        reading.note(branch.line, f"`{rule_id}` has no citation; give title, section and link of its provision.")
    return RuleVersion(
        in_force_from=reading.day(window.entries.get("from"), f"{rule_id}.in_force.from"),
        in_force_until=reading.day(window.entries.get("until"), f"{rule_id}.in_force.until"),
        applies_when=reading.condition(entries.get("applies_when"), f"{rule_id}.applies_when"),
        clock=reading.clock(entries.get("clock"), f"{rule_id}.clock"),
        citations=tuple(reading.citation(each, f"{rule_id}.citations") for each in citations or []),
        holds=reading.holds(entries.get("holds"), f"{rule_id}.holds"),
        replaced_by=reading.choice(entries.get("replaced_by"), f"{rule_id}.replaced_by", MomentName),
        elements=reading.words(entries.get("elements"), f"{rule_id}.elements"),
    )


def _check_windows(reading: LawParts, branch: Branch, rule_id: str, versions: list[RuleVersion]) -> None:
    for before, after in pairwise(versions):
        if after.in_force_from is None or before.in_force_until is None:
            reading.note(branch.line, f"`{rule_id}` has versions in force at the same time; end one before the next.")
        elif after.in_force_from != before.in_force_until.plus(1):
            reading.note(
                branch.line,
                f"`{rule_id}` ends a version on {before.in_force_until} and begins the next on "
                f"{after.in_force_from}; the next has to begin the day after.",
            )


def _retention(reading: LawParts, node: Node | None, rule_id: str) -> Retention | None:
    branch = reading.branch(node, f"{rule_id}.retention", ("years", "citation"))
    if not branch.entries:
        return None
    years = reading.count(branch.entries.get("years"), f"{rule_id}.retention.years")
    citation = reading.citation(branch.entries.get("citation"), f"{rule_id}.retention.citation")
    return Retention(years=years or 0, citation=citation)


def _threshold(reading: LawParts, node: Node) -> Threshold:
    entries = reading.branch(node, "thresholds", ("id", "of", "more_than", "means", "citation")).entries
    counted = reading.choice(entries.get("of"), "thresholds.of", ThresholdOf, required=True)
    return Threshold(
        id=reading.text(entries.get("id"), "thresholds.id", required=True) or "",
        of=counted or ThresholdOf.PERSONS,
        more_than=reading.count(entries.get("more_than"), "thresholds.more_than") or 0,
        means=reading.text(entries.get("means"), "thresholds.means", required=True) or "",
        citation=reading.citation(entries.get("citation"), "thresholds.citation"),
    )


def _penalty(reading: LawParts, node: Node) -> Penalty:
    entries = reading.branch(node, "penalties", ("about", "amount", "citation")).entries
    return Penalty(
        about=reading.text(entries.get("about"), "penalties.about", required=True) or "",
        amount=reading.text(entries.get("amount"), "penalties.amount", required=True) or "",
        citation=reading.citation(entries.get("citation"), "penalties.citation"),
    )
