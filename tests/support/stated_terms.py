"""What the rule book and the contracts state beside their clocks.

Scenarios name an owner: a rule by its id, a contract of the registry by its
id, a family (``ndpa-v1``), or a family with one exhibit (``ndpa-v1.NY``).
"""

from __future__ import annotations

from typing import Any

from config.incident_files import read_document
from config.registry import load_registry
from config.rulepacks import load_rule_book


def stated(kind: str, owner: str) -> Any:
    """Give the elements, recipients, methods, numbers or payment of an owner."""
    if owner == "thresholds":
        return {threshold.id: threshold.more_than for threshold in load_rule_book().thresholds}
    if owner in load_rule_book().ids:
        return _of_rule(kind, owner)
    return _of_contract(kind, owner)


def _of_rule(kind: str, rule_id: str) -> Any:
    rule = load_rule_book().rule(rule_id)
    if kind == "numbers":
        years = {
            "kept_years": rule.retention and rule.retention.years,
            "of_age": rule.of_age and rule.of_age.years,
        }
        return {name: number for name, number in years.items() if number is not None}
    return {
        "elements": sorted(rule.versions[-1].elements),
        "recipients": rule.recipient,
        "methods": sorted(rule.methods),
        "logged_methods": sorted(rule.logged_methods),
        "substitute": sorted(rule.substitute),
        "substitute_when": {test.ground.value: test.threshold for test in rule.substitute_when},
    }[kind]


def _of_contract(kind: str, name: str) -> Any:
    terms = _contract(name)
    if kind == "reimburses":
        return terms.reimburses
    return sorted(word for clause in terms.clauses for word in getattr(clause, kind))


def _contract(name: str) -> Any:
    if name in load_registry().contract_ids():
        return load_registry().contract(name)
    family, _, exhibit = name.partition(".")
    contract = {"contractor": "Any", "family": family, "exhibits": [exhibit] if exhibit else []}
    document = {"version": 1, "agency": "kingston-csd", "contract": contract}
    return read_document(document).circumstances.contract
