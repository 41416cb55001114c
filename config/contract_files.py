"""Contract families and the registry of contracts, read from their files.

A family has a base clause; its state exhibits put a clause of their own in
its place, add to what the notice must contain, or say nothing on a breach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources.abc import Traversable

from config.law_parts import LawParts
from config.tree import Branch, Leaf, Node, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.contract import Clause, ContractTerms

_CLAUSE_KEYS = ("id", "title", "starts", "clock", "holds", "elements", "methods", "recipients", "citations")
_CONTRACT_KEYS = (
    "contractor",
    "agency",
    "family",
    "exhibits",
    "governing_law",
    "service_agreement",
    "signed",
    "term_years",
    "notice_address",
    "notes",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What one state's exhibit does to the family's terms."""

    clause: Clause | None
    adds: tuple[str, ...]
    reimburses: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of contracts: its base clause and its exhibits, by state."""

    id: str
    title: str
    clause: Clause
    exhibits: Mapping[str, Exhibit]
    reimburses: bool

    def terms(
        self, contractor: str | None, exhibits: Sequence[str] = (), governing_law: str | None = None
    ) -> ContractTerms:
        """Give the clauses in force when these exhibits are."""
        known = [self.exhibits[each] for each in exhibits if each in self.exhibits]
        clauses = [each.clause for each in known if each.clause] or [self.clause]
        added = tuple(element for each in known for element in each.adds)
        return ContractTerms(
            contractor=contractor,
            family=self.id,
            clauses=tuple(replace(each, elements=(*each.elements, *added)) for each in clauses),
            governing_law=governing_law,
            exhibits=tuple(exhibits),
            unknown_exhibits=tuple(each for each in exhibits if each not in self.exhibits),
            reimburses=self.reimburses or any(each.reimburses for each in known),
        )


def read_families(rules: Traversable, counting: CountingRules) -> Mapping[str, Family]:
    """Give every contract family below a folder, by id."""
    contents = [(each.name, each.read_bytes()) for each in (rules / "contract").iterdir()]
    families = [
        read_family(content, f"rules/contract/{name}", counting) for name, content in contents if b"\nfamily:" in content
    ]
    return {each.id: each for each in families}


def read_family(content: bytes, source: str, counting: CountingRules) -> Family:
    """Give one family; raise InputRefusedError with its line."""
    reading = LawParts(source, counting)
    keys = ("family", "title", "reimburses", "clause", "exhibits")
    entries = reading.branch(tree_of_bytes(content), "", keys).entries
    exhibits = reading.entries(entries.get("exhibits"), "exhibits").entries
    family = Family(
        id=reading.text(entries.get("family"), "family", required=True) or "",
        title=reading.text(entries.get("title"), "title", required=True) or "",
        clause=_clause(reading, entries.get("clause"), "clause"),
        exhibits={state: _exhibit(reading, node, f"exhibits.{state}") for state, node in exhibits.items()},
        reimburses=reading.flag(entries.get("reimburses"), "reimburses") or False,
    )
    reading.finish()
    return family


def _exhibit(reading: LawParts, node: Node, path: str) -> Exhibit:
    entries = reading.branch(node, path, ("clause", "adds", "reimburses")).entries
    return Exhibit(
        clause=_clause(reading, entries["clause"], f"{path}.clause") if "clause" in entries else None,
        adds=reading.words(entries.get("adds"), f"{path}.adds"),
        reimburses=reading.flag(entries.get("reimburses"), f"{path}.reimburses") or False,
    )


def _clause(reading: LawParts, node: Node | None, path: str) -> Clause:
    entries = reading.branch(node, path, _CLAUSE_KEYS).entries
    citations = reading.series(entries.get("citations"), f"{path}.citations")
    if not citations:
        reading.note(node.line if node else None, f"`{path}` has no citation; give title, section and link.")
    return Clause(
        id=reading.text(entries.get("id"), f"{path}.id", required=True) or "",
        title=reading.text(entries.get("title"), f"{path}.title", required=True) or "",
        starts=reading.moment_names(entries.get("starts"), f"{path}.starts"),
        clock=reading.clock(entries.get("clock"), f"{path}.clock", by_contract=True),
        holds=reading.holds(entries.get("holds"), f"{path}.holds"),
        citations=tuple(reading.citation(each, f"{path}.citations") for each in citations or []),
        elements=reading.words(entries.get("elements"), f"{path}.elements"),
        methods=reading.words(entries.get("methods"), f"{path}.methods"),
        recipients=reading.words(entries.get("recipients"), f"{path}.recipients"),
    )


def read_contract(node: Node, reading: LawParts, families: Mapping[str, Family], path: str = "") -> ContractTerms | None:
    """Give the terms that a registry file, or a mapping in an incident file, says."""
    branch = reading.branch(node, path, _CONTRACT_KEYS)
    entries, before = branch.entries, f"{path}." if path else ""
    family = reading.text(entries.get("family"), f"{before}family", required=True)
    if family is not None and family not in families:
        given = entries["family"]
        accepted = ", ".join(sorted(families))
        reading.note(given.line, f"`{before}family` was given `{family}`; accepted are {accepted}.")
        return None
    exhibits = _exhibits(reading, entries.get("exhibits"), f"{before}exhibits")
    governing = _state(reading, entries.get("governing_law"), f"{before}governing_law")
    contractor = reading.text(entries.get("contractor"), f"{before}contractor")
    return families[family].terms(contractor, exhibits, governing) if family else None


def _exhibits(reading: LawParts, node: Node | None, path: str) -> list[str]:
    found = [_state(reading, each, path) for each in reading.series(node, path) or []]
    return [each for each in found if each]


def _state(reading: LawParts, node: Node | None, path: str) -> str | None:
    """Give a state by its two letters; YAML reads NO as false, so the writing counts."""
    if isinstance(node, Leaf) and isinstance(node.value, bool) and node.line is not None:
        node = Leaf(node.line, node.written, node.written)
    return reading.two_letters(node, path)


def contract_file(content: bytes, source: str, families: Mapping[str, Family], counting: CountingRules) -> ContractTerms:
    """Give the terms of one file of the registry."""
    reading = LawParts(source, counting)
    node = tree_of_bytes(content)
    terms = read_contract(node if isinstance(node, Branch) else Branch(1, {}), reading, families)
    reading.finish()
    return terms or ContractTerms(contractor=None, family=None, clauses=())
