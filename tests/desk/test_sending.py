"""From a list to e-mails that came back, at the keyboard, with the real texts."""

from __future__ import annotations

from collections.abc import Iterator
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP

import pytest

from desk.casework import installation
from incidents.case.telling_events import RecipientsResolved
from incidents.people.recipient import Method
from tests.support.bulk_sink import KEPT_THEN_RESET, BulkSink
from tests.support.desk import Desk
from tests.support.returned_mail import returned
from tests.support.told_people import NUMBER, ToldPeople, families

NEXT = (
    f"Next, by two people: duenotice sending approve {NUMBER} --by PERSON, then duenotice "
    f"sending release {NUMBER} --by ANOTHER"
)
EMAIL, MAIL = Method.EMAIL, Method.FIRST_CLASS_MAIL


@pytest.fixture
def sink() -> Iterator[BulkSink]:
    with BulkSink() as running:
        yield running


@pytest.fixture
def told(desk: Desk, sink: BulkSink) -> ToldPeople:
    """Give a case whose text for three families has been drafted; a mail server is set."""
    (desk.place / "home" / "settings.toml").write_text(
        f'[mail]\nhost = "127.0.0.1"\nport = {sink.port}\nstarttls = false\n'
        f'sender = "privacy@kingston.example"\nbounces = "{desk.place / "bounces"}"\n'
    )
    (desk.place / "bounces").mkdir()
    installation.cache_clear()
    home = installation()
    told = ToldPeople(home.engine, desk.place / "home", home.field_keys)  # type: ignore[arg-type]
    told.lists(*families(3, EMAIL, MAIL))
    resolved = RecipientsResolved(
        wave=1,
        on="2026-03-20",
        prefer="email",
        persons=3,
        recipients=3,
        without_method=0,
        not_owed={},
    )
    told.at("2026-03-18T09:30-04:00", lambda work: work.append(NUMBER, [resolved]))
    told.approves()
    desk.at("2026-03-19T09:00-04:00")
    return told


def to_families(sink: BulkSink) -> list[str]:
    """Give whom the server took a message for, apart from the checkpoints' mailboxes."""
    return [each for each in sink.recipients if each.endswith("@families.example")]


def released(desk: Desk) -> None:
    desk.says("sending", "prepare", NUMBER)
    desk.says("sending", "approve", NUMBER)
    desk.says("sending", "release", NUMBER, "--by", "superintendent", "--yes")


def test_from_the_list_to_the_mail_server(desk: Desk, told: ToldPeople, sink: BulkSink) -> None:
    digest = next(iter(told.case().drafts))

    prepared = desk.says("sending", "prepare", NUMBER)
    assert prepared.splitlines() == [
        "Sending 1 is prepared: 3 by e-mail. Nothing has gone out.",
        f"  family-notice for parent, in English: {digest[:12]}",
        NEXT,
    ]
    alone = desk.runs("sending", "release", NUMBER, "--yes")
    assert (alone.status, alone.out) == (1, "")
    assert "Two named people approve" in alone.err
    assert desk.says("sending", "approve", NUMBER) == (
        f"family-notice for parent is approved by dpo: {digest}\n"
    )
    listed = told.case().telling.sendings[1].digest
    done = desk.runs("sending", "release", NUMBER, "--by", "superintendent", "--yes")
    assert done.out == f"Sending 1 of {NUMBER} is released.\n"
    assert done.err.splitlines() == [
        f"Sending 1 of {NUMBER}, for Friday, March 20, 2026:",
        "          3 by e-mail",
        f"  family-notice for parent, in English: {digest[:12]}",
        f"  About $0.00; the list is {listed[:12]}",
    ]
    assert to_families(sink) == []

    assert desk.says("send", NUMBER) == "Sending 1: 3 accepted.\n"

    assert len(to_families(sink)) == 3
    message = message_from_bytes(sink.messages[-1], policy=SMTP)
    assert isinstance(message, EmailMessage)
    body = message.get_body(("plain",))
    assert body is not None
    assert "Parent" in str(message["To"])
    assert "privacy@kingston.example" in str(message["From"])
    assert "Ames" in body.get_content()
    assert "[" not in str(message["Subject"])
    assert desk.says("send", NUMBER) == "Sending 1: nothing was due.\n"
    assert desk.tells("sending", "show", NUMBER) == [
        {
            "case": NUMBER,
            "sendings": [
                {
                    "number": 1,
                    "state": "released",
                    "reason": None,
                    "deliveries": [{"method": "email", "state": "accepted", "count": 3}],
                }
            ],
        }
    ]


def test_nothing_is_let_go_unless_somebody_says_yes(
    desk: Desk, told: ToldPeople, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.says("sending", "prepare", NUMBER)
    desk.says("sending", "approve", NUMBER)
    asked = []

    def says_no(question: str, **_: object) -> bool:
        asked.append(question)
        return False

    monkeypatch.setattr("click.confirm", says_no)
    left = desk.runs("sending", "release", NUMBER, "--by", "superintendent")
    assert (left.status, left.out) == (130, "")
    assert "3 by e-mail" in left.err
    assert asked == ["Let it go to all of them?"]
    assert "add --yes to let the sending go" in desk.refuses(
        "sending", "release", NUMBER, "--by", "superintendent", "--json"
    )
    assert desk.tells("sending", "show", NUMBER)[0]["sendings"][0]["state"] == "prepared"


def test_what_came_back_goes_by_mail(desk: Desk, told: ToldPeople) -> None:
    released(desk)
    assert desk.tells("send", NUMBER)[0]["sendings"] == [
        {"sending": 1, "counts": {"accepted": 3}, "open": 0, "ended": None}
    ]
    content = returned(told.deliveries()[1].message_id, "family2@families.example")
    (desk.place / "bounces" / "1.eml").write_bytes(content)

    assert desk.says("bounces") == (
        "1 messages read: 1 e-mails were given up and go another way now, 0 noted, 0 known before, "
        "0 not of ours.\n"
    )
    assert desk.tells("bounces")[0]["known"] == 1
    assert desk.says("sending", "show", NUMBER).splitlines() == [
        "Sending 1 is released",
        "          2 by e-mail, accepted",
        "          1 by e-mail, bounced",
        "          1 by first-class mail, queued",
    ]


def test_it_is_stopped_goes_on_and_is_given_up(
    desk: Desk, told: ToldPeople, sink: BulkSink
) -> None:
    released(desk)

    stopped = desk.says("sending", "stop", NUMBER, "--reason", "a wrong date")
    assert stopped == f"Sending 1 of {NUMBER} is stopped.\n"
    assert desk.says("send", NUMBER) == (
        f"Case {NUMBER} has no released sending: duenotice sending show {NUMBER}\n"
    )
    desk.says("sending", "resume", NUMBER, "--reason", "it was right")
    desk.says("sending", "stop", NUMBER, "--reason", "no")
    cancelled = desk.tells("sending", "cancel", NUMBER, "--reason", "told by mail instead")
    assert cancelled == [{"case": NUMBER, "sending": 1, "state": "given up"}]
    assert to_families(sink) == []
    assert "no sending yet" not in desk.says("sending", "show", NUMBER)


def test_what_nobody_knows_is_sent_again_by_choice(
    desk: Desk, told: ToldPeople, sink: BulkSink
) -> None:
    sink.fault = lambda verb, to: (
        KEPT_THEN_RESET if verb == "DOT" and to.startswith("family1@") else ""
    )
    released(desk)
    answer = desk.runs("send", NUMBER)
    assert "Of 1 it is not known yet whether they were taken" in answer.out
    sink.fault = lambda _verb, _to: ""
    desk.at("2026-03-19T09:11-04:00").says("send", NUMBER)
    row = told.deliveries()[0]
    assert row.state.value == "undetermined"

    assert desk.says("sending", "resend", NUMBER, row.id) == (
        f"Delivery {row.id} is queued again; it goes out with duenotice send {NUMBER}\n"
    )
    desk.says("send", NUMBER)
    assert [each for each in sink.ids if each == row.message_id] == [row.message_id] * 2


def test_without_a_mail_server_nothing_is_pretended(desk: Desk, told: ToldPeople) -> None:
    released(desk)
    (desk.place / "home" / "settings.toml").unlink()
    installation.cache_clear()

    assert "No mail server is set" in desk.refuses("send", NUMBER)
    assert "No place of returned messages is set" in desk.refuses("bounces")


def test_a_case_without_a_sending_says_what_comes_first(desk: Desk) -> None:
    desk.opens()

    assert desk.says("sending", "show", NUMBER) == (
        f"Case {NUMBER} has no sending yet: duenotice sending prepare {NUMBER}\n"
    )
    assert "run: duenotice people resolve" in desk.refuses("sending", "prepare", NUMBER)
    assert "has no sending 1; it has none yet" in desk.refuses("sending", "release", NUMBER)
