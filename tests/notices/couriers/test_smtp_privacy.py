"""A conversation with a mail server is private, or it does not take place."""

from __future__ import annotations

import ssl

import pytest

from incidents.services.couriers import CourierDownError
from notices.couriers import smtp
from notices.couriers.receipts import Receipts
from notices.couriers.smtp import MailServer, SmtpCourier
from tests.notices.couriers.samples import a_message
from tests.support.mail_sink import MailSink

PHRASE = "correct horse"


def private(
    sink: MailSink, receipts: Receipts, trust: ssl.SSLContext | None, password: str | None = None
) -> SmtpCourier:
    """Give a courier that insists on privacy."""
    server = MailServer(
        host="127.0.0.1",
        port=sink.port,
        user="duenotice" if password else None,
        password=password,
        sender="duenotice@kingston.example",
    )
    return SmtpCourier(server=server, receipts=receipts, timeout_seconds=2, trust=trust)


def test_a_message_and_its_password_travel_in_private(
    own: ssl.SSLContext, trusting: ssl.SSLContext, receipts: Receipts
) -> None:
    with MailSink(trust=own, password=PHRASE) as sink:
        private(sink, receipts, trusting, PHRASE).send(a_message())

    assert len(sink.messages) == 1


def test_one_port_is_private_from_the_first_byte(
    own: ssl.SSLContext,
    trusting: ssl.SSLContext,
    receipts: Receipts,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Port 465 (RFC 8314); a test cannot listen there."""
    with MailSink(trust=own, at_once=True) as sink:
        monkeypatch.setattr(smtp, "PRIVATE_PORT", sink.port)
        private(sink, receipts, trusting).send(a_message())

    assert len(sink.messages) == 1


def test_a_wrong_password_is_a_matter_of_settings(
    own: ssl.SSLContext, trusting: ssl.SSLContext, receipts: Receipts
) -> None:
    with MailSink(trust=own, password=PHRASE) as sink:
        courier = private(sink, receipts, trusting, "a guess")
        with pytest.raises(CourierDownError, match="SMTPAuthenticationError 535") as refused:
            courier.send(a_message())

    assert "guess" not in str(refused.value) + repr(courier)


def test_a_server_nobody_vouches_for_is_told_nothing(
    own: ssl.SSLContext, receipts: Receipts
) -> None:
    with MailSink(trust=own) as sink:
        with pytest.raises(CourierDownError, match="self-signed certificate"):
            private(sink, receipts, None).send(a_message())

        assert sink.messages == []


def test_a_server_without_privacy_is_told_nothing(sink: MailSink, receipts: Receipts) -> None:
    with pytest.raises(CourierDownError, match="SMTPNotSupportedError"):
        private(sink, receipts, None).send(a_message())

    assert sink.messages == []
