"""An agency's policy, read from its pack."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from importlib.resources.abc import Traversable

from config.law_parts import PRIVATE_ELEMENTS, LawParts
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.citation import Citation
from incidents.law.policy import Policy, Provision, Sign
from incidents.moments import LocalDay

_KEYS = (
    "policy",
    "title",
    "adopted",
    "citation",
    "elements",
    "provisions",
    "sections",
    "signs_of_acquisition",
    "advisories",
)


def read_policies(rules: Traversable, counting: CountingRules) -> Mapping[str, Policy]:
    """Give every policy pack below a folder, by id."""
    packs = [each for each in (rules / "policy").iterdir() if each.name.endswith(".yaml")]
    contents = [(each.name, each.read_bytes()) for each in packs]
    policies = [read_policy(content, f"rules/policy/{name}", counting) for name, content in contents if _is_policy(content)]
    return {each.id: each for each in policies}


def _is_policy(content: bytes) -> bool:
    return b"\npolicy:" in content or content.startswith(b"policy:")


def read_policy(content: bytes, source: str, counting: CountingRules) -> Policy:
    """Give the policy of a file; raise InputRefusedError with its line."""
    reading = LawParts(source, counting)
    entries = reading.branch(tree_of_bytes(content), "", _KEYS).entries
    adopted = reading.day(entries.get("adopted"), "adopted")
    if adopted is None:
        reading.note(None, "`adopted` is missing; a policy binds from the day of its adoption.")
    citation = reading.citation(entries.get("citation"), "citation", section="")
    elements = reading.words(entries.get("elements"), "elements")
    for unknown in [each for each in elements if each not in PRIVATE_ELEMENTS]:
        reading.note(None, f"`{unknown}` is no element; accepted are {', '.join(PRIVATE_ELEMENTS)}.")
    provisions = _sections(reading, entries, "provisions", citation)
    for unknown in [each for each in provisions if each not in tuple(Provision)]:
        reading.note(None, f"`{unknown}` is no provision; accepted are {', '.join(Provision)}.")
    policy = Policy(
        id=reading.text(entries.get("policy"), "policy", required=True) or "",
        title=reading.text(entries.get("title"), "title", required=True) or "",
        adopted=adopted or LocalDay.parse("2000-01-01"),
        citation=citation,
        provisions={Provision(each): where for each, where in provisions.items() if each in tuple(Provision)},
        elements=frozenset(elements),
        sections=_sections(reading, entries, "sections", citation),
        advisories=reading.words(entries.get("advisories"), "advisories"),
        signs_of_acquisition=_signs(reading, entries),
    )
    reading.finish()
    return policy


def _sections(reading: LawParts, entries: Mapping[str, Node], key: str, citation: Citation) -> dict[str, Citation]:
    branch = entries.get(key)
    if not isinstance(branch, Branch):
        return {}
    named = {each: reading.text(node, f"{key}.{each}", required=True) for each, node in branch.entries.items()}
    return {each: replace(citation, section=section or "") for each, section in named.items()}


def _signs(reading: LawParts, entries: Mapping[str, Node]) -> tuple[Sign, ...]:
    node = entries.get("signs_of_acquisition")
    items = reading.series(node, "signs_of_acquisition") or []
    branches = [reading.branch(each, "signs_of_acquisition", ("id", "ask")).entries for each in items]
    return tuple(
        Sign(
            id=reading.text(each.get("id"), "signs_of_acquisition.id", required=True) or "",
            ask=reading.text(each.get("ask"), "signs_of_acquisition.ask", required=True) or "",
        )
        for each in branches
    )
