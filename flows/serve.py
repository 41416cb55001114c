"""The door to the ring: all that runs by itself, until Ctrl-C or SIGTERM.

Importing this module costs nothing; calling :func:`serve` imports Prefect.
"""

from __future__ import annotations

import asyncio
import fcntl
import os
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from flows.deployments import SERVED, Served
from flows.server import PrefectServer
from flows.settings import PrefectSettings
from incidents.errors import DueNoticeError


class AlreadyServingError(DueNoticeError):
    """Another process serves this installation."""


def serve(home: Path, *, say: Callable[[str], None], served: Sequence[Served] = SERVED) -> None:
    """Run Prefect's server, the flows and the beats until asked to stop.

    With ``PREFECT_API_URL`` set, that server is used and none is started. What
    happens is said in whole sentences to ``say``. Raises AlreadyServingError
    when another process serves the same home: two would send the same things.
    """
    settings = PrefectSettings.read(home, os.environ)
    with _alone(settings):
        own = PrefectServer(settings)
        server = None if settings.api_url else own
        os.environ.update(settings.for_clients(settings.api_url or own.api_url, os.environ))
        # Prefect reads the environment once, when it is imported.
        from flows.ring import keep_going  # noqa: PLC0415

        asyncio.run(keep_going(served, server, say))


@contextmanager
def _alone(settings: PrefectSettings) -> Iterator[None]:
    settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    with settings.lock.open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as taken:
            lock.seek(0)
            raise AlreadyServingError(
                f"Another process ({lock.read().strip() or 'number unknown'}) already serves "
                f"{settings.installation}; stop that one first, or set another DUENOTICE_HOME."
            ) from taken
        lock.truncate(0)
        lock.write(str(os.getpid()))
        lock.flush()
        yield
