"""``close-case``: what follows a closing, safe to run twice.

A case is closed by a person at the desk. This flow sees that its reminders
have stopped, that its last checkpoint is signed, and that the record verifies.
"""

from __future__ import annotations

from prefect import flow, get_run_logger

from flows.clockwork import at_work, installation, now
from flows.failures import FlowFailedError, only_kind_and_place
from incidents.services.answer_case import answer_closure
from incidents.services.verify_ledger import verify_ledger


@flow(name="close-case", flow_run_name="{case}", persist_result=False, log_prints=False)
async def close_case(case: str) -> None:
    """Stop the reminders of a closed case, seal its log and verify it."""
    with only_kind_and_place():
        if not await at_work(_is_closed, case):
            raise FlowFailedError(f"{case} is not closed; close it with `duenotice close {case}`.")
        await at_work(_stopped, case)
        await at_work(_sealed, case)
        await at_work(_verified, case)
    get_run_logger().info("%s is sealed, and its record is whole.", case)


def _is_closed(case: str) -> bool:
    with installation().reading(now()) as work:
        return not work.cases.get(case).is_open


def _stopped(case: str) -> None:
    home = installation()
    with home.work_now("close-case") as work:
        answer_closure(work, home.practice, case)


def _sealed(case: str) -> None:
    if installation().seal(now(), [case]).refused:
        raise FlowFailedError(f"{case} was not sealed; `duenotice verify {case}` says why.")


def _verified(case: str) -> None:
    home = installation()
    with home.reading(now()) as work:
        found = verify_ledger(work, home.seals, case)
    if found.faults:
        raise FlowFailedError(f"{case} does not verify; `duenotice verify {case}` says why.")
