"""A case with everything in it: holds, waves, filings, decisions, letters, evidence."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import Engine

from config.registry import load_registry
from config.wiring import FileLawBook
from incidents.case.events import ReminderSent
from incidents.law.holds import HoldKind
from incidents.moments import Instant, LocalDay, parse_moment
from incidents.services.approve_notice import approve_notice
from incidents.services.close_case import close_case
from incidents.services.determine import Decided, decide_duty
from incidents.services.draft_notice import draft_notice, record_wording
from incidents.services.drafter import Addressed
from incidents.services.hold_notification import place_hold, release_hold
from incidents.services.open_case import open_case, open_wave
from incidents.services.ports import UnitOfWork
from incidents.services.record_fact import record_cost, record_fact
from incidents.services.record_filing import EvidenceFile, GivenFiling, record_filing
from incidents.store import UnitOfWork as StoreWork
from tests.support.caseworker import practice

NUMBER = "KINGSTON-2026-001"
AGENCY = "kingston-csd"
DISTRICT = """\
name: Kingston City School District
code: KINGSTON
kind: school_district
policy: kingston-8635
address: [1 Example Street, "Kingston, NY 12401"]
phone: 845-555-0100
email: privacy@kingston.example
checkpoint_addresses: [superintendent@kingston.example, ric@example.org]
people:
  - {id: dpo, name: Dana Poole, role: dpo, title: Data Protection Officer}
  - {id: superintendent, name: Sam Reyes, role: superintendent, title: Superintendent of Schools}
"""
#: What somebody who opens a spreadsheet must never run.
HOSTILE = '=HYPERLINK("http://evil.example","click")'
_MOMENTS = {
    "occurrence_start": "2026-03-01",
    "occurrence_end": "2026-03-03",
    "contractor_discovery": "2026-03-05T16:00-05:00",
    "receipt": "2026-03-16T09:30-04:00",
}
_FACTS = {
    "student_data": True,
    "appr_data": False,
    "private_information": [],
    "encrypted": False,
    "medium": "computerized",
    "custody": "owned",
}
_ROSTER: dict[str, Any] = {
    "version": 1,
    "title": "Roster export left on an open share",
    "agency": AGENCY,
    "attributed_to": "contractor",
    "contract": {
        "contractor": "Example Learning Inc",
        "family": "ny-model-dpa",
        "governing_law": "NY",
    },
    "moments": _MOMENTS,
    "facts": _FACTS,
    "affected": [
        {"group": "students", "residence": "NY", "count": 4800, "with_private_information": 0}
    ],
}
_INDIVIDUALS = "ny.8nycrr121.individuals"
_CPO = "ny.8nycrr121.cpo-after-receipt"
_PAYS = "ny.8nycrr121.reimbursement"


def home_with_district(folder: Path) -> Path:
    """Give a home whose district has an address, people and mailboxes."""
    (folder / "districts").mkdir(parents=True, exist_ok=True)
    (folder / "districts" / f"{AGENCY}.yaml").write_text(DISTRICT, "utf-8")
    return folder


def law_of(home: Path) -> FileLawBook:
    """Give the law with the districts of a home."""
    return FileLawBook(load_registry(home))


class WholeCase:
    """Lives through one case, an act after the other, each at its instant."""

    def __init__(self, engine: Engine, home: Path) -> None:
        """Work on this database, with the district of this home."""
        self.engine = engine
        self.home = home_with_district(home)
        self.law = law_of(home)

    def at(self, text: str, act: Callable[[UnitOfWork], Any]) -> Any:
        """Do something at an instant, and keep it."""
        with StoreWork(self.engine, Instant.parse(text), "dpo") as work:
            return act(work)

    def opens(self, text: str = "2026-03-16T10:00-04:00") -> None:
        """Open the case and say what happened."""
        self.at(text, lambda work: open_case(work, self.law, _ROSTER))

    def grows(self) -> None:
        """Live on to where everything has happened but the closing."""
        self.learns()
        self.files_late()
        self.goes_on()

    def goes_on(self) -> None:
        """Live on from the late filing."""
        self.is_held()
        self.writes()
        self._sends()
        self._finds_a_second_wave()

    def closes(self, text: str = "2026-06-30T16:00-04:00") -> None:
        """Close the case."""
        self.at(text, lambda work: close_case(work, self.law, NUMBER, by="dpo", reason=None))

    def records(self, text: str, path: str, value: Any, source: str | None = None) -> None:
        """Record a value at a path of the first wave."""
        self.at(text, lambda work: record_fact(work, self.law, NUMBER, path, value, source=source))

    def files(self, text: str, *duties: str, **given: Any) -> None:
        """Record a filing made at that instant."""
        filing = GivenFiling(duties=duties, at=parse_moment(text), by="dpo", **given)
        self.at(text, lambda work: record_filing(work, self.law, NUMBER, filing))

    def decides(self, text: str, duty: str, reason: str, wave: int = 1) -> None:
        """Determine that a duty is not required."""
        decided = Decided(by="dpo", reason=reason, made_at=parse_moment(text), wave=wave)
        self.at(
            text,
            lambda work: decide_duty(work, self.law, NUMBER, duty, decided, required=False),
        )

    def learns(self) -> None:
        """Record words, private information, more persons and a cost."""
        described = "A roster export lay open on a share for two days. Nobody knows who read it."
        self.at(
            "2026-03-16T11:00-04:00",
            lambda work: record_wording(work, self.law, NUMBER, "incident_description", described),
        )
        types: Any = ["name", "date of birth", "Social Security number"]
        self.at(
            "2026-03-16T11:05-04:00",
            lambda work: record_wording(work, self.law, NUMBER, "data_types", types),
        )
        found = {"group": "students", "residence": "NY", "count": 5200}
        self.records("2026-03-18T09:00-04:00", "facts.private_information", ["ssn"], "2nd export")
        more = [{**found, "with_private_information": 5100}]
        self.records("2026-03-18T09:10-04:00", "affected", more, HOSTILE)
        self.at(
            "2026-03-19T09:00-04:00",
            lambda work: record_cost(work, self.law, NUMBER, 261_000, source="mail house"),
        )

    def files_late(self) -> None:
        """File four days late, with evidence, and correct the receipt."""
        self.files(
            "2026-03-30T14:00-04:00",
            _CPO,
            receipt="NYSED-4711",
            late_reason="The State's form was down over the week-end.",
            evidence=(EvidenceFile(name="=cmd|' /C calc'!A0.txt", content=b"confirmation"),),
        )
        self.files("2026-03-31T09:00-04:00", _CPO, receipt="NYSED-4712", supersedes=1)

    def is_held(self) -> None:
        """Be held by the sheriff for some weeks."""
        self.is_held_for_now()
        self.at(
            "2026-05-11T09:00-04:00",
            lambda work: release_hold(work, self.law, NUMBER, until=LocalDay.parse("2026-05-09")),
        )

    def is_held_for_now(self) -> None:
        """Be held by the sheriff, with no end in sight."""
        self.at(
            "2026-04-01T09:00-04:00",
            lambda work: place_hold(
                work,
                self.law,
                NUMBER,
                HoldKind.LAW_ENFORCEMENT,
                starts=LocalDay.parse("2026-04-01"),
                authority="Ulster County Sheriff",
            ),
        )

    def writes(self) -> None:
        """Draft the letter to families and have it approved."""
        letter = Addressed(notice="family-and-resident-notice", kind="parent", wave=1)
        drafted = self.at(
            "2026-05-12T10:00-04:00",
            lambda work: draft_notice(work, practice(self.law), NUMBER, letter),
        )
        self.at(
            "2026-05-12T15:00-04:00",
            lambda work: approve_notice(
                work, self.law, NUMBER, drafted.digest, by="superintendent"
            ),
        )
        self.notice = drafted.digest

    def _sends(self) -> None:
        reminder = ReminderSent(
            wave=1,
            duty=_INDIVIDUALS,
            step="2 days before",
            channel="email",
            message_id="<1@duenotice.invalid>",
            late_by_minutes=0,
        )
        self.at("2026-05-14T08:00-04:00", lambda work: work.append(NUMBER, [reminder]))
        self.files(
            "2026-05-15T14:00-04:00",
            _INDIVIDUALS,
            "ny.stl208.residents",
            notices=(self.notice,),
            evidence=(EvidenceFile(name="mail house receipt.txt", content=b"5,200 letters"),),
        )
        agencies = ("attorney-general", "department-of-state", "its", "consumer-reporting-agencies")
        self.files("2026-05-18T09:00-04:00", *(f"ny.stl208.{each}" for each in agencies))
        self.files("2026-05-18T09:30-04:00", "policy.internal-report", "us.ferpa.disclosure-record")
        self.decides("2026-05-19T09:00-04:00", _PAYS, "The contractor paid the mail house itself.")

    def _finds_a_second_wave(self) -> None:
        moments = {"contractor_discovery": "2026-05-18T09:00-04:00"}
        moments["receipt"] = "2026-05-20T09:00-04:00"
        ten = [{"group": "students", "residence": "NY", "count": 10, "with_private_information": 0}]
        second = {**_ROSTER, "title": "Ten more students", "moments": moments, "affected": ten}
        self.at("2026-05-20T10:00-04:00", lambda work: open_wave(work, self.law, NUMBER, second))
        self.files(
            "2026-05-28T10:00-04:00",
            _CPO,
            _INDIVIDUALS,
            "policy.internal-report",
            "us.ferpa.disclosure-record",
            wave=2,
        )
        self.decides("2026-05-29T09:00-04:00", _PAYS, "No cost arose for ten letters.", wave=2)
