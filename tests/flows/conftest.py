"""One throw-away Prefect server for all tests that run a flow.

It takes about fifteen seconds to start, so it starts once for this folder, and
only when a test asks for ``harness``. What can be tested below the flows is tested there.
"""

from __future__ import annotations

import gc
import os
import warnings
from collections.abc import Iterator

import pytest

from flows.server import free_port
from flows.settings import PRIVATE

# Before the first test of this folder imports Prefect.
os.environ.update(PRIVATE)

#: Prefect 3.8.8 leaves one socket a flow run to the garbage collector.
LEFT_OPEN = "ignore:unclosed <socket.socket:ResourceWarning"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let Prefect's own left-open sockets pass, in the tests that run flows alone."""
    for item in items:
        if {"harness", "away"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.filterwarnings(LEFT_OPEN))


@pytest.fixture(scope="package")
def _prefect(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    os.environ["PREFECT_HOME"] = str(tmp_path_factory.mktemp("prefect-home"))
    from prefect.events.worker import EventsWorker  # noqa: PLC0415
    from prefect.testing.utilities import prefect_test_harness  # noqa: PLC0415

    with prefect_test_harness(server_startup_timeout=180):
        yield
        # Its threads must not go on beside the tests that follow.
        EventsWorker.drain_all(timeout=10)


@pytest.fixture
def harness(_prefect: None) -> Iterator[None]:
    """Run flows against a server and a database made for this test run alone."""
    yield
    _collect()


@pytest.fixture
def away() -> Iterator[None]:
    """Point Prefect at a port of this computer where nothing listens."""
    from prefect import settings  # noqa: PLC0415

    nowhere = f"http://127.0.0.1:{free_port()}/api"
    with settings.temporary_settings(
        {settings.PREFECT_API_URL: nowhere, settings.PREFECT_CLIENT_MAX_RETRIES: 0}
    ):
        yield
    _collect()


def _collect() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        gc.collect()
