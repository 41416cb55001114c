"""What the server's own process runs: Prefect's API, for as long as its parent lives.

Started as ``python -m flows.server_child DESCRIPTOR`` with a bound socket under
that descriptor and a pipe as standard input. The pipe closes when the parent
ends, however it ends (a closed terminal and ``kill -9`` too), and this process
then leaves as well: no server is ever left behind.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
import threading
import time

#: How long open requests may take to finish before the process leaves anyway.
SECONDS_TO_FINISH = 5


def main(descriptor: int) -> None:
    """Serve Prefect's API on the socket that was handed down."""
    os.umask(0o077)
    threading.Thread(target=_leave_with_the_parent, daemon=True).start()
    _use_a_current_sqlite()
    # Prefect is slow to import; the parent is watched before.
    import uvicorn  # noqa: PLC0415

    answering = uvicorn.Config(
        "prefect.server.api.server:create_app",
        factory=True,
        log_level="warning",
        timeout_graceful_shutdown=SECONDS_TO_FINISH,
    )
    uvicorn.Server(answering).run(sockets=[socket.socket(fileno=descriptor)])


def _leave_with_the_parent() -> None:
    sys.stdin.buffer.read()
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(SECONDS_TO_FINISH * 2)
    os._exit(1)


def _use_a_current_sqlite() -> None:
    # SQLite before 3.51.3 can damage a database in WAL mode, which Prefect uses;
    # the interpreter's own is often older than the one this product ships with.
    import pysqlite3  # noqa: PLC0415
    import pysqlite3.dbapi2  # noqa: PLC0415

    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2


if __name__ == "__main__":
    main(int(sys.argv[1]))
