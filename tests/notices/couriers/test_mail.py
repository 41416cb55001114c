"""Headers that nothing breaks out of, and addresses that are some."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from incidents.services.couriers import HeaderRefusedError, MessageRefusedError
from notices.couriers.files import file_name
from notices.couriers.mail import as_email
from tests.notices.couriers.samples import a_message

SENDER = "duenotice@kingston.example"


@pytest.mark.parametrize("field", ["to_name", "to", "subject", "message_id", "from_name"])
@pytest.mark.parametrize("character", ["\r", "\n", "\0", "\x1b", "\x85", "\u2028"])
def test_no_field_that_becomes_a_header_holds_a_break(field: str, character: str) -> None:
    with pytest.raises(HeaderRefusedError, match="holds a line break or another control"):
        a_message(**{field: f"a{character}Bcc: everybody@example.org"})


@pytest.mark.parametrize(
    "address",
    [
        "dana",
        "dana@",
        "@kingston.example",
        "Dana <dana@kingston.example>",
        "dana@kingston.example, sam@kingston.example",
        "dana poole@kingston.example",
        "",
        "dänä@kingston.example",
    ],
)
def test_what_is_not_one_plain_address_is_refused(address: str) -> None:
    with pytest.raises(MessageRefusedError, match="is not an e-mail address"):
        as_email(a_message(to=address), SENDER)


def test_a_long_line_or_another_alphabet_is_encoded() -> None:
    plain = as_email(a_message(), SENDER)
    long = as_email(a_message(text="x" * 998 + "\n"), SENDER)
    other = as_email(a_message(text="Grüße\n", to_name="Zoë Núñez"), SENDER)

    encodings = [each["Content-Transfer-Encoding"] for each in (plain, long, other)]
    assert encodings == ["7bit", "quoted-printable", "quoted-printable"]
    assert other["To"] == "Zoë Núñez <dana@kingston.example>"
    assert other.as_bytes().isascii()


@given(st.text(max_size=60), st.text(max_size=60))
def test_whatever_stands_in_a_field_stays_in_it(name: str, subject: str) -> None:
    try:
        message = a_message(to_name=name, subject=subject)
    except HeaderRefusedError:
        return
    head = as_email(message, SENDER).as_bytes().partition(b"\r\n\r\n")[0]

    fields = [line.partition(b":")[0] for line in head.split(b"\r\n") if line[:1].strip()]
    assert sorted(fields) == [
        b"Auto-Submitted",
        b"Content-Transfer-Encoding",
        b"Content-Type",
        b"Date",
        b"From",
        b"MIME-Version",
        b"Message-ID",
        b"Subject",
        b"To",
    ]


def test_a_file_is_named_by_its_message_and_nothing_else() -> None:
    assert file_name("KINGSTON-2026-001.w1@kingston") == "KINGSTON-2026-001.w1@kingston"
    assert file_name("../../etc/passwd") == "_.._etc_passwd~3754d6cb3a38e118"
    assert len(file_name("x" * 500)) == 197


@given(st.text(alphabet=string.printable, max_size=300), st.text(max_size=300))
def test_two_messages_never_share_a_file(first: str, second: str) -> None:
    assert (file_name(first) == file_name(second)) == (first == second)
    assert not {"/", "\0"} & set(file_name(first))
    assert file_name(first) not in ("", ".", "..")
