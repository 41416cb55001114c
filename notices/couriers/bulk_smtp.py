"""Many e-mails through a mail server, on several connections at once.

One recipient a message. A server answers for a message only once it has the
closing dot (RFC 5321, 4.1.1.4): a conversation that breaks before the message
and its dot are written surely left it here, and one that breaks afterwards left
nobody knowing. So the steps are taken one by one, and not by one call for all.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field

from aiosmtplib import SMTP, SMTPException, SMTPResponseException

from incidents.services.couriers import Clock, CourierDownError, Whereabouts
from incidents.services.telling.headers import MailAddress
from incidents.services.telling.post import Email, Fate, Handed, Tell
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_results import Results
from notices.couriers.mail_bytes import mail_bytes
from notices.couriers.smtp_answers import (
    CLOSING,
    ERRORS,
    FINE,
    FOR_EVERY_MESSAGE,
    GO_AHEAD,
    PERMANENT,
    PRIVATE_PORT,
    is_fine,
    numbers,
    reason_of,
    with_dot,
)

_GOODBYE_SECONDS = 1.0
#: So many rounds the loop needs to take leave of a connection, with TLS around it.
_FAREWELLS = 3


class _UnusableError(Exception):
    """The server cannot be used for any message now; says why."""


class _RefusedError(Exception):
    """The server refused this message, by its numbers."""

    def __init__(self, fate: Fate, result: str) -> None:
        super().__init__(result)
        self.fate = fate
        self.result = result


@dataclass(frozen=True, slots=True, kw_only=True)
class BulkServer:
    """Where the messages leave, and how to speak to it."""

    host: str
    port: int
    sender: MailAddress
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    starttls: bool = True
    #: Whom to trust; the machine's own authorities for None.
    trust: ssl.SSLContext | None = None
    connections: int = 4
    #: How long to wait for each answer, and for the one after the dot.
    answer_seconds: float = 20
    taken_seconds: float = 60


class BulkSmtp:
    """A mail server and the receipts of what it is given; a ``Post``."""

    def __init__(self, server: BulkServer, receipts: BulkReceipts, clock: Clock) -> None:
        """Take the server; nothing is opened before there is something to send."""
        self._server = server
        self._receipts = receipts
        self._clock = clock

    @property
    def worker(self) -> str:
        """Give the name under which deliveries are claimed."""
        return self._receipts.worker

    def hand_over(self, emails: Iterator[Email], tell: Tell) -> str | None:
        """Hand them over; see ``Post.hand_over``."""
        self._receipts.open()
        try:
            return asyncio.run(self._all(emails, tell))
        finally:
            self._receipts.close()

    def whereabouts(self, worker: str, message_id: str) -> Whereabouts:
        """Give what the receipts of a worker know."""
        return self._receipts.whereabouts(worker, message_id)

    def forget(self, worker: str, message_ids: Sequence[str]) -> None:
        """Let go of receipts."""
        self._receipts.forget(worker, message_ids)

    async def _all(self, emails: Iterator[Email], tell: Tell) -> str | None:
        results = Results(tell)
        lines = (self._line(emails, results) for _ in range(self._server.connections))
        # Whatever one of them met, the others finish the message that they have.
        ended = await asyncio.gather(*lines, return_exceptions=True)
        await results.finish()
        for _ in range(_FAREWELLS):
            await asyncio.sleep(0)
        for each in ended:
            if isinstance(each, BaseException):
                raise each
        return next((each for each in ended if isinstance(each, str)), None)

    async def _line(self, emails: Iterator[Email], results: Results) -> str | None:
        """Send one after another on one connection, opened again where it broke."""
        open_line: _Conversation | None = None
        try:
            while (email := results.next_of(emails)) is not None:
                try:
                    if open_line is None or not open_line.is_open:
                        open_line = await _Conversation.open(self._server)
                    fate, result = await open_line.hand_over(email, self._receipts)
                except _UnusableError as down:
                    results.add(self._handed(email, Fate.LATER, str(down)))
                    return str(down)
                results.add(self._handed(email, fate, result))
        finally:
            if open_line is not None:
                await open_line.close()
        return None

    def _handed(self, email: Email, fate: Fate, result: str) -> Handed:
        return Handed(
            delivery=email.delivery,
            message_id=email.message_id,
            fate=fate,
            result=result,
            at=self._clock(),
        )


class _Conversation:
    """One connection that has been greeted, in private where that is set."""

    def __init__(self, smtp: SMTP, server: BulkServer) -> None:
        self._smtp = smtp
        self._server = server

    @classmethod
    async def open(cls, server: BulkServer) -> _Conversation:
        """Connect, greet and sign in; raise _UnusableError with the reason."""
        private = server.port == PRIVATE_PORT
        smtp = SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            local_hostname=server.sender.domain,
            use_tls=private,
            start_tls=server.starttls and not private,
            tls_context=server.trust,
            timeout=server.answer_seconds,
        )
        try:
            await smtp.connect()
            if smtp.is_ehlo_or_helo_needed:
                await smtp.ehlo()
        except (OSError, SMTPException, ssl.SSLError, ValueError) as wrong:
            _drop(smtp)
            raise _UnusableError(
                f"the mail server {server.host} cannot be used ({_reason(wrong)})"
            ) from wrong
        return cls(smtp, server)

    @property
    def is_open(self) -> bool:
        """Say whether another message can be sent on it."""
        return self._smtp.is_connected

    async def hand_over(self, email: Email, receipts: BulkReceipts) -> tuple[Fate, str]:
        """Hand one message over and give what is known of it."""
        content = with_dot(mail_bytes(email, self._server.sender))
        try:
            await self._announce(email)
        except _RefusedError as refused:
            await self._start_over()
            return refused.fate, refused.result
        except (OSError, SMTPException) as broken:
            _drop(self._smtp)
            return Fate.LATER, f"the conversation broke before the message ({_reason(broken)})"
        return await self._whole(content, email, receipts)

    async def close(self) -> None:
        """Say goodbye; what was settled stays settled whatever the answer."""
        if self._smtp.is_connected:
            with suppress(OSError, SMTPException):
                await self._smtp.quit(timeout=_GOODBYE_SECONDS)
        _drop(self._smtp)

    async def _announce(self, email: Email) -> None:
        """Say from whom and to whom; a sender who is refused always will be."""
        sender = self._server.sender.text.encode("ascii")
        answer = await self._smtp.execute_command(b"MAIL", b"FROM:<%b>" % sender)
        if answer.code >= PERMANENT:
            raise _UnusableError(_refused("the sender", answer.code, answer.message))
        _check("the sender", answer.code, answer.message)
        to = email.to.text.encode("ascii")
        answer = await self._smtp.execute_command(b"RCPT", b"TO:<%b>" % to)
        _check("the recipient", answer.code, answer.message)
        answer = await self._smtp.execute_command(b"DATA")
        _check("the message", answer.code, answer.message, fine=GO_AHEAD)

    async def _whole(
        self, content: bytes, email: Email, receipts: BulkReceipts
    ) -> tuple[Fate, str]:
        """Send the message with its dot; from here on an answer can be lost."""
        protocol = self._smtp.protocol
        if protocol is None or not protocol.is_connected:
            return Fate.LATER, "the conversation broke before the message"
        try:
            receipts.begin(email.message_id)
        except CourierDownError as wrong:
            _drop(self._smtp)
            raise _UnusableError(str(wrong)) from wrong
        try:
            protocol.write(content)
            answer = await protocol.read_response(timeout=self._server.taken_seconds)
        except (OSError, SMTPException) as lost:
            _drop(self._smtp)
            return Fate.UNKNOWN, f"the answer to the message was lost ({_reason(lost)})"
        if answer.code == CLOSING:
            _drop(self._smtp)
        with suppress(CourierDownError):  # the answer stands, whatever happens to the receipt
            if answer.code < ERRORS:
                receipts.finish(email.message_id)
            else:
                receipts.cancel(email.message_id)
        return _judged(answer.code, answer.message)

    async def _start_over(self) -> None:
        """Forget the envelope, so that the next message finds a clean one."""
        if not self._smtp.is_connected:
            return
        try:
            await self._smtp.rset()
        except (OSError, SMTPException):
            _drop(self._smtp)


def _drop(smtp: SMTP) -> None:
    """Let a connection go at once: one that waits to be read would never be closed."""
    transport = smtp.transport
    smtp.close()
    if isinstance(transport, asyncio.WriteTransport):
        transport.abort()


def _judged(code: int, message: str) -> tuple[Fate, str]:
    """Give what the answer to a whole message means."""
    if code < ERRORS:
        return Fate.TAKEN, f"taken ({numbers(code, message)})"
    try:
        _check("the message", code, message)
    except _RefusedError as refused:
        return refused.fate, refused.result
    raise AssertionError(code)


def _check(what: str, code: int, message: str, *, fine: int = FINE) -> None:
    if is_fine(code, fine):
        return
    result = _refused(what, code, message)
    if code in FOR_EVERY_MESSAGE:
        raise _UnusableError(result)
    raise _RefusedError(Fate.REFUSED if code >= PERMANENT else Fate.LATER, result)


def _refused(what: str, code: int, message: str) -> str:
    """Give the answer by its numbers: its words may hold an address."""
    return f"the mail server refused {what} ({numbers(code, message)})"


def _reason(wrong: BaseException) -> str:
    if isinstance(wrong, SMTPResponseException):
        return numbers(wrong.code, wrong.message)
    return reason_of(wrong)
