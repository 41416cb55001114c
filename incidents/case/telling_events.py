"""What happens while people are told: frozen facts in the past tense.

None of these names anybody: a person, a recipient and a delivery are numbers
here, whose names lie encrypted beside the record and can be destroyed apart from
it. What became of many deliveries is one event with a file of rows, each row a
delivery's number and its result, proven by the file's SHA-256.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import ClassVar

from incidents.case.events import CaseEvent
from incidents.ledger.canonical import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class RosterImported(CaseEvent):
    """A list of affected persons was confirmed and taken in."""

    tag: ClassVar[str] = "roster:imported"
    wave: int
    roster: int
    #: The digest of the file that was read; the file itself is not kept.
    sha256: str
    rows: int
    added: int
    known: int
    #: Which column was read as what, by the columns' headings.
    columns: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientsCleared(CaseEvent):
    """It is being found out anew who is told; until that is over nothing is sent."""

    tag: ClassVar[str] = "recipients:cleared"
    wave: int
    #: The day for which it is found out: who is of age on it is told, and not the parents.
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientsResolved(CaseEvent):
    """It is known for every affected person of a wave who is told for them."""

    tag: ClassVar[str] = "recipients:resolved"
    wave: int
    on: str
    #: The way that was preferred.
    prefer: str
    persons: int
    recipients: int
    #: For how many recipients an address has to be found.
    without_method: int
    #: How many persons no duty asks to be told, by the reason.
    not_owed: dict[str, Json]
    #: How many recipients have to be told, by the notice.
    notices: dict[str, Json] = field(default_factory=dict)
    #: For how many persons somebody was told under 2-d before 208 asked for more.
    told_of_less: int = 0
    #: How many persons were told in an earlier wave of the case.
    told_earlier: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonCorrected(CaseEvent):
    """Something better is known about an affected person, such as an address."""

    tag: ClassVar[str] = "person:corrected"
    wave: int
    person: int
    #: The names of what changed: ``address``, ``email``; never the values.
    fields: list[Json]
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class RecipientExcused(CaseEvent):
    """Nobody has to tell a recipient any more, for a reason that is kept."""

    tag: ClassVar[str] = "recipient:excused"
    wave: int
    recipient: int
    reason: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SubstituteChosen(CaseEvent):
    """Substitute notice was chosen, with the showing that its test is met."""

    tag: ClassVar[str] = "substitute:chosen"
    wave: int
    duty: str
    #: ``cost``, ``persons`` or ``no_contact``, as the rule's data names the tests.
    ground: str
    showing: dict[str, Json]
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingPrepared(CaseEvent):
    """Every delivery of a sending was written down; none may go yet."""

    tag: ClassVar[str] = "sending:prepared"
    sending: int
    wave: int
    duties: list[Json]
    #: The digests of the texts that go out.
    notices: list[Json]
    #: How many go by each method.
    methods: dict[str, Json]
    #: How many recipients have no usable address yet.
    without_method: int
    #: The day on which it was decided who has come of age.
    on: str
    #: SHA-256 over the lines ``recipient method notice`` in the order of recipients.
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingApproved(CaseEvent):
    """Somebody approved what a sending would let go, to exactly the prepared list."""

    tag: ClassVar[str] = "sending:approved"
    sending: int
    wave: int
    by: str
    #: Of the list; another list needs another approval.
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingReleased(CaseEvent):
    """The approved texts were let go to everybody on the prepared list."""

    tag: ClassVar[str] = "sending:released"
    sending: int
    wave: int
    by: str
    digest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingStopped(CaseEvent):
    """A sending was stopped, by somebody or by itself, and why."""

    tag: ClassVar[str] = "sending:stopped"
    sending: int
    wave: int
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingResumed(CaseEvent):
    """A stopped sending goes on, and why."""

    tag: ClassVar[str] = "sending:resumed"
    sending: int
    wave: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingCancelled(CaseEvent):
    """A sending was given up; what had not gone out will not."""

    tag: ClassVar[str] = "sending:cancelled"
    sending: int
    wave: int
    by: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveriesSettled(CaseEvent):
    """It is known what became of some deliveries; the file has a row for each."""

    tag: ClassVar[str] = "deliveries:settled"
    sending: int
    wave: int
    #: How many by state.
    counts: dict[str, Json]
    #: Path in an export, SHA-256 and name of the rows.
    file: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchMade(CaseEvent):
    """Letters were printed, or a call sheet was made."""

    tag: ClassVar[str] = "batch:made"
    sending: int
    wave: int
    batch: int
    method: str
    deliveries: int
    #: The SHA-256 of the manifest.
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchHandedOver(CaseEvent):
    """A print batch was given to the post office or the mail house."""

    tag: ClassVar[str] = "batch:handed-over"
    sending: int
    wave: int
    batch: int
    at: str
    by: str
    deliveries: int
    #: The postage and printing in cents; None where nobody said.
    cents: int | None
    evidence: list[Json] = field(default_factory=list)


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterReturned(CaseEvent):
    """A letter came back: its recipient has to be told another way."""

    tag: ClassVar[str] = "letter:returned"
    wave: int
    delivery: int
    at: str
    by: str
    because: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class CallLogged(CaseEvent):
    """Somebody was called, or was not reached (State Technology Law 208(5))."""

    tag: ClassVar[str] = "call:logged"
    wave: int
    delivery: int
    at: str
    by: str
    #: ``told``, ``no_answer``, ``message_left``, ``wrong_number`` or ``refused``.
    outcome: str


@dataclass(frozen=True, slots=True, kw_only=True)
class BouncesRead(CaseEvent):
    """Returned messages were read and matched to what was sent."""

    tag: ClassVar[str] = "bounces:read"
    matched: int
    hard: int
    soft: int
    unmatched: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CostRecorded(CaseEvent):
    """Money was spent on telling people; the contractor may have to pay it."""

    tag: ClassVar[str] = "cost:recorded"
    wave: int
    #: What for: ``postage``, ``printing``, ``calls``, ``staff_time``, ``service``, ``other``.
    item: str
    cents: int
    on: str
    by: str
    note: str | None
    evidence: list[Json] = field(default_factory=list)
