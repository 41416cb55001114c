"""Writes the export of a case: seals, reads, builds, records the reading.

The reading is recorded in the agency's log and not in the case, so that two
exports of an unchanged case are the same. It is recorded before the bag gets its
name: nobody has the record of a case of whom the log does not say so.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from config.rule_texts import rule_texts
from config.wiring import Installation
from incidents.case.agency_events import CaseExported
from incidents.moments import Instant
from incidents.services.export_case import CaseRecord, read_file, read_record
from incidents.services.people import person_of
from incidents.services.ports import CheckpointRow
from incidents.services.seal_ledger import seal_case
from incidents.services.standings import standings
from notices.export.bag import Bag, new_bag, release

#: How often a log is sealed anew that grows while it is exported.
_TRIES = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Exported:
    """What was written: how far the record reaches, and whether it is closed."""

    number: str
    entries: int
    is_final: bool


def export_case(
    home: Installation,
    number: str,
    out: Path,
    *,
    by: str,
    now: Instant,
    zipped: bool = False,
    with_people: bool = False,
) -> Exported:
    """Write the record of a case as a bag at ``out``, and the reading of it.

    Names and addresses of people leave only ``with_people``. Raise BagError
    where something lies there already, SealRefusedError where the record
    contradicts what was sealed, IncompleteRecordError where a file is gone, and
    UnknownPersonError for who is nobody here.
    """
    with new_bag(out) as bag:
        with home.reading(now) as work:
            work.cases.get(number)
        checkpoint = _sealed(home, number, now)
        record = _write(home, bag, checkpoint, now, with_people=with_people)
        person = person_of(record.agency, by).id
        _record_reading(home, record, bag, by=person, now=now)
        release(bag, out, zipped_as=number if zipped else None)
    home.seal(now, [record.agency_id])
    return Exported(number=number, entries=len(record.rows), is_final=record.is_final)


def _sealed(home: Installation, number: str, now: Instant) -> CheckpointRow:
    """Give a checkpoint of the whole log, though somebody may be sending meanwhile.

    The tables of deliveries are read as they stand; a log that grew since it was
    sealed would be behind them.
    """
    checkpoint = seal_case(lambda: home.work(now, "export"), home.seals, number)
    for _ in range(_TRIES):
        with home.reading(now) as work:
            if work.logs.get(number).size == checkpoint.size:
                break
        checkpoint = seal_case(lambda: home.work(now, "export"), home.seals, number)
    return checkpoint


def _write(
    home: Installation, bag: Bag, checkpoint: CheckpointRow, now: Instant, *, with_people: bool
) -> CaseRecord:
    # The report's engine and the spreadsheets are loaded only by who exports.
    from notices.export import payload, people  # noqa: PLC0415

    with home.reading(now) as work:
        record = read_record(work, home.law, home.seals, checkpoint.log, checkpoint.size)
        payload.add_record(bag, record)
        for named in record.files():
            bag.add(named.path, read_file(work, record, named))
        payload.add_telling(bag, work, record)
        if with_people:
            people.add_people(bag, work, record)
    payload.add_standings(bag, standings(record.number, record.events, home.law))
    payload.add_rules(bag, record, rule_texts(home.law.registry, _contracts(record)))
    payload.add_readings(bag, record)
    bag.finish(payload.about(record), payload.beside())
    return record


def _contracts(record: CaseRecord) -> set[str]:
    """Give the contracts that the case names by their files."""
    named = (document.get("contract") for document in record.case.waves.values())
    return {each for each in named if isinstance(each, str)}


def _record_reading(
    home: Installation, record: CaseRecord, bag: Bag, *, by: str, now: Instant
) -> None:
    event = CaseExported(number=record.number, size=len(record.rows), bag=bag.digest(), by=by)
    with home.work(now, by) as work:
        work.logs.ensure_agency(record.agency_id)
        work.append(record.agency_id, [event])
