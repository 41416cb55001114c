"""The composition root: the only place that picks real adapters."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from config.incident_files import read_document
from config.ladder import load_ladder
from config.planning import plan_incident
from config.registry import Registry, UnknownNameError, load_registry
from config.settings import Settings, load_settings
from incidents.case.agency import OFFICES, Agency
from incidents.case.incident import Incident
from incidents.law.plan import Plan
from incidents.law.rule import RuleBook
from incidents.moments import Instant
from incidents.store import UnitOfWork, migrate, open_engine
from notices.drafter import CatalogueDrafter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine


@dataclass(frozen=True)
class FileLawBook:
    """The rule book and the registry, as the services ask for them."""

    registry: Registry

    @property
    def rule_book(self) -> RuleBook:
        """Give every rule."""
        return self.registry.rule_book

    def read(self, document: Mapping[str, Any]) -> Incident:
        """Give the incident of a document; raise InputRefusedError."""
        return read_document(document, self.registry)

    def plan(self, document: Mapping[str, Any], at: Instant) -> Plan:
        """Give the plan of a document as it stood at an instant."""
        return self.plan_of(self.read(document), at)

    def plan_of(self, incident: Incident, at: Instant) -> Plan:
        """Give the plan of an incident as it stood at an instant."""
        return plan_incident(incident, at, self.registry)

    def agency_of(self, document: Mapping[str, Any]) -> Agency:
        """Give the agency of a document; one without people has its offices."""
        agency = self.read(document).agency
        return agency if agency.people else agency.with_people(OFFICES)


class Installation:
    """One installation: its settings, its law and its record."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Take the settings of the environment unless others are given."""
        self.settings = settings or load_settings()

    @cached_property
    def law(self) -> FileLawBook:
        """Give the law, with the installation's own districts and contracts."""
        home = self.settings.home
        return FileLawBook(load_registry(home if home.is_dir() else None))

    @cached_property
    def engine(self) -> Engine:
        """Give the record, its tables made or brought up to date."""
        self.settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        engine = open_engine(self.settings.database_url)
        migrate(engine)
        return engine

    def work(self, now: Instant, actor: str) -> UnitOfWork:
        """Give one unit of work by somebody, at a time."""
        return UnitOfWork(self.engine, now, actor)

    @cached_property
    def drafter(self) -> CatalogueDrafter:
        """Give whoever writes the notices."""
        return CatalogueDrafter()

    @cached_property
    def practice(self) -> Practice:
        """Give what the acts on a case need together."""
        ladder = load_ladder(self.settings.ladder, self.settings.morning_hour)
        return Practice(law=self.law, drafter=self.drafter, ladder=ladder)

    def reading(self, now: Instant) -> UnitOfWork:
        """Give a unit of work that only reads, at a time."""
        return UnitOfWork(self.engine, now, "reader", reads_only=True)

    def agency(self, agency_id: str) -> Agency | None:
        """Give an agency by id, or None where no file describes it."""
        try:
            agency = self.law.registry.agency(agency_id)
        except UnknownNameError:
            return None
        return agency if agency.people else agency.with_people(OFFICES)
