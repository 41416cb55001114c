"""Somebody at the keyboard: each command at its time, with what it answers."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from datetime import datetime, tzinfo
from pathlib import Path
from typing import Any

import pytest

import desk.instants
from desk.casework import installation
from desk.cli import main
from incidents.moments import Instant
from tests.support.whole_case import home_with_district

CASE = "KINGSTON-2026-001"
ROSTER = """\
version: 1
title: Roster on an open share
agency: kingston-csd
attributed_to: contractor
contract: {contractor: Example Learning Inc, family: ny-model-dpa, governing_law: NY}
moments:
  contractor_discovery: 2026-03-05T16:00-05:00
  receipt: 2026-03-16T09:30-04:00
facts:
  student_data: true
  appr_data: false
  private_information: []
  encrypted: false
  medium: computerized
  custody: owned
affected:
  - {group: students, residence: NY, count: 4800, with_private_information: 0}
"""
#: Nothing protected was exposed, so that no duty arises.
RUMOUR = """\
version: 1
title: A rumour
agency: kingston-csd
attributed_to: agency
facts: {student_data: false, appr_data: false, private_information: []}
"""
OPENED_AT = "2026-03-16T10:00-04:00"


@dataclass(frozen=True, slots=True)
class Answer:
    """What a command printed, and its exit status."""

    status: int
    out: str
    err: str


class Desk:
    """A desk with a home of its own; the clock stands until it is set."""

    def __init__(
        self, place: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        """Sit down in a folder, at the hour at which the roster case is opened."""
        self.place = place
        self._monkeypatch = monkeypatch
        self._capsys = capsys
        home = home_with_district(place / "home")
        monkeypatch.setenv("DUENOTICE_HOME", str(home))
        monkeypatch.setenv("COLUMNS", "100")
        for name in ("DUENOTICE_SMTP_HOST", "DUENOTICE_BY"):
            monkeypatch.delenv(name, raising=False)
        monkeypatch.chdir(place)
        self.at(OPENED_AT)

    def at(self, text: str) -> Desk:
        """Set the clock of the machine."""

        class Clock(datetime):
            @classmethod
            def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override]
                return datetime.fromisoformat(text).astimezone(tz)

        self._monkeypatch.setattr(desk.instants, "datetime", Clock)
        return self

    def file(self, name: str, text: str) -> Path:
        """Write a file into the folder."""
        path = self.place / name
        path.write_text(text, "utf-8")
        return path

    def opens(self, text: str = ROSTER) -> str:
        """Open the case of an incident file, and give its number."""
        return self.says("open", self.file("incident.yaml", text)).splitlines()[0]

    def runs(self, *arguments: object) -> Answer:
        """Run a command as the console script does."""
        self._capsys.readouterr()
        self._monkeypatch.setattr(sys, "argv", ["duenotice", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        printed = self._capsys.readouterr()
        return Answer(int(ended.value.code or 0), printed.out, printed.err)

    def says(self, *arguments: object) -> str:
        """Run a command that works, and give what it prints."""
        answer = self.runs(*arguments)
        assert answer.status == 0, answer.err
        return answer.out

    def tells(self, *arguments: object) -> list[dict[str, Any]]:
        """Run a command that works with --json, and give each line of it."""
        return [json.loads(line) for line in self.says(*arguments, "--json").splitlines()]

    def refuses(self, *arguments: object) -> str:
        """Run a command that is refused: one sentence, and nothing is kept."""
        before = self.entries()
        answer = self.runs(*arguments)
        assert answer.status in (1, 2), answer
        assert answer.out == ""
        assert answer.err.count("\n") == 1, answer.err
        assert self.entries() == before
        return answer.err.rstrip("\n")

    def entries(self) -> dict[str, int]:
        """Give how many entries each log of the record has."""
        with installation().reading(Instant.parse("2027-01-01T00:00Z")) as work:
            return {row.id: row.size for row in work.logs.list_all()}
