"""What finding out who is told costs: persons a second, and memory.

    python -m bench.resolving [PERSONS]

The whole service, from sealed persons to sealed recipients on SQLite, beside the
resolver alone in the same run. Three children of five share a household, a tenth
have two, one in fifty has no address.
"""

from __future__ import annotations

import resource
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from time import perf_counter, process_time

from config.settings import load_settings
from config.wiring import Installation
from incidents.law.circumstances import Group
from incidents.moments import Instant, LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation
from incidents.people.recipient import Method
from incidents.people.resolver import Resolver
from incidents.services.open_case import open_case
from incidents.services.telling.means import Means
from incidents.services.telling.preflight import preflight
from incidents.services.telling.resolve_recipients import Asked, resolve_recipients, served_in
from incidents.services.view_case import view_case

PERSONS = 1_000_000
ALONE = 50_000
NOW = Instant.parse("2026-03-20T10:00-04:00")
DAY = LocalDay.parse("2026-05-08")
MEANS = Means(
    per_minute=30,
    per_day=10_000,
    letters_per_day=2_000,
    calls_per_day=200,
    postage_cents=78,
    letter_cents=12,
    email_cents=0,
    call_cents=150,
)
_DOCUMENT: dict[str, object] = {
    "version": 1,
    "title": "Roster on an open share",
    "agency": "kingston-csd",
    "attributed_to": "agency",
    "moments": {"discovery": "2026-03-16T09:30-04:00"},
    "facts": {"student_data": True, "private_information": []},
}


def persons(count: int) -> Iterator[AffectedPerson]:
    """Give so many students; every third begins a household of three."""
    for number in range(count):
        home = number // 3
        address = PostalAddress(
            street=(f"{home} Elm Street",), city="Kingston", state="NY", postal_code="12401"
        )
        guardians = [_guardian(f"Rosa Ames {home}", address if number % 50 else None, home)]
        if number % 10 == 0:
            other = PostalAddress(street=(f"{number} Broadway",), city="Kingston", state="NY")
            guardians.append(_guardian(f"Juan Ames {home}", other, home))
        yield AffectedPerson(
            name=f"Child {number} Ames",
            group=Group.STUDENTS,
            local_id=str(number),
            birthday=LocalDay(DAY.date.replace(year=2006 + number % 12)),
            contacts=tuple(guardians),
        )


def _guardian(name: str, address: PostalAddress | None, home: int) -> Contact:
    return Contact(
        name=name,
        relation=Relation.GUARDIAN,
        address=address,
        email=f"family{home}@families.example" if address else None,
        language="es" if home % 20 == 0 else "en",
    )


def resolving(count: int = PERSONS) -> dict[str, float]:
    """Give the persons a second, and the memory of the whole process."""
    with _installation() as home:
        with home.work(NOW, "dpo") as work:
            number = open_case(work, home.law, _DOCUMENT).after.case.number
            view = view_case(work, home.law, number)
        listed = persons(count)
        while some := list(islice(listed, ALONE)):
            with home.work(NOW, "dpo") as work:
                work.people.add(number, 1, 1, some)
        alone = _alone(Resolver(served_in(view, 1, DAY, Method.EMAIL)))
        before = _megabytes()
        began, worked = perf_counter(), process_time()
        found = resolve_recipients(
            lambda: home.work(NOW, "dpo"),
            lambda: home.reading(NOW),
            home.law,
            number,
            Asked(on=DAY, prefer=Method.EMAIL),
        )
        taken, worked = perf_counter() - began, process_time() - worked
        looked = _preflight_seconds(home, number)
    if found.persons != count:
        raise AssertionError(found)
    return {
        "persons resolved and written, a second": count / taken,
        "persons resolved alone, a second": alone,
        "of that rate with the record": count / taken / alone,
        "recipients found": float(found.recipients),
        "seconds for all": taken,
        "of them at work on a processor": worked,
        "memory at most, MiB (before the finding)": before,
        "memory at most, MiB": _megabytes(),
        "pre-flight, seconds": looked,
    }


def _alone(resolver: Resolver) -> float:
    listed = list(persons(ALONE))
    began = perf_counter()
    for number, person in enumerate(listed):
        resolver.resolve(number, person)
    return ALONE / (perf_counter() - began)


def _preflight_seconds(home: Installation, number: str) -> float:
    began = perf_counter()
    with home.reading(NOW) as work:
        preflight(work, home.practice, number, MEANS, on=DAY)
    return perf_counter() - began


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


@contextmanager
def _installation() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory() as place:
        home = Path(place) / "home"
        environment = {"DUENOTICE_FIELD_KEYS": f"{place}/keys"}
        installation = Installation(load_settings(environment, home))
        yield installation
        installation.engine.dispose()


def main(names: list[str] | None = None) -> None:
    """Print the figures."""
    count = int(names[0]) if names else PERSONS
    for name, figure in resolving(count).items():
        print(f"{name:<60} {figure:>14,.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
