"""``seal-ledger``: signs every log that grew, once a day.

The signed checkpoints lie in the database, in the folder outside it, and in
the mailboxes that the agencies named. Milestones are sealed when they happen;
this is the daily round that misses none.
"""

from __future__ import annotations

from prefect import flow, get_run_logger

from flows.clockwork import at_work, installation, now
from flows.failures import FlowFailedError, only_kind_and_place
from incidents.services.seal_ledger import SealReport


@flow(name="seal-ledger", flow_run_name="seal-ledger", persist_result=False, log_prints=False)
async def seal_ledger() -> None:
    """Seal every log that grew; fail loudly where one contradicts its past."""
    with only_kind_and_place():
        report = await at_work(_sealed)
    get_run_logger().info("%d checkpoints signed.", len(report.signed))
    if report.refused:
        raise FlowFailedError(
            f"{len(report.refused)} logs were not sealed; `duenotice verify` says why."
        )


def _sealed() -> SealReport:
    return installation().seal(now())
