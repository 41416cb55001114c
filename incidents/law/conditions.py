"""Conditions with three values: yes, no, or not yet known.

A condition is false when any known part makes it false, true when the known
parts suffice, and otherwise undecided; then it names the facts that would
decide it. Each leaf asks one thing, so the union of the leaves' open facts
holds each fact that decides the whole under some values of the others.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from incidents.law.circumstances import Circumstances
from incidents.law.moment_names import MomentName
from incidents.law.policy import Policy, Provision


class Truth(StrEnum):
    """The three values of a condition."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What a condition found: its value, the reasons, the open facts."""

    truth: Truth
    because: tuple[str, ...] = ()
    needs: frozenset[str] = frozenset()

    @classmethod
    def of(cls, value: bool, yes: str, no: str) -> Finding:  # noqa: FBT001 - the value is the point
        """Give a finding whose fact is known."""
        return cls(truth=Truth.YES if value else Truth.NO, because=(yes if value else no,))

    @classmethod
    def open(cls, *needs: str) -> Finding:
        """Give a finding that waits for facts."""
        return cls(truth=Truth.UNKNOWN, needs=frozenset(needs))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a condition is asked about: the circumstances and the policy then."""

    known: Circumstances
    #: The policy that was in force on the day that decides.
    policy: Policy | None
    #: Whether that day is the day of a starting moment, or only that of asking.
    started: bool


class Condition(Protocol):
    """Anything that can be asked of the circumstances."""

    def find(self, asked: Asked) -> Finding:
        """Give the value, the reasons and the open facts."""
        ...


@dataclass(frozen=True, slots=True)
class AllOf:
    """True when every part is true."""

    parts: tuple[Condition, ...]

    def find(self, asked: Asked) -> Finding:
        """Give no as soon as one part is no."""
        return _combine(
            [part.find(asked) for part in self.parts], decisive=Truth.NO, neutral=Truth.YES
        )


@dataclass(frozen=True, slots=True)
class AnyOf:
    """True when some part is true."""

    parts: tuple[Condition, ...]

    def find(self, asked: Asked) -> Finding:
        """Give yes as soon as one part is yes."""
        return _combine(
            [part.find(asked) for part in self.parts], decisive=Truth.YES, neutral=Truth.NO
        )


def _combine(findings: list[Finding], *, decisive: Truth, neutral: Truth) -> Finding:
    deciding = [each for each in findings if each.truth is decisive]
    if deciding:
        return Finding(truth=decisive, because=tuple(r for each in deciding for r in each.because))
    needs: frozenset[str] = frozenset().union(*(each.needs for each in findings))
    because = tuple(r for each in findings for r in each.because)
    if any(each.truth is Truth.UNKNOWN for each in findings):
        return Finding(truth=Truth.UNKNOWN, because=because, needs=needs)
    return Finding(truth=neutral, because=because)


@dataclass(frozen=True, slots=True)
class FactIs:
    """True when a fact has one of the values named."""

    path: str
    values: frozenset[object]
    yes: str
    no: str

    def find(self, asked: Asked) -> Finding:
        """Ask the fact; an unknown one is named by its path."""
        value = _READERS[self.path](asked.known)
        if value is None:
            return Finding.open(self.path)
        return Finding.of(value in self.values, self.yes, self.no)


_READERS: dict[str, Callable[[Circumstances], object]] = {
    "attributed_to": lambda known: known.attributed_to,
    "facts.student_data": lambda known: known.facts.student_data,
    "facts.appr_data": lambda known: known.facts.appr_data,
    "facts.encrypted": lambda known: known.facts.encrypted,
    "facts.key_acquired": lambda known: known.facts.key_acquired,
    "facts.medium": lambda known: known.facts.medium,
    "facts.custody": lambda known: known.facts.custody,
    "agency.kind": lambda known: known.agency_kind,
}
#: The facts a rule pack may ask about, by path.
FACT_PATHS = frozenset(_READERS)


@dataclass(frozen=True, slots=True)
class Recorded:
    """True when a moment is recorded; its absence is an answer."""

    moment: MomentName

    def find(self, asked: Asked) -> Finding:
        """Ask whether the moment has been recorded by now."""
        words = self.moment.words
        return Finding.of(
            self.moment in asked.known.moments, f"{words} is recorded", f"{words} is not recorded"
        )


@dataclass(frozen=True, slots=True)
class NotRecorded:
    """True while a moment is not recorded."""

    moment: MomentName

    def find(self, asked: Asked) -> Finding:
        """Ask whether the moment has not been recorded by now."""
        words = self.moment.words
        return Finding.of(
            self.moment not in asked.known.moments,
            f"{words} is not recorded",
            f"{words} is recorded",
        )


@dataclass(frozen=True, slots=True)
class PolicySays:
    """True when the agency's policy then in force has a provision."""

    provision: Provision
    yes: str
    no: str

    def find(self, asked: Asked) -> Finding:
        """Ask the policy; no policy is an answer."""
        return Finding.of(
            asked.policy is not None and asked.policy.says(self.provision), self.yes, self.no
        )


@dataclass(frozen=True, slots=True)
class PolicyAsks:
    """True of a duty that the agency's policy itself makes.

    Before the duty has started, the day of asking never takes the policy away.
    """

    provision: Provision
    yes: str
    no: str

    def find(self, asked: Asked) -> Finding:
        """Ask the policy in force, or the one there is while nothing has started."""
        policy = asked.policy if asked.started else asked.known.policy
        return Finding.of(policy is not None and policy.says(self.provision), self.yes, self.no)


@dataclass(frozen=True, slots=True)
class ContractHasClause:
    """True when the contract has a clause on the contractor's notice."""

    def find(self, asked: Asked) -> Finding:
        """Ask the contract; an unknown one leaves the question open."""
        if asked.known.contract is None:
            return Finding.open("contract")
        return Finding.of(
            bool(asked.known.contract.clauses),
            "the contract has a clause on notice",
            "no contract has a clause on notice",
        )


@dataclass(frozen=True, slots=True)
class Always:
    """True of every incident."""

    def find(self, asked: Asked) -> Finding:  # noqa: ARG002 - the protocol's shape
        """Give yes."""
        return Finding(truth=Truth.YES, because=("it applies whenever its moment occurs",))
