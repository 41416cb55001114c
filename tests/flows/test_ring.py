"""The whole ring, once, as it runs in a district: nothing of it is replaced.

It guards the pinned versions: with another SQLAlchemy, Prefect's scheduler
makes no run and says nothing, and this test waits in vain.
"""

from __future__ import annotations

import fcntl
import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path

import httpx
import psutil
import pytest
from prefect import get_client
from prefect.client.schemas.filters import (
    FlowFilter,
    FlowFilterName,
    FlowRunFilter,
    FlowRunFilterState,
    FlowRunFilterStateType,
)
from prefect.client.schemas.objects import StateType
from prefect.settings import PREFECT_API_URL, temporary_settings

from flows.serve import AlreadyServingError, serve
from flows.server import free_port
from flows.settings import PrefectSettings
from tests.architecture.sources import ROOT
from tests.flows.tiny_flows import traces

COMPLETED = FlowRunFilter(
    state=FlowRunFilterState(type=FlowRunFilterStateType(any_=[StateType.COMPLETED]))
)


@contextmanager
def _ring(home: Path, **environment: str):
    said = home / "said"
    with said.open("w") as out:
        process = psutil.Popen(
            [sys.executable, "-m", "tests.flows.ring_process", str(home)],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=ROOT,
            env={**os.environ, **environment},
        )
    try:
        yield process, said
    finally:
        if process.is_running():
            process.kill()
            process.wait()


def _wait_for(what, seconds, said):
    latest = time.monotonic() + seconds
    while not (found := what()):
        assert time.monotonic() < latest, said.read_text()
        time.sleep(0.2)
    return found


def _page(said):
    lines = said.read_text().splitlines()
    return next((line.split()[-1] for line in lines if "on this computer only" in line), None)


def _completed(page, flow_name):
    with temporary_settings({PREFECT_API_URL: f"{page}/api"}), get_client(sync_client=True) as api:
        runs = api.read_flow_runs(
            flow_filter=FlowFilter(name=FlowFilterName(any_=[flow_name])),
            flow_run_filter=COMPLETED,
        )
    return [run for run in runs if run.deployment_id] if flow_name == "scheduled" else runs


def _server_of(process):
    return next(one for one in process.children() if "flows.server_child" in one.cmdline())


def _kill_the_server(process, said):
    ended = _server_of(process)
    ended.kill()
    before = traces(said.parent, "beating")
    _wait_for(lambda: traces(said.parent, "beating") > before + 1, 60, said)
    _wait_for(lambda: said.read_text().count("on this computer only") == 2, 60, said)
    assert _server_of(process).pid != ended.pid


def _stop(process):
    family = [process, *process.children(recursive=True)]
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0
    _, alive = psutil.wait_procs(family, timeout=5)
    assert alive == []


def test_the_ring_runs_what_is_due_and_leaves_nothing_behind(tmp_path):
    with _ring(tmp_path) as (process, said):
        page = _wait_for(lambda: _page(said), 180, said)
        _wait_for(lambda: _completed(page, "beating"), 30, said)
        _wait_for(lambda: _completed(page, "scheduled"), 120, said)
        assert traces(tmp_path, "scheduled") >= 1
        _kill_the_server(process, said)
        _stop(process)
        assert said.read_text().splitlines()[-2:] == [
            "Stopping.",
            "Stopped. Nothing of it is left running.",
        ]


@pytest.mark.usefixtures("harness")
def test_a_server_of_the_operator_is_used_and_left_alone(tmp_path):
    theirs = PREFECT_API_URL.value()
    with _ring(tmp_path, PREFECT_API_URL=theirs) as (process, said):
        _wait_for(lambda: _completed(theirs.removesuffix("/api"), "beating"), 60, said)
        assert [one for one in process.children() if "flows.server_child" in one.cmdline()] == []
        _stop(process)
    assert not (tmp_path / "prefect" / "server.log").exists()
    assert httpx.get(f"{theirs}/health").is_success


def test_work_goes_on_where_prefect_cannot_start(tmp_path):
    damaged = PrefectSettings(installation=tmp_path).folder / "prefect.db"
    damaged.parent.mkdir()
    damaged.write_bytes(b"this is no database" * 1000)
    with _ring(tmp_path) as (process, said):
        _wait_for(lambda: traces(tmp_path, "beating"), 90, said)
        _stop(process)
        assert "Prefect's own server did not start; its log" in said.read_text()
        assert "until then the work is done without it" in said.read_text()


def test_work_goes_on_where_the_operators_server_is_away(tmp_path):
    nowhere = f"http://127.0.0.1:{free_port()}/api"
    with _ring(tmp_path, PREFECT_API_URL=nowhere) as (process, said):
        _wait_for(lambda: traces(tmp_path, "beating"), 60, said)
        _wait_for(lambda: "Prefect's server was lost" in said.read_text(), 60, said)
        _stop(process)


def test_nobody_else_on_the_machine_may_read_its_files(tmp_path):
    settings = PrefectSettings(installation=tmp_path)
    with pytest.raises(AlreadyServingError), _another_serves(settings):
        serve(tmp_path, say=print)
    assert settings.folder.stat().st_mode & 0o077 == 0


def test_a_second_serve_of_one_home_is_refused(tmp_path):
    settings = PrefectSettings(installation=tmp_path)
    with _another_serves(settings), pytest.raises(AlreadyServingError) as raised:
        serve(tmp_path, say=print)
    assert str(raised.value) == (
        f"Another process (4711) already serves {tmp_path}; stop that one first, "
        "or set another DUENOTICE_HOME."
    )


@contextmanager
def _another_serves(settings):
    settings.folder.mkdir(mode=0o700)
    with settings.lock.open("w") as lock:
        lock.write("4711")
        lock.flush()
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
