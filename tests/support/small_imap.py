"""A mailbox on this machine that speaks as much of IMAP as reading it takes.

Just enough of RFC 3501 for a client that signs in, looks without marking, asks for
the numbers and fetches the beginning of each message; anything else is refused.
"""

from __future__ import annotations

import re
import socket
import ssl
import threading
from collections.abc import Sequence
from types import TracebackType
from typing import Self

_FETCH = re.compile(rb"UID FETCH (\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)")


class SmallImap:
    """Serves a few messages over TLS, one connection after another."""

    def __init__(self, trust: ssl.SSLContext, messages: Sequence[bytes], password: str) -> None:
        self.commands: list[str] = []
        self._messages = messages
        self._password = password
        self._trust = trust
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._thread = threading.Thread(target=self._serve, daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self._thread.join(10)

    def _serve(self) -> None:
        while True:
            try:
                line, _ = self._listener.accept()
                with self._trust.wrap_socket(line, server_side=True) as private:
                    self._talk(private)
            except OSError:
                if self._listener.fileno() == -1:
                    return

    def _talk(self, private: ssl.SSLSocket) -> None:
        with private.makefile("rwb") as file:
            file.write(b"* OK ready\r\n")
            file.flush()
            for line in file:
                tag, _, command = line.strip().partition(b" ")
                self.commands.append(command.split(b" ")[0].decode())
                file.write(self._answer(command) + tag + self._ending(command))
                file.flush()
                if command.startswith(b"LOGOUT"):
                    return

    def _answer(self, command: bytes) -> bytes:
        if command.startswith(b"CAPABILITY"):
            return b"* CAPABILITY IMAP4rev1\r\n"
        if command.startswith(b"EXAMINE"):
            return b"* %d EXISTS\r\n" % len(self._messages)
        if command == b"UID SEARCH ALL":
            numbers = b" ".join(b"%d" % (each + 7) for each in range(len(self._messages)))
            return b"* SEARCH " + numbers + b"\r\n"
        if match := _FETCH.fullmatch(command):
            number = int(match[1])
            content = self._messages[number - 7][: int(match[2])]
            head = b"* %d FETCH (UID %d BODY[]<0> {%d}\r\n" % (number - 6, number, len(content))
            return head + content + b")\r\n"
        return b"* BYE\r\n" if command.startswith(b"LOGOUT") else b""

    def _ending(self, command: bytes) -> bytes:
        is_login = command.startswith(b"LOGIN")
        if is_login and f'"{self._password}"'.encode() not in command:
            return b" NO wrong password\r\n"
        return b" OK done\r\n"
