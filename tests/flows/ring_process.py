"""The ring with two tiny flows, as a process: ``python -m tests.flows.ring_process HOME``."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path

from flows.deployments import Served
from flows.serve import serve

TINY = (
    Served(entrypoint="tests.flows.tiny_flows:scheduled", says="By cron.", cron="* * * * *"),
    Served(entrypoint="tests.flows.tiny_flows:beating", says="A beat.", beat=timedelta(seconds=1)),
)

if __name__ == "__main__":
    serve(Path(sys.argv[1]), say=lambda text: print(text, flush=True), served=TINY)  # noqa: T201
