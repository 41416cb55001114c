"""The incident: what the incident file says, typed and checked."""

from __future__ import annotations

from dataclasses import dataclass, field

from incidents.case.agency import Agency
from incidents.law.circumstances import Circumstances


@dataclass(frozen=True, slots=True, kw_only=True)
class Incident:
    """One incident file: whose it is, what it is called, and all that is known."""

    title: str | None
    agency: Agency
    circumstances: Circumstances
    #: The file as plain values, so that a case can be opened from it.
    document: dict[str, object] = field(default_factory=dict)
