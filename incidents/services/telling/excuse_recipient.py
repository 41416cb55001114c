"""Records that a recipient need not be told any more, and the reason."""

from __future__ import annotations

from incidents.case.telling_events import RecipientExcused
from incidents.errors import DueNoticeError
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_rows import RecipientRow
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import view_case


class UnknownRecipientError(DueNoticeError):
    """The case has no recipient with that number."""


class ExcuseRefusedError(DueNoticeError):
    """The recipient cannot be excused now, or not with such a reason."""


def excuse_recipient(
    work: UnitOfWork, law: LawBook, number: str, recipient: int, *, reason: str, by: str
) -> Changed:
    """Record why nobody has to tell a recipient; the reason stays on the record.

    The reason must name nobody: it stands in the record, which is not sealed.
    Raise UnknownRecipientError, and ExcuseRefusedError where the reason is blank
    or a notice is on its way to them.
    """
    row = recipient_of(work, number, recipient)
    if not reason.strip():
        raise ExcuseRefusedError("The reason is blank; say why nobody has to tell them.")
    under_way = [
        each for each in work.deliveries.of_recipient(number, recipient) if not each.state.is_final
    ]
    if under_way:
        raise ExcuseRefusedError(
            f"A notice is on its way to recipient {recipient} (delivery {under_way[0].id}); wait "
            "until it is known what became of it, or stop its sending."
        )
    agency = view_case(work, law, number).agency
    work.recipients.excuse(number, recipient, reason.strip())
    event = RecipientExcused(
        wave=row.wave, recipient=recipient, reason=reason.strip(), by=person_of(agency, by).id
    )
    return change_case(work, law, number, [event])


def recipient_of(work: UnitOfWork, number: str, recipient: int) -> RecipientRow:
    """Give a recipient of a case; raise UnknownRecipientError."""
    row = work.recipients.get(number, recipient)
    if row is None:
        raise UnknownRecipientError(
            f"Case {number} has no recipient {recipient}; duenotice people to-find {number} lists "
            "those for whom an address has to be found."
        )
    return row
