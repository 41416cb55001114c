"""Prefect's server process: it starts clean, and never outlives its parent."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import textwrap
import time

import psutil
import pytest

from flows.server import PrefectServer, PrefectServerError, free_port
from flows.settings import PrefectSettings


def test_a_port_in_use_is_not_chosen(monkeypatch):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        monkeypatch.setattr("flows.server.USUAL_PORT", port)
        assert free_port() != port


def test_a_port_that_was_taken_meanwhile_is_a_start_that_failed(tmp_path):
    server = PrefectServer(PrefectSettings(installation=tmp_path))
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        server.port = taken.getsockname()[1]
        with pytest.raises(PrefectServerError, match=f"cannot have port {server.port}"):
            server.launch()
    assert server.pid is None


async def test_a_server_that_cannot_start_says_what_to_do(tmp_path):
    settings = PrefectSettings(installation=tmp_path)
    settings.folder.mkdir()
    (settings.folder / "prefect.db").write_bytes(b"this is no database" * 1000)
    server = PrefectServer(settings)
    server.launch()
    with pytest.raises(PrefectServerError) as raised:
        await server.until_healthy()
    server.stop()
    assert f"No case is kept in {settings.folder}: move that folder away" in str(raised.value)
    assert "file is not a database" in settings.log.read_text()


def test_the_server_ends_when_its_parent_is_killed(tmp_path):
    parent = subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(_A_PARENT), str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert parent.stdout
    child = psutil.Process(int(parent.stdout.readline()))
    assert child.is_running()
    os.kill(parent.pid, signal.SIGKILL)
    parent.wait()
    parent.stdout.close()
    _wait_until_gone(child)


_A_PARENT = """
    import sys, time
    from pathlib import Path
    from flows.server import PrefectServer
    from flows.settings import PrefectSettings
    server = PrefectServer(PrefectSettings(installation=Path(sys.argv[1])))
    server.launch()
    print(server.pid, flush=True)
    time.sleep(600)
"""


def _wait_until_gone(process, seconds=20):
    latest = time.monotonic() + seconds
    while process.is_running() and process.status() != psutil.STATUS_ZOMBIE:
        assert time.monotonic() < latest, "the server outlived its parent"
        time.sleep(0.1)
