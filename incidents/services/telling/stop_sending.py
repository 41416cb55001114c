"""Stops a sending: from here on nothing more of it goes out."""

from __future__ import annotations

from incidents.case.telling_events import SendingCancelled, SendingResumed, SendingStopped
from incidents.errors import DueNoticeError
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.note_quietly import note_quietly
from incidents.services.people import person_of
from incidents.services.people_rows import SendingRow, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.telling.holds_of import hold_on
from incidents.services.view_case import CaseView, view_case


class SendingStateError(DueNoticeError):
    """The sending does not stand where this can be done."""


def stop(work: UnitOfWork, sending: SendingRow, because: str) -> None:
    """Stop a released sending for a reason that the program found itself."""
    work.sendings.mark(sending.id, SendingState.STOPPED, because)
    event = SendingStopped(sending=sending.number, wave=sending.wave, because=because)
    note_quietly(work, sending.case, [event])


def stop_sending(work: UnitOfWork, law: LawBook, case: str, number: int, reason: str) -> SendingRow:
    """Stop a released sending, as a person wants it; raise SendingStateError.

    What is being handed over at this moment still goes; within a second or so
    nothing more does.
    """
    # The log before the sending, as whoever claims takes them: no two wait for each other.
    work.append(case, [])
    sending = sending_of(work, case, number, SendingState.RELEASED)
    work.sendings.mark(sending.id, SendingState.STOPPED, reason)
    event = SendingStopped(sending=number, wave=sending.wave, because=reason)
    change_case(work, law, case, [event])
    return sending


def resume_sending(
    work: UnitOfWork, law: LawBook, case: str, number: int, *, by: str, reason: str
) -> SendingRow:
    """Have a stopped sending go on, for a reason that is kept.

    Raise SendingStateError where it is not stopped, or a hold is still open.
    """
    sending = sending_of(work, case, number, SendingState.STOPPED)
    view = view_case(work, law, case)
    person_of(view.agency, by)
    refuse_held(view, sending.wave, number)
    work.sendings.mark(sending.id, SendingState.RELEASED, reason)
    event = SendingResumed(sending=number, wave=sending.wave, by=by, reason=reason)
    change_case(work, law, case, [event])
    return sending


def cancel_sending(
    work: UnitOfWork, law: LawBook, case: str, number: int, *, by: str, reason: str
) -> SendingRow:
    """Give a sending up; what has not gone out will not, by this one.

    Letters that are printed and not recorded as mailed are given up with it, and so
    are calls that reached nobody yet. Raise SendingStateError where it lets go at
    this moment: stop it first.
    """
    sending = sending_of(work, case, number, SendingState.PREPARED, SendingState.STOPPED)
    view = view_case(work, law, case)
    person_of(view.agency, by)
    refuse_begun(view, number)
    work.sendings.mark(sending.id, SendingState.CANCELLED, reason)
    event = SendingCancelled(sending=number, wave=sending.wave, by=by, reason=reason)
    change_case(work, law, case, [event])
    return sending


def sending_of(work: UnitOfWork, case: str, number: int, *states: SendingState) -> SendingRow:
    """Give a sending that stands where it has to; raise SendingStateError."""
    sending = work.sendings.get(case, number)
    if sending is None:
        known = ", ".join(str(each.number) for each in work.sendings.of_case(case)) or "none yet"
        raise SendingStateError(f"Case {case} has no sending {number}; it has {known}.")
    if sending.state not in states:
        wanted = " or ".join(each.value for each in states)
        raise SendingStateError(
            f"Sending {number} of case {case} is {sending.state.value}; this can be done only with "
            f"one that is {wanted}."
        )
    return sending


def refuse_begun(view: CaseView, number: int) -> None:
    """Raise SendingStateError where a sending was not written down to its end."""
    if number not in view.case.telling.sendings:
        raise SendingStateError(
            f"Sending {number} of case {view.case.number} was begun and not finished; prepare it "
            "again, and it goes on where it was."
        )


def refuse_held(view: CaseView, wave: int, number: int) -> None:
    """Raise SendingStateError where a hold stands in the way, with what it says."""
    held = hold_on(view, wave, view.case.telling.sendings[number].duties)
    if held:
        raise SendingStateError(
            f"Sending {number} cannot be let go yet. {held}. Once the hold is over, try again."
        )
