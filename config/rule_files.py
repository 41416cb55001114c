"""One rule pack, read from its file.

The loader refuses an unknown key, a rule without a citation, versions whose
days in force overlap or leave a gap, an unknown moment, step or element, and
a period without a unit, always with file, line and advice.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from config.conditions import condition_of
from config.law_parts import LawParts
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.conditions import AllOf, PolicyAsks
from incidents.law.moment_names import MomentName
from incidents.law.rule import (
    Ground,
    OfAge,
    Penalty,
    Retention,
    Rule,
    RuleVersion,
    Step,
    SubstituteTest,
    Threshold,
    ThresholdOf,
)

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
    "logged_methods",
    "substitute",
    "substitute_when",
    "of_age",
    "notices",
    "retention",
)
_VERSION_KEYS = (
    "in_force",
    "applies_when",
    "clock",
    "citations",
    "holds",
    "replaced_by",
    "elements",
)


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
    keys = ("pack", "title", "rules", "thresholds", "penalties")
    branch = reading.branch(tree_of_bytes(content, source), "", keys)
    thresholds = tuple(
        _threshold(reading, each)
        for each in reading.series(branch.at("thresholds"), "thresholds") or []
    )
    nodes = reading.items(branch.at("rules"), "rules")
    rules = tuple(_rule(reading, each) for each in nodes)
    for node, rule in zip(nodes, rules, strict=True):
        _check_tests(reading, node, rule, thresholds)
    pack = Pack(
        id=reading.text(branch.at("pack"), "pack", required=True) or "",
        title=reading.text(branch.at("title"), "title", required=True) or "",
        rules=rules,
        thresholds=thresholds,
        penalties=tuple(
            _penalty(reading, each)
            for each in reading.series(branch.at("penalties"), "penalties") or []
        ),
    )
    reading.finish()
    return pack


def _rule(reading: LawParts, node: Node) -> Rule:
    branch = reading.branch(node, "rules", _RULE_KEYS)
    rule_id = reading.text(branch.at("id"), "id", required=True) or "?"
    by_contract = reading.flag(branch.at("clock_by_contract"), f"{rule_id}.clock_by_contract")
    return Rule(
        id=rule_id,
        title=reading.text(branch.at("title"), f"{rule_id}.title", required=True) or "",
        holder=reading.text(branch.at("holder"), f"{rule_id}.holder", required=True) or "",
        recipient=reading.text(branch.at("recipient"), f"{rule_id}.recipient", required=True) or "",
        step=reading.choice(branch.at("step"), f"{rule_id}.step", Step, required=True)
        or Step.DISTRICT_DPO,
        starts=reading.moment_names(branch.at("starts"), f"{rule_id}.starts"),
        versions=_versions(reading, branch, rule_id, by_contract=by_contract or False),
        fulfilled_by=reading.choice(
            branch.at("fulfilled_by"), f"{rule_id}.fulfilled_by", MomentName
        ),
        is_contractors_notice=_flag(reading, branch, rule_id, "contractors_notice"),
        clock_is_by_contract=by_contract or False,
        rests_on_a_breach=_flag(reading, branch, rule_id, "rests_on_a_breach"),
        methods=reading.words(branch.at("methods"), f"{rule_id}.methods"),
        logged_methods=reading.words(branch.at("logged_methods"), f"{rule_id}.logged_methods"),
        substitute=reading.words(branch.at("substitute"), f"{rule_id}.substitute"),
        substitute_when=_substitute_when(reading, branch, rule_id),
        of_age=_of_age(reading, branch.at("of_age"), rule_id),
        notices=reading.notices(branch.at("notices"), f"{rule_id}.notices"),
        retention=_retention(reading, branch.at("retention"), rule_id),
    )


def _flag(reading: LawParts, branch: Branch, rule_id: str, key: str) -> bool:
    return reading.flag(branch.at(key), f"{rule_id}.{key}") or False


def _versions(
    reading: LawParts, branch: Branch, rule_id: str, *, by_contract: bool
) -> tuple[RuleVersion, ...]:
    nodes = reading.items(branch.at("versions"), f"{rule_id}.versions")
    versions = [_version(reading, each, rule_id, by_contract=by_contract) for each in nodes]
    for node, (before, after) in zip(nodes[1:], pairwise(versions), strict=True):
        _check_seam(reading, node, rule_id, before, after)
    return tuple(versions)


def _version(reading: LawParts, node: Node, rule_id: str, *, by_contract: bool) -> RuleVersion:
    branch = reading.branch(node, f"{rule_id}.versions", _VERSION_KEYS)
    window = reading.branch(branch.at("in_force"), f"{rule_id}.in_force", ("from", "until"))
    reading.missing(branch.at("in_force"), f"{rule_id}.in_force", "say since when, or write {}")
    applies_when = condition_of(reading, branch.at("applies_when"), f"{rule_id}.applies_when")
    parts = applies_when.parts if isinstance(applies_when, AllOf) else ()
    # The contract's clause, or the section of the agency's policy, is cited in its place.
    cited_elsewhere = by_contract or any(isinstance(each, PolicyAsks) for each in parts)
    version = RuleVersion(
        in_force_from=reading.day(window.at("from"), f"{rule_id}.in_force.from"),
        in_force_until=reading.day(window.at("until"), f"{rule_id}.in_force.until"),
        applies_when=applies_when,
        clock=reading.clock(branch.at("clock"), f"{rule_id}.clock"),
        citations=reading.citations(
            branch.at("citations"), f"{rule_id}.citations", may_be_none=cited_elsewhere
        ),
        holds=reading.holds(branch.at("holds"), f"{rule_id}.holds"),
        replaced_by=reading.choice(branch.at("replaced_by"), f"{rule_id}.replaced_by", MomentName),
        elements=reading.required_elements(branch.at("elements"), f"{rule_id}.elements"),
    )
    _check_window(reading, window, rule_id, version)
    return version


def _check_window(reading: LawParts, window: Branch, rule_id: str, version: RuleVersion) -> None:
    since, until = version.in_force_from, version.in_force_until
    if since is not None and until is not None and until < since:
        reading.note(
            window.line,
            f"`{rule_id}.in_force` ends on {until}, before it begins on {since}; correct one.",
        )


def _check_seam(
    reading: LawParts, node: Node, rule_id: str, before: RuleVersion, after: RuleVersion
) -> None:
    """Note two versions that are in force on the same day, or with days between."""
    if after.in_force_from is None or before.in_force_until is None:
        reading.note(
            node.line,
            f"`{rule_id}` has versions in force at the same time; end one before the next.",
        )
    elif after.in_force_from != before.in_force_until.plus(1):
        reading.note(
            node.line,
            f"`{rule_id}` ends a version on {before.in_force_until} and begins the next on "
            f"{after.in_force_from}; the next has to begin the day after.",
        )


def _retention(reading: LawParts, node: Node, rule_id: str) -> Retention | None:
    branch = reading.branch(node, f"{rule_id}.retention", ("years", "citation"))
    if not branch.entries:
        return None
    path = f"{rule_id}.retention"
    years = reading.count(branch.at("years"), f"{path}.years", required=True)
    return Retention(
        years=years or 0, citation=reading.citation(branch.at("citation"), f"{path}.citation")
    )


def _of_age(reading: LawParts, node: Node, rule_id: str) -> OfAge | None:
    branch = reading.branch(node, f"{rule_id}.of_age", ("years", "citation"))
    if not branch.entries:
        return None
    path = f"{rule_id}.of_age"
    years = reading.count(branch.at("years"), f"{path}.years", required=True)
    return OfAge(
        years=years or 0, citation=reading.citation(branch.at("citation"), f"{path}.citation")
    )


def _substitute_when(reading: LawParts, branch: Branch, rule_id: str) -> tuple[SubstituteTest, ...]:
    path = f"{rule_id}.substitute_when"
    found: list[SubstituteTest] = []
    for each in reading.series(branch.at("substitute_when"), path) or []:
        test = reading.branch(each, path, ("ground", "threshold"))
        ground = reading.choice(test.at("ground"), f"{path}.ground", Ground, required=True)
        threshold = reading.text(test.at("threshold"), f"{path}.threshold")
        if ground is not None:
            found.append(SubstituteTest(ground=ground, threshold=threshold))
    return tuple(found)


def _check_tests(
    reading: LawParts, node: Node, rule: Rule, thresholds: tuple[Threshold, ...]
) -> None:
    """Note a test whose threshold the pack does not have."""
    known = [each.id for each in thresholds]
    for test in rule.substitute_when:
        if test.threshold is not None and test.threshold not in known:
            reading.note(
                node.line,
                f"`{rule.id}.substitute_when` names `{test.threshold}`, which is no threshold of "
                f"this pack; there are {', '.join(known) or 'none'}: correct it.",
            )


def _threshold(reading: LawParts, node: Node) -> Threshold:
    branch = reading.branch(node, "thresholds", ("id", "of", "more_than", "means", "citation"))
    counted = reading.choice(branch.at("of"), "thresholds.of", ThresholdOf, required=True)
    more_than = reading.count(branch.at("more_than"), "thresholds.more_than", required=True)
    return Threshold(
        id=reading.text(branch.at("id"), "thresholds.id", required=True) or "",
        of=counted or ThresholdOf.PERSONS,
        more_than=more_than or 0,
        means=reading.text(branch.at("means"), "thresholds.means", required=True) or "",
        citation=reading.citation(branch.at("citation"), "thresholds.citation"),
    )


def _penalty(reading: LawParts, node: Node) -> Penalty:
    branch = reading.branch(node, "penalties", ("about", "amount", "citation"))
    return Penalty(
        about=reading.text(branch.at("about"), "penalties.about", required=True) or "",
        amount=reading.text(branch.at("amount"), "penalties.amount", required=True) or "",
        citation=reading.citation(branch.at("citation"), "penalties.citation"),
    )
