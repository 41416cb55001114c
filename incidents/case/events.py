"""What can happen to a case: frozen facts in the past tense.

Each event is one entry of the case's ledger. Its tag is ``subject:action``;
its body is what is kept, and may hold personal text, so it stays beside the
ledger and only its salted digest goes in.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from enum import StrEnum
from typing import ClassVar

from incidents.ledger.canonical import Json


class Subject(StrEnum):
    """What a determination is about."""

    DUTY = "duty"
    #: Residents need no notice (State Technology Law 208(2)(a)).
    EXEMPTION = "exemption"
    NO_BREACH = "no_breach"

    @property
    def words(self) -> str:
        """Give what was decided about, as it stands in a sentence."""
        return _SUBJECTS[self]


_SUBJECTS = {
    Subject.DUTY: "one duty",
    Subject.EXEMPTION: "the notice to residents",
    Subject.NO_BREACH: "the incident as a breach",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """The common shape: a tag, and the fields as a body."""

    tag: ClassVar[str]

    def body(self) -> Mapping[str, Json]:
        """Give the fields as canonical JSON can hold them."""
        return {each.name: getattr(self, each.name) for each in fields(self)}


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was opened from an incident file."""

    tag: ClassVar[str] = "case:opened"
    number: str
    agency: str
    title: str
    document: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class WaveOpened(CaseEvent):
    """A further wave of persons was notified; it has clocks of its own."""

    tag: ClassVar[str] = "wave:opened"
    wave: int
    title: str
    document: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class FactRecorded(CaseEvent):
    """Something was learned or corrected; what was there before is kept."""

    tag: ClassVar[str] = "fact:recorded"
    wave: int
    path: str
    value: Json
    before: Json
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class WordingRecorded(CaseEvent):
    """Words for the notices were written: a description, a contact, a list."""

    tag: ClassVar[str] = "wording:recorded"
    wave: int
    field: str
    value: Json
    before: Json


@dataclass(frozen=True, slots=True, kw_only=True)
class CostEstimated(CaseEvent):
    """The cost of the notices was estimated, in whole dollars."""

    tag: ClassVar[str] = "cost:estimated"
    dollars: int
    source: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldPlaced(CaseEvent):
    """A hold began."""

    tag: ClassVar[str] = "hold:placed"
    wave: int
    hold: int
    kind: str
    party: str
    starts: str
    authority: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldReleased(CaseEvent):
    """A hold ended."""

    tag: ClassVar[str] = "hold:released"
    wave: int
    hold: int
    until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyPlanned(CaseEvent):
    """A duty arose for the first time; the terms of its rule are kept."""

    tag: ClassVar[str] = "duty:planned"
    wave: int
    duty: str
    terms: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyWithdrawn(CaseEvent):
    """Corrected facts took a duty away; it stays on the record."""

    tag: ClassVar[str] = "duty:withdrawn"
    wave: int
    duty: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyReturned(CaseEvent):
    """Corrected facts brought a withdrawn duty back."""

    tag: ClassVar[str] = "duty:returned"
    wave: int
    duty: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ThresholdCrossed(CaseEvent):
    """A count or an estimate went over a number of the law."""

    tag: ClassVar[str] = "threshold:crossed"
    wave: int
    threshold: str
    count: int
    more_than: int
    means: str


@dataclass(frozen=True, slots=True, kw_only=True)
class DeterminationMade(CaseEvent):
    """Somebody decided, for a reason, on the facts that are kept with it."""

    tag: ClassVar[str] = "determination:made"
    wave: int
    #: What was decided about, as :class:`Subject` names it.
    subject: str
    #: The duty it settles; None where it is about the wave as a whole.
    duty: str | None
    required: bool
    reason: str
    by: str
    made_at: str
    facts: dict[str, Json]
    worksheet: dict[str, Json]
    keep_until: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class EvidenceReceived(CaseEvent):
    """A file was taken into evidence."""

    tag: ClassVar[str] = "evidence:received"
    name: str
    size: int
    file: dict[str, Json]


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingRecorded(CaseEvent):
    """Duties were fulfilled by one filing; a correction supersedes, never edits."""

    tag: ClassVar[str] = "filing:recorded"
    filing: int
    wave: int
    duties: list[Json]
    at: str
    by: str
    receipt: str | None
    late_reason: str | None
    evidence: list[Json]
    notices: list[Json]
    supersedes: int | None
    #: Why it was recorded before everybody was told, and how many were missing.
    early_reason: str | None = None
    missing: dict[str, Json] = field(default_factory=dict)

    def body(self) -> Mapping[str, Json]:
        """Give the fields; those of an early filing only where it was one."""
        given = {each.name: getattr(self, each.name) for each in fields(self)}
        if self.early_reason is None:
            del given["early_reason"], given["missing"]
        return given


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeDrafted(CaseEvent):
    """A notice was rendered; its bytes are kept under the digest."""

    tag: ClassVar[str] = "notice:drafted"
    wave: int
    notice: str
    template_version: str
    recipient_kind: str
    digest: str
    #: Why it may not be approved yet.
    refusals: list[Json]
    #: Path and SHA-256 of each form that is kept, so that its bytes are proven.
    files: list[Json] = field(default_factory=list)
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeApproved(CaseEvent):
    """A person released exactly the text with this digest."""

    tag: ClassVar[str] = "notice:approved"
    digest: str
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderSent(CaseEvent):
    """A reminder went out; addresses are not kept here."""

    tag: ClassVar[str] = "reminder:sent"
    wave: int
    duty: str
    step: str
    channel: str
    message_id: str
    late_by_minutes: int


@dataclass(frozen=True, slots=True, kw_only=True)
class ReminderFailed(CaseEvent):
    """A reminder will not be sent any more; the next of its duty still will."""

    tag: ClassVar[str] = "reminder:failed"
    wave: int
    duty: str
    step: str
    channel: str
    message_id: str
    because: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """Nothing was left to do, and the case was closed."""

    tag: ClassVar[str] = "case:closed"
    by: str
    reason: str | None
