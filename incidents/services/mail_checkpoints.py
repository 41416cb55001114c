"""Mails the checkpoints to the people who keep them, one message a sealing.

What lies on the computer that holds the record can be rewritten with it; a
message in somebody else's mailbox cannot. The agency's own checkpoint stands
first, because it vouches for what was sealed of each case, and the cases'
follow. A message has the same id and the same words however often it is tried.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Protocol

from incidents.case.agency import Agency
from incidents.errors import DueNoticeError
from incidents.ledger.keys import VerifierKey
from incidents.services.ports import CheckpointRow, UnitOfWork
from incidents.services.seals import Seals

#: A message stays small enough for every mailbox; the agency's own checkpoint
#: vouches for those that it leaves out.
MOST_NOTES = 200
_SEALED = b'{"action":"case:sealed"'


class NotMailedError(DueNoticeError):
    """The checkpoints could not be handed to the mail server."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckpointMessage:
    """One message to one address; plain text, nothing personal in it."""

    agency: str
    to: str
    subject: str
    text: str
    #: Without angle brackets; the same for the same checkpoint and address.
    message_id: str


class CheckpointCourier(Protocol):
    """Whoever takes a message out of the house."""

    def send(self, message: CheckpointMessage) -> None:
        """Hand the message over, once; raise NotMailedError."""
        ...

    def settle(self, message: CheckpointMessage) -> None:
        """Let go of what was kept to send it once."""
        ...


def mail_checkpoints(
    open_work: Callable[[], UnitOfWork], seals: Seals, courier: CheckpointCourier, agency: Agency
) -> tuple[CheckpointMessage, ...]:
    """Mail what was sealed since the last message; give what went out.

    Nothing goes out where nothing was sealed or no address is set. Raises
    NotMailedError where an address could not be reached; the message is tried
    again the next time, to every address.
    """
    log = agency.id or ""
    with open_work() as work:
        last = work.checkpoints.last(log)
        before = seals.shelf.mailed(log)
        if last is None or last.size <= before or not agency.checkpoint_addresses:
            return ()
        notes = [last.note, *_notes_of_cases(work, log, before)]
    messages = tuple(_messages(agency, last, notes, seals.keys.verifier(log)))
    for message in messages:
        courier.send(message)
    seals.shelf.mark_mailed(log, last.size, [f"{each.to} {each.message_id}" for each in messages])
    for message in messages:
        courier.settle(message)
    return messages


def _notes_of_cases(work: UnitOfWork, agency: str, start: int) -> Iterator[str]:
    """Give the checkpoint of each sealing that the agency's log records since."""
    for entry, _, body, _ in work.logs.stream(agency, start):
        if body is not None and entry.startswith(_SEALED):
            sealed = json.loads(body)
            rows = work.checkpoints.of_log(sealed["number"])
            yield from (row.note for row in rows if row.size == sealed["size"])


def _messages(
    agency: Agency, last: CheckpointRow, notes: Sequence[str], key: VerifierKey | None
) -> Iterator[CheckpointMessage]:
    name = agency.name or last.log
    left_out = len(notes) - MOST_NOTES
    more = f"\n{left_out} more are vouched for by the first one.\n" if left_out > 0 else ""
    text = _TEXT.format(name=name, key=key, notes="\n".join(notes[:MOST_NOTES]), more=more)
    for place, address in enumerate(agency.checkpoint_addresses):
        yield CheckpointMessage(
            agency=last.log,
            to=address,
            subject=f"Keep this: checkpoint {last.size} of the breach records of {name}",
            text=text,
            message_id=f"checkpoint.{last.log}.{last.size}.{place}@duenotice.invalid",
        )


_TEXT = """\
Please keep this message; there is nothing to do now.

It says how many entries the breach records of {name} have today and what they
come to, signed. Should anyone ever change or shorten these records, this
message shows it. To check them against it, save the message as a file and run

    duenotice verify --checkpoint FILE

or, with an export of a case and nothing but Python,

    python3 verify.py --checkpoint FILE --key KEY

where KEY is the public key of the agency:

{key}

The checkpoints:

{notes}{more}
It names case numbers and counts, no person and nothing of what happened.
"""
