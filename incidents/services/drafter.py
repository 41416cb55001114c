"""What the services ask of whoever turns a case into the words of a notice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from incidents.case.agency import Agency
from incidents.law.duty import PlannedDuty
from incidents.moments import LocalDay
from incidents.services.view_case import CaseView


@dataclass(frozen=True, slots=True, kw_only=True)
class Addressed:
    """Which notice is meant: for which kind of recipient, wave and language."""

    notice: str
    kind: str
    wave: int = 1
    language: str = "en"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftedText:
    """A notice as it was rendered: exactly these bytes are approved or not."""

    notice: str
    version: str
    recipient_kind: str
    digest: str
    text: str
    html: str
    pdf: bytes
    refusals: tuple[str, ...]
    #: What else the person who approves should know.
    remarks: tuple[str, ...] = ()
    language: str = "en"
    #: What the letters of single recipients are made from: its blocks as JSON.
    document: bytes | None = None


class Drafter(Protocol):
    """Whoever turns a case into the words of a notice."""

    def kinds(self, notice: str) -> tuple[str, ...]:
        """Give the kinds of recipient a notice is written for."""
        ...

    def languages(self, notice: str, agency: Agency) -> tuple[str, ...]:
        """Give the languages in which families of an agency get a notice.

        English first; another only where its text has been reviewed, or the
        agency accepts it as it is shipped, and the English has not changed since.
        """
        ...

    def language_name(self, code: str) -> str:
        """Give the name of a language in English; its code where nobody has named it."""
        ...

    def serving(self, view: CaseView, wave: int) -> tuple[str, ...]:
        """Give the notices that the duties of a wave call for now."""
        ...

    def written_for(self, duty: PlannedDuty) -> tuple[str, ...]:
        """Give every notice that may serve a duty, the combined ones too."""
        ...

    def draft(self, addressed: Addressed, view: CaseView, on: LocalDay) -> DraftedText:
        """Give the notice as it reads on a day; raise a DueNoticeError."""
        ...

    def digest(self, addressed: Addressed, view: CaseView, on: LocalDay) -> str:
        """Give the digest that the draft would have, without printing it."""
        ...
