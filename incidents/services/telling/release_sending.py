"""Lets a prepared sending go: the one act after which people are told.

Everything is checked in one transaction: that each text was approved, by two
named people where the settings want that, that the list is the one that was
prepared, and that no hold stands in the way. Only from here on can a delivery
be claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

from incidents.case.case import Case, DraftedNotice
from incidents.case.events import CaseEvent, NoticeApproved
from incidents.case.telling_events import SendingReleased
from incidents.errors import InputRefusedError
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import SendingRow, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.telling.sending_list import list_of
from incidents.services.telling.stop_sending import (
    SendingStateError,
    refuse_begun,
    refuse_held,
    sending_of,
)
from incidents.services.view_case import view_case

_DIGITS = 12


def approve_texts(
    work: UnitOfWork, law: LawBook, case: str, number: int, *, by: str
) -> tuple[DraftedNotice, ...]:
    """Record that a person approved every text of a prepared sending; give the texts.

    Raise InputRefusedError where a required element stands in the way of one.
    """
    sending_of(work, case, number, SendingState.PREPARED)
    view = view_case(work, law, case)
    person_of(view.agency, by)
    refuse_begun(view, number)
    texts = _texts(view.case, number)
    if events := _approvals(texts, by):
        change_case(work, law, case, events)
    return texts


def release_sending(
    work: UnitOfWork, law: LawBook, case: str, number: int, *, by: str, two_people: bool = True
) -> Changed:
    """Approve what this person has not approved yet, and let the sending go.

    Raise SendingStateError where a second named person has not approved each
    text, the list changed since it was prepared, or a hold is open.
    """
    sending = sending_of(work, case, number, SendingState.PREPARED)
    view = view_case(work, law, case)
    person = person_of(view.agency, by)
    refuse_begun(view, number)
    refuse_held(view, sending.wave, number)
    texts = _texts(view.case, number)
    if two_people:
        _refuse_alone(texts, person.id, case, number)
    _refuse_changed(work, view.case, sending)
    work.sendings.mark(sending.id, SendingState.RELEASED)
    summary = view.case.telling.sendings[number]
    released = SendingReleased(
        sending=number, wave=sending.wave, by=person.id, digest=summary.digest
    )
    return change_case(work, law, case, [*_approvals(texts, person.id), released])


def _texts(case: Case, number: int) -> tuple[DraftedNotice, ...]:
    return tuple(case.drafts[each] for each in case.telling.sendings[number].notices)


def _approvals(texts: Sequence[DraftedNotice], by: str) -> list[CaseEvent]:
    refused = [f"  {each}" for text in texts for each in text.refusals]
    if refused:
        raise InputRefusedError(["The texts of this sending cannot be approved yet:", *refused])
    return [
        NoticeApproved(digest=each.digest, by=by) for each in texts if by not in each.approved_by
    ]


def _refuse_alone(texts: Sequence[DraftedNotice], by: str, case: str, number: int) -> None:
    """Raise SendingStateError unless somebody else approved each text before."""
    alone = [each for each in texts if not set(each.approved_by) - {by}]
    if alone:
        listed = ", ".join(f"{each.notice} ({each.digest[:_DIGITS]})" for each in alone)
        raise SendingStateError(
            f"Two named people approve what goes to so many, and so far nobody but {by} would have "
            f"approved {listed}. Have a second person look at it and run: duenotice approve {case} "
            f"--sending {number} --by PERSON"
        )


def _refuse_changed(work: UnitOfWork, case: Case, sending: SendingRow) -> None:
    if list_of(work, sending).digest != case.telling.sendings[sending.number].digest:
        raise SendingStateError(
            f"The list of sending {sending.number} is not the one that was prepared; cancel it and "
            "prepare anew."
        )
