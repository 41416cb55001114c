"""Conditions, read from a rule pack: a word, or a mapping with one key."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from config.law_parts import LawParts
from config.tree import Branch, Leaf, Node
from incidents.law.circumstances import AgencyKind, Custody, Medium
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
from incidents.law.exposure import ElementsExposed, PrivateInformationExposed, ResidentsExceed
from incidents.law.holds import Party
from incidents.law.moment_names import MomentName
from incidents.law.policy import Provision

_BY_WORD: dict[str, Condition] = {
    "student_data": FactIs(
        "facts.student_data", frozenset([True]), "student data", "no student data"
    ),
    "appr_data": FactIs("facts.appr_data", frozenset([True]), "APPR data", "no APPR data"),
    "contract_clause": ContractHasClause(),
    "always": Always(),
}
_READ_ON: Condition = Always()


def condition_of(reading: LawParts, node: Node | None, path: str) -> Condition:
    """Give a condition; what is none is noted, and reading goes on."""
    if isinstance(node, Leaf) and isinstance(node.value, str) and node.value in _BY_WORD:
        return _BY_WORD[node.value]
    words = ", ".join((*_BY_WORD, *_BY_KEY))
    if reading.missing(node, path, f"accepted is one of {words}"):
        return _READ_ON
    entries = node.entries if isinstance(node, Branch) else {}
    key = next(iter(entries), "")
    if len(entries) != 1 or key not in _BY_KEY:
        line = node.line if node else None
        reading.note(line, f"`{path}` is no condition; accepted is one of {words}.")
        return _READ_ON
    return _BY_KEY[key](reading, entries[key], f"{path}.{key}")


def _all(reading: LawParts, node: Node, path: str) -> Condition:
    return AllOf(tuple(condition_of(reading, each, path) for each in reading.items(node, path)))


def _any(reading: LawParts, node: Node, path: str) -> Condition:
    return AnyOf(tuple(condition_of(reading, each, path) for each in reading.items(node, path)))


def _attributed(reading: LawParts, node: Node, path: str) -> Condition:
    party = reading.choice(node, path, Party, required=True)
    yes, no = f"attributed to the {party}", f"not attributed to the {party}"
    return FactIs("attributed_to", frozenset([party]), yes, no)


def _custody(reading: LawParts, node: Node, path: str) -> Condition:
    values, listed = _values(reading, node, path, Custody)
    return FactIs("facts.custody", values, f"the data is {listed}", f"the data is not {listed}")


def _agency_kind(reading: LawParts, node: Node, path: str) -> Condition:
    values, listed = _values(reading, node, path, AgencyKind)
    yes, no = f"the agency is a {listed}", f"the agency is not a {listed}"
    return FactIs("agency.kind", values, yes, no)


def _values(
    reading: LawParts, node: Node, path: str, kind: type[StrEnum]
) -> tuple[frozenset[object], str]:
    items = reading.items(node, path)
    found = [reading.choice(each, path, kind, required=True) for each in items]
    listed = " or ".join(each.replace("_", " ") for each in found if each)
    return frozenset(each for each in found if each), listed


def _recorded(reading: LawParts, node: Node, path: str) -> Condition:
    moment = reading.choice(node, path, MomentName, required=True)
    return Recorded(moment) if moment else _READ_ON


def _not_recorded(reading: LawParts, node: Node, path: str) -> Condition:
    moment = reading.choice(node, path, MomentName, required=True)
    return NotRecorded(moment) if moment else _READ_ON


def _policy(reading: LawParts, node: Node, path: str) -> Condition:
    provision = reading.choice(node, path, Provision, required=True)
    return PolicySays(provision, *_policy_words(provision)) if provision else _READ_ON


def _policy_asks(reading: LawParts, node: Node, path: str) -> Condition:
    provision = reading.choice(node, path, Provision, required=True)
    return PolicyAsks(provision, *_policy_words(provision)) if provision else _READ_ON


def _policy_words(provision: Provision) -> tuple[str, str]:
    words = provision.value.replace("_", " ")
    return f"the agency's policy asks for it ({words})", f"no policy asks for it ({words})"


def _elements_exposed(reading: LawParts, node: Node, path: str) -> Condition:
    branch = reading.branch(node, path, ("elements", "policy_adds"))
    return ElementsExposed(*_elements(reading, branch, path))


def _private_information_exposed(reading: LawParts, node: Node, path: str) -> Condition:
    branch = reading.branch(node, path, ("elements", "media", "policy_adds"))
    elements, policy_adds = _elements(reading, branch, path)
    items = reading.items(branch.at("media"), f"{path}.media")
    media = [reading.choice(each, f"{path}.media", Medium, required=True) for each in items]
    kept = frozenset(each for each in media if each)
    return PrivateInformationExposed(elements, kept, policy_adds)


def _elements(reading: LawParts, branch: Branch, path: str) -> tuple[frozenset[str], bool]:
    items = reading.items(branch.at("elements"), f"{path}.elements")
    elements = reading.private_elements(items, f"{path}.elements")
    policy_adds = reading.flag(branch.at("policy_adds"), f"{path}.policy_adds")
    return elements, policy_adds or False


def _residents(reading: LawParts, node: Node, path: str) -> Condition:
    branch = reading.branch(node, path, ("state", "more_than"))
    state = reading.text(branch.at("state"), f"{path}.state", required=True)
    more_than = reading.count(branch.at("more_than"), f"{path}.more_than", required=True)
    return ResidentsExceed(state or "", more_than or 0)


_BY_KEY: dict[str, Callable[[LawParts, Node, str], Condition]] = {
    "all": _all,
    "any": _any,
    "attributed_to": _attributed,
    "custody": _custody,
    "agency_kind": _agency_kind,
    "recorded": _recorded,
    "not_recorded": _not_recorded,
    "policy": _policy,
    "policy_asks": _policy_asks,
    "private_information_exposed": _private_information_exposed,
    "elements_exposed": _elements_exposed,
    "residents": _residents,
}
