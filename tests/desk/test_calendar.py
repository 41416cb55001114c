"""``calendar`` at the command line: a file that a calendar reads."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from icalendar import Calendar

from desk.casework import installation
from incidents.services.close_case import close_case, left_to_do
from tests.support.caseworker import LAW, Caseworker

Call = Callable[..., Result]


@pytest.fixture
def dpo(home: Path) -> Caseworker:
    """Give somebody who works in the home that the commands use."""
    return Caseworker(installation().engine)


def written(path: Path) -> list[str]:
    """Give the UID and status of each event in a file."""
    events = Calendar.from_ical(path.read_bytes()).walk("VEVENT")
    return [f"{event['UID']} {event['STATUS']}" for event in events]


def test_the_deadlines_of_every_open_case_are_written(
    dpo: Caseworker, duenotice: Call, tmp_path: Path
) -> None:
    dpo.opens()
    dpo.opens()
    out = tmp_path / "deadlines.ics"
    result = duenotice("calendar", "--out", out, "--at", "2026-03-17T09:00-04:00", "--json")

    assert json.loads(result.output) == {
        "file": str(out),
        "cases": ["KINGSTON-2026-001", "KINGSTON-2026-002"],
        "events": 4,
    }
    assert written(out) == [
        f"KINGSTON-2026-00{number}.w1.ny.8nycrr121.{duty}@kingston-csd CONFIRMED"
        for number in (1, 2)
        for duty in ("cpo-after-receipt", "individuals")
    ]


def test_one_case_can_be_written_alone(dpo: Caseworker, duenotice: Call, tmp_path: Path) -> None:
    dpo.opens()
    dpo.opens()
    out = tmp_path / "two.ics"
    result = duenotice("calendar", "KINGSTON-2026-002", "--out", out)

    assert result.output == f"{out}: the deadlines of KINGSTON-2026-002.\n"
    assert all(each.startswith("KINGSTON-2026-002.") for each in written(out))


def test_a_closed_case_is_shown_cancelled_for_a_while(
    dpo: Caseworker, duenotice: Call, tmp_path: Path
) -> None:
    opened = dpo.opens()
    for _, duty in left_to_do(opened.after):
        dpo.decides("2026-03-17T10:00-04:00", duty.id, required=False)
    dpo.at("2026-03-18T10:00-04:00", lambda work: close_case(work, LAW, dpo.number, by="dpo"))
    out = tmp_path / "closed.ics"
    duenotice("calendar", "--out", out, "--at", "2026-03-19T10:00-04:00")
    soon = written(out)
    duenotice("calendar", "--out", out, "--at", "2026-06-30T10:00-04:00")

    assert {each.rpartition(" ")[2] for each in soon} == {"CANCELLED"}
    assert written(out) == []


def test_an_unknown_case_is_refused(dpo: Caseworker, duenotice: Call, tmp_path: Path) -> None:
    dpo.opens()
    result = duenotice("calendar", "KINGSTON-2026-999", "--out", tmp_path / "x.ics")

    assert result.exit_code == 1
    assert not (tmp_path / "x.ics").exists()


def test_a_file_that_cannot_be_written_is_said_to_be(
    dpo: Caseworker, duenotice: Call, tmp_path: Path
) -> None:
    dpo.opens()
    result = duenotice("calendar", "--out", tmp_path / "nowhere" / "x.ics")

    assert result.exit_code == 2
    assert "cannot be written: No such file or directory; choose another file" in result.output
