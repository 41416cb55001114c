"""What the services ask of the law: incidents read, and plans made."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Protocol

from incidents.case.agency import Agency
from incidents.case.incident import Incident
from incidents.law.plan import Plan
from incidents.law.rule import RuleBook
from incidents.moments import Instant


class LawBook(Protocol):
    """The rule book, with the registry that incident files refer to."""

    @property
    def rule_book(self) -> RuleBook:
        """Give every rule."""
        ...

    def read(self, document: Mapping[str, Any]) -> Incident:
        """Give the incident of a document; raise InputRefusedError."""
        ...

    def plan(self, document: Mapping[str, Any], at: Instant) -> Plan:
        """Give the plan of a document as it stood at an instant."""
        ...

    def plan_of(self, incident: Incident, at: Instant) -> Plan:
        """Give the plan of an incident as it stood at an instant."""
        ...

    def agency_of(self, document: Mapping[str, Any]) -> Agency:
        """Give the agency of a document, its people included."""
        ...
