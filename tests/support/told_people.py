"""A case whose people are told: made-up families, a sending, its deliveries.

    told = ToldPeople(engine)
    told.lists(12)
    told.sends()

writes down twelve households and a released sending of one text to each of them,
by the way of each one's plan. What happens then is up to the test.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Engine

from incidents.case.case import Case
from incidents.case.telling_events import RosterImported, SendingPrepared, SendingReleased
from incidents.law.circumstances import Group
from incidents.ledger.canonical import Json
from incidents.moments import Instant
from incidents.people.person import AffectedPerson, PostalAddress
from incidents.people.recipient import Concern, Kind, Method, MethodPlan, Recipient
from incidents.services.approve_notice import approve_notice
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed
from incidents.services.people_ports import Household, Planned
from incidents.services.people_rows import DeliveryRow, Outgoing, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.progress import DutyProgress, progress_of
from incidents.services.telling.message_ids import message_id_of
from incidents.services.view_case import case_of
from incidents.store import UnitOfWork as StoreWork
from tests.support.caseworker import Caseworker, practice
from tests.support.field_keys import MemoryFieldKeys
from tests.support.whole_case import home_with_district, law_of

NUMBER = "KINGSTON-2026-001"
DUTY = "ny.8nycrr121.individuals"
RELEASED_AT = "2026-03-20T09:00-04:00"
#: A digest for tests that print nothing of the text itself.
TEXT = "ab" * 32
_T = TypeVar("_T")


def family(number: int, method: Method | None, fallback: Method | None = None) -> Household:
    """Give one household with one child."""
    recipient = Recipient(
        notice="family-notice",
        kind=Kind.PARENT,
        duties=(DUTY,),
        names=(f"Parent {number} Ames",),
        language="en",
        plan=MethodPlan(method=method, fallback=fallback, reason="as the list has it"),
        concerns=(
            Concern(person=number, name=f"Child {number} Ames", exposed=("dates of birth",)),
        ),
        address=PostalAddress(
            street=(f"{number} Elm Street",), city="Kingston", state="NY", postal_code="12401"
        ),
        email=f"family{number}@families.example",
        phone=f"845-555-{number:04}",
    )
    return Household(key=f"household {number}", recipient=recipient)


class ToldPeople:
    """A case, its recipients and one sending."""

    def __init__(self, engine: Engine, home: Path, keys: MemoryFieldKeys | None = None) -> None:
        """Open the roster case of a district with a letterhead."""
        self.law = law_of(home_with_district(home))
        self.practice = practice(self.law)
        self.keys = keys or MemoryFieldKeys()
        self._engine = engine
        self.caseworker = Caseworker(engine)
        self.caseworker.opens()

    def at(self, text: str, act: Callable[[UnitOfWork], _T], actor: str = "dpo") -> _T:
        """Do something at an instant, and keep it."""
        with self.work(Instant.parse(text), actor) as work:
            return act(work)

    def work(self, now: Instant, actor: str = "dpo") -> StoreWork:
        """Give a unit of work with the keys of the names."""
        return StoreWork(self._engine, now, actor, field_keys=self.keys)

    def lists(self, *households: Household) -> None:
        """Write recipients down, with the children they are told about."""

        def write(work: UnitOfWork) -> None:
            roster = work.rosters.add(NUMBER, 1, "c" * 64, len(households))
            children = [
                AffectedPerson(name=each.recipient.concerns[0].name, group=Group.STUDENTS)
                for each in households
            ]
            added = work.people.add(NUMBER, 1, roster.number, children)
            work.rosters.count(NUMBER, roster.number, added)
            persons = [row.id for row in work.people.stream(NUMBER, 1)][-len(households) :]
            work.recipients.put(
                NUMBER,
                1,
                [_about(each, one) for each, one in zip(households, persons, strict=True)],
            )
            imported = RosterImported(
                wave=1,
                roster=roster.number,
                sha256="c" * 64,
                rows=len(households),
                added=added.added,
                known=added.known,
                columns={},
            )
            work.append(NUMBER, [imported])

        self.at("2026-03-18T09:00-04:00", write)

    def approves(self) -> str:
        """Draft and approve the families' text, and give its digest."""
        addressed = Addressed(notice="family-notice", kind="parent")
        for field, value in _WORDS.items():
            self._words(field, value)
        drafted = self.at(
            "2026-03-18T11:00-04:00",
            lambda work: draft_notice(work, self.practice, NUMBER, addressed),
        )
        self.at(
            "2026-03-18T12:00-04:00",
            lambda work: approve_notice(work, self.law, NUMBER, drafted.digest, by="dpo"),
        )
        return drafted.digest

    def _words(self, field: str, value: Json) -> None:
        self.at(
            "2026-03-18T10:00-04:00",
            lambda work: record_wording(work, self.law, NUMBER, field, value),
        )

    def sends(self, notice: str = TEXT) -> int:
        """Prepare and release a sending to everybody who has a way; give its row's number."""

        def prepare(work: UnitOfWork) -> int:
            sending = work.sendings.add(NUMBER, 1, [notice])
            rows = [
                each for each in work.recipients.stream(NUMBER, 1) if each.recipient.plan.method
            ]
            work.deliveries.queue(
                sending.id, [_planned(each.id, each.recipient, notice) for each in rows]
            )
            methods: dict[str, int] = {}
            for each in rows:
                way = str(each.recipient.plan.method)
                methods[way] = methods.get(way, 0) + 1
            prepared = SendingPrepared(
                sending=sending.number,
                wave=1,
                duties=[DUTY],
                notices=[notice],
                methods={**methods},
                without_method=sum(1 for _ in work.recipients.without_method(NUMBER, 1)),
                on="2026-03-20",
                digest="d" * 64,
            )
            work.append(NUMBER, [prepared])
            return sending.id

        def release(work: UnitOfWork) -> None:
            work.sendings.mark(number, SendingState.RELEASED)
            work.append(NUMBER, [SendingReleased(sending=1, wave=1, by="dpo", digest="d" * 64)])

        number = self.at("2026-03-19T09:00-04:00", prepare)
        self.at(RELEASED_AT, release)
        return number

    def deliveries(self) -> list[DeliveryRow]:
        """Give every delivery by number."""
        return self.at(LATER, lambda work: list(work.deliveries.rows(NUMBER)))

    def outgoing(self) -> list[Outgoing]:
        """Give every delivery with its recipient."""
        return self.at(LATER, lambda work: list(work.deliveries.stream(NUMBER)))

    def states(self) -> list[str]:
        """Give the method and state of every delivery by number."""
        return [f"{each.method.value} {each.state.value}" for each in self.deliveries()]

    def progress(self) -> DutyProgress:
        """Give how far the one duty has come."""
        found = self.at(LATER, lambda work: progress_of(work, case_of(work, NUMBER), 1))
        return next(each for each in found if each.duty == DUTY)

    def case(self) -> Case:
        """Give the case as it is recorded."""
        return self.at(LATER, lambda work: case_of(work, NUMBER))


LATER = "2026-12-31T12:00-05:00"
_WORDS: dict[str, Json] = {
    "incident_description": "A list of students lay open on the internet for nine days.",
    "data_types": ["names", "dates of birth"],
    "investigation": "We are finding out who opened the list.",
    "steps_taken": ["The list was taken down."],
}


def _about(household: Household, person: int) -> Household:
    recipient = household.recipient
    concerns = (replace(recipient.concerns[0], person=person), *recipient.concerns[1:])
    return Household(key=household.key, recipient=replace(recipient, concerns=concerns))


def _planned(number: int, recipient: Recipient, notice: str) -> Planned:
    method = recipient.plan.method
    assert method is not None
    return Planned(
        recipient=number,
        duty=DUTY,
        method=method,
        notice=notice,
        message_id=message_id_of("kingston-csd", NUMBER, 1, number, DUTY, method, notice),
    )


def families(count: int, *methods: Method | None, first: int = 1) -> Sequence[Household]:
    """Give so many households with a way, and another if it fails."""
    way, fallback = (*methods, None, None)[:2]
    return [family(number, way, fallback) for number in range(first, first + count)]
