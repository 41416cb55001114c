"""The incident file, read and checked: the product's public interface.

Every mistake is named with its line, what was given and what is accepted, and
nothing is half read: an incident comes out whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import TypeVar

from config.contract_files import NO_TERMS, TERMS_KEYS, terms_of
from config.district_files import INLINE_KEYS, agency_of
from config.incident_parts import IncidentParts
from config.orders import note_impossible_orders
from config.reading import is_absent
from config.registry import Registry, UnknownNameError, load_registry
from config.tree import Branch, Leaf, Node, plain, tree_of_bytes, tree_of_object
from incidents.case.agency import Agency
from incidents.case.incident import Incident
from incidents.law.circumstances import Circumstances
from incidents.law.contract import ContractTerms
from incidents.law.holds import Party
from incidents.law.policy import Policy

FORMAT_VERSION = 1
_F = TypeVar("_F")
_KEYS = (
    "version",
    "title",
    "agency",
    "attributed_to",
    "contract",
    "moments",
    "holds",
    "facts",
    "affected",
    "done",
    "decided",
)


class _Attribution(StrEnum):
    """Whose breach it is, as far as it is known."""

    CONTRACTOR = Party.CONTRACTOR.value
    AGENCY = Party.AGENCY.value
    UNKNOWN = "unknown"


#: Stands in for an agency that could not be read, so that reading goes on.
_UNREAD = Branch(None, {}, is_unread=True)


def read_file(content: bytes, registry: Registry | None = None) -> Incident:
    """Give the incident of a YAML or JSON file; raise InputRefusedError."""
    return _IncidentReader(registry or load_registry()).incident(tree_of_bytes(content))


def read_document(document: Mapping[str, object], registry: Registry | None = None) -> Incident:
    """Give the incident of plain values; raise InputRefusedError."""
    return _IncidentReader(registry or load_registry()).incident(tree_of_object(document))


class _IncidentReader(IncidentParts):
    """Reads one incident file against the registry."""

    def __init__(self, registry: Registry) -> None:
        super().__init__("", registry.rule_book.calendar.counting)
        self._registry = registry

    def incident(self, tree: Node) -> Incident:
        branch = self.branch(tree, "", _KEYS)
        self._version(branch.at("version"))
        title = self.text(branch.at("title"), "title")
        agency = self._agency(branch.at("agency"))
        circumstances = self._circumstances(branch, agency)
        note_impossible_orders(self, branch, circumstances, self._registry.rule_book)
        self.finish()
        document = {key: plain(node) for key, node in branch.entries.items()}
        return Incident(title=title, agency=agency, circumstances=circumstances, document=document)

    def _version(self, node: Node) -> None:
        self.missing(node, "version", f"start the file with `version: {FORMAT_VERSION}`")
        version = self.whole(node, "version")
        if version is not None and version != FORMAT_VERSION:
            reads = f"this program reads version {FORMAT_VERSION}"
            self.note(node.line, f"`version` was given {version}; {reads}.")

    def _agency(self, node: Node) -> Agency:
        found: Agency | None = None
        if isinstance(node, Leaf) and not is_absent(node):
            name = self.text(node, "agency")
            found = self._named(node, "agency", self._registry.agency, name) if name else None
        elif not self.missing(node, "agency", "give the id of a district, or a mapping"):
            found = agency_of(self.branch(node, "agency", INLINE_KEYS), self, None, "agency")
        return found or agency_of(_UNREAD, self, None)

    def _named(self, node: Node, path: str, find: Callable[[str], _F], name: str) -> _F | None:
        try:
            return find(name)
        except UnknownNameError as wrong:
            self.note(node.line, f"`{path}`: {wrong}")
            return None

    def _circumstances(self, branch: Branch, agency: Agency) -> Circumstances:
        duties = self._registry.rule_book.ids
        return Circumstances(
            zone=agency.zone,
            agency_kind=agency.kind,
            policy=self._policy(branch.at("agency"), agency),
            contract=self._contract(branch.at("contract")),
            attributed_to=self._attribution(branch.at("attributed_to")),
            moments=self.moments_of(branch.at("moments")),
            holds=self.holds_of(branch.at("holds")),
            facts=self.facts_of(branch.at("facts")),
            affected=self.affected_of(branch.at("affected")),
            done=self.done_of(branch.at("done"), duties),
            decided=self.decided_of(branch.at("decided"), duties),
            internal_targets=agency.internal_targets,
            closed_days=agency.closed_days,
        )

    def _policy(self, node: Node, agency: Agency) -> Policy | None:
        """Give the agency's policy; where it is written inline, its line is known."""
        if agency.policy is None:
            return None
        written = node.at("policy") if isinstance(node, Branch) else node
        return self._named(written, "agency.policy", self._registry.policy, agency.policy)

    def _attribution(self, node: Node) -> Party | None:
        found = self.choice(node, "attributed_to", _Attribution)
        return None if found in (None, _Attribution.UNKNOWN) else Party(found)

    def _contract(self, node: Node) -> ContractTerms | None:
        if is_absent(node):
            return None
        if isinstance(node, Leaf):
            name = self.text(node, "contract")
            if name == "none":
                return NO_TERMS
            return self._named(node, "contract", self._registry.contract, name) if name else None
        branch = self.branch(node, "contract", TERMS_KEYS)
        if not isinstance(node, Branch):
            return None
        return terms_of(branch, self, self._registry.families, "contract")
