"""``send-notices``: sends what was released for one case, and ``watch-sendings`` its beat.

The parameter is the number of a case and nothing else. One task sends some
thousands in batches of some hundred: Prefect keeps more of each task than a
delivery takes in our own record. Safe to run twice, at the same time too, on
several machines: the record knows who has claimed what.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from prefect import flow, get_run_logger, task
from prefect.artifacts import acreate_markdown_artifact

from config.mailing import limits_of
from flows.clockwork import at_work, installation, now
from flows.failures import FlowFailedError, only_kind_and_place
from flows.patience import Patience
from flows.stopping import ASKED
from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, SendingState
from incidents.services.telling.send_sending import SentReport, due_to_send, send_sending

#: So many are sent by one run of a step.
MOST = 5_000
#: How long it waits, at most, for the minutes in which more may go.
PATIENCE_SECONDS = 600.0


@flow(name="send-notices", flow_run_name="{case}", persist_result=False, log_prints=False)
async def send_notices(case: str) -> None:
    """Send every released sending of a case, as far as it may go now."""
    with only_kind_and_place():
        while await send_some(case):
            pass
        await acreate_markdown_artifact(
            key=f"sending-{case.lower()}",
            markdown=await at_work(_counts, case),
            description=f"How many deliveries of {case} stand where",
        )


@task(name="send-some", task_run_name="{case} send-some", persist_result=False)
async def send_some(case: str) -> bool:
    """Send some thousands, and give whether more could go at once."""
    with only_kind_and_place():
        reports = await at_work(_sent, case)
    for report in reports:
        counts = sorted(report.counts.items())
        told = ", ".join(f"{count} {state.value}" for state, count in counts)
        get_run_logger().info("sending %d: %s.", report.sending, told or "nothing was due")
    return any(each.has_more for each in reports)


@flow(name="watch-sendings", persist_result=False, log_prints=False)
async def watch_sendings() -> None:
    """Send what is due of every case, each with a run of its own."""
    with only_kind_and_place():
        cases = await at_work(_cases)
        failed = [case for case in cases if not await _send(case)]
    if failed:
        raise FlowFailedError(f"{len(failed)} cases were not sent; the next look tries again.")


async def _send(case: str) -> bool:
    """Send with a run on Prefect's page, or without; hold back no other case."""
    try:
        await send_notices(case)
    except Exception:  # noqa: BLE001 - the run says why, and the record is what counts
        return await _send_without_prefect(case)
    return True


async def _send_without_prefect(case: str) -> bool:
    try:
        while any(each.has_more for each in await at_work(_sent, case)):
            pass
    except Exception:  # noqa: BLE001 - counted by the beat; the next look tries again
        return False
    return True


def something_to_send() -> bool:
    """Say whether an e-mail is due, or one has to be found out about."""
    return bool(_cases())


def _cases() -> list[str]:
    home = installation()
    if home.settings.mail is None:
        return []
    with home.reading(now()) as work:
        if not work.sendings.running():
            return []
    due = due_to_send(lambda: home.work_now("send"), limits_of(home.settings))
    return list(dict.fromkeys(each.case for each in due))


def _released(case: str) -> list[int]:
    with installation().reading(now()) as work:
        sendings = work.sendings.of_case(case)
    return [each.number for each in sendings if each.state is SendingState.RELEASED]


def _sent(case: str) -> list[SentReport]:
    """Send at most so many of each released sending of a case."""
    home = installation()
    mailing = replace(home.mailing(now), goes_on=lambda: not ASKED.is_set())
    reports = []
    for number in _released(case):
        patience = Patience(mailing.goes_on, at_most=PATIENCE_SECONDS)
        report = send_sending(
            mailing,
            case,
            number,
            limit=home.settings.sending.batch,
            most=MOST,
            wait=patience.wait,
            say=patience.saw,
        )
        reports.append(report)
    return reports


def _counts(case: str) -> str:
    """Give how many stand where, as a table without anybody's name."""
    by_state: Counter[tuple[int, Method, DeliveryState]] = Counter()
    with installation().reading(now()) as work:
        for sending in work.sendings.of_case(case):
            for each in work.deliveries.tally(sending.id):
                by_state[sending.number, each.method, each.state] += each.count
    rows = (
        f"| {number} | {method.words} | {state.value.replace('_', ' ')} | {count:,} |"
        for (number, method, state), count in sorted(by_state.items())
    )
    return "\n".join(("| Sending | Way | State | Deliveries |", "|---|---|---|---|", *rows))
