"""Contract families, read from their files.

A family has a base clause; its state exhibits put a clause of their own in
its place, add to what the notice must contain, or say nothing on a breach.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from config.law_parts import LawParts
from config.reading import is_absent
from config.tree import Branch, Node, tree_of_bytes
from incidents.law.calendars import CountingRules
from incidents.law.contract import Clause, ContractTerms, Destruction

_CLAUSE_KEYS = (
    "id",
    "title",
    "starts",
    "clock",
    "holds",
    "elements",
    "methods",
    "recipients",
    "citations",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit:
    """What one state's exhibit does to the family's terms."""

    clause: Clause | None
    adds: tuple[str, ...]
    reimburses: bool
    destruction: Destruction | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Family:
    """A family of contracts: its base clause and its exhibits, by state."""

    id: str
    title: str
    clause: Clause
    exhibits: Mapping[str, Exhibit]
    reimburses: bool
    destruction: Destruction | None = None

    def terms(
        self, contractor: str | None, exhibits: Sequence[str] = (), governing_law: str | None = None
    ) -> ContractTerms:
        """Give the clauses in force when these exhibits are."""
        known = [self.exhibits[each] for each in exhibits if each in self.exhibits]
        clauses = [each.clause for each in known if each.clause] or [self.clause]
        added = tuple(element for each in known for element in each.adds)
        ends = [each.destruction for each in known if each.destruction]
        return ContractTerms(
            contractor=contractor,
            family=self.id,
            clauses=tuple(replace(each, elements=(*each.elements, *added)) for each in clauses),
            governing_law=governing_law,
            exhibits=tuple(exhibits),
            unknown_exhibits=tuple(each for each in exhibits if each not in self.exhibits),
            reimburses=self.reimburses or any(each.reimburses for each in known),
            destruction=ends[0] if ends else self.destruction,
        )


def read_family(content: bytes, source: str, counting: CountingRules) -> Family:
    """Give one family; raise InputRefusedError with its line."""
    reading = LawParts(source, counting)
    keys = ("family", "title", "reimburses", "destruction", "clause", "exhibits")
    branch = reading.branch(tree_of_bytes(content, source), "", keys)
    family = Family(
        id=reading.text(branch.at("family"), "family", required=True) or "",
        title=reading.text(branch.at("title"), "title", required=True) or "",
        clause=_clause(reading, branch.at("clause"), "clause"),
        exhibits=_exhibits(reading, branch.at("exhibits")),
        reimburses=reading.flag(branch.at("reimburses"), "reimburses") or False,
        destruction=_destruction(reading, branch.at("destruction"), "destruction"),
    )
    reading.finish()
    return family


def _exhibits(reading: LawParts, node: Node) -> Mapping[str, Exhibit]:
    branch = reading.entries(node, "exhibits")
    return {
        state: _exhibit(reading, each, f"exhibits.{state}")
        for state, each in branch.entries.items()
    }


def _exhibit(reading: LawParts, node: Node, path: str) -> Exhibit:
    branch = reading.branch(node, path, ("clause", "adds", "reimburses", "destruction"))
    clause = branch.at("clause")
    return Exhibit(
        clause=None if is_absent(clause) else _clause(reading, clause, f"{path}.clause"),
        adds=reading.required_elements(branch.at("adds"), f"{path}.adds"),
        reimburses=reading.flag(branch.at("reimburses"), f"{path}.reimburses") or False,
        destruction=_destruction(reading, branch.at("destruction"), f"{path}.destruction"),
    )


def _destruction(reading: LawParts, node: Node, path: str) -> Destruction | None:
    if is_absent(node):
        return None
    branch = reading.branch(node, path, ("days", "certified", "citation"))
    return Destruction(
        days=reading.count(branch.at("days"), f"{path}.days"),
        is_certified=reading.flag(branch.at("certified"), f"{path}.certified") or False,
        citation=reading.citation(branch.at("citation"), f"{path}.citation"),
    )


def _clause(reading: LawParts, node: Node, path: str) -> Clause:
    if reading.missing(node, path, "a family has a base clause"):
        node = Branch(node.line, {}, is_unread=True)
    branch = reading.branch(node, path, _CLAUSE_KEYS)
    return Clause(
        id=reading.text(branch.at("id"), f"{path}.id", required=True) or "",
        title=reading.text(branch.at("title"), f"{path}.title", required=True) or "",
        starts=reading.moment_names(branch.at("starts"), f"{path}.starts"),
        clock=reading.clock(branch.at("clock"), f"{path}.clock", by_contract=True),
        holds=reading.holds(branch.at("holds"), f"{path}.holds"),
        citations=reading.citations(branch.at("citations"), f"{path}.citations", may_be_none=False),
        elements=reading.required_elements(branch.at("elements"), f"{path}.elements"),
        methods=reading.words(branch.at("methods"), f"{path}.methods"),
        recipients=reading.words(branch.at("recipients"), f"{path}.recipients"),
    )
