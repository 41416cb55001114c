"""Approves exactly one drafted text, by its digest."""

from __future__ import annotations

from incidents.case.case import Case, DraftedNotice
from incidents.case.events import NoticeApproved
from incidents.errors import DueNoticeError, InputRefusedError
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of

#: As many characters of a digest as name it without doubt.
SHORTEST = 8


class UnknownDraftError(DueNoticeError):
    """The case has no such draft, or more than one."""


def approve_notice(
    work: UnitOfWork, law: LawBook, number: str, digest: str, *, by: str
) -> DraftedNotice:
    """Record that a person released exactly this text.

    A change of a single letter is another digest and needs another approval.
    Raise InputRefusedError where a required element stands in the way.
    """
    case = case_of(work, number)
    draft = draft_of(case, digest)
    if draft.refusals:
        raise InputRefusedError(
            [f"{draft.notice} cannot be approved yet:", *(f"  {each}" for each in draft.refusals)]
        )
    person = person_of(law.agency_of(case.wave(draft.wave)), by)
    if person.id not in draft.approved_by:
        change_case(work, law, number, [NoticeApproved(digest=draft.digest, by=person.id)])
    return draft


def draft_of(case: Case, digest: str) -> DraftedNotice:
    """Give the draft whose digest begins so; raise UnknownDraftError."""
    found = [each for each in case.drafts.values() if each.digest.startswith(digest)]
    if len(digest) >= SHORTEST and len(found) == 1:
        return found[0]
    known = [f"{each.digest[:12]} ({each.notice})" for each in case.drafts.values()]
    listed = f"there are {', '.join(known)}" if known else "there is none yet: draft one first"
    raise UnknownDraftError(
        f"`{digest}` names no single draft of case {case.number} (give at least {SHORTEST} "
        f"characters of its digest); {listed}."
    )
