"""An agency's policy, read from its pack."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from config.law_parts import LawParts
from config.tree import Branch, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.citation import Citation
from incidents.law.policy import Policy, Provision, Sign
from incidents.moments import FIRST_YEAR, LocalDay

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
#: Stands in for a day that could not be read, so that reading goes on.
_SOME_DAY = LocalDay.parse(f"{FIRST_YEAR}-01-01")


def read_policy(
    content: bytes, source: str, counting: CountingRules, duties: Collection[str]
) -> Policy:
    """Give the policy of a file; raise InputRefusedError with its line.

    It may speak of the duties that are handed in, and of no others.
    """
    reading = LawParts(source, counting)
    branch = reading.branch(tree_of_bytes(content, source), "", _KEYS)
    citation = reading.citation(branch.at("citation"), "citation", section="")
    items = reading.items(branch.at("elements"), "elements")
    policy = Policy(
        id=reading.text(branch.at("policy"), "policy", required=True) or "",
        title=reading.text(branch.at("title"), "title", required=True) or "",
        adopted=reading.day(branch.at("adopted"), "adopted", required=True) or _SOME_DAY,
        citation=citation,
        provisions=_provisions(reading, branch, citation),
        elements=reading.private_elements(items, "elements"),
        sections=_sections(reading, branch, citation, duties),
        advisories=reading.words(branch.at("advisories"), "advisories"),
        signs_of_acquisition=_signs(reading, branch),
    )
    reading.finish()
    return policy


def _provisions(reading: LawParts, branch: Branch, citation: Citation) -> dict[Provision, Citation]:
    named = reading.branch(branch.at("provisions"), "provisions", tuple(Provision))
    return {
        each: _at_section(reading, named, f"provisions.{each}", citation)
        for each in Provision
        if each in named.entries
    }


def _sections(
    reading: LawParts, branch: Branch, citation: Citation, duties: Collection[str]
) -> dict[str, Citation]:
    named = reading.branch(branch.at("sections"), "sections", duties)
    return {
        each: _at_section(reading, named, f"sections.{each}", citation) for each in named.entries
    }


def _at_section(reading: LawParts, named: Branch, path: str, citation: Citation) -> Citation:
    section = reading.text(named.at(path.partition(".")[2]), path, required=True)
    return replace(citation, section=section or "")


def _signs(reading: LawParts, branch: Branch) -> tuple[Sign, ...]:
    path = "signs_of_acquisition"
    items = reading.series(branch.at(path), path) or []
    return tuple(_sign(reading, reading.branch(each, path, ("id", "ask")), path) for each in items)


def _sign(reading: LawParts, branch: Branch, path: str) -> Sign:
    return Sign(
        id=reading.text(branch.at("id"), f"{path}.id", required=True) or "",
        ask=reading.text(branch.at("ask"), f"{path}.ask", required=True) or "",
    )
