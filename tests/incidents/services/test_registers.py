"""The registers of the whole case, row by row."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from incidents.services.export_case import read_record
from incidents.services.registers import Register, registers
from incidents.store import open_engine, sqlite_url
from tests.support.sealed import NUMBER, Sealed
from tests.support.whole_case import HOSTILE


@pytest.fixture(scope="module")
def found(made_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Register]:
    """Give the registers of the whole case by name."""
    folder = tmp_path_factory.mktemp("registers")
    shutil.copy(made_sqlite, folder / "duenotice.db")
    engine = open_engine(sqlite_url(folder / "duenotice.db"))
    sealed = Sealed(engine, folder / "home")
    sealed.case.opens()
    sealed.case.grows()
    sealed.case.closes()
    row = sealed.seal()
    with sealed.reading() as work:
        record = read_record(work, sealed.case.law, sealed.seals, NUMBER, row.size)
    engine.dispose()
    return {each.name: each for each in registers(record)}


def column(register: Register, name: str) -> list[object]:
    """Give one column."""
    return [row[register.columns.index(name)] for row in register.rows]


def test_every_row_has_every_column(found: dict[str, Register]) -> None:
    assert list(found) == [
        "duties",
        "filings",
        "determinations",
        "notices",
        "evidence",
        "reminders",
        "holds",
        "thresholds",
        "facts",
        "entries",
    ]
    for register in found.values():
        assert register.rows, register.name
        assert {len(row) for row in register.rows} == {len(register.columns)}


def test_the_duties_show_due_done_and_late(found: dict[str, Register]) -> None:
    duties = found["duties"]
    rows = {(row[0], row[1]): dict(zip(duties.columns, row, strict=True)) for row in duties.rows}
    late = rows[1, "ny.8nycrr121.cpo-after-receipt"]

    assert (late["target"], late["limit"]) == ("2026-03-26", "2026-03-26")
    assert late["first done"] == "2026-03-30T14:00-04:00"
    assert late["late by"] == "4 days"
    assert late["filings"] == "1, 2"
    assert rows[1, "ny.8nycrr121.reimbursement"]["state"] == "not required"


def test_the_filings_show_what_supersedes_what(found: dict[str, Register]) -> None:
    filings = found["filings"]

    assert column(filings, "filing") == [1, 2, 3, 4, 5, 6]
    assert column(filings, "supersedes")[:2] == ["", 1]
    assert column(filings, "receipt")[:2] == ["NYSED-4711", "NYSED-4712"]
    assert column(filings, "evidence")[0] == "=cmd|' /C calc'!A0.txt"
    assert len(str(column(filings, "evidence sha256")[0])) == 64


def test_decisions_approvals_and_holds_are_there(found: dict[str, Register]) -> None:
    assert column(found["determinations"], "determined") == ["not required"] * 2
    assert column(found["determinations"], "keep until") == ["2031-05-19", "2031-05-29"]
    assert column(found["notices"], "approved by") == ["superintendent"]
    assert column(found["notices"], "filings") == ["3"]
    assert found["holds"].rows[0][2:] == (
        "law_enforcement",
        "agency",
        "2026-04-01",
        "2026-05-09",
        "Ulster County Sheriff",
    )
    assert column(found["reminders"], "step") == ["2 days before"]
    assert 5100 in column(found["thresholds"], "count")


def test_a_text_stays_as_it_was_typed(found: dict[str, Register]) -> None:
    assert HOSTILE in column(found["facts"], "source")


def test_every_entry_is_listed_in_order(found: dict[str, Register]) -> None:
    numbers = column(found["entries"], "entry")

    assert numbers == list(range(len(numbers)))
    assert column(found["entries"], "action")[0] == "case:opened"
    assert column(found["entries"], "action")[-1] == "case:closed"
