"""The parts that rule packs share: citations, clocks, holds, conditions."""

from __future__ import annotations

from config.reading import Reading
from config.tree import Branch, Leaf, Node
from incidents.law.calendars import CountingRules
from incidents.law.circumstances import AgencyKind, Custody, Medium
from incidents.law.citation import Citation, Verification
from incidents.law.clock import Clock, Unit
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
from incidents.law.holds import HoldKind, HoldTerms, Party
from incidents.law.moment_names import MomentName
from incidents.law.policy import Provision

#: What can be counted as private information, and what it is in plain words.
PRIVATE_ELEMENTS = {
    "ssn": "Social Security number",
    "drivers_license": "driver's license or non-driver identification number",
    "account_with_code": "account or card number together with its code or password",
    "account_alone": "account or card number that could be used without a code",
    "biometric": "fingerprint, voice print, or image of the eye or face used to identify a person",
    "online_credentials": "user name or e-mail address together with its password or security answer",
    "medical": "medical information",
    "health_insurance": "health insurance information",
    "student_id": "student identification number",
}
_ALWAYS_TRUE = {
    "student_data": FactIs("facts.student_data", frozenset([True]), "student data", "no student data"),
    "appr_data": FactIs("facts.appr_data", frozenset([True]), "APPR data", "no APPR data"),
    "contract_clause": ContractHasClause(),
    "always": Always(),
}
_CONDITION_KEYS = (
    "all",
    "any",
    "attributed_to",
    "custody",
    "agency_kind",
    "recorded",
    "not_recorded",
    "policy",
    "policy_asks",
    "private_information_exposed",
    "elements_exposed",
    "residents",
)


class LawParts(Reading):
    """Reads the parts of one pack, and notes what is wrong with them."""

    def __init__(self, source: str, counting: CountingRules) -> None:
        """Take the provisions by which a last day may roll."""
        super().__init__(source)
        self._counting = counting

    def citation(self, node: Node | None, path: str, *, section: str | None = None) -> Citation:
        """Give a citation; title, section and link are required."""
        branch = self.branch(node, path, ("title", "section", "url", "verified"))
        title = self.text(branch.entries.get("title"), f"{path}.title", required=True)
        url = self.text(branch.entries.get("url"), f"{path}.url", required=True)
        if section is None:
            section = self.text(branch.entries.get("section"), f"{path}.section", required=True)
        verified = self._verification(branch.entries.get("verified"), f"{path}.verified")
        return Citation(title=title or "", section=section or "", url=url or "", verified=verified)

    def _verification(self, node: Node | None, path: str) -> Verification | None:
        branch = self.branch(node, path, ("by", "on"))
        if not branch.entries:
            return None
        by = self.text(branch.entries.get("by"), f"{path}.by", required=True)
        on = self.text(branch.entries.get("on"), f"{path}.on", required=True)
        return Verification(by=by or "", on=on or "")

    def clock(self, node: Node | None, path: str, *, by_contract: bool = False) -> Clock:
        """Give a clock: ``none``, or a length, its unit and its last day."""
        if isinstance(node, Leaf) and node.value == "none":
            return Clock()
        branch = self.branch(node, path, ("length", "unit", "last_day"))
        length = self.count(branch.entries.get("length"), f"{path}.length")
        unit = self.choice(branch.entries.get("unit"), f"{path}.unit", Unit, required=True)
        if not length:
            self.note(branch.line, f"`{path}.length` is missing or 0; give a whole number, or write `clock: none`.")
        rolls = self._rolls(branch, path, unit)
        by = self._counting.contract_last_day if by_contract else self._counting.last_day
        return Clock(length=length, unit=unit, rolls_by=by if rolls else None)

    def _rolls(self, branch: Branch, path: str, unit: Unit | None) -> bool:
        word = self.text(branch.entries.get("last_day"), f"{path}.last_day")
        if unit is Unit.CALENDAR_DAYS and word not in ("next_business_day", "stays"):
            self.note(branch.line, f"`{path}.last_day` must be next_business_day or stays where days are counted.")
        if unit is not Unit.CALENDAR_DAYS and word is not None:
            self.note(branch.line, f"`{path}.last_day` has no meaning for {unit}: these never roll; remove it.")
        return word == "next_business_day"

    def holds(self, node: Node | None, path: str) -> HoldTerms | None:
        """Give which holds touch a rule, and what follows their end."""
        branch = self.branch(node, path, ("party", "kinds", "then"))
        if not branch.entries:
            return None
        party = self.choice(branch.entries.get("party"), f"{path}.party", Party, required=True)
        kinds = [
            self.choice(each, f"{path}.kinds", HoldKind, required=True)
            for each in self.series(branch.entries.get("kinds"), f"{path}.kinds") or []
        ]
        then = self.clock(branch.entries.get("then"), f"{path}.then")
        return HoldTerms(
            party=party or Party.AGENCY,
            kinds=frozenset(each for each in kinds if each),
            then=then if then.length else None,
        )

    def words(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Give a list of words."""
        found = [self.text(each, path, required=True) for each in self.series(node, path) or []]
        return tuple(each for each in found if each)

    def moment_names(self, node: Node | None, path: str) -> tuple[MomentName, ...]:
        """Give a list of names of moments."""
        found = [self.choice(each, path, MomentName, required=True) for each in self.series(node, path) or []]
        return tuple(each for each in found if each)

    def condition(self, node: Node | None, path: str) -> Condition:
        """Give a condition: a word, or a mapping with one key."""
        if isinstance(node, Leaf) and node.value in _ALWAYS_TRUE:
            return _ALWAYS_TRUE[str(node.value)]
        branch = node if isinstance(node, Branch) else Branch(node.line if node else None, {})
        if len(branch.entries) != 1 or next(iter(branch.entries)) not in _CONDITION_KEYS:
            words = ", ".join((*_ALWAYS_TRUE, *_CONDITION_KEYS))
            self.note(branch.line, f"`{path}` is no condition; accepted is one of {words}.")
            return Always()
        key, value = next(iter(branch.entries.items()))
        return self._keyed(key, value, f"{path}.{key}")

    def _keyed(self, key: str, node: Node, path: str) -> Condition:
        if key in ("all", "any"):
            parts = tuple(self.condition(each, path) for each in self.series(node, path) or [])
            return AllOf(parts) if key == "all" else AnyOf(parts)
        if key in ("recorded", "not_recorded"):
            moment = self.choice(node, path, MomentName, required=True) or MomentName.RECEIPT
            return Recorded(moment) if key == "recorded" else NotRecorded(moment)
        if key in ("policy", "policy_asks"):
            return self._policy(node, path, PolicySays if key == "policy" else PolicyAsks)
        if key in ("private_information_exposed", "elements_exposed", "residents"):
            return self._exposure(key, node, path)
        return self._fact(key, node, path)

    def _policy(self, node: Node, path: str, kind: type[PolicySays] | type[PolicyAsks]) -> Condition:
        provision = self.choice(node, path, Provision, required=True) or Provision.INTERNAL_REPORT
        words = provision.value.replace("_", " ")
        return kind(provision, f"the agency's policy asks for it ({words})", f"no policy asks for it ({words})")

    def _fact(self, key: str, node: Node, path: str) -> Condition:
        if key == "attributed_to":
            party = self.choice(node, path, Party, required=True) or Party.CONTRACTOR
            yes, no = f"attributed to the {party}", f"not attributed to the {party}"
            return FactIs("attributed_to", frozenset([party]), yes, no)
        kind = Custody if key == "custody" else AgencyKind
        found = [self.choice(each, path, kind, required=True) for each in self.series(node, path) or []]
        listed = " or ".join(each.replace("_", " ") for each in found if each)
        if kind is Custody:
            return FactIs("facts.custody", frozenset(found), f"the data is {listed}", f"the data is not {listed}")
        return FactIs("agency.kind", frozenset(found), f"the agency is a {listed}", f"the agency is not a {listed}")

    def _exposure(self, key: str, node: Node, path: str) -> Condition:
        branch = self.branch(node, path, ("elements", "media", "policy_adds", "state", "more_than"))
        adds = self.flag(branch.entries.get("policy_adds"), f"{path}.policy_adds") or False
        elements = frozenset(self.words(branch.entries.get("elements"), f"{path}.elements"))
        for unknown in sorted(elements - set(PRIVATE_ELEMENTS)):
            self.note(branch.line, f"`{unknown}` is no element; accepted are {', '.join(PRIVATE_ELEMENTS)}.")
        if key == "elements_exposed":
            return ElementsExposed(elements, adds)
        if key == "private_information_exposed":
            media = [self.choice(each, path, Medium) for each in self.series(branch.entries.get("media"), path) or []]
            return PrivateInformationExposed(elements, frozenset(each for each in media if each), adds)
        state = self.text(branch.entries.get("state"), f"{path}.state", required=True)
        more_than = self.count(branch.entries.get("more_than"), f"{path}.more_than")
        if more_than is None:
            self.note(branch.line, f"`{path}.more_than` is missing; give a whole number.")
        return ResidentsExceed(state or "", more_than or 0)
