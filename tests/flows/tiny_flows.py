"""Two flows that only leave a trace, for the tests of the ring."""

from __future__ import annotations

import os
from pathlib import Path

from prefect import flow


def traces(home: Path, name: str) -> int:
    """Give how often the flow of that name did its work for an installation."""
    path = home / name
    return path.stat().st_size if path.exists() else 0


@flow(name="scheduled", persist_result=False)
async def scheduled() -> None:
    """Leave a trace; Prefect's scheduler starts it."""
    _trace("scheduled")


@flow(name="beating", persist_result=False)
async def beating() -> None:
    """Leave a trace; the serving process calls it."""
    _trace("beating")


def _trace(name: str) -> None:
    with (Path(os.environ["DUENOTICE_HOME"]) / name).open("a") as kept:
        kept.write(".")
