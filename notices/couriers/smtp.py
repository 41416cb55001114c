"""Messages through a mail server, each in a conversation of its own.

The answer to each command says what is known: before the message itself is
handed over it surely stayed here, and the server's answer to it settles the
rest. Only where that answer is lost does nobody know (RFC 1047).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field

from incidents.services.couriers import (
    CourierDownError,
    Message,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
    Whereabouts,
)
from notices.couriers.mail import as_email
from notices.couriers.receipts import Receipts
from notices.couriers.smtp_answers import (
    CLOSING,
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


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where messages leave, and how to speak to it."""

    host: str
    port: int = 587
    user: str | None = None
    password: str | None = field(default=None, repr=False)
    sender: str = "duenotice@localhost"
    starttls: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpCourier:
    """A mail server, and the receipts of what it was given."""

    server: MailServer
    receipts: Receipts
    #: How long to wait for each answer. All of them together stay below the
    #: time after which a message counts as cut off.
    timeout_seconds: float = 20
    #: Whom to trust; the machine's own authorities for None.
    trust: ssl.SSLContext | None = None

    @property
    def needs_address(self) -> bool:
        """Say yes: a mail server wants to know where to."""
        return True

    def send(self, message: Message) -> None:
        """Hand the message over; see Courier.send for what is raised."""
        content = as_email(message, self.server.sender).as_bytes()
        if message.to is None:
            raise MessageRefusedError(f"{message.to_name} has no e-mail address in the settings.")
        with self._conversation() as server:
            self._announce(server, message.to)
            self.receipts.begin(message.message_id)
            try:
                self._hand_over(server, content)
            except (TryLaterError, MessageRefusedError):
                self.receipts.cancel(message.message_id)
                raise
        # It was taken, whatever happens to the receipt.
        with suppress(CourierDownError):
            self.receipts.finish(message.message_id)

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Give what the receipts know of a message."""
        return self.receipts.whereabouts(message_id)

    def forget(self, message_id: str) -> None:
        """Throw its receipt away, once the record knows what became of it."""
        self.receipts.cancel(message_id)

    @contextmanager
    def _conversation(self) -> Iterator[smtplib.SMTP]:
        """Give a server that has been greeted, in private where that is set."""
        with self._or_down():
            server = self._connected()
        try:
            with self._or_down():
                self._greet(server)
            yield server
        finally:
            # Once the message is settled, the goodbye must not unsettle it.
            with suppress(OSError, smtplib.SMTPException):
                server.putcmd("QUIT")
            server.close()

    def _connected(self) -> smtplib.SMTP:
        host, port, wait = self.server.host, self.server.port, self.timeout_seconds
        name = self.server.sender.rpartition("@")[2] or None
        if port == PRIVATE_PORT:
            return smtplib.SMTP_SSL(host, port, name, timeout=wait, context=self._trusted())
        return smtplib.SMTP(host, port, name, timeout=wait)

    def _greet(self, server: smtplib.SMTP) -> None:
        server.ehlo_or_helo_if_needed()
        if self.server.starttls and self.server.port != PRIVATE_PORT:
            server.starttls(context=self._trusted())
            server.ehlo()
        if self.server.user is not None:
            server.login(self.server.user, self.server.password or "")

    def _trusted(self) -> ssl.SSLContext:
        return self.trust or ssl.create_default_context()

    def _announce(self, server: smtplib.SMTP, to: str) -> None:
        """Say from whom and to whom; a sender who is refused always will be."""
        with self._or_down():
            answer = server.mail(self.server.sender)
            if answer[0] >= PERMANENT:
                raise CourierDownError(self._refused("the sender", answer))
            self._check(answer, "the sender")
            self._check(server.rcpt(to), "the recipient")

    def _hand_over(self, server: smtplib.SMTP, content: bytes) -> None:
        """Hand the message itself over; from here on an answer can be lost."""
        with self._or_down():
            self._check(server.docmd("DATA"), "the message", fine=GO_AHEAD)
        try:
            server.send(with_dot(content))
            answer = server.getreply()
        except (OSError, smtplib.SMTPException) as lost:
            raise OutcomeUnknownError(
                f"the mail server {self.server.host} was given the message, and its answer was lost"
            ) from lost
        self._check(answer, "the message")

    def _check(self, answer: tuple[int, bytes], what: str, fine: int = FINE) -> None:
        code = answer[0]
        if is_fine(code, fine):
            return
        sentence = self._refused(what, answer)
        if code in (CLOSING, *FOR_EVERY_MESSAGE):
            raise CourierDownError(sentence)
        raise MessageRefusedError(sentence) if code >= PERMANENT else TryLaterError(sentence)

    def _refused(self, what: str, answer: tuple[int, bytes]) -> str:
        """Give the answer by its numbers: its words may hold an address."""
        said = numbers(answer[0], answer[1].decode("ascii", "replace"))
        return f"the mail server {self.server.host} refused {what} ({said})"

    @contextmanager
    def _or_down(self) -> Iterator[None]:
        """Take a broken conversation for a server that cannot be used now."""
        try:
            yield
        except (OSError, smtplib.SMTPException) as wrong:
            raise CourierDownError(
                f"the mail server {self.server.host} cannot be used ({_reason(wrong)}); see that "
                "it runs and that the settings under `mail` are right"
            ) from wrong


def _reason(wrong: Exception) -> str:
    if isinstance(wrong, smtplib.SMTPResponseException):
        return f"{type(wrong).__name__} {wrong.smtp_code}"
    return reason_of(wrong)
