"""Prefect's own server as a child process, on loopback only.

It is started with its own database under the installation's folder, and ended
with everything it started. What it keeps is a view of the work, never the
record of a case.
"""

from __future__ import annotations

import asyncio
import contextlib
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from typing import IO

from flows.settings import LOOPBACK, PrefectSettings
from incidents.errors import DueNoticeError

#: The port tried first, so that a bookmark of Prefect's page keeps working.
USUAL_PORT = 4200
#: A first start makes the database: 15 s on two cores, far more on an old laptop.
SECONDS_TO_START = 180.0
SECONDS_TO_STOP = 15.0
SECONDS_BETWEEN_LOOKS = 0.1
_LINES_SHOWN = 8


class PrefectServerError(DueNoticeError):
    """Prefect's server did not start; no case is touched by that."""


class PrefectServer:
    """One server process, from its start to its end."""

    def __init__(self, settings: PrefectSettings) -> None:
        """Choose the server's port; nothing runs yet."""
        self._settings = settings
        self._child: subprocess.Popen[bytes] | None = None
        self._latest = 0.0
        self.port = free_port()

    @property
    def page(self) -> str:
        """Give the address of Prefect's page, on this computer only."""
        return f"http://{LOOPBACK}:{self.port}"

    @property
    def api_url(self) -> str:
        """Give the address that flows and clients talk to."""
        return f"{self.page}/api"

    @property
    def pid(self) -> int | None:
        """Give the number of the process, if one was started."""
        return self._child.pid if self._child else None

    @property
    def has_ended(self) -> bool:
        """Say whether the process was started and is gone."""
        return self._child is not None and self._child.poll() is not None

    def launch(self) -> None:
        """Start the process, its log beside its database; do not wait.

        Raise PrefectServerError where another program took its port meanwhile.
        """
        self.stop()
        self._settings.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._latest = time.monotonic() + SECONDS_TO_START
        with self._listener() as listener, _fresh_log(self._settings) as log:
            listener.set_inheritable(True)
            self._child = subprocess.Popen(  # noqa: S603 - our own module, no shell
                [sys.executable, "-m", "flows.server_child", str(listener.fileno())],
                env=self._settings.for_server(self.port, os.environ),
                stdin=subprocess.PIPE,
                stdout=log,
                stderr=subprocess.STDOUT,
                pass_fds=[listener.fileno()],
                start_new_session=True,
            )

    async def is_healthy(self) -> bool:
        """Say whether the server answers; raise PrefectServerError if it never will."""
        if await asyncio.to_thread(_answers, self.port):
            return True
        if self.has_ended or time.monotonic() > self._latest:
            raise PrefectServerError(self._what_went_wrong())
        return False

    async def until_healthy(self) -> None:
        """Return once the server answers; raise PrefectServerError if it never will."""
        while not await self.is_healthy():  # noqa: ASYNC110 - another process gives no event
            await asyncio.sleep(SECONDS_BETWEEN_LOOKS)

    def stop(self) -> None:
        """End the process and all it started, gently first."""
        child, self._child = self._child, None
        if child is None:
            return
        if child.stdin:
            child.stdin.close()
        _signal_group(child, signal.SIGTERM)
        try:
            child.wait(SECONDS_TO_STOP)
        except subprocess.TimeoutExpired:
            _signal_group(child, signal.SIGKILL)
            child.wait()
        # Whatever the process itself may have started ends with it.
        _signal_group(child, signal.SIGKILL)

    def _listener(self) -> socket.socket:
        # The port stays the same: whoever reports to the server knows no other.
        try:
            return _bound_socket(self.port)
        except OSError as taken:
            raise PrefectServerError(
                f"Prefect's own server cannot have port {self.port} of {LOOPBACK}, since another "
                "program took it; stop that program."
            ) from taken

    def _what_went_wrong(self) -> str:
        log = self._settings.log
        last = log.read_text(errors="replace").splitlines()[-_LINES_SHOWN:]
        return (
            f"Prefect's own server did not start; its log, {log}, ends with:\n"
            + "\n".join(f"    {line}" for line in last)
            + f"\nNo case is kept in {self._settings.folder}: move that folder away "
            "and start again. Every other command works without it."
        )


def free_port() -> int:
    """Give the usual port, or another if something already listens there."""
    for wanted in (USUAL_PORT, 0):
        with contextlib.suppress(OSError), _bound_socket(wanted) as probe:
            return int(probe.getsockname()[1])
    raise PrefectServerError(
        f"No port of {LOOPBACK} is free for Prefect's server; stop a program that listens, "
        "or set PREFECT_API_URL to a server that already runs."
    )


def _bound_socket(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((LOOPBACK, port))
    except OSError:
        listener.close()
        raise
    return listener


def _fresh_log(settings: PrefectSettings) -> IO[bytes]:
    with contextlib.suppress(FileNotFoundError):
        settings.log.replace(settings.log.with_name("server.previous.log"))
    return settings.log.open("wb")


def _answers(port: int) -> bool:
    asked = http.client.HTTPConnection(LOOPBACK, port, timeout=5)
    try:
        asked.request("GET", "/api/health")
        return asked.getresponse().status == http.HTTPStatus.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        asked.close()


def _signal_group(child: subprocess.Popen[bytes], number: signal.Signals) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(child.pid, number)
