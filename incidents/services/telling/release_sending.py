"""Lets a prepared sending go: the one act after which people are told.

Everything is checked in one transaction: that the texts and this very list were
approved, by two named people where the settings want that, that the list is the
one that was prepared and nobody on it has come of age since, and that no hold
stands in the way. Only from here on can a delivery be claimed.
"""

from __future__ import annotations

from collections.abc import Sequence

from incidents.case.agency import Person
from incidents.case.case import Case, DraftedNotice
from incidents.case.events import CaseEvent, NoticeApproved
from incidents.case.telling_events import SendingApproved, SendingReleased
from incidents.errors import InputRefusedError
from incidents.moments import LocalDay
from incidents.people.coming_of_age import comes_of_age
from incidents.people.reach import folded, folded_email
from incidents.people.recipient import Method
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import SendingRow, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.telling.resolve_recipients import served_in
from incidents.services.telling.sending_list import list_of
from incidents.services.telling.stop_sending import (
    SendingStateError,
    refuse_begun,
    refuse_held,
    sending_of,
)
from incidents.services.view_case import CaseView, view_case


def approve_texts(
    work: UnitOfWork, law: LawBook, case: str, number: int, *, by: str
) -> tuple[DraftedNotice, ...]:
    """Record that a person approved the list and every text of a sending; give the texts.

    The approval is of the list as it was prepared; prepared anew it counts no more.
    Raise InputRefusedError where a required element stands in the way of one.
    """
    sending_of(work, case, number, SendingState.PREPARED)
    view = view_case(work, law, case)
    person_of(view.agency, by)
    refuse_begun(view, number)
    texts = _texts(view.case, number)
    events = _approvals(texts, by)
    summary = view.case.telling.sendings[number]
    if by not in summary.approved_by:
        events.append(
            SendingApproved(sending=number, wave=summary.wave, by=by, digest=summary.digest)
        )
    if events:
        change_case(work, law, case, events)
    return texts


def release_sending(
    work: UnitOfWork,
    law: LawBook,
    case: str,
    number: int,
    *,
    by: str,
    two_people: bool = True,
    seen: str | None = None,
) -> Changed:
    """Approve what this person has not approved yet, and let the sending go.

    ``seen`` is the digest of the list that the person was shown, if any.
    Raise SendingStateError where a second named person has not approved this
    list, it changed since it was prepared, somebody on it has come of age since
    the day for which it was made, or a hold is open.
    """
    sending = sending_of(work, case, number, SendingState.PREPARED)
    view = view_case(work, law, case)
    person = person_of(view.agency, by)
    refuse_begun(view, number)
    refuse_held(view, sending.wave, number)
    texts = _texts(view.case, number)
    if two_people:
        _refuse_alone(view, number, person)
    _refuse_changed(work, view.case, sending, seen)
    _refuse_come_of_age(work, view, sending)
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


def _refuse_alone(view: CaseView, number: int, person: Person) -> None:
    """Raise SendingStateError unless somebody else approved exactly this list before."""
    case, agency = view.case, view.agency
    named = map(agency.person, case.telling.sendings[number].approved_by)
    others = [each for each in named if each is not None and each.id != person.id]
    if any(not _is_same(each, person) for each in others):
        return
    if others:
        raise SendingStateError(
            f"{others[0].id} and {person.id} have the same name or e-mail address in the agency's "
            "settings, so they are one person; have somebody else release the sending."
        )
    raise SendingStateError(
        f"Two named people approve what goes to so many, and nobody but {person.id} would have "
        f"approved this list of sending {number}. Have a second person look at it and run: "
        f"duenotice sending approve {case.number} --sending {number} --by PERSON"
    )


def _is_same(one: Person, other: Person) -> bool:
    """Say whether two ids are one person's: two people have two names and two mailboxes."""
    emails = {folded_email(each.email) for each in (one, other) if each.email}
    shares_email = bool(one.email and other.email) and len(emails) == 1
    return shares_email or folded(one.name) == folded(other.name)


def _refuse_come_of_age(work: UnitOfWork, view: CaseView, sending: SendingRow) -> None:
    """Raise SendingStateError where a birthday since changes who is told.

    Looked up only where the list was made for another day than this one.
    """
    on = LocalDay.parse(view.case.telling.sendings[sending.number].on)
    today = view.agency.zone.day_of(work.now)
    age = served_in(view, sending.wave, today, Method.FIRST_CLASS_MAIL).of_age
    if on == today or age is None:
        return
    first, last = sorted((on, today))
    birthdays = work.people.birthdays(sending.case, sending.wave)
    days = (comes_of_age(each, age.years) for each in birthdays)
    count = sum(first < each <= last for each in days)
    if count:
        raise SendingStateError(
            f"Sending {sending.number} was prepared for {on.words()}, and today is "
            f"{today.words()}: between the two lies the coming of age of {count:,} on its list, "
            "for whom others are told now; cancel it, run duenotice people resolve "
            f"{sending.case} --on {today}, and prepare it anew."
        )


def _refuse_changed(work: UnitOfWork, case: Case, sending: SendingRow, seen: str | None) -> None:
    prepared = case.telling.sendings[sending.number].digest
    if {list_of(work, sending).digest, seen or prepared} != {prepared}:
        raise SendingStateError(
            f"The list of sending {sending.number} is not the one that was prepared; cancel it and "
            "prepare anew."
        )
