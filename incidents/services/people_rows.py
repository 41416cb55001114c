"""The rows about people that a store answers with: frozen, any database left out.

What identifies somebody lies encrypted in the store and is plain in these rows;
none of their ``repr`` shows it, so that no log or error ever does.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from incidents.moments import Instant
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method, Recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterRow:
    """One imported list of affected persons."""

    #: Its number within the case, from 1.
    number: int
    case: str
    wave: int
    #: The SHA-256 of the file, in hexadecimal; the file itself is not kept.
    sha256: str
    rows: int
    #: How many persons it added, and how many were there already.
    added: int
    known: int
    imported_at: Instant
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRow:
    """An affected person with the number that the store gave."""

    id: int
    case: str
    wave: int
    roster: int
    person: AffectedPerson


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientRow:
    """A recipient with the number that the store gave."""

    id: int
    case: str
    wave: int
    recipient: Recipient
    #: Why nobody needs to tell them any more, recorded by a person.
    excused: str | None = None


class SendingState(StrEnum):
    """Where a sending stands: all that one approval lets go at once."""

    PREPARED = "prepared"  # every delivery is written down, none may go
    RELEASED = "released"  # approved: deliveries go out
    STOPPED = "stopped"  # by a person, or by too many bounces
    CANCELLED = "cancelled"  # never released, or given up

    @property
    def lets_go(self) -> bool:
        """Say whether its deliveries may be claimed."""
        return self is SendingState.RELEASED


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingRow:
    """One sending: which approved texts go to how many, released by whom."""

    id: int
    #: Its number within the case, from 1.
    number: int
    case: str
    agency: str
    wave: int
    state: SendingState
    #: The digests of the texts, in the order of notice, kind and language.
    notices: tuple[str, ...]
    deliveries: int
    prepared_at: Instant
    released_at: Instant | None
    #: Why it was stopped, in words.
    reason: str | None


class DeliveryState(StrEnum):
    """Where one delivery stands: one notice to one recipient by one method."""

    QUEUED = "queued"
    SENDING = "sending"  # committed before the network is touched
    IN_HAND = "in_hand"  # printed, or on a call sheet
    ACCEPTED = "accepted"  # taken by the mail server or the post office; told by telephone
    DELIVERED = "delivered"  # and somebody confirmed that it arrived
    BOUNCED = "bounced"  # refused for good
    RETURNED = "returned"  # the letter came back
    UNREACHED = "unreached"  # nobody answered, however often
    UNDETERMINED = "undetermined"  # nobody can say whether it was taken
    CANCELLED = "cancelled"  # its sending was given up, or another way took its place

    @property
    def words(self) -> str:
        """Give the state as it stands in a sentence."""
        return self.value.replace("_", " ")

    @property
    def tells(self) -> bool:
        """Say whether the recipient counts as told."""
        return self in (DeliveryState.ACCEPTED, DeliveryState.DELIVERED)

    @property
    def has_failed(self) -> bool:
        """Say whether another way has to be found."""
        return self in (DeliveryState.BOUNCED, DeliveryState.RETURNED, DeliveryState.UNREACHED)

    @property
    def is_final(self) -> bool:
        """Say whether nothing more will happen to it by itself."""
        return self not in (DeliveryState.QUEUED, DeliveryState.SENDING, DeliveryState.IN_HAND)


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryRow:
    """One delivery; unique by case, wave, recipient, duty, method and notice."""

    id: int
    case: str
    wave: int
    sending: int
    recipient: int
    #: The duties it fulfils, joined by ``+`` in the order of the plan.
    duty: str
    method: Method
    #: The digest of the approved text.
    notice: str
    state: DeliveryState
    #: Deterministic, so that a repeated message is known as the same one.
    message_id: str
    attempts: int
    due_at: Instant
    #: Who holds it, and until when nobody else may take it.
    claimed_by: str | None
    claimed_until: Instant | None
    #: When it was handed over: taken by the server, mailed, told by telephone.
    handed_over_at: Instant | None
    #: The last answer as numbers and plain words; never a name or an address.
    last_result: str | None
    #: The print batch or call sheet it is part of.
    batch: int | None
    #: What it cost, in cents, as far as is known.
    cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """A claimed delivery with the recipient it goes to."""

    delivery: DeliveryRow
    recipient: Recipient = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settled:
    """What became of one delivery."""

    delivery: int
    state: DeliveryState
    #: As in ``DeliveryRow.last_result``.
    result: str
    at: Instant
    #: When it is tried again, where the state is queued.
    due_at: Instant | None = None
    cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally:
    """How many deliveries of a sending stand where, by method and state."""

    method: Method
    state: DeliveryState
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchRow:
    """A print batch or a call sheet: so many deliveries in somebody's hands."""

    #: Its number within the case, from 1.
    number: int
    case: str
    wave: int
    sending: int
    method: Method
    deliveries: int
    #: The SHA-256 of its manifest in hexadecimal.
    manifest: str
    made_at: Instant
    #: When the whole batch was handed to the post office; None while it is not.
    handed_over_at: Instant | None


class RecipientState(StrEnum):
    """Where one recipient stands, whatever was tried: each is in exactly one."""

    TOLD = "told"
    EXCUSED = "excused"  # nobody has to tell them, for a reason on record
    ON_THE_WAY = "on_the_way"  # queued, being sent, printed or on a call sheet
    UNDETERMINED = "undetermined"  # nobody can say whether it was taken
    FAILED = "failed"  # all that was tried failed, and nothing waits
    NOT_SENT = "not_sent"  # there is a way, and no delivery yet
    WITHOUT_ADDRESS = "without_address"  # an address has to be found
    NOT_FOUND_OUT = "not_found_out"  # persons on the list: nobody looked yet who is told for them


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientCount:
    """How many recipients with the same duties stand at the same place."""

    duties: tuple[str, ...]
    state: RecipientState
    #: The way that told them, or that is tried or planned; None where there is none.
    method: Method | None
    count: int
