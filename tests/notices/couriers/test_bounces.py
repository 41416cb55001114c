"""What returned messages say, and what lies in a mailbox and says nothing."""

from __future__ import annotations

import ssl
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from incidents.services.telling.bounce import Bounce, BounceBoxError
from notices.couriers.bounce_boxes import FolderBox, ImapBox, box_at
from notices.couriers.bounces import LARGEST, bounce_in
from tests.support.returned_mail import SHAPES, returned
from tests.support.small_imap import SmallImap

OURS = "KINGSTON-2026-001.w1.r7.email.00ff@kingston-csd"
PHRASE = "correct horse"
TO = "family7@families.example"


@pytest.mark.parametrize("shape", SHAPES)
def test_every_shape_of_a_returned_message_is_understood(shape: str) -> None:
    assert bounce_in(returned(OURS, TO, shape=shape)) == Bounce(
        message_id=OURS, status="5.1.1", is_hard=True, recipients=frozenset({TO})
    )


def test_one_that_is_only_delayed_is_not_refused() -> None:
    bounce = bounce_in(returned(OURS, TO, action="delayed", status="4.4.1"))

    assert bounce is not None
    assert (bounce.status, bounce.is_hard) == ("4.4.1", False)


def test_given_up_after_days_is_given_up_whatever_its_number() -> None:
    bounce = bounce_in(returned(OURS, TO, action="failed", status="4.4.7"))

    assert bounce is not None
    assert bounce.is_hard


@pytest.mark.parametrize("action", ["delivered", "relayed", "expanded", "", "nonsense"])
def test_a_report_of_anything_else_says_nothing(action: str) -> None:
    assert bounce_in(returned(OURS, TO, action=action, status="2.0.0")) is None


def test_nobody_is_named_where_a_returned_message_is_shown() -> None:
    assert "family7" not in repr(bounce_in(returned(OURS, TO)))


HOSTILE = {
    "nothing": b"",
    "an answer on holiday": b"From: rosa@families.example\r\nSubject: away\r\n\r\nI am away.\r\n",
    "a family quoting us": (
        b"From: rosa@families.example\r\nSubject: Re: About your child\r\n\r\n"
        b"550 5.1.1\r\nMessage-ID: <" + OURS.encode() + b">\r\n"
    ),
    "no part that came back": returned(OURS, TO).replace(b"Message-ID:", b"X-Nothing:"),
    "a Message-ID without an end": returned("a" * 500, TO),
    "nested beyond reason": b"".join(
        b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (each, each)
        for each in range(2_000)
    ),
    "an unknown charset": returned(OURS, TO, shape="words only").replace(
        b"Subject:", b"Content-Type: text/plain; charset=no-such\r\nX:"
    )[:80],
    "broken base64": b"From: MAILER-DAEMON@x\r\nContent-Type: text/plain\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\n!!!!\r\n",
    "half a report": returned(OURS, TO)[:900],
    "a boundary that never comes": b"From: postmaster@x\r\nContent-Type: multipart/report; "
    b'boundary="x"\r\n\r\n' + b"a\r\n" * 10_000,
    "a header without end": b"From: MAILER-DAEMON@x\r\nTo: " + b"a" * LARGEST,
}


@pytest.mark.parametrize("content", HOSTILE.values(), ids=HOSTILE)
def test_what_is_no_returned_message_is_passed_over(content: bytes) -> None:
    assert bounce_in(content) is None


def test_a_huge_message_costs_no_more_than_its_beginning() -> None:
    huge = returned(OURS, TO).replace(b"This is the mail system", b"x" * (50 * 1024 * 1024))

    assert bounce_in(huge) is None


@settings(deadline=None, max_examples=60)
@given(
    place=st.integers(0, 2_000), junk=st.binary(max_size=40), shape=st.sampled_from(sorted(SHAPES))
)
def test_no_damage_makes_it_fall_over(place: int, junk: bytes, shape: str) -> None:
    content = returned(OURS, TO, shape=shape)
    place = min(place, len(content))

    bounce = bounce_in(content[:place] + junk + content[place + len(junk) :])

    assert bounce is None or bounce.message_id


def test_a_folder_is_read_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "1.eml").write_bytes(returned(OURS, TO))
    (tmp_path / "2.eml").write_bytes(HOSTILE["nothing"])
    (tmp_path / "notes.txt").write_text("not a message")

    found = list(FolderBox(tmp_path).read())

    assert [(name, bounce is not None) for name, bounce in found] == [
        ("1.eml", True),
        ("2.eml", False),
    ]
    assert len(list(tmp_path.iterdir())) == 3


def test_a_maildir_is_read_new_and_old(tmp_path: Path) -> None:
    for folder in ("new", "cur", "tmp"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / f"1.{folder}:2,S").write_bytes(returned(OURS, TO))

    assert [name for name, _ in FolderBox(tmp_path).read()] == ["1.new:2,S", "1.cur:2,S"]


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(BounceBoxError, match=r"there is no such folder.*`mail.bounces` names it"):
        list(FolderBox(tmp_path / "nowhere").read())


def test_the_setting_names_a_folder_or_a_mailbox() -> None:
    assert box_at("/var/mail/bounces") == FolderBox(Path("/var/mail/bounces"))
    box = box_at("imaps://privacy%40kingston.example@mail.example/Bounces", password="s")  # noqa: S106
    assert isinstance(box, ImapBox)
    assert (box.host, box.port, box.user, box.folder) == (
        "mail.example",
        993,
        "privacy@kingston.example",
        "Bounces",
    )
    assert "'s'" not in repr(box)


def test_a_mailbox_is_read_in_private_and_left_as_it_is(
    own: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    huge = returned(OURS, TO) + b"x" * (2 * LARGEST)
    with SmallImap(own, [returned(OURS, TO), HOSTILE["nothing"], huge], PHRASE) as server:
        box = ImapBox(
            host="127.0.0.1", port=server.port, user="dpo", password=PHRASE, trust=trusting
        )
        found = list(box.read())

    assert [(name, bounce is not None) for name, bounce in found] == [
        ("7", True),
        ("8", False),
        ("9", True),
    ]
    assert "EXAMINE" in server.commands
    assert not {"SELECT", "STORE", "EXPUNGE", "COPY"} & set(server.commands)
    assert server.commands[-1] == "LOGOUT"


def test_a_mailbox_with_another_password_is_said(
    own: ssl.SSLContext, trusting: ssl.SSLContext
) -> None:
    with SmallImap(own, [], PHRASE) as server:
        box = ImapBox(
            host="127.0.0.1",
            port=server.port,
            user="dpo",
            password="a guess",  # noqa: S106 - it is wrong
            trust=trusting,
        )
        with pytest.raises(BounceBoxError) as refused:
            list(box.read())

    assert "the password of `mail` opens it" in str(refused.value)
    assert "a guess" not in str(refused.value)


def test_a_mailbox_that_nobody_vouches_for_is_not_read(own: ssl.SSLContext) -> None:
    with SmallImap(own, [], PHRASE) as server:
        box = ImapBox(host="127.0.0.1", port=server.port, user="dpo", password=PHRASE)
        with pytest.raises(BounceBoxError, match="mailbox of returned messages"):
            list(box.read())


def test_a_mailbox_that_is_away_is_said() -> None:
    with pytest.raises(BounceBoxError, match="mailbox of returned messages on"):
        list(ImapBox(host="127.0.0.1", port=9, user="x", password="y").read())  # noqa: S106
