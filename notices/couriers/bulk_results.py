"""Gathers what became of e-mails into groups, and tells each group apart.

The record is written in a thread of its own while the connections go on; one
group at a time, so that the record is never written twice at once by one worker.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator

from incidents.services.telling.post import Email, Handed, Tell

#: A group is told once it has so many, or once its first has waited so long.
GROUP, SECONDS = 200, 1.0


class Results:
    """The results of one run, told in groups."""

    def __init__(self, tell: Tell) -> None:
        """Take whom to tell."""
        self._tell = tell
        self._waiting: list[Handed] = []
        self._telling: asyncio.Task[None] | None = None
        self._alarm: asyncio.TimerHandle | None = None

    def next_of(self, emails: Iterator[Email]) -> Email | None:
        """Give the next e-mail to send, unless telling failed or there is none."""
        failed = self._telling is not None and self._telling.done() and self._telling.exception()
        return None if failed else next(emails, None)

    def add(self, handed: Handed) -> None:
        """Take a result, and tell the group where it is time."""
        self._waiting.append(handed)
        if len(self._waiting) >= GROUP:
            self._begin()
        elif self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(SECONDS, self._begin)

    async def finish(self) -> None:
        """Tell what is left; raise what went wrong while telling."""
        while self._telling is not None or self._waiting:
            self._quiet()
            if self._telling is not None:
                telling, self._telling = self._telling, None
                await telling
            self._begin()

    def _begin(self) -> None:
        self._quiet()
        is_busy = self._telling is not None and not self._telling.done()
        if is_busy or not self._waiting:
            return
        if self._telling is not None and self._telling.exception() is not None:
            return  # it is raised at the end; nothing more is told
        group, self._waiting = self._waiting, []
        self._telling = asyncio.create_task(asyncio.to_thread(self._tell, group))
        self._telling.add_done_callback(self._go_on)

    def _go_on(self, _: asyncio.Task[None]) -> None:
        if len(self._waiting) >= GROUP:
            self._begin()
        elif self._waiting and self._alarm is None:
            self._alarm = asyncio.get_running_loop().call_later(SECONDS, self._begin)

    def _quiet(self) -> None:
        if self._alarm is not None:
            self._alarm.cancel()
            self._alarm = None
