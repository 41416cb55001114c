"""What it takes to send a released sending by e-mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from incidents.moments import Instant
from incidents.services.couriers import Clock
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork
from incidents.services.telling.letters import LetterWriter
from incidents.services.telling.post import Journal, Post

#: Who writes the entries of a sending.
ACTOR = "send"


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How fast, how long and how badly a sending may go."""

    per_minute: int = 0
    per_day: int = 0
    #: Of a hundred settled ones, so many may bounce before it stops; 0 never.
    bounce_stop_percent: int = 5
    #: How long a worker holds what it claimed.
    lease: timedelta = timedelta(minutes=10)
    email_cents: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """What it takes to send a released sending by e-mail."""

    #: Gives a unit of work by somebody, at a time.
    work: Callable[[Instant, str], UnitOfWork]
    #: Gives one that only reads and holds nobody up.
    reading: Callable[[Instant], UnitOfWork]
    law: LawBook
    writer: LetterWriter
    post: Post
    journal: Journal | None
    limits: Limits
    #: Gives the time anew at each step, for a batch takes a while.
    clock: Clock
    #: Asked before each e-mail: false where somebody wants the sender to end.
    goes_on: Callable[[], bool] = lambda: True

    def begin(self) -> UnitOfWork:
        """Give a unit of work as of now."""
        return self.work(self.clock(), ACTOR)

    def look(self) -> UnitOfWork:
        """Give a unit of work as of now that only reads."""
        return self.reading(self.clock())
