"""The e-mail file: opens unsent, says the approved words, fetches nothing."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import SMTP

from notices.drafts import draft
from notices.email_file import eml
from tests.notices import samples


def test_a_mail_program_opens_the_words_as_an_unsent_message() -> None:
    drafted = draft("family-notice", "parent", samples.longest())
    message = message_from_bytes(eml(drafted), policy=SMTP)
    text, page = message.get_body(("plain",)), message.get_body(("html",))

    assert message["X-Unsent"] == "1"
    assert message["Subject"] == drafted.subject
    assert message["To"] is None
    assert message["Date"] is None
    assert text is not None
    assert page is not None
    assert text.get_content().replace("\r\n", "\n") == drafted.text
    assert page.get_content().replace("\r\n", "\n") == drafted.html
    assert message.get_content_type() == "multipart/alternative"


def test_the_same_draft_gives_the_same_message() -> None:
    drafted = draft("family-notice", "parent", samples.roster())

    assert eml(drafted) == eml(drafted)
    assert max(map(len, eml(drafted).split(b"\r\n"))) <= 998
