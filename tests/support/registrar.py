"""A registrar who keeps a list of affected persons, and finds out who is told."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, TypeVar

from sqlalchemy import Engine

from incidents.case.case import Case
from incidents.case.telling_events import RosterImported
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson
from incidents.people.recipient import Method
from incidents.services.people_ports import Planned
from incidents.services.people_rows import (
    DeliveryState,
    RecipientRow,
    SendingState,
    Settled,
)
from incidents.services.ports import UnitOfWork
from incidents.services.telling.message_ids import message_id_of
from incidents.services.telling.resolve_recipients import Asked, Found, resolve_recipients
from incidents.services.view_case import case_of
from incidents.store import UnitOfWork as StoreWork
from tests.support.caseworker import LAW, Caseworker
from tests.support.field_keys import MemoryFieldKeys

NUMBER = "KINGSTON-2026-001"
LATER = "2026-05-01T09:00-04:00"
DAY = LocalDay.parse("2026-05-08")
_T = TypeVar("_T")


class Registrar:
    """Works on the roster case, with the keys of the names."""

    def __init__(self, engine: Engine, **changes: Any) -> None:
        """Open the case."""
        self._engine = engine
        self.keys = MemoryFieldKeys()
        self.caseworker = Caseworker(engine)
        self.caseworker.opens(**changes)

    def begins(self, text: str = LATER, actor: str = "dpo") -> StoreWork:
        """Begin a unit of work."""
        return StoreWork(self._engine, Instant.parse(text), actor, field_keys=self.keys)

    def reads(self) -> StoreWork:
        """Begin a unit of work that only reads."""
        now = Instant.parse(LATER)
        return StoreWork(self._engine, now, "reader", reads_only=True, field_keys=self.keys)

    def at(self, text: str, act: Callable[[UnitOfWork], _T]) -> _T:
        """Do something at an instant, and keep it."""
        with self.begins(text) as work:
            return act(work)

    def lists(self, *persons: AffectedPerson, wave: int = 1) -> None:
        """Take a list in."""

        def take(work: UnitOfWork) -> None:
            roster = work.rosters.add(NUMBER, wave, "c" * 64, len(persons))
            added = work.people.add(NUMBER, wave, roster.number, persons)
            work.rosters.count(NUMBER, roster.number, added)
            event = RosterImported(
                wave=wave,
                roster=roster.number,
                sha256="c" * 64,
                rows=len(persons),
                added=added.added,
                known=added.known,
                columns={},
            )
            work.append(NUMBER, [event])

        self.at("2026-04-01T09:00-04:00", take)

    def resolves(self, **asked: Any) -> Found:
        """Find out who is told."""
        given = {"on": DAY, **asked}
        return resolve_recipients(self.begins, self.reads, LAW, NUMBER, Asked(**given))

    def rows(self, wave: int = 1) -> list[RecipientRow]:
        """Give the recipients."""
        return self.at(LATER, lambda work: list(work.recipients.stream(NUMBER, wave)))

    def letters(self) -> dict[str, list[str]]:
        """Give to whom each letter goes, with the persons it names."""
        found: dict[str, list[str]] = {}
        for row in self.rows():
            told = " and ".join(each.name for each in row.recipient.concerns)
            found.setdefault(" and ".join(row.recipient.names), []).append(told)
        return found

    def person(self, name: str) -> int:
        """Give the number of a person."""
        with self.reads() as work:
            return next(row.id for row in work.people.stream(NUMBER, 1) if row.person.name == name)

    def delivers(
        self,
        state: DeliveryState,
        recipients: Iterable[int] | None = None,
        method: Method = Method.FIRST_CLASS_MAIL,
    ) -> None:
        """Send a text to recipients, all of them unless some are named; that became of it."""
        wanted = [row.id for row in self.rows()] if recipients is None else [*recipients]

        def send(work: UnitOfWork) -> None:
            sending = work.sendings.add(NUMBER, 1, ["ab" * 32])
            work.deliveries.queue(sending.id, [_planned(each, method) for each in wanted])
            work.sendings.mark(sending.id, SendingState.RELEASED)
            if state is DeliveryState.QUEUED:
                return
            found = [row for each in wanted for row in work.deliveries.of_recipient(NUMBER, each)]
            work.deliveries.settle(
                [
                    Settled(delivery=row.id, state=state, result="as told", at=work.now)
                    for row in found
                    if row.sending == sending.id
                ]
            )

        self.at(LATER, send)

    def case(self) -> Case:
        """Give the case as it is recorded."""
        return self.at(LATER, lambda work: case_of(work, NUMBER))


def _planned(recipient: int, method: Method) -> Planned:
    duty, text = "ny.8nycrr121.individuals", "ab" * 32
    named = message_id_of("kingston-csd", NUMBER, 1, recipient, duty, method, text)
    return Planned(recipient=recipient, duty=duty, method=method, notice=text, message_id=named)
