"""The duties of the reference: one table at a glance, one section each."""

from __future__ import annotations

from desk.reference.markdown import bullets, cited, code, table
from desk.rule_words import (
    condition_lines,
    holds_in_words,
    last_day_in_words,
    listed,
    starts_in_words,
)
from incidents.law.citation import Citation
from incidents.law.rule import Rule, RuleBook, RuleVersion
from notices.elements import Element

_NEXT = "\n"
_BY_CONTRACT = "as the clause of the contract says"
_ELSEWHERE = "the clause of the contract, or the section of the agency's policy"


def glance_section(book: RuleBook) -> str:
    """Give every duty in one line, in the order of the plan."""
    rows = [
        (
            code(rule.id),
            f"{rule.holder} → {rule.recipient}",
            period(rule, rule.versions[-1]),
            "; ".join(each.short for each in rule.versions[-1].citations) or _ELSEWHERE,
            "yes" if rule.versions[-1].is_verified else "not yet",
        )
        for rule in book.rules
    ]
    heads = ("duty", "who tells whom", "period", "stands in", "read")
    return f"## The duties at a glance\n\n{table(heads, rows)}"


def duties_section(book: RuleBook) -> str:
    """Give every duty with its versions."""
    return "## The duties\n\n" + "\n".join(_duty(rule) for rule in book.rules)


def period(rule: Rule, version: RuleVersion) -> str:
    """Give the period of a version in words."""
    if rule.clock_is_by_contract:
        return _BY_CONTRACT
    replaced = version.replaced_by
    instead = f", unless {replaced.words} takes its place" if replaced else ""
    return f"{version.clock.words}{instead}"


def _told(rule: Rule) -> list[str]:
    """Give how people are told under a rule, and from which age they are told themselves."""
    facts = []
    if rule.methods:
        facts.append(f"**Ways**: {listed(rule.methods)}")
    if rule.logged_methods:
        facts.append(f"**Each use logged**: {listed(rule.logged_methods)}")
    if rule.substitute:
        facts.append(f"**Substitute notice is all of**: {listed(rule.substitute)}")
    if rule.substitute_when:
        tests = listed(tuple(each.ground.value for each in rule.substitute_when))
        facts.append(f"**Substitute notice may be given** on the ground of any of: {tests}")
    if rule.of_age is not None:
        years = f"from {rule.of_age.years} years on"
        facts.append(f"**Students are told themselves** {years}: {cited(rule.of_age.citation)}")
    return facts


def _duty(rule: Rule) -> str:
    facts = [f"**Who tells whom**: {rule.holder} → {rule.recipient}", _starts(rule)]
    if rule.fulfilled_by is not None:
        facts.append(f"**Fulfilled by itself** with {rule.fulfilled_by.words}")
    if rule.is_contractors_notice:
        facts.append("**Binding** where its limit is the earliest of the contractor's duties")
    facts.append(f"**Step of a case**: {rule.step.replace('_', ' ')}")
    facts += _told(rule)
    if rule.notices:
        facts.append(f"**Notices**: {', '.join(map(code, rule.notices))}")
    if rule.retention is not None:
        years = f"at least {rule.retention.years} years"
        facts.append(f"**Kept** {years}: {cited(rule.retention.citation)}")
    return f"### {rule.id}\n\n{rule.title}.\n\n{bullets(facts)}\n{_versions(rule)}"


def _starts(rule: Rule) -> str:
    if rule.clock_is_by_contract:
        return f"**Starts** {_BY_CONTRACT}"
    return f"**Starts with** {starts_in_words(rule.starts)}"


def _versions(rule: Rule) -> str:
    """Give the versions side by side, and then each one's condition."""
    versions = rule.versions
    rows = [
        ("period", [period(rule, each) for each in versions]),
        ("last day", [_last_day(rule, each) for each in versions]),
        ("holds", [_holds(rule, each) for each in versions]),
        ("must contain", [_elements(each.elements) for each in versions]),
        ("stands in", [_citations(each.citations) for each in versions]),
    ]
    heads = ["", *(f"in force {each.window}" for each in versions)]
    side_by_side = table(heads, [[name, *cells] for name, cells in rows])
    return f"{side_by_side}\n{_NEXT.join(_condition(each) for each in versions)}"


def _last_day(rule: Rule, version: RuleVersion) -> str:
    return _BY_CONTRACT if rule.clock_is_by_contract else last_day_in_words(version.clock)


def _holds(rule: Rule, version: RuleVersion) -> str:
    return _BY_CONTRACT if rule.clock_is_by_contract else holds_in_words(version.holds)


def _elements(elements: tuple[str, ...]) -> str:
    return "; ".join(Element(each).words for each in elements) or "nothing that the rule lists"


def _citations(citations: tuple[Citation, ...]) -> str:
    return "<br>".join(cited(each) for each in citations) or _ELSEWHERE


def _condition(version: RuleVersion) -> str:
    lines = "\n".join(condition_lines(version.applies_when))
    return f"Applies, in force {version.window}, when:\n\n{lines}\n"
