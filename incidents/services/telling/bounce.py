"""What a returned message says of an e-mail, and where such messages arrive."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Protocol

from incidents.errors import DueNoticeError


class BounceBoxError(DueNoticeError):
    """The place where returned messages arrive cannot be read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """One returned message: which e-mail it speaks of, and how it failed."""

    #: Of what was sent, without its angle brackets.
    message_id: str
    #: The enhanced status, such as ``5.1.1``; None where it has none.
    status: str | None
    #: The server has given up, and another way has to be found.
    is_hard: bool
    #: Whom it says that it was for, in small letters; empty where it does not say.
    recipients: frozenset[str] = field(default=frozenset(), repr=False)


class BounceBox(Protocol):
    """Where returned messages arrive."""

    def read(self) -> Iterator[tuple[str, Bounce | None]]:
        """Give each message by a name that stays its own, and what it says.

        None: it is no returned message, or one that nobody can read. Raise
        BounceBoxError where the place itself cannot be read.
        """
