"""From an incident to its plan, with the rule book that comes with the program."""

from __future__ import annotations

from config.registry import Registry, load_registry
from incidents.case.incident import Incident
from incidents.law.plan import Plan, make_plan
from incidents.moments import Instant


def plan_incident(incident: Incident, at: Instant, registry: Registry | None = None) -> Plan:
    """Give the plan of an incident as it stood at an instant."""
    return make_plan((registry or load_registry()).rule_book, incident.circumstances, at)
