"""A person at work on cases: each act is one unit of work at a time of day."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from sqlalchemy import Engine

from config.ladder import load_ladder
from config.registry import load_registry
from config.wiring import FileLawBook
from incidents.case.case import Case
from incidents.law.duty import PlannedDuty
from incidents.moments import Instant, parse_moment
from incidents.services.close_case import close_case
from incidents.services.determine import Decided, decide_duty, decide_exemption, decide_no_breach
from incidents.services.follow_up import Changed
from incidents.services.open_case import open_case, open_wave
from incidents.services.ports import UnitOfWork
from incidents.services.practice import Practice
from incidents.services.record_fact import record_affected, record_cost, record_fact
from incidents.services.record_filing import EvidenceFile, GivenFiling, record_filing
from incidents.services.view_case import CaseView, view_case
from incidents.store import UnitOfWork as StoreWork
from notices.drafter import CatalogueDrafter

LAW = FileLawBook(load_registry())
#: What keeps the roster case open once it is opened.
LEFT = (
    "ny.8nycrr121.reimbursement",
    "policy.internal-report",
    "ny.8nycrr121.cpo-after-receipt",
    "ny.8nycrr121.individuals",
    "us.ferpa.disclosure-record",
)
_T = TypeVar("_T")


def practice(law: FileLawBook = LAW) -> Practice:
    """Give the practice of an installation with this law."""
    return Practice(law=law, drafter=CatalogueDrafter(), ladder=load_ladder())


def roster(**changes: Any) -> dict[str, Any]:
    """Give an incident file: a contractor's roster, told on Monday, March 16, 2026."""
    document: dict[str, Any] = {
        "version": 1,
        "title": "Roster on an open share",
        "agency": "kingston-csd",
        "attributed_to": "contractor",
        "contract": "codehs-liverpool",
        "moments": {
            "contractor_discovery": "2026-03-05T16:00-05:00",
            "receipt": "2026-03-16T09:30-04:00",
        },
        "facts": {
            "student_data": True,
            "appr_data": False,
            "private_information": [],
            "encrypted": False,
            "medium": "computerized",
            "custody": "owned",
        },
        "affected": [
            {"group": "students", "residence": "NY", "count": 4800, "with_private_information": 0}
        ],
    }
    return {**document, **changes}


class Caseworker:
    """Does one thing after another to one case, each at its instant."""

    def __init__(self, engine: Engine) -> None:
        """Work on this database; the case is the first one opened."""
        self._engine = engine
        self.number = "KINGSTON-2026-001"

    def at(self, text: str, act: Callable[[UnitOfWork], _T], actor: str = "dpo") -> _T:
        """Do something at an instant, and keep it."""
        with StoreWork(self._engine, Instant.parse(text), actor) as work:
            return act(work)

    def opens(self, text: str = "2026-03-16T10:00-04:00", **changes: Any) -> Changed:
        """Open the roster case."""
        return self.at(text, lambda work: open_case(work, LAW, roster(**changes)))

    def opens_wave(self, text: str, **changes: Any) -> Changed:
        """Add a wave of persons to the case."""
        return self.at(text, lambda work: open_wave(work, LAW, self.number, roster(**changes)))

    def records(
        self, text: str, path: str, value: Any, source: str | None = None, wave: int = 1
    ) -> Changed:
        """Record a value at a path."""
        return self.at(
            text,
            lambda work: record_fact(work, LAW, self.number, path, value, wave=wave, source=source),
        )

    def counts(
        self, text: str, group: Mapping[str, Any], source: str | None = None, wave: int = 1
    ) -> Changed:
        """Count one affected group."""
        return self.at(
            text,
            lambda work: record_affected(work, LAW, self.number, group, wave=wave, source=source),
        )

    def estimates(self, text: str, dollars: int) -> Changed:
        """Record what the notices will cost."""
        return self.at(text, lambda work: record_cost(work, LAW, self.number, dollars))

    def files(
        self,
        text: str,
        *duties: str,
        filed_at: str | None = None,
        proof: bytes | None = None,
        **given: Any,
    ) -> Changed:
        """Record a filing, made at the same instant unless another is given."""
        filing = GivenFiling(
            duties=duties,
            at=parse_moment(filed_at or text),
            by="dpo",
            evidence=(EvidenceFile(name="proof.txt", content=proof),) if proof else (),
            **given,
        )
        return self.at(text, lambda work: record_filing(work, LAW, self.number, filing))

    def decides(
        self, text: str, duty: str, *, required: bool, reason: str = "As recorded"
    ) -> Changed:
        """Make a determination on a duty."""
        decided = Decided(by="dpo", reason=reason, made_at=parse_moment(text))
        return self.at(
            text, lambda work: decide_duty(work, LAW, self.number, duty, decided, required=required)
        )

    def exempts(self, text: str) -> Changed:
        """Determine that residents need no notice."""
        decided = Decided(
            by="dpo", reason="Opened by our own clerk by mistake", made_at=parse_moment(text)
        )
        return self.at(text, lambda work: decide_exemption(work, LAW, self.number, decided))

    def finds_no_breach(self, text: str, **signs: str) -> Changed:
        """Determine that there was no breach, with the worksheet."""
        decided = Decided(
            by="dpo", reason="Nobody opened the file", made_at=parse_moment(text), worksheet=signs
        )
        return self.at(text, lambda work: decide_no_breach(work, LAW, self.number, decided))

    def closes(self, text: str = "2026-03-21T09:00-04:00") -> CaseView:
        """File every duty that keeps the roster case open on the day before, and close it."""
        self.files("2026-03-20T10:00-04:00", *LEFT)
        return self.at(text, lambda work: close_case(work, LAW, self.number, by="dpo"))

    def sees(self, text: str, as_of: str | None = None) -> CaseView:
        """Look at the case, now or as it was recorded."""
        then = Instant.parse(as_of) if as_of else None
        return self.at(text, lambda work: view_case(work, LAW, self.number, then))

    def duty(self, text: str, duty: str, wave: int = 1) -> PlannedDuty:
        """Look at one duty."""
        return self.sees(text).plans[wave].duty(duty)

    def case(self) -> Case:
        """Give the case with everything recorded so far."""
        return self.sees("2027-01-01T00:00-05:00").case
