"""A mail server that does what a test asks of it, and a message to send."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from notices.couriers.receipts import Receipts
from notices.couriers.smtp import MailServer, SmtpCourier
from tests.support.mail_sink import MailSink


@pytest.fixture
def sink() -> Iterator[MailSink]:
    """Give a mail server that takes everything, until told otherwise."""
    with MailSink() as running:
        yield running


@pytest.fixture
def receipts(tmp_path: Path) -> Receipts:
    """Give a folder for receipts."""
    return Receipts(tmp_path / "receipts")


@pytest.fixture
def courier_to(receipts: Receipts) -> Callable[..., SmtpCourier]:
    """Give a courier to a mail server on this machine."""

    def make(port: int, **settings: object) -> SmtpCourier:
        given = {"host": "127.0.0.1", "port": port, "starttls": False, **settings}
        server = MailServer(**given, sender="duenotice@kingston.example")  # type: ignore[arg-type]
        return SmtpCourier(server=server, receipts=receipts, timeout_seconds=1)

    return make
