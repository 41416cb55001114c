"""The parts that rule packs share: citations, clocks, holds and names."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from importlib.resources import files

from config.reading import Reading
from config.tree import Branch, Leaf, Node
from incidents.law.calendars import CountingRules
from incidents.law.citation import Citation, Verification
from incidents.law.clock import Clock, Unit
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.law.holds import HoldKind, HoldTerms, Party
from incidents.law.moment_names import MomentName
from notices.elements import Element

#: Stands in for a citation that could not be read.
NOWHERE = Citation(title="", section="", url="")


class LawParts(Reading):
    """Reads the parts of one pack, and notes what is wrong with them."""

    def __init__(self, source: str, counting: CountingRules) -> None:
        """Take the provisions by which a last day may roll."""
        super().__init__(source)
        self._counting = counting

    def citation(self, node: Node | None, path: str, *, section: str | None = None) -> Citation:
        """Give a citation; title, section and link are required."""
        if self.missing(node, path, "give title, section and link"):
            return NOWHERE
        branch = self.branch(node, path, ("title", "section", "url", "verified"))
        title = self.text(branch.at("title"), f"{path}.title", required=True)
        url = self.text(branch.at("url"), f"{path}.url", required=True)
        if section is None:
            section = self.text(branch.at("section"), f"{path}.section", required=True)
        verified = self._verification(branch.at("verified"), f"{path}.verified")
        return Citation(title=title or "", section=section or "", url=url or "", verified=verified)

    def _verification(self, node: Node | None, path: str) -> Verification | None:
        branch = self.branch(node, path, ("by", "on"))
        if not branch.entries:
            return None
        by = self.text(branch.at("by"), f"{path}.by", required=True)
        on = self.text(branch.at("on"), f"{path}.on", required=True)
        return Verification(by=by or "", on=on or "")

    def citations(self, node: Node | None, path: str, *, may_be_none: bool) -> tuple[Citation, ...]:
        """Give a list of citations; a provision stands somewhere, or says where."""
        items = (self.series(node, path) or []) if may_be_none else self.items(node, path)
        return tuple(self.citation(each, path) for each in items)

    def clock(self, node: Node | None, path: str, *, by_contract: bool = False) -> Clock:
        """Give a clock: ``none``, or a length, its unit and its last day."""
        if isinstance(node, Leaf) and node.value == "none":
            return Clock()
        if self.missing(node, path, "give length, unit and last_day, or write none"):
            return Clock()
        branch = self.branch(node, path, ("length", "unit", "last_day"))
        length = self.count(branch.at("length"), f"{path}.length", required=True)
        unit = self.choice(branch.at("unit"), f"{path}.unit", Unit, required=True)
        if length == 0:
            self.note(branch.line, f"`{path}.length` is 0; give a number from 1, or write none.")
        rolls = self._rolls(branch, path, unit)
        by = self._counting.contract_last_day if by_contract else self._counting.last_day
        return Clock(length=length, unit=unit, rolls_by=by if rolls else None)

    def _rolls(self, branch: Branch, path: str, unit: Unit | None) -> bool:
        word = self.text(branch.at("last_day"), f"{path}.last_day")
        name = f"`{path}.last_day`"
        if unit is Unit.CALENDAR_DAYS and word not in ("next_business_day", "stays"):
            accepted = "must be next_business_day or stays where days are counted"
            self.note(branch.line, f"{name} {accepted}; write one of the two.")
        if unit in (Unit.HOURS, Unit.BUSINESS_DAYS) and word is not None:
            self.note(
                branch.line, f"{name} has no meaning for {unit}: these never roll; remove it."
            )
        return word == "next_business_day"

    def holds(self, node: Node | None, path: str) -> HoldTerms | None:
        """Give which holds touch a rule, and what follows their end."""
        branch = self.branch(node, path, ("party", "kinds", "then"))
        if not branch.entries:
            return None
        party = self.choice(branch.at("party"), f"{path}.party", Party, required=True)
        kinds = [
            self.choice(each, f"{path}.kinds", HoldKind, required=True)
            for each in self.items(branch.at("kinds"), f"{path}.kinds")
        ]
        then = self.clock(branch.at("then"), f"{path}.then")
        if then.unit is Unit.HOURS:
            self.note(branch.line, f"`{path}.then` counts days from the end of a hold; give days.")
        return HoldTerms(
            party=party or Party.AGENCY,
            kinds=frozenset(each for each in kinds if each),
            then=then if then.length else None,
        )

    def required_elements(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Give what a notice must contain, in the words that notices know."""
        found = [
            self.choice(each, path, Element, required=True)
            for each in self.series(node, path) or []
        ]
        return tuple(each.value for each in found if each)

    def notices(self, node: Node | None, path: str) -> tuple[str, ...]:
        """Give notices by their ids; each is a folder of templates."""
        for each in self.series(node, path) or []:
            name = self.text(each, path, required=True)
            if name is not None and name not in _notice_ids():
                self.note(each.line, f"`{path}` was given `{name}`; {_nearest_notice(name)}")
        return self.words(node, path)

    def private_elements(self, items: Iterable[Node], path: str) -> frozenset[str]:
        """Give elements of private information, by the names there are."""
        found = [(each.line, self.text(each, path, required=True)) for each in items]
        for line, name in found:
            if name is not None and name not in PRIVATE_ELEMENTS:
                accepted = ", ".join(PRIVATE_ELEMENTS)
                self.note(line, f"`{path}` was given `{name}`; accepted are {accepted}.")
        return frozenset(name for _, name in found if name)

    def moment_names(self, node: Node | None, path: str) -> tuple[MomentName, ...]:
        """Give a list of names of moments, at least one."""
        items = self.items(node, path)
        found = [self.choice(each, path, MomentName, required=True) for each in items]
        return tuple(each for each in found if each)


def _nearest_notice(name: str) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only a mistake needs it

    near = get_close_matches(name, _notice_ids(), n=1, cutoff=0.75)
    if near:
        return f"did you mean {near[0]}?"
    return "there is no such notice: docs/reference/notice-catalogue.md lists them all."


@lru_cache(maxsize=1)
def _notice_ids() -> tuple[str, ...]:
    """Give the ids by their folders; to load the catalogue takes longer than a plan."""
    folders = (files("notices") / "templates").iterdir()
    return tuple(sorted(each.name for each in folders if (each / "meta.yaml").is_file()))
