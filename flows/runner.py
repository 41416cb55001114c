"""The flows that Prefect itself starts: from its page, or by a cron schedule.

Each such run is a process of its own and costs seconds of processor time, so
what runs often is a beat (see ``flows.beats``) and not one of these.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence

from prefect.runner import Runner
from prefect.types.entrypoint import EntrypointType

from flows.deployments import DEPLOYMENT, Served
from flows.failures import kind_and_place
from flows.stopping import pause

#: How often Prefect is asked for runs that are to start.
SECONDS_BETWEEN_POLLS = 10.0
#: After Prefect's server was away, serving begins anew this much later.
SECONDS_BETWEEN_TRIES = 15.0
#: A runner that is still starting cannot be stopped; it is looked at this often.
SECONDS_BETWEEN_LOOKS = 0.1
_log = logging.getLogger("duenotice.serve")


class ServedFlows(Runner):
    """Prefect's own runner, which leaves signals to the ring."""

    def __init__(self, ask_to_stop: Callable[[], None]) -> None:
        """Keep what is called when the process is asked to stop."""
        super().__init__(name=DEPLOYMENT, query_seconds=SECONDS_BETWEEN_POLLS)
        self._ask_to_stop = ask_to_stop

    def handle_sigterm(self, *_args: object, **_kwargs: object) -> None:
        """Ask the whole ring to stop, where the runner alone would."""
        self._ask_to_stop()


async def keep_served(served: Sequence[Served], stopping: asyncio.Event) -> None:
    """Serve the flows until asked to stop, also through outages of the server.

    Prefect's runner gives up after three polls that failed; this one begins anew.
    """
    while not stopping.is_set():
        try:
            await _serve(served, stopping)
        except Exception as lost:  # noqa: BLE001 - recorded, and tried again
            _log.warning("Prefect's server was lost (%s); trying again.", kind_and_place(lost))
            await pause(stopping, SECONDS_BETWEEN_TRIES)


async def _serve(served: Sequence[Served], stopping: asyncio.Event) -> None:
    runner = ServedFlows(stopping.set)
    for one in served:
        await runner.aadd_flow(
            one.load(),
            name=DEPLOYMENT,
            cron=one.cron or None,
            paused=False,
            description=one.says,
            entrypoint_type=EntrypointType.MODULE_PATH,
        )
    running = asyncio.create_task(runner.start())
    asked = asyncio.create_task(stopping.wait())
    await asyncio.wait({running, asked}, return_when=asyncio.FIRST_COMPLETED)
    while not (running.done() or runner.started):  # noqa: ASYNC110 - it gives no event
        await asyncio.sleep(SECONDS_BETWEEN_LOOKS)
    if not running.done():
        await runner.astop()
    asked.cancel()
    await running
