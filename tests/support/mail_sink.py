"""A real mail server on this machine, which keeps what it takes and can misbehave.

Each fault is a verb and what happens at it: an answer such as ``451 4.3.0 busy``,
or one of the words below.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP as SMTP_POLICY
from types import TracebackType
from typing import Any, Self

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session

#: The connection breaks; at DATA, before the server has kept the message.
RESET = "reset"
#: The server keeps the message, and the connection breaks before it says so.
KEPT_THEN_RESET = "kept, then reset"
#: The server says nothing for longer than anybody waits.
SILENT = "silent"
_LONGER_THAN_ANYBODY_WAITS = 3


class MailSink:
    """Takes messages on a port of its own and keeps them."""

    def __init__(
        self,
        *,
        trust: ssl.SSLContext | None = None,
        password: str | None = None,
        at_once: bool = False,
    ) -> None:
        """Offer STARTTLS, or privacy at once, and ask for this password."""
        self.messages: list[EmailMessage] = []
        self.recipients: list[str] = []
        self.faults: dict[str, str] = {}
        #: Called when a message has come in whole, before the answer.
        self.on_message: Callable[[], None] = lambda: None
        options: dict[str, Any] = {"hostname": "127.0.0.1", "port": 0, "enable_SMTPUTF8": False}
        if at_once:
            options |= {"ssl_context": trust}
        elif trust is not None:
            options |= {"tls_context": trust, "require_starttls": True}
        if password is not None:
            options |= {"authenticator": _asks(password), "auth_required": True}
            options |= {"auth_require_tls": trust is not None}
        self._controller = _FreePort(self, **options)

    @property
    def port(self) -> int:
        """Give the port it listens on."""
        return self._controller.port

    @property
    def ids(self) -> list[str]:
        """Give the Message-ID of each message, without its brackets."""
        return [str(each["Message-ID"]).strip("<>") for each in self.messages]

    def __enter__(self) -> Self:
        """Start it."""
        self._controller.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """Stop it."""
        self._controller.stop(no_assert=True)

    async def handle_MAIL(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Answer MAIL FROM."""
        envelope.mail_from, envelope.mail_options = address, options
        return await self._answer("MAIL", server)

    async def handle_RCPT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Answer RCPT TO."""
        envelope.rcpt_tos.append(address)
        return await self._answer("RCPT", server)

    async def handle_DATA(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Keep the message and answer, unless the fault says otherwise."""
        fault = self.faults.get("DATA", "")
        if fault in ("", KEPT_THEN_RESET, SILENT):
            content = envelope.original_content or b""
            self.messages.append(message_from_bytes(content, policy=SMTP_POLICY))
            self.recipients += envelope.rcpt_tos
            self.on_message()
        return await self._answer("DATA", server)

    async def handle_QUIT(  # noqa: N802 - aiosmtpd's name
        self, server: SMTP, _session: Session, _envelope: Envelope
    ) -> str:
        """Answer QUIT."""
        return await self._answer("QUIT", server)

    async def _answer(self, verb: str, server: SMTP) -> str:
        fault = self.faults.get(verb, "")
        if fault in (RESET, KEPT_THEN_RESET):
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
            return "250 nobody hears this"
        if fault == SILENT:
            await asyncio.sleep(_LONGER_THAN_ANYBODY_WAITS)
        return fault if fault and fault != SILENT else "250 2.0.0 fine"


class _FreePort(Controller):
    """A controller that learns its port only when it listens."""

    def _trigger_server(self) -> None:
        if isinstance(self.server, asyncio.Server):
            self.port = self.server.sockets[0].getsockname()[1]
        super()._trigger_server()


def _asks(password: str) -> Callable[..., AuthResult]:
    def authenticate(
        _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, data: Any
    ) -> AuthResult:
        return AuthResult(success=data.password == password.encode(), handled=False)

    return authenticate
