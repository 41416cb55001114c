"""Which flows an installation serves, how often, and ``prefect.yaml`` made from it.

Adding a flow is one more :class:`Served` in :data:`SERVED`; ``make docs``
then rewrites ``prefect.yaml``, from which ``prefect deploy`` gives the same
flows to a work pool. Flows are named by entrypoint and loaded late, because
importing one imports Prefect.
"""

from __future__ import annotations

import json
import pkgutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from prefect import Flow

#: The name every deployment of this product carries on Prefect's page.
DEPLOYMENT = "duenotice"


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """One flow, and what makes it run without being asked.

    ``beat`` is the rhythm in which ``serve`` itself calls the flow, at once
    after starting and then again and again; a work pool gets the same rhythm
    as an interval. ``cron`` is left to Prefect's scheduler in both. A flow with
    neither runs on request only. A beat or a cron flow takes no parameter.

    A daily duty is better a beat of a day than a cron: it runs as soon as the
    machine is up, where a cron waits for an hour at which the machine may be off.
    """

    #: Module and function: ``flows.watch_clocks:watch_clocks``.
    entrypoint: str
    #: What it does, as Prefect's page shows it.
    says: str
    beat: timedelta | None = None
    cron: str = ""
    #: A function of the same form; asked before each beat, and a beat it does not
    #: want is left out, except that one an hour always runs.
    wanted: str = ""

    @property
    def name(self) -> str:
        """Give the flow's name: ``watch-clocks``."""
        return self.entrypoint.partition(":")[2].replace("_", "-")

    def load(self) -> Flow[..., Any]:
        """Give the flow itself; this imports Prefect."""
        flow: Flow[..., Any] = pkgutil.resolve_name(self.entrypoint)
        return flow

    def load_wanted(self) -> Callable[[], bool]:
        """Give the question asked before each beat; without one it is always yes."""
        if not self.wanted:
            return _always
        asked: Callable[[], bool] = pkgutil.resolve_name(self.wanted)
        return asked


#: Every flow this product serves, in the order of Prefect's page.
SERVED: Sequence[Served] = (
    Served(
        entrypoint="flows.watch_clocks:watch_clocks",
        says="Answers the cases that changed, and sends the reminders that are due.",
        beat=timedelta(minutes=1),
        wanted="flows.watch_clocks:something_waits",
    ),
    Served(
        entrypoint="flows.respond:respond",
        says="Brings one case, step by step, to where its facts say.",
    ),
    Served(
        entrypoint="flows.send_notices:watch_sendings",
        says="Sends the e-mails that are due of every released sending.",
        beat=timedelta(minutes=1),
        wanted="flows.send_notices:something_to_send",
    ),
    Served(
        entrypoint="flows.send_notices:send_notices",
        says="Sends what was released for one case, as far as it may go now.",
    ),
    Served(
        entrypoint="flows.read_bounces:read_bounces",
        says="Reads the returned messages, and queues a letter for each that failed.",
        beat=timedelta(minutes=10),
        wanted="flows.read_bounces:a_box_is_set",
    ),
    Served(
        entrypoint="flows.close_case:close_case",
        says="Does what follows the closing of one case: stop, seal, verify.",
    ),
    Served(
        entrypoint="flows.seal_ledger:seal_ledger",
        says="Signs every log that grew, once a day.",
        beat=timedelta(days=1),
    ),
    Served(
        entrypoint="flows.back_up:back_up",
        says="Copies the record, restores the copy and verifies it.",
        beat=timedelta(days=1),
    ),
)


_HEAD = """\
# Made by `make docs` from flows/deployments.py; change it there.
# For an operator with a Prefect server and a work pool of their own; wherever the
# worker runs, this product is installed and DUENOTICE_HOME or DUENOTICE_DATABASE_URL set:
#   export PREFECT_API_URL=...
#   prefect work-pool create duenotice --type process
#   prefect --no-prompt deploy --all
#   prefect worker start --pool duenotice
name: duenotice
pull:
  - prefect.deployments.steps.set_working_directory: {directory: "."}
deployments:"""


def prefect_yaml(served: Sequence[Served] | None = None) -> str:
    """Give the text of ``prefect.yaml``, which serves the same flows from a work pool."""
    chosen = SERVED if served is None else served
    return f"{_HEAD}{''.join(map(_deployment, chosen)) or ' []'}\n"


def _deployment(one: Served) -> str:
    # After an outage the runs that are late start together; one is enough.
    alone = "\n    concurrency_limit: {limit: 1, collision_strategy: CANCEL_NEW}"
    return (
        f"\n  - name: {DEPLOYMENT}"
        f"\n    entrypoint: {one.entrypoint.replace(':', '.')}"
        f"\n    description: {json.dumps(one.says)}"
        f"\n    work_pool: {{name: {DEPLOYMENT}}}"
        f"\n    schedules: [{_schedule(one)}]"
        f"{alone if one.beat else ''}"
    )


def _schedule(one: Served) -> str:
    if one.cron:
        return f'{{cron: "{one.cron}"}}'
    return f"{{interval: {one.beat.total_seconds():.0f}}}" if one.beat else ""


def _always() -> bool:
    return True
