"""A mail server can fail at every word; the courier says what is known then."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from incidents.services.couriers import (
    CourierDownError,
    CourierError,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
    Whereabouts,
)
from notices.couriers.receipts import Receipts
from notices.couriers.smtp import SmtpCourier
from tests.notices.couriers.samples import a_message
from tests.support.mail_sink import KEPT_THEN_RESET, RESET, SILENT, MailSink

CourierTo = Callable[..., SmtpCourier]


def test_a_message_arrives_as_it_was_written(sink: MailSink, courier_to: CourierTo) -> None:
    """A line with a single dot would end it, were it not doubled (RFC 5321, 4.5.2)."""
    courier_to(sink.port).send(a_message())

    (received,) = sink.messages
    assert received["Message-ID"] == f"<{a_message().message_id}>"
    assert received["From"] == "Due Notice <duenotice@kingston.example>"
    assert received["To"] == "Dana Poole <dana@kingston.example>"
    assert received["Auto-Submitted"] == "auto-generated"
    assert received["Date"] == "Sat, 21 Mar 2026 12:00:00 +0000"
    assert received.get_content().splitlines() == [
        "Aim for: Thursday",
        ".",
        ".. and this line begins with dots",
    ]
    assert sink.recipients == ["dana@kingston.example"]


def test_what_was_taken_is_known_to_have_gone_out(sink: MailSink, courier_to: CourierTo) -> None:
    courier = courier_to(sink.port)
    courier.send(a_message())
    known = courier.whereabouts(a_message().message_id)
    courier.forget(a_message().message_id)

    assert known is Whereabouts.WENT_OUT
    assert courier.whereabouts(a_message().message_id) is Whereabouts.STAYED


@pytest.mark.parametrize(
    ("verb", "fault", "error", "known"),
    [
        ("MAIL", "451 4.3.0 busy", TryLaterError, Whereabouts.STAYED),
        ("MAIL", "553 5.7.1 not yours", CourierDownError, Whereabouts.STAYED),
        ("MAIL", "530 5.7.0 who are you", CourierDownError, Whereabouts.STAYED),
        ("MAIL", "421 4.7.0 closing", CourierDownError, Whereabouts.STAYED),
        ("MAIL", RESET, CourierDownError, Whereabouts.STAYED),
        ("MAIL", SILENT, CourierDownError, Whereabouts.STAYED),
        ("RCPT", "450 4.2.0 greylisted", TryLaterError, Whereabouts.STAYED),
        ("RCPT", "550 5.1.1 no such user", MessageRefusedError, Whereabouts.STAYED),
        ("RCPT", RESET, CourierDownError, Whereabouts.STAYED),
        ("RCPT", SILENT, CourierDownError, Whereabouts.STAYED),
        ("DATA", "452 4.3.1 disk full", TryLaterError, Whereabouts.STAYED),
        ("DATA", "554 5.6.0 not this", MessageRefusedError, Whereabouts.STAYED),
        ("DATA", "421 4.3.2 going down", CourierDownError, Whereabouts.STAYED),
        ("DATA", RESET, OutcomeUnknownError, Whereabouts.UNKNOWN),
        ("DATA", KEPT_THEN_RESET, OutcomeUnknownError, Whereabouts.UNKNOWN),
        ("DATA", SILENT, OutcomeUnknownError, Whereabouts.UNKNOWN),
    ],
)
def test_each_fault_says_what_is_known_of_the_message(
    *,
    sink: MailSink,
    courier_to: CourierTo,
    verb: str,
    fault: str,
    error: type[CourierError],
    known: Whereabouts,
) -> None:
    sink.faults[verb] = fault
    courier = courier_to(sink.port)

    with pytest.raises(CourierError) as raised:
        courier.send(a_message())

    assert type(raised.value) is error
    assert courier.whereabouts(a_message().message_id) is known
    assert "dana" not in str(raised.value)


def test_a_refusal_is_told_by_its_numbers(sink: MailSink, courier_to: CourierTo) -> None:
    """The words of a server may hold an address, which belongs in no ledger."""
    sink.faults["RCPT"] = "550 5.1.1 dana@kingston.example is unknown here"

    with pytest.raises(MessageRefusedError) as refused:
        courier_to(sink.port).send(a_message())

    assert str(refused.value) == "the mail server 127.0.0.1 refused the recipient (550 5.1.1)"


def test_a_server_that_is_not_there_is_down(courier_to: CourierTo) -> None:
    with MailSink() as gone:
        port = gone.port

    with pytest.raises(CourierDownError, match="Connection refused"):
        courier_to(port).send(a_message())


def test_a_goodbye_that_fails_unsettles_nothing(sink: MailSink, courier_to: CourierTo) -> None:
    sink.faults["QUIT"] = RESET
    courier_to(sink.port).send(a_message())

    assert len(sink.messages) == 1


def test_a_full_disk_of_receipts_stops_before_the_message(
    sink: MailSink, courier_to: CourierTo, receipts: Receipts
) -> None:
    receipts.folder.parent.mkdir(exist_ok=True)
    receipts.folder.write_text("a file where the folder should be")

    with pytest.raises(CourierDownError, match="without its receipts nothing is sent"):
        courier_to(sink.port).send(a_message())

    assert sink.messages == []


def test_somebody_without_an_address_is_refused(sink: MailSink, courier_to: CourierTo) -> None:
    with pytest.raises(MessageRefusedError, match="Dana Poole has no e-mail address"):
        courier_to(sink.port).send(a_message(to=None))

    assert courier_to(sink.port).needs_address
