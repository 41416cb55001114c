"""The incident file, read and checked: the product's public interface.

Every mistake is named with its line, what was given and what is accepted, and
nothing is half read: an incident comes out whole, or not at all.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from config.contract_files import read_contract
from config.district_files import INLINE_KEYS, agency_of
from config.law_parts import PRIVATE_ELEMENTS, LawParts
from config.orders import note_impossible_orders
from config.registry import Registry, UnknownNameError, load_registry
from config.tree import Branch, Leaf, Node, plain, tree_of_bytes, tree_of_object
from incidents.case.agency import Agency
from incidents.case.incident import Incident
from incidents.law.circumstances import (
    AffectedGroup,
    Circumstances,
    Custody,
    Decision,
    Facts,
    Group,
    Medium,
)
from incidents.law.contract import ContractTerms
from incidents.law.holds import Hold, HoldKind, Party
from incidents.law.moment_names import MomentName
from incidents.moments import LocalDay, Moment

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
_FACT_KEYS = (
    "student_data",
    "appr_data",
    "private_information",
    "encrypted",
    "key_acquired",
    "medium",
    "custody",
)
_AFFECTED_KEYS = ("group", "residence", "count", "with_private_information")


def read_file(content: bytes, registry: Registry | None = None) -> Incident:
    """Give the incident of a YAML or JSON file; raise InputRefusedError."""
    return _IncidentReader(registry or load_registry()).incident(tree_of_bytes(content))


def read_document(document: Mapping[str, object], registry: Registry | None = None) -> Incident:
    """Give the incident of plain values; raise InputRefusedError."""
    return _IncidentReader(registry or load_registry()).incident(tree_of_object(document))


class _IncidentReader(LawParts):
    """Reads one incident file against the registry."""

    def __init__(self, registry: Registry) -> None:
        super().__init__("", registry.rule_book.calendar.counting)
        self._registry = registry

    def incident(self, tree: Node) -> Incident:
        branch = self.branch(tree, "", _KEYS)
        entries = branch.entries
        self._version(branch)
        title = self.text(entries.get("title"), "title")
        agency = self._agency(branch)
        circumstances = self._circumstances(entries, agency)
        if not self.problems:
            note_impossible_orders(self, entries, circumstances, self._registry.rule_book)
        self.finish()
        document = plain(tree)
        assert isinstance(document, dict)  # noqa: S101 - `branch` has refused anything else
        return Incident(title=title, agency=agency, circumstances=circumstances, document=document)

    def _version(self, branch: Branch) -> None:
        given = branch.entries.get("version")
        version = self.whole(given, "version")
        if given is None or (isinstance(given, Leaf) and given.value is None):
            self.note(branch.line, f"`version` is missing; start the file with `version: {FORMAT_VERSION}`.")
        elif version is not None and version != FORMAT_VERSION:
            self.note(given.line, f"`version` was given {version}; this program reads version {FORMAT_VERSION}.")

    def _agency(self, branch: Branch) -> Agency:
        node = branch.entries.get("agency")
        if node is None or (isinstance(node, Leaf) and node.value is None):
            self.note(branch.line, "`agency` is missing; give the id of a district, or a mapping with its kind.")
        if isinstance(node, Leaf) and node.value is not None:
            name = self.text(node, "agency")
            found = self._named(node, "agency", self._registry.agency, name) if name else None
            return found or agency_of(Branch(node.line, _SOME_AGENCY), self, None, "agency")
        branch = self.branch(node, "agency", INLINE_KEYS)
        return agency_of(branch if node else Branch(None, _SOME_AGENCY), self, None, "agency")

    def _named(self, node: Node | None, path: str, find: Callable[[str], _F], name: str) -> _F | None:
        try:
            return find(name)
        except UnknownNameError as wrong:
            self.note(node.line if node else None, f"`{path}`: {wrong}")
            return None

    def _circumstances(self, entries: Mapping[str, Node], agency: Agency) -> Circumstances:
        policy = None
        if agency.policy:
            node = entries.get("agency")
            policy = self._named(node, "agency.policy", self._registry.policy, agency.policy)
        return Circumstances(
            zone=agency.zone,
            agency_kind=agency.kind,
            policy=policy,
            contract=self._contract(entries.get("contract")),
            attributed_to=self._attribution(entries.get("attributed_to")),
            moments=self._moments(entries.get("moments")),
            holds=tuple(self._hold(each, n) for n, each in enumerate(self.series(entries.get("holds"), "holds") or [])),
            facts=self._facts(entries.get("facts")),
            affected=self._affected(entries.get("affected")),
            done=self._done(entries.get("done")),
            decided=self._decided(entries.get("decided")),
            internal_targets=agency.internal_targets,
            closed_days=agency.closed_days,
        )

    def _attribution(self, node: Node | None) -> Party | None:
        if isinstance(node, Leaf) and node.value == "unknown":
            return None
        if isinstance(node, Leaf) and node.value is not None and node.value not in tuple(Party):
            self._mistyped(node, "attributed_to", "one of contractor, agency, unknown")
            return None
        return self.choice(node, "attributed_to", Party)

    def _contract(self, node: Node | None) -> ContractTerms | None:
        if node is None or (isinstance(node, Leaf) and node.value is None):
            return None
        if isinstance(node, Leaf):
            name = self.text(node, "contract")
            if name == "none":
                return ContractTerms(contractor=None, family=None, clauses=())
            return self._named(node, "contract", self._registry.contract, name) if name else None
        inline = self.branch(node, "contract", ("contractor", "family", "exhibits", "governing_law"))
        return read_contract(inline, self, self._registry.families, "contract")

    def _moments(self, node: Node | None) -> dict[MomentName, Moment]:
        branch = self.branch(node, "moments", tuple(MomentName))
        found: dict[MomentName, Moment | None] = {}
        for name in MomentName:
            read = self.day if name is MomentName.COMPLAINT_EXTENDED_TO else self.moment
            found[name] = read(branch.entries.get(name.value), f"moments.{name}")
        return {name: moment for name, moment in found.items() if moment is not None}

    def _hold(self, node: Node, index: int) -> Hold:
        path = f"holds[{index}]"
        entries = self.branch(node, path, ("kind", "party", "from", "until", "authority")).entries
        starts = self.moment(entries.get("from"), f"{path}.from")
        if _is_null(entries.get("from")):
            self.note(node.line, f"`{path}.from` is missing; a hold begins on a date or at an instant.")
        return Hold(
            kind=self.choice(entries.get("kind"), f"{path}.kind", HoldKind, required=True) or HoldKind.LAW_ENFORCEMENT,
            party=self.choice(entries.get("party"), f"{path}.party", Party) or Party.AGENCY,
            starts=starts or LocalDay.parse("2000-01-01"),
            until=self.moment(entries.get("until"), f"{path}.until"),
            authority=self.text(entries.get("authority"), f"{path}.authority"),
        )

    def _facts(self, node: Node | None) -> Facts:
        entries = self.branch(node, "facts", _FACT_KEYS).entries
        return Facts(
            student_data=self.flag(entries.get("student_data"), "facts.student_data"),
            appr_data=self.flag(entries.get("appr_data"), "facts.appr_data"),
            private_information=self._elements(entries.get("private_information")),
            encrypted=self.flag(entries.get("encrypted"), "facts.encrypted"),
            key_acquired=self.flag(entries.get("key_acquired"), "facts.key_acquired"),
            medium=self.choice(entries.get("medium"), "facts.medium", Medium),
            custody=self.choice(entries.get("custody"), "facts.custody", Custody),
        )

    def _elements(self, node: Node | None) -> frozenset[str] | None:
        path = "facts.private_information"
        items = self.series(node, path)
        if items is None:
            return None
        found = [self.text(each, path, required=True) for each in items]
        for each, name in zip(items, found, strict=True):
            if name is not None and name not in PRIVATE_ELEMENTS:
                accepted = ", ".join(PRIVATE_ELEMENTS)
                self.note(each.line, f"`{path}` was given `{name}`; accepted are {accepted}.")
        return frozenset(each for each in found if each)

    def _affected(self, node: Node | None) -> tuple[AffectedGroup, ...] | None:
        items = self.series(node, "affected")
        return None if items is None else tuple(self._group(each, n) for n, each in enumerate(items))

    def _group(self, node: Node, index: int) -> AffectedGroup:
        path = f"affected[{index}]"
        entries = self.branch(node, path, _AFFECTED_KEYS).entries
        group = self.choice(entries.get("group"), f"{path}.group", Group, required=True)
        count = self.count(entries.get("count"), f"{path}.count")
        with_private = self.count(entries.get("with_private_information"), f"{path}.with_private_information")
        if count is not None and with_private is not None and with_private > count:
            line = entries["with_private_information"].line
            self.note(
                line,
                f"`{path}.with_private_information` is {with_private}, more than the count of {count}; "
                "it is at most the count: correct one of the two.",
            )
        return AffectedGroup(
            group=group or Group.OTHERS,
            residence=self.two_letters(entries.get("residence"), f"{path}.residence"),
            count=count,
            with_private_information=with_private,
        )

    def _done(self, node: Node | None) -> dict[str, Moment]:
        branch = self.branch(node, "done", self._registry.rule_book.ids)
        found = {duty: self.moment(each, f"done.{duty}") for duty, each in branch.entries.items()}
        return {duty: moment for duty, moment in found.items() if moment is not None}

    def _decided(self, node: Node | None) -> dict[str, Decision]:
        branch = self.branch(node, "decided", self._registry.rule_book.ids)
        present = {duty: each for duty, each in branch.entries.items() if not _is_null(each)}
        return {duty: self._decision(each, f"decided.{duty}") for duty, each in present.items()}

    def _decision(self, node: Node, path: str) -> Decision:
        entries = self.branch(node, path, ("required", "at", "by", "reason")).entries
        required = self.flag(entries.get("required"), f"{path}.required")
        if required is None and _is_null(entries.get("required")):
            self.note(node.line, f"`{path}.required` is missing; say true or false.")
        return Decision(
            required=bool(required),
            at=self.moment(entries.get("at"), f"{path}.at"),
            by=self.text(entries.get("by"), f"{path}.by"),
            reason=self.text(entries.get("reason"), f"{path}.reason"),
        )


def _is_null(node: Node | None) -> bool:
    return node is None or (isinstance(node, Leaf) and node.value is None)


#: Stands in for an agency that could not be read, so that reading goes on.
_SOME_AGENCY: dict[str, Node] = {"kind": Leaf(None, "school_district", "school_district")}
