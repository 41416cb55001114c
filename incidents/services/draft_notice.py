"""Drafts a notice from what the case knows, and keeps its bytes."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from typing import Protocol

from incidents.case.case import Case, DraftedNotice
from incidents.case.events import Json, NoticeDrafted, WordingRecorded
from incidents.moments import LocalDay
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.view_case import CaseView, view_case


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


class Drafter(Protocol):
    """Whoever turns a case into the words of a notice."""

    def kinds(self, notice: str) -> tuple[str, ...]:
        """Give the kinds of recipient a notice is written for."""
        ...

    def serving(self, view: CaseView, wave: int) -> tuple[str, ...]:
        """Give the notices that the duties of a wave call for now."""
        ...

    def draft(self, notice: str, kind: str, view: CaseView, wave: int, on: LocalDay) -> DraftedText:
        """Give the notice as it reads on a day; raise a DueNoticeError."""
        ...


def draft_notice(
    work: UnitOfWork, law: LawBook, drafter: Drafter, number: str, notice: str, kind: str, *, wave: int = 1
) -> DraftedText:
    """Draft one notice for one kind of recipient, dated today, and keep it."""
    view = view_case(work, law, number)
    drafted = drafter.draft(notice, kind, view, wave, view.agency.zone.day_of(work.now))
    _keep(work, law, view.case, drafted, wave)
    return drafted


def draft_what_is_due(work: UnitOfWork, law: LawBook, drafter: Drafter, number: str, notices: frozenset[str]) -> int:
    """Bring the drafts of some notices to what the facts say; give how many changed.

    Safe to run twice: a draft whose words are still right stays, whatever its
    date, and an approved text is never touched.
    """
    view = view_case(work, law, number)
    changed = 0
    for wave in view.plans:
        for notice in drafter.serving(view, wave):
            if notice in notices:
                changed += sum(_refresh(work, law, drafter, view, wave, notice, kind) for kind in drafter.kinds(notice))
    return changed


def _refresh(  # noqa: PLR0913 - one draft is named by all of these
    work: UnitOfWork, law: LawBook, drafter: Drafter, view: CaseView, wave: int, notice: str, kind: str
) -> bool:
    today = view.agency.zone.day_of(work.now)
    last = latest(view.case, wave, notice, kind)
    if last is not None:
        then = view.agency.zone.day_of(last.drafted_at)
        if drafter.draft(notice, kind, view, wave, then).digest == last.digest:
            return False
    _keep(work, law, view.case, drafter.draft(notice, kind, view, wave, today), wave)
    return True


def latest(case: Case, wave: int, notice: str, kind: str) -> DraftedNotice | None:
    """Give the last draft of a notice for one kind of recipient."""
    found = [
        each
        for each in case.drafts.values()
        if (each.wave, each.notice, each.recipient_kind) == (wave, notice, kind)
    ]
    return found[-1] if found else None


def _keep(work: UnitOfWork, law: LawBook, case: Case, drafted: DraftedText, wave: int) -> None:
    if drafted.digest in case.drafts:
        return
    work.notices.save(
        NoticeRow(
            case=case.number,
            wave=wave,
            notice=drafted.notice,
            template_version=drafted.version,
            recipient_kind=drafted.recipient_kind,
            digest=drafted.digest,
            text=drafted.text,
            html=drafted.html,
            pdf=drafted.pdf,
            drafted_at=work.now,
        )
    )
    refusals: list[Json] = list(drafted.refusals)
    event = NoticeDrafted(
        wave=wave,
        notice=drafted.notice,
        template_version=drafted.version,
        recipient_kind=drafted.recipient_kind,
        digest=drafted.digest,
        refusals=refusals,
        files=_files(drafted),
    )
    change_case(work, law, case.number, [event])


def _files(drafted: DraftedText) -> list[Json]:
    """Name each form by the path it has in an export, with its SHA-256."""
    forms = {"txt": drafted.text.encode(), "html": drafted.html.encode(), "pdf": drafted.pdf}
    return [
        {"path": f"notices/{drafted.digest}.{form}", "sha256": sha256(content).hexdigest()}
        for form, content in forms.items()
    ]


def record_wording(work: UnitOfWork, law: LawBook, number: str, field: str, value: Json, *, wave: int = 1) -> Changed:
    """Record words for the notices of a wave; earlier ones stay on the record."""
    case = Case.replay(number, work.history(number))
    case.wave(wave)
    before = case.wording.get(wave, {}).get(field)
    return change_case(work, law, number, [WordingRecorded(wave=wave, field=field, value=value, before=before)])
