"""What a draft has, lacks and carries in vain, measured by its provisions.

Four answers for each required element: it is there; it is not known and the
notice says so, where the law asks only for what is available; it is not known
but must be settled first; it is missing, because nobody supplied it. The last
two refuse the approval, and only that: a filing is never made to wait.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from incidents.errors import InputRefusedError
from notices.elements import Element
from notices.fields import NoticeFields
from notices.template import ElementNeed, Template
from notices.unknown import Unknown


class ElementState(StrEnum):
    """How one required element stands in one draft."""

    PRESENT = "present"
    UNKNOWN_AND_SAID = "unknown, and the notice says so"
    UNSETTLED = "unknown, and needed before it goes out"
    MISSING = "missing"

    @property
    def refuses_approval(self) -> bool:
        """Give whether a draft with such an element may not be approved."""
        return self in {ElementState.UNSETTLED, ElementState.MISSING}


class IncompleteNoticeError(InputRefusedError):
    """A draft that may not be approved yet, a sentence for each reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ElementFinding:
    """One element of one provision, with the fields that decide it."""

    rule: str
    citation: str
    element: Element
    state: ElementState
    fields: tuple[str, ...]

    def sentence(self) -> str:
        """Give the finding as one sentence for the person who approves."""
        what = f"{self.element.words} ({self.citation})"
        match self.state:
            case ElementState.PRESENT:
                return f"It says {what}."
            case ElementState.UNKNOWN_AND_SAID:
                return f"It says that this is not yet known: {what}."
            case ElementState.UNSETTLED:
                return f"Not known, and needed first: {what}; settle {_listed(self.fields)}."
            case _:
                return f"Missing: {what}; supply {_listed(self.fields)}."


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """Everything found about one draft."""

    elements: tuple[ElementFinding, ...]
    surplus: tuple[str, ...]
    warnings: tuple[str, ...]
    #: What stands in the way beside the elements: a stale translation.
    objections: tuple[str, ...] = ()

    def of(self, state: ElementState) -> tuple[Element, ...]:
        """Give the elements in one state, each once."""
        found = (each.element for each in self.elements if each.state is state)
        return tuple(dict.fromkeys(found))

    @property
    def refusals(self) -> tuple[str, ...]:
        """Give why the draft may not be approved; empty where it may."""
        lacking = (each.sentence() for each in self.elements if each.state.refuses_approval)
        return (*lacking, *self.objections)

    def refuse_unless_approvable(self) -> None:
        """Raise IncompleteNoticeError where anything stands in the way."""
        if self.refusals:
            raise IncompleteNoticeError(self.refusals)


def find(
    template: Template,
    given: NoticeFields,
    used: Iterable[str],
    marks: Iterable[Element],
    warnings: Iterable[str] = (),
) -> Findings:
    """Give what a draft of the template with these fields has and lacks."""
    shown = frozenset(marks)
    return Findings(
        elements=tuple(
            _finding(provision.rule, provision.citation, need, given.values, shown)
            for provision in template.provisions
            for need in provision.needs
        ),
        surplus=tuple(sorted(given.values.keys() - set(used))),
        warnings=tuple(warnings),
    )


def _finding(
    rule: str,
    citation: str,
    need: ElementNeed,
    values: Mapping[str, object],
    shown: frozenset[Element],
) -> ElementFinding:
    state, fields = _state(need, values)
    if need.element not in shown:
        state = ElementState.MISSING
    return ElementFinding(
        rule=rule, citation=citation, element=need.element, state=state, fields=fields
    )


def _state(need: ElementNeed, values: Mapping[str, object]) -> tuple[ElementState, tuple[str, ...]]:
    absent = [group for group in need.fields if not any(name in values for name in group)]
    if absent:
        return ElementState.MISSING, _names(absent)
    unknown = [group for group in need.fields if not _is_known(group, values)]
    if not unknown:
        return ElementState.PRESENT, _names(need.fields)
    state = ElementState.UNSETTLED if need.always else ElementState.UNKNOWN_AND_SAID
    return state, _names(unknown)


def _is_known(group: tuple[str, ...], values: Mapping[str, object]) -> bool:
    return any(name in values and not isinstance(values[name], Unknown) for name in group)


def _names(groups: Iterable[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(" or ".join(group) for group in groups)


def _listed(fields: tuple[str, ...]) -> str:
    return ", ".join(fields) or "the place in its template that says so"
