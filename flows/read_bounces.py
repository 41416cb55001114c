"""``read-bounces``: reads the returned messages, and queues what follows from them."""

from __future__ import annotations

from prefect import flow, get_run_logger

from flows.clockwork import at_work, installation, now
from flows.failures import only_kind_and_place
from incidents.services.telling.read_bounces import BounceReport


@flow(name="read-bounces", flow_run_name="read-bounces", persist_result=False, log_prints=False)
async def read_bounces() -> None:
    """Settle what came back; each that was refused for good gets another way."""
    with only_kind_and_place():
        report = await at_work(_read)
    if report.hard or report.soft:
        get_run_logger().info("%d refused for good, %d for now.", report.hard, report.soft)
    if report.stopped:
        get_run_logger().error("%d sendings were stopped: too much came back.", len(report.stopped))


def a_box_is_set() -> bool:
    """Say whether the settings name a place, and something is out that may come back."""
    mail = installation().settings.mail
    return mail is not None and mail.bounces is not None


def _read() -> BounceReport:
    return installation().read_bounces(now)
