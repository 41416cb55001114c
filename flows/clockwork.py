"""What every flow works with: the installation, and the time.

The record is read and written in a thread, so that a flow's loop stays free.
A process that runs flows belongs to one installation, named by the
environment; a drill may set the time that the flows take for now.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from functools import cache
from typing import ParamSpec, TypeVar

from config.wiring import Installation
from incidents.moments import Instant
from incidents.store.unit_of_work import UnitOfWork

_P = ParamSpec("_P")
_R = TypeVar("_R")
_moved: ContextVar[Instant | None] = ContextVar("moved", default=None)
_chosen: ContextVar[FlowInstallation | None] = ContextVar("chosen", default=None)


class FlowInstallation(Installation):
    """An installation as flows see it: it knows what time it is."""

    def work_now(self, actor: str) -> UnitOfWork:
        """Give one unit of work by somebody, now."""
        return self.work(now(), actor)


@contextmanager
def drill(home: FlowInstallation, at: Instant) -> Iterator[None]:
    """Let the flows called in here take an instant for now, in one installation."""
    before, chosen = _moved.set(at), _chosen.set(home)
    try:
        yield
    finally:
        _moved.reset(before)
        _chosen.reset(chosen)


def now() -> Instant:
    """Give the time of the machine, or of the drill."""
    return _moved.get() or Instant(datetime.now(UTC))


def installation() -> FlowInstallation:
    """Give the installation of the drill, or that of the environment."""
    return _chosen.get() or _of_environment()


@cache
def _of_environment() -> FlowInstallation:
    return FlowInstallation()


async def at_work(act: Callable[_P, _R], *args: _P.args, **kwargs: _P.kwargs) -> _R:
    """Do something on the record in a thread of its own, and give what it gives."""
    return await asyncio.to_thread(act, *args, **kwargs)
