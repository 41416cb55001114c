"""Every break of a conversation, and what is known of the message after it."""

from __future__ import annotations

import gc
import socket
import ssl
import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Self

import pytest

from incidents.moments import Instant
from incidents.services.couriers import Whereabouts
from incidents.services.telling.headers import HeaderText, MailAddress
from incidents.services.telling.post import Email, Fate, Handed
from notices.couriers.bulk_receipts import BulkReceipts
from notices.couriers.bulk_smtp import BulkServer, BulkSmtp
from tests.support.bulk_sink import KEPT_THEN_RESET, NONSENSE, RESET, SILENT, BulkSink
from tests.support.mail_sink import MailSink

PHRASE = "correct horse"
AT = Instant.parse("2026-03-20T10:00-04:00")


def email(number: int) -> Email:
    return Email(
        delivery=number,
        message_id=f"K.w1.r{number}.email.00@kingston",
        to_name=HeaderText(f"Family {number}"),
        to=MailAddress(f"family{number}", "home.example"),
        from_name=HeaderText("Kingston"),
        subject=HeaderText("About your child"),
        text=f"Dear family {number},\n\n.\n..\nthe dot above is yours.\n",
        html="<p>Dear family</p>",
        language="en",
        at=AT,
    )


def emails(count: int) -> Iterator[Email]:
    return map(email, range(1, count + 1))


def post(folder: Path, port: int, **changes: object) -> BulkSmtp:
    server = BulkServer(
        host="127.0.0.1",
        port=port,
        sender=MailAddress.parse("dpo@kingston.example"),
        starttls=False,
        connections=1,
        answer_seconds=0.4,
        taken_seconds=0.4,
    )
    return BulkSmtp(replace(server, **changes), BulkReceipts(folder), lambda: AT)  # type: ignore[arg-type]


class Told(list[Handed]):
    """What the post said, and in which groups."""

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[int] = []

    def __call__(self, handed: Sequence[Handed]) -> None:
        self.groups.append(len(handed))
        self.extend(handed)


def test_each_message_goes_to_one_recipient_on_few_connections(tmp_path: Path) -> None:
    told = Told()
    with BulkSink() as sink:
        reason = post(tmp_path, sink.port, connections=3).hand_over(emails(20), told)

    assert reason is None
    assert sorted(sink.recipients) == sorted(f"family{n}@home.example" for n in range(1, 21))
    assert {each.fate for each in told} == {Fate.TAKEN}
    assert {each.result for each in told} == {"taken (250 2.0.0)"}
    assert sink.connections <= 3
    assert len({each.split(b"boundary=")[0] for each in sink.messages}) == 20


def test_lines_that_begin_with_a_dot_arrive_as_they_are(tmp_path: Path) -> None:
    with BulkSink() as sink:
        post(tmp_path, sink.port).hand_over(emails(1), Told())

    assert b"Dear family 1,\r\n\r\n=2E\r\n..\r\nthe dot above is yours.\r\n" in sink.messages[0]


#: Where it breaks, how, what is known, whether the server has it, and the words.
MATRIX = [
    ("CONNECT", "421 4.3.2 too busy", Fate.LATER, 0, "cannot be used (421 4.3.2)"),
    ("CONNECT", "554 5.3.2 go away", Fate.LATER, 0, "cannot be used (554 5.3.2)"),
    ("CONNECT", RESET, Fate.LATER, 0, "cannot be used"),
    ("CONNECT", SILENT, Fate.LATER, 0, "cannot be used"),
    ("EHLO", "421 4.3.2 too busy", Fate.LATER, 0, "cannot be used"),
    ("EHLO", RESET, Fate.LATER, 0, "cannot be used"),
    ("EHLO", SILENT, Fate.LATER, 0, "cannot be used"),
    ("STARTTLS", "454 4.7.0 no TLS now", Fate.LATER, 0, "cannot be used (454 4.7.0)"),
    ("STARTTLS", RESET, Fate.LATER, 0, "cannot be used"),
    ("STARTTLS", NONSENSE, Fate.LATER, 0, "cannot be used"),
    ("STARTTLS", SILENT, Fate.LATER, 0, "cannot be used"),
    ("AUTH", "535 5.7.8 wrong password", Fate.LATER, 0, "cannot be used (535 5.7.8)"),
    ("AUTH", "454 4.7.0 later", Fate.LATER, 0, "cannot be used (454 4.7.0)"),
    ("AUTH", RESET, Fate.LATER, 0, "cannot be used"),
    ("AUTH", SILENT, Fate.LATER, 0, "cannot be used"),
    ("MAIL", "451 4.3.0 busy", Fate.LATER, 0, "refused the sender (451 4.3.0)"),
    ("MAIL", "421 4.3.2 closing", Fate.LATER, 0, "refused the sender (421 4.3.2)"),
    ("MAIL", "550 5.7.1 not you", Fate.LATER, 0, "refused the sender (550 5.7.1)"),
    ("MAIL", "530 5.7.0 sign in", Fate.LATER, 0, "refused the sender (530 5.7.0)"),
    ("MAIL", RESET, Fate.LATER, 0, "broke before the message"),
    ("MAIL", SILENT, Fate.LATER, 0, "broke before the message"),
    ("MAIL", NONSENSE, Fate.LATER, 0, "broke before the message"),
    ("RCPT", "450 4.2.1 greylisted", Fate.LATER, 0, "refused the recipient (450 4.2.1)"),
    ("RCPT", "550 5.1.1 <x@y.example> unknown", Fate.REFUSED, 0, "the recipient (550 5.1.1)"),
    ("RCPT", RESET, Fate.LATER, 0, "broke before the message"),
    ("RCPT", SILENT, Fate.LATER, 0, "broke before the message"),
    ("DATA", "451 4.3.0 busy", Fate.LATER, 0, "refused the message (451 4.3.0)"),
    ("DATA", "554 5.5.1 no", Fate.REFUSED, 0, "refused the message (554 5.5.1)"),
    ("DATA", RESET, Fate.LATER, 0, "broke before the message"),
    ("DATA", SILENT, Fate.LATER, 0, "broke before the message"),
    ("DOT", "452 4.3.1 full", Fate.LATER, 0, "refused the message (452 4.3.1)"),
    ("DOT", "554 5.7.1 looks like spam", Fate.REFUSED, 0, "refused the message (554 5.7.1)"),
    ("DOT", "421 4.3.2 closing", Fate.LATER, 0, "refused the message (421 4.3.2)"),
    ("DOT", RESET, Fate.UNKNOWN, 0, "the answer to the message was lost"),
    ("DOT", KEPT_THEN_RESET, Fate.UNKNOWN, 1, "the answer to the message was lost"),
    ("DOT", SILENT, Fate.UNKNOWN, 1, "the answer to the message was lost"),
]


@pytest.mark.parametrize(("verb", "fault", "fate", "kept", "words"), MATRIX)
def test_every_break_is_known_for_what_it_is(  # noqa: PLR0917 - a row of the table
    tmp_path: Path, verb: str, fault: str, fate: Fate, kept: int, words: str
) -> None:
    told = Told()
    with BulkSink(fault=lambda asked, _to: fault if asked == verb else "") as sink:
        given = {
            "starttls": verb == "STARTTLS",
            "user": "dpo" if verb == "AUTH" else None,
            "password": "secret" if verb == "AUTH" else None,
        }
        sender = post(tmp_path, sink.port, **given)
        sender.hand_over(emails(1), told)

    (handed,) = told
    assert (handed.fate, len(sink.ids)) == (fate, kept)
    assert words in handed.result
    assert "x@y" not in handed.result
    wanted = Whereabouts.UNKNOWN if fate is Fate.UNKNOWN else Whereabouts.STAYED
    assert sender.whereabouts(sender.worker, handed.message_id) is wanted


@pytest.mark.parametrize("fault", ["450 4.2.1 later", "550 5.1.1 nobody", RESET, "421 4.3.2 bye"])
def test_one_bad_recipient_hinders_nobody_else(tmp_path: Path, fault: str) -> None:
    told = Told()

    def odd(verb: str, to: str) -> str:
        return fault if verb == "RCPT" and to.startswith("family2@") else ""

    with BulkSink(fault=odd) as sink:
        assert post(tmp_path, sink.port).hand_over(emails(4), told) is None

    assert [each.fate is Fate.TAKEN for each in told] == [True, False, True, True]
    assert sink.recipients == [f"family{n}@home.example" for n in (1, 3, 4)]


def test_nobody_there_is_said_and_the_rest_is_not_touched(tmp_path: Path) -> None:
    told, drawn = Told(), []

    def drawing() -> Iterator[Email]:
        for each in emails(50):
            drawn.append(each.delivery)
            yield each

    with BulkSink() as sink:
        port = sink.port
    reason = post(tmp_path, port, connections=2).hand_over(drawing(), told)

    assert reason is not None
    assert "the mail server 127.0.0.1 cannot be used (" in reason
    assert drawn == [1, 2]
    assert [each.fate for each in told] == [Fate.LATER, Fate.LATER]


def test_results_are_told_in_groups_one_after_another(tmp_path: Path) -> None:
    told, at_once = Told(), []
    lock = threading.Lock()

    def tell(handed: Sequence[Handed]) -> None:
        at_once.append(lock.acquire(blocking=False))
        told(handed)
        lock.release()

    with BulkSink() as sink:
        post(tmp_path, sink.port, connections=4).hand_over(emails(450), tell)

    assert all(at_once)
    assert max(told.groups) <= 250
    assert sum(told.groups) == len({each.delivery for each in told}) == 450


def test_a_record_that_cannot_be_written_stops_the_drawing(tmp_path: Path) -> None:
    def fail(_: Sequence[Handed]) -> None:
        raise OSError("the disk is gone")

    with BulkSink() as sink:
        sender = post(tmp_path, sink.port)
        with pytest.raises(OSError, match="the disk is gone"):
            sender.hand_over(emails(5_000), fail)

        assert len(sink.ids) < 5_000
        # What went out is still known, for whoever takes over.
        found = {sender.whereabouts(sender.worker, each) for each in sink.ids}
    assert found == {Whereabouts.WENT_OUT}


def test_it_speaks_in_private_and_signs_in(
    tmp_path: Path, own: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    told = Told()
    with MailSink(trust=own, password=PHRASE) as sink:
        given = {"starttls": True, "user": "dpo", "password": PHRASE, "answer_seconds": 5}
        post(tmp_path, sink.port, trust=trusting, **given).hand_over(emails(2), told)

    assert [each.fate for each in told] == [Fate.TAKEN, Fate.TAKEN]
    assert len(sink.messages) == 2


def test_a_certificate_that_nobody_vouches_for_is_refused(
    tmp_path: Path, own: ssl.SSLContext
) -> None:
    told = Told()
    with MailSink(trust=own) as sink:
        sender = post(tmp_path, sink.port, starttls=True, answer_seconds=5)
        reason = sender.hand_over(emails(1), told)

    assert reason is not None
    assert "self-signed certificate" in reason
    assert not sink.messages


def test_a_server_that_reads_no_further_is_let_go_at_once(tmp_path: Path) -> None:
    """Megabytes wait to be written; the connection is closed nevertheless."""
    letters, told = "A line that nobody reads.\n" * 800_000, Told()
    with _DeafServer() as server:
        post(tmp_path, server.port).hand_over(iter([replace(email(1), text=letters)]), told)
        is_closed = server.sees_the_end()

    assert [each.fate for each in told] == [Fate.UNKNOWN]
    assert is_closed


class _DeafServer:
    """Answers up to the message, and reads nothing of it until it is asked."""

    def __init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self.port = self._listening.getsockname()[1]
        self._thread = threading.Thread(target=self._answers, daemon=True)

    def __enter__(self) -> Self:
        gc.disable()  # what nobody closed must not be closed by chance
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        gc.enable()
        self._line.close()
        self._listening.close()

    def _answers(self) -> None:
        self._line, _ = self._listening.accept()
        self._line.sendall(b"220 deaf\r\n")
        while not (asked := self._line.recv(4_096)).startswith(b"DATA"):
            self._line.sendall(b"250 fine\r\n" if asked else b"")
        self._line.sendall(b"354 go on\r\n")

    def sees_the_end(self) -> bool:
        """Read what is there, and say whether the other side has closed."""
        self._thread.join(5)
        self._line.settimeout(2)
        try:
            while self._line.recv(1 << 20):
                pass
        except ConnectionResetError:
            return True
        except TimeoutError:
            return False
        return True
