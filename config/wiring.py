"""The composition root: the only place that picks real adapters."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from config.district_files import DEFAULT_ZONE
from config.field_keys import FileFieldKeys, field_keys_of
from config.incident_files import read_document
from config.ladder import load_ladder
from config.planning import plan_incident
from config.registry import Registry, UnknownNameError, load_registry
from config.sealing import seals_of
from config.settings import Settings, load_settings
from incidents.case.agency import OFFICES, Agency
from incidents.case.incident import Incident
from incidents.errors import DueNoticeError
from incidents.law.plan import Plan
from incidents.law.rule import RuleBook
from incidents.moments import Instant, Zone
from incidents.services.couriers import Clock, Courier, Couriers
from incidents.services.mail_checkpoints import NotMailedError, mail_checkpoints
from incidents.services.practice import Practice
from incidents.services.seal_ledger import SealReport, seal_ledger
from incidents.services.seals import Seals
from incidents.services.sweeping import Sweeper
from incidents.services.verify_ledger import verify_ledger
from incidents.store import UnitOfWork, migrate, open_engine
from notices.couriers.checkpoint_mail import CheckpointMail
from notices.drafter import CatalogueDrafter

if TYPE_CHECKING:
    from sqlalchemy.engine import Engine

    from incidents.services.telling.letters import LetterWriter
    from incidents.services.telling.mailing import Mailing
    from incidents.services.telling.post import Post
    from incidents.services.telling.read_bounces import BounceReport


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


class HomeError(DueNoticeError):
    """The home folder of the installation cannot be made."""


class Installation:
    """One installation: its settings, its law and its record."""

    def __init__(self, settings: Settings | None = None) -> None:
        """Take the settings of the environment unless others are given."""
        self.settings = settings or load_settings()
        self._zones: dict[str, Zone] = {}

    @cached_property
    def law(self) -> FileLawBook:
        """Give the law, with the installation's own districts and contracts."""
        home = self.settings.home
        return FileLawBook(load_registry(home if home.is_dir() else None))

    @cached_property
    def engine(self) -> Engine:
        """Give the record, its tables made or brought up to date.

        Raise HomeError where the home folder cannot be made.
        """
        home = self.settings.home
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
        except OSError as wrong:
            raise HomeError(
                f"{home} cannot be used as the home folder ({wrong.strerror}); set DUENOTICE_HOME "
                "to a folder that you may write."
            ) from wrong
        engine = open_engine(self.settings.database_url)
        migrate(engine)
        return engine

    def work(self, now: Instant, actor: str) -> UnitOfWork:
        """Give one unit of work by somebody, at a time."""
        return UnitOfWork(self.engine, now, actor, field_keys=self.field_keys)

    @cached_property
    def field_keys(self) -> FileFieldKeys:
        """Give where the keys of sealed fields lie; none is read or made yet."""
        return field_keys_of(self.settings)

    @cached_property
    def drafter(self) -> CatalogueDrafter:
        """Give whoever writes the notices."""
        return CatalogueDrafter(self.settings.home / "districts")

    @cached_property
    def letter_writer(self) -> LetterWriter:
        """Give whoever writes an approved text to each of its recipients."""
        from notices.letters import ApprovedLetters  # noqa: PLC0415 - only for sending

        return ApprovedLetters()

    def mailing(self, clock: Clock, post: Post | None = None) -> Mailing:
        """Give what it takes to send many e-mails; raise NoMailServerError.

        Another post than that of the settings is for trials.
        """
        from config.mailing import mailing_of  # noqa: PLC0415 - only for sending

        return mailing_of(self, clock, post)

    def read_bounces(self, clock: Clock) -> BounceReport:
        """Read the returned messages; raise NoBounceBoxError where none is set."""
        from config.mailing import bounces_read  # noqa: PLC0415 - only after sending

        return bounces_read(self, clock)

    @cached_property
    def practice(self) -> Practice:
        """Give what the acts on a case need together."""
        ladder = load_ladder(self.settings.ladder, self.settings.morning_hour)
        return Practice(law=self.law, drafter=self.drafter, ladder=ladder)

    @cached_property
    def couriers(self) -> Couriers:
        """Give the ways on which messages leave: a mail server, else the outbox."""
        from notices.couriers.chat import ChatCourier  # noqa: PLC0415 - only for sending
        from notices.couriers.outbox import OutboxCourier  # noqa: PLC0415 - only for sending
        from notices.couriers.receipts import Receipts  # noqa: PLC0415 - only for sending
        from notices.couriers.smtp import MailServer, SmtpCourier  # noqa: PLC0415 - only for sending

        mail = self.settings.mail
        receipts = Receipts(self.settings.home / "receipts")
        if mail is None:
            email: Courier = OutboxCourier(self.settings.outbox)
        else:
            server = MailServer(
                host=mail.host,
                port=mail.port,
                user=mail.user,
                password=mail.password,
                sender=mail.sender,
                starttls=mail.starttls,
            )
            email = SmtpCourier(server=server, receipts=receipts)
        return Couriers(email=email, alert=ChatCourier(receipts=receipts))

    def sweeper(self, clock: Clock) -> Sweeper:
        """Give what it takes to send the reminders that are due."""
        return Sweeper(
            work=self.work,
            reading=self.reading,
            law=self.law,
            ladder=self.practice.ladder,
            couriers=self.couriers,
            agencies=self.agency,
            clock=clock,
        )

    @cached_property
    def seals(self) -> Seals:
        """Give the signing keys, and the shelf outside the database."""
        return seals_of(self.settings)

    def seal(self, now: Instant, logs: Sequence[str] | None = None) -> SealReport:
        """Sign every log that grew, or these, and mail what was signed.

        A mailbox that cannot be reached is tried again at the next sealing;
        the checkpoints lie on the shelf meanwhile.
        """
        report = seal_ledger(lambda: self.work(now, "seal"), self.seals, logs)
        with self.reading(now) as work:
            agencies = [row.id for row in work.logs.list_all() if row.kind == "agency"]
        refused = [self._mailed(now, each) for each in agencies]
        return replace(report, refused=(*report.refused, *(each for each in refused if each)))

    def _mailed(self, now: Instant, agency_id: str) -> str | None:
        agency = self.agency(agency_id)
        if agency is None:
            return None
        courier = CheckpointMail(self.couriers.email, now)
        try:
            mail_checkpoints(lambda: self.reading(now), self.seals, courier, agency)
        except NotMailedError as wrong:
            return str(wrong)
        return None

    def back_up(self, now: Instant) -> Path:
        """Copy the record into a new file, restore it elsewhere and verify it."""
        from incidents.store.back_up import back_up, prove_back_up  # noqa: PLC0415 - seldom

        target = self.settings.home / "back-ups" / f"{now.utc:%Y%m%dT%H%M%SZ}.db"
        back_up(self.engine, target)
        prove_back_up(target, lambda engine: self._faults(engine, now))
        return target

    def _faults(self, engine: Engine, now: Instant) -> list[str]:
        with UnitOfWork(engine, now, "reader", reads_only=True) as work:
            return [each.sentence for each in verify_ledger(work, self.seals).faults]

    def reading(self, now: Instant) -> UnitOfWork:
        """Give a unit of work that only reads, at a time."""
        return UnitOfWork(self.engine, now, "reader", reads_only=True, field_keys=self.field_keys)

    def zone_of(self, agency_id: str) -> Zone:
        """Give the place of an agency; one without settings is in New York."""
        if agency_id not in self._zones:
            agency = self.agency(agency_id)
            self._zones[agency_id] = agency.zone if agency else Zone(DEFAULT_ZONE)
        return self._zones[agency_id]

    def agency(self, agency_id: str) -> Agency | None:
        """Give an agency by id, or None where no file describes it."""
        try:
            agency = self.law.registry.agency(agency_id)
        except UnknownNameError:
            return None
        return agency if agency.people else agency.with_people(OFFICES)
