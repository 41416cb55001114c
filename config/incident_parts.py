"""The parts of an incident file: moments, holds, facts, persons, decisions."""

from __future__ import annotations

from collections.abc import Collection

from config.law_parts import LawParts
from config.reading import is_absent
from config.tree import Branch, Node
from incidents.law.circumstances import (
    AffectedGroup,
    Custody,
    Decision,
    Facts,
    Group,
    Medium,
)
from incidents.law.holds import Hold, HoldKind, Party
from incidents.law.moment_names import MomentName
from incidents.moments import FIRST_YEAR, LocalDay, Moment

_HOLD_KEYS = ("kind", "party", "from", "until", "authority")
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
_DECISION_KEYS = ("required", "at", "by", "reason")
#: Stands in for a day that could not be read, and comes after no other.
_FIRST_DAY = LocalDay.parse(f"{FIRST_YEAR}-01-01")


class IncidentParts(LawParts):
    """Reads the parts of one incident file, and notes what is wrong with them."""

    def moments_of(self, node: Node) -> dict[MomentName, Moment]:
        """Give the moments that are recorded, by name."""
        branch = self.branch(node, "moments", tuple(MomentName))
        found: dict[MomentName, Moment | None] = {}
        for name in MomentName:
            read = self.day if name is MomentName.COMPLAINT_EXTENDED_TO else self.moment
            found[name] = read(branch.at(name), f"moments.{name}")
        return {name: moment for name, moment in found.items() if moment is not None}

    def holds_of(self, node: Node) -> tuple[Hold, ...]:
        """Give the holds, in the order written."""
        items = self.series(node, "holds") or []
        return tuple(self._hold(each, f"holds[{index}]") for index, each in enumerate(items))

    def _hold(self, node: Node, path: str) -> Hold:
        branch = self.branch(node, path, _HOLD_KEYS)
        kind = self.choice(branch.at("kind"), f"{path}.kind", HoldKind, required=True)
        starts = self.moment(branch.at("from"), f"{path}.from")
        advice = "a hold begins on a date or at an instant"
        self.missing(branch.at("from"), f"{path}.from", advice)
        return Hold(
            kind=kind or HoldKind.LAW_ENFORCEMENT,
            party=self.choice(branch.at("party"), f"{path}.party", Party) or Party.AGENCY,
            starts=starts or _FIRST_DAY,
            until=self.moment(branch.at("until"), f"{path}.until"),
            authority=self.text(branch.at("authority"), f"{path}.authority"),
        )

    def facts_of(self, node: Node) -> Facts:
        """Give what is known of the records exposed."""
        branch = self.branch(node, "facts", _FACT_KEYS)
        return Facts(
            student_data=self.flag(branch.at("student_data"), "facts.student_data"),
            appr_data=self.flag(branch.at("appr_data"), "facts.appr_data"),
            private_information=self._elements(branch.at("private_information")),
            encrypted=self.flag(branch.at("encrypted"), "facts.encrypted"),
            key_acquired=self.flag(branch.at("key_acquired"), "facts.key_acquired"),
            medium=self.choice(branch.at("medium"), "facts.medium", Medium),
            custody=self.choice(branch.at("custody"), "facts.custody", Custody),
        )

    def _elements(self, node: Node) -> frozenset[str] | None:
        items = self.series(node, "facts.private_information")
        return None if items is None else self.private_elements(items, "facts.private_information")

    def affected_of(self, node: Node) -> tuple[AffectedGroup, ...] | None:
        """Give the groups of persons affected, or None where there is no list."""
        items = self.series(node, "affected")
        if items is None:
            return None
        return tuple(self._group(each, f"affected[{index}]") for index, each in enumerate(items))

    def _group(self, node: Node, path: str) -> AffectedGroup:
        branch = self.branch(node, path, _AFFECTED_KEYS)
        group = self.choice(branch.at("group"), f"{path}.group", Group, required=True)
        part = branch.at("with_private_information")
        found = AffectedGroup(
            group=group or Group.OTHERS,
            residence=self.two_letters(branch.at("residence"), f"{path}.residence"),
            count=self.count(branch.at("count"), f"{path}.count"),
            with_private_information=self.count(part, f"{path}.with_private_information"),
        )
        most, given = found.count, found.with_private_information
        if most is not None and given is not None and given > most:
            self.note(
                part.line,
                f"`{path}.with_private_information` is {given}, more than the count of {most}; "
                "it is at most the count: correct one of the two.",
            )
        return found

    def done_of(self, node: Node, duties: Collection[str]) -> dict[str, Moment]:
        """Give when each duty was first fulfilled, by its id."""
        branch = self.branch(node, "done", duties)
        known = [duty for duty in branch.entries if duty in duties]
        found = {duty: self.moment(branch.at(duty), f"done.{duty}") for duty in known}
        return {duty: moment for duty, moment in found.items() if moment is not None}

    def decided_of(self, node: Node, duties: Collection[str]) -> dict[str, Decision]:
        """Give the determinations, by the id of the duty."""
        branch = self.branch(node, "decided", duties)
        known = [duty for duty in branch.entries if duty in duties]
        return {
            duty: self._decision(branch.at(duty), f"decided.{duty}")
            for duty in known
            if not is_absent(branch.at(duty))
        }

    def _decision(self, node: Node, path: str) -> Decision:
        branch: Branch = self.branch(node, path, _DECISION_KEYS)
        required = self.flag(branch.at("required"), f"{path}.required")
        self.missing(branch.at("required"), f"{path}.required", "say true or false")
        return Decision(
            required=bool(required),
            at=self.moment(branch.at("at"), f"{path}.at"),
            by=self.text(branch.at("by"), f"{path}.by"),
            reason=self.text(branch.at("reason"), f"{path}.reason"),
        )
