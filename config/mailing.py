"""What sends many e-mails for an installation: its server, its limits, its journal."""

from __future__ import annotations

from datetime import timedelta
from typing import Protocol

from config.settings import Mail, Settings
from incidents.errors import DueNoticeError
from incidents.moments import Instant
from incidents.services.couriers import Clock
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork
from incidents.services.telling.headers import MailAddress
from incidents.services.telling.letters import LetterWriter
from incidents.services.telling.mailing import Limits, Mailing
from incidents.services.telling.post import Post
from incidents.services.telling.read_bounces import BounceReport, read_bounces
from notices.couriers.bounce_boxes import box_at
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_smtp import BulkServer, BulkSmtp
from notices.couriers.mail_journal import journal_at

#: A conversation has so many answers at most before the message itself is handed
#: over; all of them together stay within the part of the lease that is kept for them.
_ANSWERS, _PART = 10, 0.4
_LONGEST_ANSWER, _LONGEST_TAKING = 20.0, 60.0


class Home(Protocol):
    """What is asked of an installation."""

    settings: Settings

    @property
    def law(self) -> LawBook:
        """Give its law."""

    @property
    def letter_writer(self) -> LetterWriter:
        """Give whoever writes an approved text to each of its recipients."""

    def work(self, now: Instant, actor: str) -> UnitOfWork:
        """Give one unit of work by somebody, at a time."""

    def reading(self, now: Instant) -> UnitOfWork:
        """Give a unit of work that only reads, at a time."""


class NoMailServerError(DueNoticeError):
    """E-mails to many people need a mail server."""


class NoBounceBoxError(DueNoticeError):
    """Nobody said where returned messages arrive."""


def mailing_of(home: Home, clock: Clock, post: Post | None = None) -> Mailing:
    """Give what it takes to send; raise NoMailServerError where no server is set.

    Another post than that of the settings is for trials: it sends where it likes.
    """
    mail = home.settings.mail
    return Mailing(
        work=home.work,
        reading=home.reading,
        law=home.law,
        writer=home.letter_writer,
        post=post or _post(home.settings, clock),
        journal=journal_at(mail.journal) if mail and mail.journal else None,
        limits=limits_of(home.settings),
        clock=clock,
    )


def bounces_read(home: Home, clock: Clock) -> BounceReport:
    """Read the returned messages; raise NoBounceBoxError where no place is set."""
    mail = home.settings.mail
    if mail is None or mail.bounces is None:
        raise NoBounceBoxError(
            "No place of returned messages is set; set `mail.bounces` in settings.toml to a folder "
            "of messages, or to a mailbox such as imaps://privacy@mail.example.org/INBOX."
        )
    return read_bounces(
        lambda: home.work(clock(), "bounces"),
        box_at(mail.bounces, user=mail.user, password=mail.password),
        stop_percent=home.settings.sending.bounce_stop_percent,
    )


def limits_of(settings: Settings) -> Limits:
    """Give how fast, how long and how badly a sending may go."""
    sending = settings.sending
    return Limits(
        per_minute=sending.per_minute,
        per_day=sending.per_day,
        bounce_stop_percent=sending.bounce_stop_percent,
        lease=timedelta(minutes=sending.lease_minutes),
        email_cents=sending.email_cents,
    )


def _post(settings: Settings, clock: Clock) -> Post:
    if settings.mail is None:
        raise NoMailServerError(
            "No mail server is set, and a notice to many people is not written into the outbox; "
            "set `mail.host` in settings.toml, or tell these people by mail or telephone."
        )
    receipts = BulkReceipts(settings.home / "receipts" / "bulk")
    return BulkSmtp(_server(settings.mail, settings.sending.lease_minutes * 60), receipts, clock)


def _server(mail: Mail, lease_seconds: float) -> BulkServer:
    kept = lease_seconds * _PART
    return BulkServer(
        host=mail.host,
        port=mail.port,
        sender=MailAddress.parse(mail.sender),
        user=mail.user,
        password=mail.password,
        starttls=mail.starttls,
        connections=mail.connections,
        answer_seconds=min(_LONGEST_ANSWER, kept * 0.7 / _ANSWERS),
        taken_seconds=min(_LONGEST_TAKING, kept * 0.3),
    )
