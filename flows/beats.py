"""Flows that the serving process itself calls, again and again.

A beat runs inside the serving process and shows on Prefect's page like any
other run, for a fifteenth of the cost of a scheduled one (see the decision
record on clocks and flows). It leans on Prefect for nothing else: when the
server does not answer, the same work is done without it, so that a reminder
never waits for an orchestrator.
"""

from __future__ import annotations

import asyncio
import logging
import math
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import State
from prefect.exceptions import TerminationSignal
from prefect.logging import disable_run_logger

from flows.deployments import Served
from flows.failures import kind_and_place
from flows.stopping import pass_on, pause

#: However little is wanted, a beat runs once in this time, for all to see.
SECONDS_AT_MOST = 3600.0
#: A machine that slept is noticed this soon after it wakes.
SECONDS_BETWEEN_LOOKS = 60.0
#: A clock that is being set right may run this much slow between two looks.
SECONDS_OF_SLACK = 0.5
_log = logging.getLogger("duenotice.beats")


@dataclass(frozen=True, slots=True, kw_only=True)
class Beat:
    """One flow without parameters, its rhythm and the question asked before it."""

    flow: Flow[[], Any]
    every: timedelta
    wanted: Callable[[], bool]

    @classmethod
    def of(cls, served: Served) -> Beat | None:
        """Give the beat of a served flow, or None if it has none."""
        if served.beat is None:
            return None
        return cls(flow=served.load(), every=served.beat, wanted=served.load_wanted())


async def keep_beating(beat: Beat, stopping: asyncio.Event) -> None:
    """Run the beat at once and in its rhythm until asked to stop; finish the last one."""
    asked = ran = -math.inf
    every = beat.every.total_seconds()
    while not stopping.is_set():
        if _is_past(asked, every):
            asked = time.time()
            if _is_past(ran, max(every, SECONDS_AT_MOST)) or await _is_wanted(beat):
                ran = asked
                await run_once(beat)
        await pause(stopping, min(every, SECONDS_BETWEEN_LOOKS))


def _is_past(since: float, seconds: float) -> bool:
    # The wall clock goes on while a machine sleeps, and may be set back: then it is due.
    gone = time.time() - since
    return gone < 0 or gone >= seconds - SECONDS_OF_SLACK


async def run_once(beat: Beat) -> None:
    """Run the flow now, with Prefect or without; a failure waits for the next beat."""
    try:
        state: State[Any] = await beat.flow(return_state=True)
    except TerminationSignal as asked:  # in a run, Prefect takes the signal and raises this
        pass_on(asked.signal)
        return
    except Exception as unreachable:  # noqa: BLE001 - whatever ails Prefect, the work is done
        _log.warning("%s runs without Prefect: %s.", beat.flow.name, kind_and_place(unreachable))
        await _without_prefect(beat)
        return
    if not state.is_completed():
        _log.error("%s ended as %s; its next beat tries again.", beat.flow.name, state.name)


async def _without_prefect(beat: Beat) -> None:
    try:
        with disable_run_logger():  # there is no run to log to
            await beat.flow.fn()
    except Exception as error:  # noqa: BLE001 - recorded; one failure must not end all beats
        # No traceback: it would quote the error's text.
        _log.error("%s failed: %s; its next beat tries.", beat.flow.name, kind_and_place(error))


async def _is_wanted(beat: Beat) -> bool:
    try:
        return await asyncio.to_thread(beat.wanted)
    except Exception as error:  # noqa: BLE001 - what cannot be asked is done
        _log.warning("%s runs unasked: %s.", beat.flow.name, kind_and_place(error))
        return True
