"""Being asked to stop, and waiting no longer than until then."""

from __future__ import annotations

import asyncio
import contextlib
import signal
import threading
from types import FrameType

#: Set once this process was asked to stop; whatever waits in a thread looks at it.
ASKED = threading.Event()


def asked_to_stop() -> asyncio.Event:
    """Give an event that Ctrl-C and SIGTERM set; a second Ctrl-C ends at once."""
    ASKED.clear()
    stopping, loop = asyncio.Event(), asyncio.get_running_loop()

    def ask(number: int, _frame: FrameType | None) -> None:
        signal.signal(number, signal.SIG_DFL)
        ASKED.set()
        loop.call_soon_threadsafe(stopping.set)

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, ask)
    return stopping


def pass_on(number: int) -> None:
    """Ask to stop with a signal that Prefect took, unless it passed it on itself."""
    if not ASKED.is_set():
        signal.raise_signal(number)


async def pause(stopping: asyncio.Event, seconds: float) -> None:
    """Wait that long, or until asked to stop."""
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stopping.wait(), seconds)
