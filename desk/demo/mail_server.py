"""A mail server for the demo, on this computer only: it keeps what it is given.

The notices of the demo leave by real SMTP and arrive in a folder. Some mailboxes
are gone, as in any list: a few are refused at once, and for a few more a bounce
message comes back later (RFC 3464). Nothing goes any further.
"""

from __future__ import annotations

import asyncio
import hashlib
import queue
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from notices.couriers.files import write_whole

_HOST = "127.0.0.1"
_ADDRESS = re.compile(rb"<([^<>\s]*)>")
_MESSAGE_ID = re.compile(rb"(?im)^message-id:\s*<([^<>\s]+)>")
_TO = re.compile(rb"(?im)^to:[^<]*<([^<>\s]+)>")
#: Of a hundred mailboxes so many are refused at once, and so many bounce later.
_REFUSED, _BOUNCED = 1, 2


@dataclass(frozen=True, slots=True)
class DemoMailServer:
    """Where the server listens, and the folders of what it took and gave back."""

    port: int
    taken: Path
    returned: Path

    def give_back(self) -> int:
        """Write a bounce for each message to a mailbox that is gone; give how many."""
        gone = [path for path in sorted(self.taken.glob("*.eml")) if _bounces(path.read_bytes())]
        for path in gone:
            write_whole(self.returned / path.name, _bounce(path.read_bytes()))
        return len(gone)


@contextmanager
def mail_server(folder: Path) -> Iterator[DemoMailServer]:
    """Run the server in a thread of its own, as long as the block lasts."""
    taken, returned = folder / "taken", folder / "returned"
    for each in (taken, returned):
        each.mkdir(mode=0o700, parents=True, exist_ok=True)
    listening: queue.Queue[tuple[asyncio.AbstractEventLoop, asyncio.Event, int]] = queue.Queue()

    async def listen() -> None:
        ended = asyncio.Event()
        server = await asyncio.start_server(_Conversation(taken).hold, _HOST, 0)
        port = server.sockets[0].getsockname()[1]
        listening.put((asyncio.get_running_loop(), ended, port))
        await ended.wait()
        server.close()  # and nobody waits for a sender that is still there

    thread = threading.Thread(
        target=lambda: asyncio.run(listen()), name="demo mail server", daemon=True
    )
    thread.start()
    loop, ended, port = listening.get()
    try:
        yield DemoMailServer(port=port, taken=taken, returned=returned)
    finally:
        loop.call_soon_threadsafe(ended.set)
        thread.join()


class _Conversation:
    """What the server says to one sender after another."""

    def __init__(self, taken: Path) -> None:
        self._taken = taken

    async def hold(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer until the sender quits or is gone."""
        writer.write(b"220 demo.example\r\n")
        try:
            while line := await reader.readline():
                answer = self._answer(line)
                writer.write(answer)
                if answer.startswith(b"354"):
                    writer.write(self._keep(await reader.readuntil(b"\r\n.\r\n")))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the demo was stopped: what was not kept was not taken
        finally:
            writer.close()

    def _answer(self, line: bytes) -> bytes:
        match line[:4].upper():
            case b"EHLO":
                return b"250-demo.example\r\n250 8BITMIME\r\n"
            case b"RCPT" if _share(line) < _REFUSED:
                return b"550 5.1.1 no such mailbox\r\n"
            case b"DATA":
                return b"354 go on\r\n"
            case b"QUIT":
                return b"221 2.0.0 goodbye\r\n"
            case _:
                return b"250 2.0.0 fine\r\n"

    def _keep(self, message: bytes) -> bytes:
        """Keep a message under its Message-ID; the same one again is another file."""
        found = _MESSAGE_ID.search(message)
        name = hashlib.sha256(found[1] if found else message).hexdigest()[:24]
        while (self._taken / f"{name}.eml").exists():
            name += "-again"
        content = message[: -len(b".\r\n")].replace(b"\r\n..", b"\r\n.")
        write_whole(self._taken / f"{name}.eml", content)
        return b"250 2.0.0 taken\r\n"


def _share(line: bytes) -> int:
    """Give a number below a hundred that stays the same for an address."""
    address = _ADDRESS.search(line)
    return hashlib.sha256(address[1] if address else b"").digest()[0] % 100


def _bounces(message: bytes) -> bool:
    to = _TO.search(message)
    return to is not None and _REFUSED <= _share(b"<" + to[1] + b">") < _REFUSED + _BOUNCED


def _bounce(message: bytes) -> bytes:
    """Give what a mail server sends back for a mailbox that is gone."""
    named = {
        name: found[1].decode() if (found := pattern.search(message)) else ""
        for name, pattern in (("message_id", _MESSAGE_ID), ("to", _TO))
    }
    return _REPORT.format(**named).replace("\n", "\r\n").encode()


_REPORT = """\
From: Mail Delivery System <mailer-daemon@demo.example>
To: privacy@kingston.example
Subject: Undelivered mail returned to sender
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="part"

--part
Content-Type: text/plain

This mailbox does not exist any more.

--part
Content-Type: message/delivery-status

Reporting-MTA: dns; demo.example

Final-Recipient: rfc822; {to}
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 mailbox gone

--part
Content-Type: text/rfc822-headers

Message-ID: <{message_id}>

--part--
"""
