"""The ring: Prefect's server, the served flows and the beats, until asked to stop.

The three are kept going apart from one another. When Prefect's server cannot
start or goes away, it is started again, and the beats do their work without it
meanwhile: what is due must not wait for an orchestrator.

Imports Prefect, which reads its environment at that moment; so only
:func:`flows.serve.serve` imports this module, once the environment stands.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

from prefect.events.worker import EventsWorker

from flows.beats import Beat, keep_beating
from flows.deployments import Served
from flows.runner import keep_served
from flows.server import PrefectServer, PrefectServerError
from flows.stopping import asked_to_stop, pause

SECONDS_BETWEEN_LOOKS = 2.0
#: After a start that failed, the next try waits this long.
SECONDS_BETWEEN_STARTS = 60.0
#: How long the last reports to the server may take when all is to stop.
SECONDS_TO_REPORT = 10.0

Say = Callable[[str], None]


async def keep_going(served: Sequence[Served], server: PrefectServer | None, say: Say) -> None:
    """Run everything until SIGINT or SIGTERM, then end it in order and say so."""
    stopping = asked_to_stop()
    try:
        await _together(served, server, stopping, say)
    finally:
        say("Stopping.")
        await asyncio.to_thread(EventsWorker.drain_all, SECONDS_TO_REPORT)
        if server is not None:
            await asyncio.to_thread(server.stop)
    say("Stopped. Nothing of it is left running.")


async def _together(
    served: Sequence[Served], server: PrefectServer | None, stopping: asyncio.Event, say: Say
) -> None:
    tried = asyncio.Event()
    async with asyncio.TaskGroup() as group:
        if server is None:
            tried.set()
        else:
            group.create_task(_keep_alive(server, tried, stopping, say))
        await tried.wait()
        if stopping.is_set():
            return
        group.create_task(keep_served(served, stopping))
        for beat in filter(None, map(Beat.of, served)):
            group.create_task(keep_beating(beat, stopping))
        say(f"Serving {', '.join(one.name for one in served) or 'no flow'}.")


async def _keep_alive(
    server: PrefectServer, tried: asyncio.Event, stopping: asyncio.Event, say: Say
) -> None:
    while not stopping.is_set():
        say("Prefect's server is starting; this takes a few seconds.")
        try:
            await _start(server, stopping)
        except PrefectServerError as failed:
            server.stop()
            say(f"{failed}\nIt is tried again; until then the work is done without it.")
            tried.set()
            await pause(stopping, SECONDS_BETWEEN_STARTS)
            continue
        if not stopping.is_set():
            say(f"Prefect's page, on this computer only: {server.page}")
        tried.set()
        while not (stopping.is_set() or server.has_ended):
            await pause(stopping, SECONDS_BETWEEN_LOOKS)


async def _start(server: PrefectServer, stopping: asyncio.Event) -> None:
    server.launch()
    while not (stopping.is_set() or await server.is_healthy()):
        await pause(stopping, 0.1)
