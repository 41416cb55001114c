"""A quick mail server on this machine for many messages, which can misbehave anywhere.

It keeps the Message-ID of each message that it takes, in a log file like that of
a real server, and may wait before it takes one and before it says so. It runs in
a thread, or as a process of its own:

    python -m tests.support.bulk_sink LOG SECONDS_BEFORE SECONDS_AFTER
"""

from __future__ import annotations

import asyncio
import random
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Self

#: The connection breaks.
RESET = "reset"
#: The message is taken, and the connection breaks before anybody is told.
KEPT_THEN_RESET = "kept, then reset"
#: Nothing is said for longer than anybody waits.
SILENT = "silent"
#: Words that are no answer.
NONSENSE = "nonsense"

#: Gives the fault of a verb (CONNECT, EHLO, STARTTLS, AUTH, MAIL, RCPT, DATA, BODY, DOT)
#: and the recipient, or nothing.
Fault = Callable[[str, str], str]
_CHANCE = random.Random(20260305)  # noqa: S311 - waits, not secrets


class BulkSink:
    """Takes messages on a port of its own."""

    def __init__(
        self,
        *,
        fault: Fault = lambda _verb, _to: "",
        waits: tuple[float, float] = (0, 0),
        log: Path | None = None,
    ) -> None:
        self.fault = fault
        self.waits = waits
        self.messages: list[bytes] = []
        self.ids: list[str] = []
        self.recipients: list[str] = []
        self.connections = 0
        self.keeps_messages = True
        #: Called when a message has been taken, before the answer.
        self.on_message: Callable[[], None] = lambda: None
        self._log = log.open("a", buffering=1) if log else None
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(10)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)
        self._loop.close()
        if self._log:
            self._log.close()

    def take(self, content: bytes, to: str) -> None:
        """Keep a message: from here on it is the sink's."""
        head = content.split(b"\r\n\r\n", 1)[0]
        line = next(each for each in head.split(b"\r\n") if each.startswith(b"Message-ID: "))
        message_id = line.removeprefix(b"Message-ID: <").removesuffix(b">").decode()
        self.ids.append(message_id)
        self.recipients.append(to)
        if self.keeps_messages:
            self.messages.append(content)
        if self._log:
            self._log.write(f"postfix/cleanup[7]: 4F: message-id=<{message_id}>\n")
        self.on_message()

    async def _listen(self) -> None:
        self._tasks: set[asyncio.Task[None]] = set()
        self._server = await self._loop.create_server(lambda: _Line(self), "127.0.0.1", 0)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _end(self) -> None:
        self._server.close()
        for each in [*self._tasks]:
            each.cancel()
        await asyncio.sleep(0)


class _Line(asyncio.Protocol):
    """One connection."""

    def __init__(self, sink: BulkSink) -> None:
        self._sink = sink
        self._buffer = b""
        self._to = ""
        self._in_message = False
        self._transport: asyncio.Transport

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._sink.connections += 1
        self._answer("CONNECT", "220 sink ready")

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if self._in_message:
            self._body()
            return
        while b"\r\n" in self._buffer and not self._in_message:
            line, self._buffer = self._buffer.split(b"\r\n", 1)
            self._command(line.decode())
        if self._awaits_body():
            self._body()

    def _awaits_body(self) -> bool:
        return self._in_message and bool(self._buffer)

    def _command(self, line: str) -> None:
        verb = line[:4].upper()
        match verb:
            case "EHLO":
                self._answer("EHLO", "250-sink\r\n250-AUTH PLAIN\r\n250 STARTTLS")
            case "STAR":
                self._answer("STARTTLS", "220 go on")
            case "AUTH":
                self._answer("AUTH", "235 2.7.0 welcome")
            case "RCPT":
                self._to = line[9:].rstrip(">")
                self._answer("RCPT", "250 2.1.5 fine")
            case "DATA":
                if self._answer("DATA", "354 go on"):
                    self._in_message = True
            case "QUIT":
                self._say("221 2.0.0 bye")
                self._transport.close()
            case _:
                self._answer(verb, "250 2.0.0 fine")

    def _body(self) -> None:
        if not self._answer("BODY", ""):
            return
        content, dot, rest = self._buffer.partition(b"\r\n.\r\n")
        if not dot:
            return
        self._in_message, self._buffer = False, rest
        message = (content + b"\r\n").replace(b"\r\n..", b"\r\n.")
        task = self._sink._loop.create_task(self._taken(message, self._to))
        self._sink._tasks.add(task)
        task.add_done_callback(self._sink._tasks.discard)

    async def _taken(self, message: bytes, to: str) -> None:
        fault = self._sink.fault("DOT", to)
        before, after = self._sink.waits
        if before or after:
            await asyncio.sleep(_CHANCE.uniform(0, before))
        if fault in ("", KEPT_THEN_RESET, SILENT):
            self._sink.take(message, to)
        if before or after:
            await asyncio.sleep(_CHANCE.uniform(0, after))
        self._answer("DOT", "250 2.0.0 taken")

    def _answer(self, verb: str, fine: str) -> bool:
        """Answer, or misbehave; say whether all is well."""
        fault = self._sink.fault(verb, self._to)
        if not fault:
            if fine:
                self._say(fine)
            return True
        if fault in (RESET, KEPT_THEN_RESET):
            self._transport.abort()
        elif fault == NONSENSE:
            self._say("what do you want?")
        elif fault != SILENT:
            self._say(fault)
            if fault.startswith("421"):
                self._transport.close()
        return False

    def _say(self, text: str) -> None:
        self._transport.write(f"{text}\r\n".encode())


def main(log: str, before: str, after: str) -> None:
    """Take messages until the process is ended; the first line printed is the port."""
    with BulkSink(log=Path(log), waits=(float(before), float(after))) as sink:
        sink.keeps_messages = False
        print(sink.port, flush=True)  # noqa: T201 - whoever started it reads this
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
