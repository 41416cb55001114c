"""The sweep's flow with nothing due, beside an empty flow on the same server."""

from __future__ import annotations

import asyncio
import statistics
import tempfile
import time
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from config.settings import Settings
from flows.rehearsal import rehearsal
from incidents.moments import Instant

ROUNDS = 25


def sweeping(rounds: int = ROUNDS) -> dict[str, float]:
    """Give the median of the sweep's flow over that of an empty flow, in turns."""
    with tempfile.TemporaryDirectory(prefix="duenotice-bench-") as folder:
        home = Path(folder)
        settings = Settings(home=home, database_url=f"sqlite:///{home / 'duenotice.db'}")
        with rehearsal(settings) as running:
            at = Instant(datetime.now(UTC))
            empty = _empty_flow()
            loop = asyncio.new_event_loop()
            sweeps, empties = [], []
            running.watch_clocks(at)
            loop.run_until_complete(empty())
            for _ in range(rounds):
                sweeps.append(_timed(lambda: running.watch_clocks(at)))
                empties.append(_timed(lambda: loop.run_until_complete(empty())))
            loop.close()
    ratio = statistics.median(sweeps) / statistics.median(empties)
    return {
        "the sweep's flow with nothing due, as a multiple of an empty flow": ratio,
        "an empty flow, seconds": statistics.median(empties),
    }


def _empty_flow() -> Callable[[], Coroutine[Any, Any, None]]:
    from prefect import flow  # noqa: PLC0415 - only once the environment stands

    @flow(name="empty", persist_result=False)
    async def empty() -> None:
        """Do nothing."""

    return empty


def _timed(act: Callable[[], object]) -> float:
    start = time.perf_counter()
    act()
    return time.perf_counter() - start
