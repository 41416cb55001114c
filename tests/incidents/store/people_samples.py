"""Made-up people, and a case in which they are told, on either database."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from sqlalchemy import Engine

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.recipient import (
    Concern,
    Household,
    Kind,
    Method,
    MethodPlan,
    Recipient,
)
from incidents.services.people_ports import Planned
from incidents.services.people_rows import Outgoing, PersonRow, SendingRow, SendingState
from incidents.store import UnitOfWork
from tests.incidents.store.samples import NOW, open_case
from tests.support.field_keys import MemoryFieldKeys

DUTY, OTHER_DUTY = "ny.8nycrr121.individuals", "ny.stl208.residents"
DIGEST = "d4" * 32
HOME = PostalAddress(
    street=("12 Wren Lane", "Apt 3"), city="Kingston", state="NY", postal_code="12401"
)


def a_guardian(**changes: object) -> Contact:
    """Give the mother of a student."""
    contact = Contact(
        name="Ottoline Vance",
        relation=Relation.GUARDIAN,
        address=HOME,
        email="ottoline@example.org",
        phone="845-555-0143",
        language="es",
        not_to_be_told="order of 3 May",
        consents_to_email=True,
    )
    return replace(contact, **changes)  # type: ignore[arg-type]


def a_student(number: int = 1, **changes: object) -> AffectedPerson:
    """Give a student with every value there can be."""
    person = AffectedPerson(
        name=f"Barnaby Vance {number}",
        group=Group.STUDENTS,
        local_id=f"S-{number:05d}",
        birthday=LocalDay.parse("2011-06-30"),
        is_former=True,
        residence="NY",
        exposed=("ssn", "grades, and “remarks”"),
        contacts=(a_guardian(), Contact(name="Barnaby Vance", relation=Relation.SELF)),
    )
    return replace(person, **changes)  # type: ignore[arg-type]


def a_recipient(*concerns: Concern, **changes: object) -> Recipient:
    """Give a household that gets an e-mail."""
    recipient = Recipient(
        notice="family-notice",
        kind=Kind.PARENT,
        duties=(DUTY,),
        names=("Ottoline Vance", "Edgar Vance"),
        language="es",
        plan=MethodPlan(
            method=Method.EMAIL, fallback=Method.FIRST_CLASS_MAIL, reason="consent is on record"
        ),
        concerns=concerns,
        address=HOME,
        email="ottoline@example.org",
        phone="845-555-0143",
    )
    return replace(recipient, **changes)  # type: ignore[arg-type]


@dataclass
class Told:
    """A case whose people are told, and the keys that seal them."""

    engine: Engine
    keys: MemoryFieldKeys = field(default_factory=MemoryFieldKeys)
    case: str = ""

    def __post_init__(self) -> None:
        """Open the case."""
        self.case = self.case or open_case(self.engine).number

    def work(self, hours: int = 0) -> UnitOfWork:
        """Give a unit of work so many hours after the tests' now."""
        return UnitOfWork(self.engine, NOW.plus_hours(hours), "dpo", field_keys=self.keys)

    def looking(self, hours: int = 0) -> UnitOfWork:
        """Give a unit of work that only reads."""
        return UnitOfWork(
            self.engine, NOW.plus_hours(hours), "dpo", reads_only=True, field_keys=self.keys
        )

    def puts(self, *persons: AffectedPerson, wave: int = 1) -> list[PersonRow]:
        """Put persons in and give all of the wave."""
        with self.work() as work:
            work.people.add(self.case, wave, 1, persons)
            return list(work.people.stream(self.case, wave))

    def writes_to(self, count: int, **changes: object) -> list[int]:
        """Write down so many recipients, each told about a student of their own."""
        rows = self.puts(*(a_student(number) for number in range(1, count + 1)))
        households = [
            Household(
                key=f"house {row.id}",
                recipient=a_recipient(Concern(person=row.id, name=row.person.name), **changes),
            )
            for row in rows
        ]
        with self.work() as work:
            work.recipients.put(self.case, 1, households)
            return [row.id for row in work.recipients.stream(self.case, 1)]

    def sends_to(
        self, count: int, method: Method = Method.EMAIL, state: SendingState = SendingState.RELEASED
    ) -> SendingRow:
        """Give a sending with a delivery to each of so many recipients."""
        recipients = self.writes_to(count)
        with self.work() as work:
            sending = work.sendings.add(self.case, 1, [DIGEST])
            work.deliveries.queue(sending.id, planned(recipients, method))
            if state is not SendingState.PREPARED:
                work.sendings.mark(sending.id, state)
        return sending

    def claims(
        self,
        sending: SendingRow,
        limit: int = 100,
        method: Method = Method.EMAIL,
        worker: str = "first",
        hours: int = 0,
    ) -> list[Outgoing]:
        """Claim in a unit of its own, for an hour."""
        with self.work(hours) as work:
            return work.deliveries.claim(
                sending.id, method, worker=worker, until=NOW.plus_hours(hours + 1), limit=limit
            )


def planned(recipients: Sequence[int], method: Method = Method.EMAIL) -> list[Planned]:
    """Give a delivery of the one notice to each."""
    return [
        Planned(
            recipient=recipient,
            duty=DUTY,
            method=method,
            notice=DIGEST,
            message_id=f"<{recipient}.{method}@kingston-csd>",
        )
        for recipient in recipients
    ]
