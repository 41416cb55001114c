"""Waiting for the minute in which more e-mails may go, and knowing when to stop."""

from __future__ import annotations

import time
from collections.abc import Callable

from incidents.services.telling.send_batch import BatchReport

#: Looked again so often.
_STEP_SECONDS = 5.0
#: A minute's rate comes back within this; a day's rate does not.
_LONGEST_SECONDS = 75.0


class Patience:
    """Waits while the rate of a minute comes back, and not for that of a day."""

    def __init__(
        self,
        goes_on: Callable[[], bool],
        *,
        at_most: float = float("inf"),
        step: float = _STEP_SECONDS,
    ) -> None:
        """Take what says that nobody wants it to end, and how long it may all take."""
        self._goes_on = goes_on
        self._step = step
        self._ends = time.monotonic() + at_most
        self._moved = time.monotonic()

    def saw(self, report: BatchReport) -> None:
        """Take note of a batch: what was claimed shows that the rate came back."""
        if report.claimed:
            self._moved = time.monotonic()

    def wait(self) -> bool:
        """Wait a while, and give whether to try again."""
        until = time.monotonic() + self._step
        if until > min(self._ends, self._moved + _LONGEST_SECONDS):
            return False
        while time.monotonic() < until and self._goes_on():
            time.sleep(min(0.2, self._step))
        return self._goes_on()
