"""Drafts a notice from what the case knows, and keeps its bytes."""

from __future__ import annotations

from hashlib import sha256

from incidents.case.case import Case, DraftedNotice
from incidents.case.events import NoticeDrafted, WordingRecorded
from incidents.ledger.canonical import Json
from incidents.services.drafter import Addressed, DraftedText, Drafter
from incidents.services.follow_up import Changed, change_case, note_on_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.practice import Practice
from incidents.services.view_case import CaseView, case_of, view_case


def draft_notice(
    work: UnitOfWork, practice: Practice, number: str, addressed: Addressed
) -> DraftedText:
    """Draft one notice for one kind of recipient, dated today, and keep it.

    Raise UnknownPersonError where the actor is none of the agency's people, and
    UnknownWaveError where there is no such wave.
    """
    view = view_case(work, practice.law, number)
    person_of(view.agency, work.actor)
    view.case.wave(addressed.wave)
    drafted = practice.drafter.draft(addressed, view, view.agency.zone.day_of(work.now))
    _keep(work, practice.law, view.case, drafted, addressed.wave)
    return drafted


def draft_what_is_due(
    work: UnitOfWork, practice: Practice, number: str, notices: frozenset[str]
) -> int:
    """Bring the drafts of some notices to what the facts say; give how many changed.

    Safe to run twice: a draft whose words are still right stays, whatever its
    date, and an approved text is never touched.
    """
    view, drafter = view_case(work, practice.law, number), practice.drafter
    wanted = [
        Addressed(notice=notice, kind=kind, wave=wave, language=language)
        for wave in view.plans
        for notice in drafter.serving(view, wave)
        if notice in notices
        for kind in drafter.kinds(notice)
        for language in drafter.languages(notice, view.agency)
    ]
    return sum(_refresh(work, practice, view, each) for each in wanted)


def _refresh(work: UnitOfWork, practice: Practice, view: CaseView, addressed: Addressed) -> bool:
    """Draft a notice anew unless its last draft, of whatever date, still holds."""
    zone, drafter = view.agency.zone, practice.drafter
    last = latest(view.case, addressed)
    if last is not None and (
        _has_served(drafter, view, addressed)
        or drafter.digest(addressed, view, zone.day_of(last.drafted_at)) == last.digest
    ):
        return False
    drafted = drafter.draft(addressed, view, zone.day_of(work.now))
    _keep(work, practice.law, view.case, drafted, addressed.wave)
    return True


def _has_served(drafter: Drafter, view: CaseView, addressed: Addressed) -> bool:
    """Say whether every duty that a notice may serve is settled."""
    duties = view.plans[addressed.wave].duties
    served = [each for each in duties if addressed.notice in drafter.written_for(each)]
    return all(each.state.is_settled or not each.state.has_arisen for each in served)


def latest(case: Case, addressed: Addressed) -> DraftedNotice | None:
    """Give the last draft of a notice for one kind of recipient."""
    found = [each for each in case.drafts.values() if _addressed(each) == addressed]
    return found[-1] if found else None


def _addressed(draft: DraftedNotice) -> Addressed:
    return Addressed(
        notice=draft.notice, kind=draft.recipient_kind, wave=draft.wave, language=draft.language
    )


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
            language=drafted.language,
            document=drafted.document,
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
        language=drafted.language,
    )
    note_on_case(work, law, case.number, [event])


def _files(drafted: DraftedText) -> list[Json]:
    """Name each form by the path it has in an export, with its SHA-256."""
    forms = {"txt": drafted.text.encode(), "html": drafted.html.encode(), "pdf": drafted.pdf}
    return [
        {"path": f"notices/{drafted.digest}.{form}", "sha256": sha256(content).hexdigest()}
        for form, content in forms.items()
    ]


def record_wording(
    work: UnitOfWork, law: LawBook, number: str, field: str, value: Json, *, wave: int = 1
) -> Changed:
    """Record words for the notices of a wave; earlier ones stay on the record."""
    case = case_of(work, number)
    case.wave(wave)
    before = case.wording.get(wave, {}).get(field)
    return change_case(
        work, law, number, [WordingRecorded(wave=wave, field=field, value=value, before=before)]
    )
