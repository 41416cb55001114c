"""``watch-clocks``: answers what changed and sends what is due.

The serving process calls it every minute; a missed minute only delays. Each
case that changed, or whose clock turned, gets its own run of ``respond``, and
one that was closed its run of ``close-case``; then one sweep sends the
reminders. It does its work in the flow itself: a task for each message would
cost more than the message.
"""

from __future__ import annotations

from contextlib import suppress

from prefect import flow, get_run_logger

from flows.clockwork import at_work, installation, now
from flows.close_case import close_case
from flows.failures import FlowFailedError, only_kind_and_place
from flows.respond import respond
from incidents.services.answer_case import answer_case
from incidents.services.heartbeat import is_sweep_wanted
from incidents.services.send_due import send_due
from incidents.services.sweeping import SweepReport, Told


@flow(name="watch-clocks", persist_result=False, log_prints=False)
async def watch_clocks() -> None:
    """Answer every case that waits, then send every reminder that is due."""
    with only_kind_and_place():
        waiting, closed = await at_work(_unanswered)
        answered = [await _answer(case) for case in waiting]
        answered += [await _finish(case) for case in closed]
        report = await at_work(_swept)
    sent = report.count(Told.SENT) + report.count(Told.CAUGHT_UP)
    if report.lines:
        get_run_logger().info("%d reminders sent, %d gave way.", sent, report.superseded)
    if failed := report.count(Told.FAILED):
        get_run_logger().error("%d reminders failed; `duenotice remind` says why.", failed)
    if unanswered := answered.count(False):
        raise FlowFailedError(f"{unanswered} cases were not answered; the next look tries again.")


async def _answer(case: str) -> bool:
    """Answer with a run on Prefect's page, or without; hold back no other case."""
    for way in (respond, _answer_without_prefect):
        with suppress(Exception):  # the run says why; the next look tries again
            await way(case)
            return True
    return False


async def _finish(case: str) -> bool:
    """Do what follows a closing; the daily round seals what this could not."""
    for way in (close_case, close_case.fn):
        with suppress(Exception):  # the run says why
            await way(case)
            return True
    return False


async def _answer_without_prefect(case: str) -> None:
    await at_work(_answered, case)


def _answered(case: str) -> None:
    home = installation()
    with home.work_now("respond") as work:
        answer_case(work, home.practice, case)


def something_waits() -> bool:
    """Say whether a case waits for an answer, or a reminder is due."""
    with installation().work_now("sweep") as work:
        return bool(work.cases.unanswered()) or is_sweep_wanted(work)


def _unanswered() -> tuple[list[str], list[str]]:
    """Give the cases that wait for an answer, and those of them that were closed."""
    with installation().reading(now()) as work:
        waiting = work.cases.unanswered()
        return waiting, [case for case in waiting if not work.cases.get(case).is_open]


def _swept() -> SweepReport:
    return send_due(installation().sweeper(now))
