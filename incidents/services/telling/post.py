"""What the services ask of whoever mails a notice to thousands.

The courier of reminders carries one message at a time; this carries many, on
several connections at once, and says of each what is known: taken, refused for
good, to be tried later, or that nobody can say. What was being handed over when
everything stopped is found out afterwards by its Message-ID: from the receipts
of the post, and where these do not know, from the journal of the mail server.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from incidents.errors import DueNoticeError
from incidents.moments import Instant
from incidents.services.couriers import Whereabouts
from incidents.services.telling.headers import HeaderText, MailAddress


class JournalError(DueNoticeError):
    """The mail server's journal cannot be read, so it says nothing."""


class Fate(StrEnum):
    """What is known of an e-mail that was drawn for sending."""

    TAKEN = "taken"
    LATER = "later"  # surely not taken; may be another time
    REFUSED = "refused"  # refused for good
    UNKNOWN = "unknown"  # handed over, and the answer was lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Email:
    """One message to one recipient; its headers can hold nothing but themselves."""

    delivery: int
    #: Deterministic, without its angle brackets.
    message_id: str
    to_name: HeaderText = field(repr=False)
    to: MailAddress = field(repr=False)
    from_name: HeaderText
    subject: HeaderText
    text: str = field(repr=False)
    html: str = field(repr=False)
    language: str
    at: Instant


@dataclass(frozen=True, slots=True, kw_only=True)
class Handed:
    """What the post says of one e-mail; the result holds no address."""

    delivery: int
    message_id: str
    fate: Fate
    result: str
    at: Instant


#: Called with each group of results, one call at a time.
Tell = Callable[[Sequence[Handed]], None]


class Post(Protocol):
    """The way of many e-mails."""

    @property
    def worker(self) -> str:
        """Give the name under which deliveries are claimed; new in each process."""

    def hand_over(self, emails: Iterator[Email], tell: Tell) -> str | None:
        """Hand them over, drawing each just before it leaves; give why it ended.

        None: all that the iterator gave was drawn. Words: the mail server cannot
        be used now, and what was not drawn was not touched.
        """

    def whereabouts(self, worker: str, message_id: str) -> Whereabouts:
        """Give what the receipts of a worker, perhaps a dead one, know."""

    def forget(self, worker: str, message_ids: Sequence[str]) -> None:
        """Let go of receipts, once the record knows what became of them."""


class Journal(Protocol):
    """Where a mail server keeps the Message-IDs that it took."""

    def holds(self, message_ids: Sequence[str]) -> frozenset[str]:
        """Give those of them that were taken; raise JournalError if it cannot say."""
