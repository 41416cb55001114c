"""What a contract says of the contractor's notice to the agency."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.law.citation import Citation
from incidents.law.clock import Clock
from incidents.law.holds import HoldTerms
from incidents.law.moment_names import MomentName


@dataclass(frozen=True, slots=True, kw_only=True)
class Clause:
    """One clause with a clock of its own: a base clause or a state's exhibit."""

    id: str
    title: str
    starts: tuple[MomentName, ...]
    clock: Clock
    citations: tuple[Citation, ...]
    holds: HoldTerms | None = None
    #: What the contractor's notice must contain, by element id.
    elements: tuple[str, ...] = ()
    methods: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Destruction:
    """What a contract says of the end of the agency's records."""

    #: Calendar days from the agency's written request; None names no number.
    days: int | None
    #: Whether the contractor has to certify it in writing.
    is_certified: bool
    citation: Citation


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractTerms:
    """The clauses in force for one agency; none says there is no clause."""

    contractor: str | None
    family: str | None
    clauses: tuple[Clause, ...]
    governing_law: str | None = None
    exhibits: tuple[str, ...] = ()
    #: Exhibits named for the agency that this family of contracts does not have.
    unknown_exhibits: tuple[str, ...] = ()
    #: Whether the contractor pays for the notices, as the contract says.
    reimburses: bool = False
    #: None where nobody has read the contract for it.
    destruction: Destruction | None = None
