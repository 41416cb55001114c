"""What the services ask of whoever carries a message.

A message goes out once or not at all, as far as that can be known. A courier
therefore says exactly what it knows: that the message was taken, that it
surely was not (now, or ever), or that nobody can say; and it can be asked
again after a crash, by the Message-ID.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from incidents.errors import DueNoticeError
from incidents.moments import Instant

#: Control characters, line and paragraph separators, and halves of characters.
BREAKS_HEADERS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")


class CourierError(DueNoticeError):
    """A message did not go out, or nobody knows whether it did."""


class MessageRefusedError(CourierError):
    """It was not taken, and the same message never will be."""


class TryLaterError(CourierError):
    """It was not taken this time; the same message may be later."""


class CourierDownError(TryLaterError):
    """Nothing can be sent this way now, whatever the message."""


class OutcomeUnknownError(CourierError):
    """It was handed over, and the answer was lost."""


class HeaderRefusedError(CourierError):
    """A name, an address or a subject holds what no header may hold."""


class Whereabouts(StrEnum):
    """What is known of a message afterwards."""

    WENT_OUT = "went_out"
    STAYED = "stayed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """One message to one recipient, in plain text."""

    #: Deterministic and unique, without its angle brackets.
    message_id: str
    to_name: str
    #: An e-mail address or an Apprise address; None where only a name is known.
    to: str | None = field(repr=False)
    subject: str
    text: str
    at: Instant
    #: Whose it is, as the sender's display name.
    from_name: str = "Due Notice"

    def __post_init__(self) -> None:
        """Refuse control characters in all that becomes a header."""
        for name in ("message_id", "to_name", "to", "subject", "from_name"):
            value = getattr(self, name)
            if value is not None and BREAKS_HEADERS.search(value):
                raise HeaderRefusedError(
                    f"The {name.replace('_', ' ')} of a message holds a line break or another "
                    "control character; take it out of the settings."
                )


class Courier(Protocol):
    """One way on which messages leave."""

    @property
    def needs_address(self) -> bool:
        """Say whether a message must name an address, and not a person only."""

    def send(self, message: Message) -> None:
        """Hand the message over and return once it was taken.

        Raise TryLaterError or MessageRefusedError where it surely was not
        taken, CourierDownError where nothing is taken, and
        OutcomeUnknownError where the answer was lost.
        """

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Give what is known of a message that was being sent when all stopped."""

    def forget(self, message_id: str) -> None:
        """Let go of what was kept to answer that, once the record has it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Couriers:
    """The ways of this installation: one for e-mail, one for alert channels."""

    email: Courier
    alert: Courier


#: Gives the time, handed in by whoever starts the work.
Clock = Callable[[], Instant]
