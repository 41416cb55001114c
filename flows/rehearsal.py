"""Runs the flows as of chosen instants, against a server of its own.

The demo and drills move the clock; everything else is real: Prefect's server,
the flows, the tasks, the page. Importing this module costs nothing.
"""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator
from contextlib import contextmanager

from config.settings import Settings
from flows.server import PrefectServer
from flows.settings import PrefectSettings
from incidents.moments import Instant


class Rehearsal:
    """Runs one flow after another, each as of an instant."""

    def __init__(self, settings: Settings) -> None:
        """Rehearse in this installation."""
        from flows.clockwork import FlowInstallation  # noqa: PLC0415 - reads the clock

        self._home = FlowInstallation(settings)
        self._loop = asyncio.new_event_loop()
        self.runs = 0

    def respond(self, case: str, at: Instant) -> None:
        """Answer a case as of an instant."""
        from flows.respond import respond  # noqa: PLC0415 - imports Prefect

        self._run(lambda: respond(case), at)

    def watch_clocks(self, at: Instant) -> None:
        """Answer what waits and send what is due, as of an instant."""
        from flows.watch_clocks import watch_clocks  # noqa: PLC0415 - imports Prefect

        self._run(watch_clocks, at)

    def close_case(self, case: str, at: Instant) -> None:
        """Do what follows a closing, as of an instant."""
        from flows.close_case import close_case  # noqa: PLC0415 - imports Prefect

        self._run(lambda: close_case(case), at)

    def end(self) -> None:
        """Let Prefect report what is left to report."""
        from prefect.events.worker import EventsWorker  # noqa: PLC0415 - imports Prefect

        EventsWorker.drain_all(timeout=5)
        self._loop.close()

    def _run(self, flow: object, at: Instant) -> None:
        from flows.clockwork import drill  # noqa: PLC0415 - reads the clock

        with drill(self._home, at):
            self._loop.run_until_complete(flow())  # type: ignore[operator]
        self.runs += 1


@contextmanager
def rehearsal(settings: Settings) -> Iterator[Rehearsal]:
    """Give a rehearsal with a server of its own, ended with all it started."""
    prefect = PrefectSettings.read(settings.home, os.environ)
    server = None if prefect.api_url else PrefectServer(prefect)
    if server is not None:
        server.launch()
    before = dict(os.environ)
    try:
        if server is not None:
            asyncio.run(server.until_healthy())
        api_url = prefect.api_url or (server.api_url if server else "")
        os.environ.update(prefect.for_clients(api_url, os.environ))
        running = Rehearsal(settings)
        try:
            yield running
        finally:
            running.end()
    finally:
        os.environ.clear()
        os.environ.update(before)
        if server is not None:
            server.stop()
