"""What it costs to keep people sealed: putting in, streaming, claiming.

    python -m bench.people_store [PERSONS]

Every figure stands beside a bare one taken in the same run: the same rows put in
by the driver with nothing sealed anew, and the same change of rows without an
open name. PERSONS is how many are put in (100,000).
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import Any

from sqlalchemy import Engine

from config.field_keys import FileFieldKeys
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.recipient import Concern, Household, Kind, Method, MethodPlan, Recipient
from incidents.services.people_ports import Planned
from incidents.services.people_rows import PersonRow, SendingState
from incidents.store import UnitOfWork, migrate, open_engine, sqlite_url
from incidents.store.field_seals import FieldSeals

NOW = Instant.parse("2026-03-10T15:00:00Z")
PERSONS, CLAIMED_AT_ONCE, CLAIMS = 100_000, 100, 200
_COLUMNS = (
    "case_number, agency, wave, roster, identity, affected_group, is_former, residence, exposed,"
    " name, local_id, birthday, contacts"
)


class Bench:
    """A database with one case, and what is measured in it."""

    def __init__(self, engine: Engine, keys: FileFieldKeys, persons: int) -> None:
        """Open the case."""
        self.engine, self.keys, self.persons = engine, keys, persons
        with self.work() as work:
            self.case = work.cases.open("kingston-csd", "KINGSTON", 2026, "Roster").number
            work.append(self.case, [_Opened()])

    def work(self) -> UnitOfWork:
        """Give a unit of work."""
        return UnitOfWork(self.engine, NOW, "dpo", field_keys=self.keys)

    def sealing(self) -> dict[str, float]:
        """Give the seconds to seal a column of a million, and to open it."""
        seals, count = FieldSeals(self.keys.ensure()), self.persons
        began = perf_counter()
        sealed = [seals.seal("people.name", f"K:1:{n}", f"Ada Quill {n}") for n in range(count)]
        middle = perf_counter()
        for n, each in enumerate(sealed):
            seals.open("people.name", f"K:1:{n}", each)
        ended = perf_counter()
        a_million = 1_000_000 / count
        return {
            "a column of 1,000,000 sealed, seconds (at most 60)": (middle - began) * a_million,
            "a column of 1,000,000 opened, seconds": (ended - middle) * a_million,
        }

    def putting_in(self) -> dict[str, float]:
        """Give persons put in a second beside the bare insert of the same rows."""
        persons = [_person(n) for n in range(self.persons)]
        began = perf_counter()
        with self.work() as work:
            roster = work.rosters.add(self.case, 1, "ab" * 32, self.persons)
            work.people.add(self.case, 1, roster.number, persons)
        sealed = perf_counter() - began
        began = perf_counter()
        with self.work() as work:
            work.people.add(self.case, 1, roster.number, persons)
        again = perf_counter() - began
        bare = self._bare()
        return {
            "persons put in a second": self.persons / sealed,
            "persons of the same list put in again, a second": self.persons / again,
            "bare driver insert of the same sealed rows a second": self.persons / bare,
            "share of the bare insert": bare / sealed,
        }

    def streaming(self) -> dict[str, float]:
        """Give persons opened a second, one after another."""
        began = perf_counter()
        with self.work() as work:
            count = sum(1 for _ in work.people.stream(self.case, 1))
        return {"persons streamed and opened a second": count / (perf_counter() - began)}

    def writing_recipients(self) -> dict[str, float]:
        """Give recipients written down a second, and deliveries queued."""
        with self.work() as work:
            rows = list(work.people.stream(self.case, 1))
        began = perf_counter()
        with self.work() as work:
            work.recipients.put(self.case, 1, (_household(row) for row in rows))
        put = perf_counter() - began
        began = perf_counter()
        with self.work() as work:
            sending = work.sendings.add(self.case, 1, ["d" * 64])
            recipients = [row.id for row in work.recipients.stream(self.case, 1)]
            read = perf_counter() - began
            began = perf_counter()
            work.deliveries.queue(sending.id, (_planned(number) for number in recipients))
            queued = perf_counter() - began
            work.sendings.mark(sending.id, SendingState.RELEASED)
        return {
            "recipients written down a second": self.persons / put,
            "recipients streamed and opened a second": self.persons / read,
            "deliveries queued a second": self.persons / queued,
        }

    def claiming(self) -> dict[str, float]:
        """Give deliveries claimed a second, 100 a transaction, beside a bare change."""
        began = perf_counter()
        for _ in range(CLAIMS):
            with self.work() as work:
                got = work.deliveries.claim(
                    1, Method.EMAIL, worker="w", until=NOW.plus_hours(1), limit=CLAIMED_AT_ONCE
                )
                if len(got) != CLAIMED_AT_ONCE:
                    raise AssertionError(len(got))
        claimed = perf_counter() - began
        bare = self._bare_claims()
        rows = CLAIMS * CLAIMED_AT_ONCE
        return {
            "deliveries claimed a second, 100 a durable transaction": rows / claimed,
            "bare change of the same rows a second": rows / bare,
            "share of the bare change": bare / claimed,
        }

    def _bare(self) -> float:
        """Put the rows that are there into a table like theirs."""
        with self.engine.connect() as connection:
            driver: Any = connection.connection.driver_connection
            (sql,) = driver.execute(
                "SELECT sql FROM sqlite_master WHERE name = 'people'"
            ).fetchone()
            driver.execute(sql.replace("people", "bare", 1).replace("people_", "bare_"))
            rows = driver.execute(f"SELECT {_COLUMNS} FROM people").fetchall()  # noqa: S608 - ours
            driver.execute("BEGIN IMMEDIATE")
            marks = ", ".join("?" * len(rows[0]))
            began = perf_counter()
            driver.executemany(f"INSERT INTO bare ({_COLUMNS}) VALUES ({marks})", rows)  # noqa: S608 - ours
            driver.execute("COMMIT")
        return perf_counter() - began

    def _bare_claims(self) -> float:
        with self.engine.connect() as connection:
            connection.rollback()
            driver: Any = connection.connection.driver_connection
            began = perf_counter()
            for n in range(CLAIMS):
                driver.execute("BEGIN IMMEDIATE")
                driver.execute(
                    "UPDATE deliveries SET state = 'sending', attempts = attempts + 1,"
                    " claimed_by = 'w', claimed_until = ? WHERE id > ? AND id <= ? RETURNING *",
                    [
                        NOW.stamp(),
                        (CLAIMS + n) * CLAIMED_AT_ONCE,
                        (CLAIMS + n + 1) * CLAIMED_AT_ONCE,
                    ],
                ).fetchall()
                driver.execute("COMMIT")
            return perf_counter() - began


class _Opened:
    tag = "case:opened"

    def body(self) -> dict[str, Any]:
        """Give nothing more."""
        return {}


def _person(number: int) -> AffectedPerson:
    address = PostalAddress(
        street=(f"{number} Example Street",), city="Kingston", state="NY", postal_code="12401"
    )
    guardian = Contact(
        name=f"Grace Quill {number}",
        relation=Relation.GUARDIAN,
        address=address,
        email=f"grace.{number}@example.org",
        phone="845-555-0100",
        language="en",
    )
    return AffectedPerson(
        name=f"Ada Quill {number}",
        group=Group.STUDENTS,
        local_id=f"{number:09d}",
        birthday=LocalDay.parse("2012-05-04"),
        residence="NY",
        contacts=(guardian,),
    )


def _household(row: PersonRow) -> Household:
    guardian = row.person.contacts[0]
    recipient = Recipient(
        notice="family-notice",
        kind=Kind.PARENT,
        duties=("ny.8nycrr121.individuals",),
        names=(guardian.name,),
        language="en",
        plan=MethodPlan(
            method=Method.EMAIL, fallback=Method.FIRST_CLASS_MAIL, reason="e-mail is preferred"
        ),
        concerns=(Concern(person=row.id, name=row.person.name),),
        address=guardian.address,
        email=guardian.email,
        phone=guardian.phone,
    )
    return Household(key=f"{guardian.name}:{guardian.address}", recipient=recipient)


def _planned(recipient: int) -> Planned:
    return Planned(
        recipient=recipient,
        duty="ny.8nycrr121.individuals",
        method=Method.EMAIL,
        notice="d" * 64,
        message_id=f"<KINGSTON-2026-001.1.{recipient}@kingston-csd.duenotice>",
    )


@contextmanager
def _bench(persons: int) -> Iterator[Bench]:
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        engine = open_engine(sqlite_url(Path(folder) / "home" / "duenotice.db"))
        migrate(engine)
        try:
            yield Bench(engine, FileFieldKeys(Path(folder) / "keys"), persons)
        finally:
            engine.dispose()


def keeping_people(persons: int = PERSONS) -> dict[str, float]:
    """Give every figure of the people's part of the store."""
    with _bench(persons) as bench:
        return {
            **bench.sealing(),
            **bench.putting_in(),
            **bench.streaming(),
            **bench.writing_recipients(),
            **bench.claiming(),
        }


def main(persons: int = PERSONS) -> None:
    """Print every figure."""
    for name, figure in keeping_people(persons).items():
        print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    main(*(int(persons) for persons in sys.argv[1:]))
