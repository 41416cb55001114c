"""``back-up``: a copy of the record that was restored and verified.

The copy is made while others write, restored into a scratch place, and its
pages, its tables and its ledger are checked before the flow says that it is
well. A copy that nobody has restored is only a hope.
"""

from __future__ import annotations

from prefect import flow, get_run_logger

from flows.clockwork import at_work, installation, now
from flows.failures import only_kind_and_place


@flow(name="back-up", flow_run_name="back-up", persist_result=False, log_prints=False)
async def back_up() -> None:
    """Copy the record, restore the copy elsewhere and verify it."""
    with only_kind_and_place():
        name = await at_work(_copied)
    get_run_logger().info("%s was restored and verified.", name)


def _copied() -> str:
    return installation().back_up(now()).name
