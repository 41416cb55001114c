"""What the services ask of a store about people and deliveries.

The store seals what identifies somebody (AES-256-GCM, field by field) on its
way in and opens it on its way out; nobody above sees sealed values.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Household, Kind, Method, Recipient
from incidents.services.people_rows import (
    BatchRow,
    DeliveryRow,
    DeliveryState,
    Outgoing,
    PersonRow,
    RecipientCount,
    RecipientRow,
    RosterRow,
    SendingRow,
    SendingState,
    Settled,
    Tally,
)

__all__ = [
    "Added",
    "Deliveries",
    "Household",
    "People",
    "Planned",
    "Rates",
    "RecipientGroup",
    "Recipients",
    "Rosters",
    "Sendings",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Added:
    """What came of putting persons in: how many were new, how many known."""

    added: int
    known: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Planned:
    """A delivery to be written down."""

    recipient: int
    duty: str
    method: Method
    notice: str
    message_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientGroup:
    """How many recipients are alike in notice, kind, language and ways."""

    notice: str
    kind: Kind
    language: str
    method: Method | None
    fallback: Method | None
    count: int
    #: Of these, how many nobody may be told for, since the list flags each contact.
    flagged: int = 0


class Rosters(Protocol):
    """The imported lists."""

    def add(self, case: str, wave: int, sha256: str, rows: int) -> RosterRow:
        """Give a new list with the next number of the case; its counts are zero."""

    def count(self, case: str, number: int, added: Added) -> None:
        """Set how many persons a list added and how many were known."""

    def of_case(self, case: str) -> list[RosterRow]:
        """Give the lists of the case, the first one first."""


class People(Protocol):
    """The affected persons."""

    def add(self, case: str, wave: int, roster: int, persons: Iterable[AffectedPerson]) -> Added:
        """Put persons in; who is there already, by identity, is left alone.

        Identity is group and local id, or where there is none, group, name and
        birthday. Memory stays bounded however many there are.
        """

    def differing(self, case: str, wave: int, persons: Iterable[AffectedPerson]) -> int:
        """Give how many who are there have other contacts or flags than these say."""

    def stream(self, case: str, wave: int, *, after: int = 0) -> Iterator[PersonRow]:
        """Give the persons of a wave by number, one after another, those after a number."""

    def get(self, case: str, person: int) -> PersonRow | None:
        """Give one person of a case."""

    def told_before(self, case: str, wave: int, persons: Iterable[PersonRow]) -> frozenset[int]:
        """Give the numbers of those who were told in an earlier wave, by their identity."""

    def birthdays(self, case: str, wave: int) -> Iterator[LocalDay]:
        """Give the birthdays of those of whom it depends on their age who is told."""

    def without_recipient(self, case: str, wave: int) -> list[int]:
        """Give the numbers of the persons for whom nobody is told: no one may be lost."""

    def correct(self, case: str, person: int, corrected: AffectedPerson) -> None:
        """Put what was learned (a new address) in the place of what was there."""

    def count(self, case: str, wave: int) -> int:
        """Give how many there are."""


class Recipients(Protocol):
    """Those who are told."""

    def put(self, case: str, wave: int, households: Iterable[Household]) -> None:
        """Write recipients down; those with a key that is there gain the concerns.

        A recipient that has a delivery stays as it is apart from new concerns.
        """

    def clear(self, case: str, wave: int) -> None:
        """Take away the recipients that no delivery and no excuse stands on."""

    def stream(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give the recipients of a wave by number, one after another."""

    def get(self, case: str, recipient: int) -> RecipientRow | None:
        """Give one recipient of a case."""

    def without_method(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give those for whom an address has to be found: the list to work."""

    def failed(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give those of whom all that was tried failed, and nothing waits."""

    def of_person(self, case: str, person: int) -> list[RecipientRow]:
        """Give those who are told about an affected person, by number."""

    def with_key(self, case: str, wave: int, key: str) -> RecipientRow | None:
        """Give the one that was written down under a household's key."""

    def tell_no_more(self, case: str, recipient: int, persons: Iterable[int]) -> None:
        """Let a recipient be told of some persons no more; left with nobody, it is gone.

        Only one on which no delivery stands may lose the last.
        """

    def readdress(self, case: str, recipient: int, changed: Recipient) -> None:
        """Put another address and plan in the place of what was there.

        E-mails that went to another address keep it, blind, for what comes back.
        """

    def excuse(self, case: str, recipient: int, reason: str) -> None:
        """Record that nobody has to tell them any more, and why."""

    def counts(self, case: str, wave: int) -> dict[tuple[str, Method | None], int]:
        """Give how many recipients there are, by notice and method."""

    def groups(self, case: str, wave: int) -> list[RecipientGroup]:
        """Give how many are not excused, by all that a sending depends on."""


class Sendings(Protocol):
    """The sendings: each what one approval lets go."""

    def add(self, case: str, wave: int, notices: Sequence[str]) -> SendingRow:
        """Give a new sending of a case, prepared and empty."""

    def get(self, case: str, number: int) -> SendingRow | None:
        """Give one by its number within the case."""

    def of_case(self, case: str) -> list[SendingRow]:
        """Give those of the case, the first one first."""

    def running(self) -> list[SendingRow]:
        """Give the released ones that still have a delivery to send, of all cases."""

    def mark(self, sending: int, state: SendingState, reason: str | None = None) -> None:
        """Set where it stands; the first release takes the time of this transaction.

        What is queued or in hand of one that is cancelled is cancelled with it.
        """


class Deliveries(Protocol):
    """The deliveries, each a row that goes out once."""

    def queue(self, sending: int, planned: Iterable[Planned]) -> int:
        """Write deliveries down as queued and give how many were new.

        One that is there (case, wave, recipient, duty, method, notice) is left alone.
        """

    def take_up(self, sending: int, planned: Iterable[Planned]) -> int:
        """Queue again, in this sending, those planned that were given up; give how many.

        Known by their Message-ID: what was cancelled with another sending goes with this one.
        """

    def forget(self, case: str, wave: int) -> int:
        """Take away those of a wave whose sending was never released; give how many.

        Nothing of them ever went out, and they keep no recipient as it is any more.
        """

    def claim(
        self, sending: int, method: Method, *, worker: str, until: Instant, limit: int
    ) -> list[Outgoing]:
        """Take queued ones whose time has come; nobody else gets them.

        Only of a released sending. Letters and calls whose claim lapsed before they
        were in a batch are queued again first. Rows that another worker is about to take are
        passed over (SKIP LOCKED on PostgreSQL). Their state is ``sending`` for
        e-mail and ``in_hand`` otherwise, and ``attempts`` grows by one. It counts
        once the unit of work is committed, and that comes before the network.
        """

    def lapsed(
        self, sending: int, *, worker: str | None = None, until: Instant | None = None
    ) -> list[Outgoing]:
        """Give those in ``sending`` whose lease ended, or that this worker holds.

        With ``until`` they are this worker's from now on, so that of two who look
        after a crash only one settles them.
        """

    def renew(self, deliveries: Sequence[int], *, worker: str, until: Instant) -> int:
        """Hold claimed ones longer; give how many are still this worker's."""

    def settle(self, settled: Sequence[Settled], *, worker: str | None = None) -> list[int]:
        """Record what became of them, and give the ids that changed.

        With a worker, only those that this worker still holds: one whose lease was
        taken over says nothing about them any more. Nobody holds them afterwards,
        and their cents are added to what they cost before.
        """

    def by_message_id(self, message_id: str) -> DeliveryRow | None:
        """Give the delivery that a returned message speaks of."""

    def went_to(self, delivery: int, addresses: Iterable[str]) -> bool:
        """Say whether an e-mail went to one of these addresses, and not to a later one.

        It is the address of the last attempt that counts, corrected since or not.
        """

    def get(self, case: str, delivery: int) -> DeliveryRow | None:
        """Give one delivery of a case."""

    def of_recipient(self, case: str, recipient: int) -> list[DeliveryRow]:
        """Give all that was done to tell one recipient, the first one first."""

    def tally(self, sending: int) -> list[Tally]:
        """Give how many stand where."""

    def stream(
        self, case: str, *, sending: int | None = None, batch: int | None = None
    ) -> Iterator[Outgoing]:
        """Give the deliveries of a case, a sending or a batch, by number."""

    def rows(self, case: str) -> Iterator[DeliveryRow]:
        """Give the deliveries of a case by number, and open nobody's name."""

    def held(self, sending: int, method: Method, *, worker: str) -> list[Outgoing]:
        """Give those in hand that this worker claimed and put into no batch, by number."""

    def untold(self, case: str, wave: int, duty: str) -> Iterator[RecipientRow]:
        """Give those a duty owes a notice who are neither told nor excused."""

    def standing(self, case: str, wave: int) -> list[RecipientCount]:
        """Give how many recipients of a wave stand where, by duties and method.

        Counted by the database: no name is opened. Of what was tried for one
        recipient the best counts, in the order of the states.
        """

    def last_handed_over(self, case: str, wave: int, duty: str) -> Instant | None:
        """Give when the last of a duty's deliveries was handed over."""

    def settled_since(self, sending: int, since: Instant) -> dict[DeliveryState, int]:
        """Give how many deliveries were settled since, by state.

        It is the time of the unit of work that settled them which counts.
        """

    def add_batch(
        self, sending: int, method: Method, deliveries: Sequence[int], manifest: str
    ) -> BatchRow:
        """Give a new batch of claimed deliveries, numbered within the case."""

    def batches(self, case: str) -> list[BatchRow]:
        """Give the batches of the case, the first one first."""

    def hand_over_batch(self, case: str, batch: int, at: Instant, cents: int) -> int:
        """Mark all of a batch that is still in hand as accepted; give how many.

        ``cents`` is what each of them cost.
        """


class Rates(Protocol):
    """How much may go out by a channel, shared by all workers."""

    def take(self, channel: str, wanted: int, *, per_minute: int, per_day: int) -> int:
        """Give how many of those wanted may go now, and count them as gone.

        Zero for ``per_minute`` or ``per_day`` is no limit of that kind.
        """


class SealedValues(Protocol):
    """The sealed values of the store, whichever table they are in."""

    def counts(self) -> dict[str, int]:
        """Give how many values each key seals, by the key's id."""

    def tables(self) -> tuple[str, ...]:
        """Give the names of the tables that :meth:`reseal` walks."""

    def reseal(self, table: str, after: int, limit: int) -> int | None:
        """Seal with the newest key the values of some rows, after a number.

        Give the number to go on after, or None at the end; 0 is the beginning.
        """

    def drop_unused(self) -> list[str]:
        """Destroy the older keys that seal nothing, and give their ids.

        Nobody else seals with one of them meanwhile.
        """
