"""What goes into an export of a case, file by file."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from importlib.metadata import version
from importlib.resources import files
from typing import Any

from incidents.services.export_case import CaseRecord
from incidents.services.ports import UnitOfWork
from incidents.services.registers import registers
from incidents.services.standings import Standing
from incidents.services.telling_registers import long_registers
from notices.export.bag import Bag
from notices.export.report_pdf import report_pdf
from notices.export.tables import as_csv, as_workbook, csv_pieces

#: Read by the verifier; another form of export will have another number.
FORMAT = "1"


def add_record(bag: Bag, record: CaseRecord) -> None:
    """Add the log, what it says, its checkpoints and the key."""
    bag.add("events.jsonl", record.events_lines())
    bag.add("contents.jsonl", record.contents_lines())
    bag.add("key.txt", f"{record.key}\n".encode())
    for row in record.checkpoints:
        bag.add(f"checkpoints/{row.size:04}.txt", row.note.encode())


def add_readings(bag: Bag, record: CaseRecord) -> None:
    """Add what people open: the registers and the report."""
    tables = registers(record)
    for table in tables:
        bag.add(f"registers/{table.name}.csv", as_csv(table))
    bag.add("registers.xlsx", as_workbook(tables))
    bag.add("report.pdf", report_pdf(record))


def add_telling(bag: Bag, work: UnitOfWork, record: CaseRecord) -> None:
    """Add the registers of telling the people, however long; numbers only."""
    for table in long_registers(work, record):
        bag.add(f"registers/{table.name}.csv", csv_pieces(table.columns, table.rows))


def add_standings(bag: Bag, standings: Iterable[Standing]) -> None:
    """Add the facts and the plans over time; what did not change is left out."""
    facts, plans = None, None
    for each in standings:
        head = {"entry": each.seq, "at": each.at.stamp()}
        known = {str(wave): document for wave, document in each.facts.items()}
        asked = {str(wave): plan.as_json() for wave, plan in each.plans.items()}
        if known != facts:
            bag.add(f"facts/{each.seq:04}.json", _pretty({**head, "waves": known}))
        if _without_time(asked) != plans:
            bag.add(f"plans/{each.seq:04}.json", _pretty({**head, "waves": asked}))
        facts, plans = known, _without_time(asked)


def add_rules(bag: Bag, record: CaseRecord, texts: Mapping[str, bytes]) -> None:
    """Add the terms kept with each duty, and the texts of the rules."""
    terms = [
        {"entry": event.seq, "at": event.at.stamp(), **event.body}
        for event in record.events
        if event.tag == "duty:planned"
    ]
    bag.add("rules/terms.json", _pretty(terms))
    for path in sorted(texts):
        bag.add(f"rules/{path}", texts[path])


def about(record: CaseRecord) -> dict[str, str]:
    """Give what bag-info.txt says, apart from the counts."""
    state = "a closed case" if record.is_final else "an open case, as a draft"
    return {
        "Bag-Software-Agent": f"Due Notice {version('duenotice')}",
        "Bagging-Date": str(record.agency.zone.day_of(record.at)),
        "Due-Notice-Format": FORMAT,
        "External-Description": f"The record of {state}, up to entry {len(record.rows) - 1}",
        "External-Identifier": record.number,
        "Source-Organization": record.agency.name or record.agency_id,
    }


def beside() -> dict[str, bytes]:
    """Give the files beside the payload: what to read, and how to check."""
    return {
        "README.txt": files("notices").joinpath("export", "README.txt").read_bytes(),
        "verify.py": files("incidents").joinpath("ledger", "standalone.py").read_bytes(),
    }


def _without_time(plans: Mapping[str, Any]) -> dict[str, Any]:
    return {wave: {**plan, "at": None} for wave, plan in plans.items()}


def _pretty(value: object) -> bytes:
    return (json.dumps(value, ensure_ascii=False, indent=1) + "\n").encode()
