"""What sending reminders costs: the service's whole sweep beside its bare parts.

    python -m bench.reminders [CASES]

Real cases in a real database, every row planned by the ladder; only the
couriers keep the messages in memory, so that no mail server is measured. Bare
figures are taken in the same run.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from sqlalchemy import text

from config.settings import load_settings
from config.wiring import Installation
from incidents.case.case import Case
from incidents.case.events import CaseOpened
from incidents.law.rule import Step
from incidents.ledger.canonical import Json
from incidents.moments import Instant
from incidents.services.couriers import Couriers
from incidents.services.plan_reminders import plan_reminders
from incidents.services.ports import DutyRow, StoredEvent, UnitOfWork
from incidents.services.send_due import send_due
from incidents.services.sweeping import Sweeper, Told
from incidents.services.view_case import CaseView, view_of
from notices.couriers.memory import MemoryCourier

DUE = 2_000
OPENED = Instant.parse("2026-03-16T10:00-04:00")
#: The morning five days before the target of the cases told on the 16th.
MORNING = Instant.parse("2026-03-21T08:00-04:00")
AGENCY, RECEIPT = "kingston-csd", "ny.8nycrr121.cpo-after-receipt"


def sweeps(cases: int = 10_000) -> dict[str, float]:
    """Give the sweep of 2,000 due reminders, and of none, at so many open cases."""
    with _installation() as home:
        _open_cases(home, cases)
        claims = _bare_claims(home)
        sweeper, email = _sweeper(home)
        began = perf_counter()
        report = send_due(sweeper)
        taken = perf_counter() - began
        if (
            report.count(Told.SENT) != DUE
            or len({each.message_id for each in email.messages}) != DUE
        ):
            raise AssertionError(report.count(Told.SENT))
        bare, nothing = _nothing_due(home, sweeper)
    return {
        f"{DUE:,} bare claims, one durable transaction each, seconds (at most 1)": claims,
        f"{DUE:,} reminders sent and recorded, one durable transaction each, seconds": taken,
        "the same to the bare claims": taken / claims,
        "bare question for what is due, microseconds": bare * 1e6,
        "a whole sweep with nothing due, microseconds": nothing * 1e6,
        "sweep to bare question": nothing / bare,
    }


def planning(rounds: int = 200) -> dict[str, float]:
    """Give the planning of a case's reminders beside the plan of its duties alone."""
    with _installation() as home:
        with home.work(OPENED, "bench") as work:
            number = work.cases.open(AGENCY, "KINGSTON", 2026, "Roster").number
            work.append(number, [_opened(number, "2026-03-16")])
        planned, viewed = [], []
        for _ in range(rounds):
            began = perf_counter()
            with home.work(OPENED, "bench") as work:
                view = view_of(Case.replay(number, work.history(number)), home.law, OPENED)
                viewed.append(perf_counter() - began)
                plan_reminders(work, view, home.practice.ladder)
            planned.append(perf_counter() - began)
    return {
        "plan of one case's duties, milliseconds": median(viewed) * 1e3,
        "the same with its reminders, milliseconds": median(planned) * 1e3,
    }


@contextmanager
def _installation() -> Iterator[Installation]:
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        home = Installation(load_settings({}, Path(folder)))
        try:
            yield home
        finally:
            home.engine.dispose()


def _open_cases(home: Installation, cases: int) -> None:
    """Open cases whose reminders to the Chief Privacy Officer are planned and answered.

    So many of them are told a day earlier and have a reminder due on the
    morning. Cases that are alike share one plan; the rows are each their own.
    """
    early, late = _planned(home, "2026-03-16"), _planned(home, "2026-03-17")
    for start in range(0, cases, 500):
        with home.work(OPENED, "bench") as work:
            for place in range(start, min(start + 500, cases)):
                _open_case(work, home, early if place < DUE else late)


def _planned(home: Installation, receipt: str) -> CaseView:
    event = StoredEvent(
        seq=0, at=OPENED, actor="bench", tag="case:opened", body=dict(_opened("", receipt).body())
    )
    return view_of(Case.replay("", [event]), home.law, OPENED)


def _opened(number: str, receipt: str) -> CaseOpened:
    document: dict[str, Json] = {
        "version": 1,
        "title": "Roster",
        "agency": AGENCY,
        "attributed_to": "contractor",
        "contract": "codehs-liverpool",
        "moments": {"contractor_discovery": "2026-03-05T16:00-05:00", "receipt": receipt},
        "facts": {"student_data": True, "encrypted": False, "private_information": []},
    }
    return CaseOpened(number=number, agency=AGENCY, title="Roster", document=document)


def _open_case(work: UnitOfWork, home: Installation, view: CaseView) -> None:
    number = work.cases.open(AGENCY, "KINGSTON", 2026, "Roster").number
    work.append(number, [_opened(number, "2026-03-16")])
    own = replace(view, case=replace(view.case, number=number))
    plan = plan_reminders(work, own, home.practice.ladder, only=Step.STATE_CPO)
    duty = view.plans[1].duty(RECEIPT)
    row = DutyRow(
        case=number,
        wave=1,
        duty=RECEIPT,
        agency=AGENCY,
        title=duty.rule.title,
        holder=duty.rule.holder,
        state=duty.state.value,
        pending=True,
        target=duty.target,
        limit=duty.limit,
        starts=duty.starts.moment if duty.starts else None,
        hours=False,
        turns_at=None,
    )
    work.duties.replace(number, 1, [row])
    work.cases.mark_answered(number, 1, plan.again_at)


def _sweeper(home: Installation) -> tuple[Sweeper, MemoryCourier]:
    email = MemoryCourier()
    sweeper = home.sweeper(lambda: MORNING)
    return replace(sweeper, couriers=Couriers(email=email, alert=MemoryCourier())), email


def _bare_claims(home: Installation) -> float:
    """Claim all that is due, each in a transaction, and plan it again."""
    with home.work(MORNING, "bench") as work:
        due = [row.id for row in work.reminders.due()]
    if len(due) != DUE:
        raise AssertionError(len(due))
    began = perf_counter()
    for reminder in due:
        with home.work(MORNING, "bench") as work:
            work.reminders.claim(reminder)
    taken = perf_counter() - began
    with home.engine.begin() as connection:
        connection.execute(text("UPDATE reminders SET state = 'planned', attempts = 0"))
    return taken


def _nothing_due(home: Installation, sweeper: Sweeper, rounds: int = 500) -> tuple[float, float]:
    """Give the medians of the bare question and of the whole sweep, in turns."""
    bare, whole = [], []
    for _ in range(rounds):
        began = perf_counter()
        with home.reading(MORNING) as work:
            due = work.reminders.due()
        bare.append(perf_counter() - began)
        began = perf_counter()
        report = send_due(sweeper)
        whole.append(perf_counter() - began)
        if due or report.lines:
            raise AssertionError(len(due))
    return median(bare), median(whole)


def main(cases: int = 10_000) -> None:
    """Print every figure of the reminders."""
    for measured in (planning(), sweeps(cases)):
        for name, figure in measured.items():
            print(f"{name:<75} {figure:>14,.3f}")


if __name__ == "__main__":
    main(*(int(cases) for cases in sys.argv[1:]))
