"""E-mails as bytes: text and HTML of one notice to one recipient, built quickly.

The standard library's own message classes take longer over one e-mail than a
mail server does. What is written here is a small part of the same format, and
the standard parser reads exactly the same text, HTML and headers back from it.
"""

from __future__ import annotations

import re
from binascii import b2a_base64, b2a_qp
from email.utils import format_datetime
from functools import lru_cache

from incidents.services.telling.headers import HeaderText, MailAddress
from incidents.services.telling.post import Email

#: What quoted-printable never writes, so no text can hold it (RFC 2045, 6.7).
_BOUNDARY = "=_duenotice_=_"
#: A name or subject that stands in a header as it is.
_PLAIN = re.compile(r"[!-<>-~]([ ]?[!-<>-~])*", re.ASCII)
_LONGEST_PLAIN = 60
#: So many bytes fit into one encoded word (RFC 2047, 2).
_WORD = 42
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_SPECIAL_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*", re.ASCII)


def mail_bytes(email: Email, sender: MailAddress) -> bytes:
    """Give the whole message, each line ended as mail servers want it."""
    head = (
        f"Message-ID: <{email.message_id}>\r\n"
        f"Date: {format_datetime(email.at.utc)}\r\n"
        f"From: {mailbox(email.from_name, sender)}\r\n"
        f"To: {mailbox(email.to_name, email.to)}\r\n"
        f"Subject: {unstructured(email.subject)}\r\n"
        "Auto-Submitted: auto-generated\r\n"
        f"{_language(email.language)}"
        "MIME-Version: 1.0\r\n"
        f'Content-Type: multipart/alternative; boundary="{_BOUNDARY}"\r\n'
    )
    return b"".join(
        (
            head.encode("ascii"),
            _part("plain", email.text),
            _part("html", email.html),
            f"\r\n--{_BOUNDARY}--\r\n".encode("ascii"),
        )
    )


def mailbox(name: HeaderText, address: MailAddress) -> str:
    """Give a name, with single spaces, and an address as a header has them."""
    spaced = " ".join(name.text.split())
    return f"{_phrase(spaced)}\r\n <{address.text}>" if spaced else f"<{address.text}>"


@lru_cache(maxsize=64)
def unstructured(text: HeaderText) -> str:
    """Give a subject, in encoded words where it is more than plain letters."""
    return text.text if _is_plain(text.text) else _encoded(text.text)


def _phrase(name: str) -> str:
    if _is_plain(name):
        escaped = name.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return _encoded(name)


def _is_plain(text: str) -> bool:
    return len(text) <= _LONGEST_PLAIN and bool(_PLAIN.fullmatch(text))


def _encoded(text: str) -> str:
    """Give a text as encoded words, none of which cuts a character in two."""
    words, word = [], b""
    for letter in text:
        code = letter.encode()
        if len(word) + len(code) > _WORD:
            words.append(word)
            word = b""
        word += code
    words.append(word)
    return "\r\n ".join(f"=?utf-8?b?{_base64(each)}?=" for each in words)


def _base64(word: bytes) -> str:
    return b2a_base64(word, newline=False).decode("ascii")


def _language(language: str) -> str:
    return f"Content-Language: {language}\r\n" if _SPECIAL_LANGUAGE.fullmatch(language) else ""


def _part(kind: str, text: str) -> bytes:
    """Give one body; it ends with a line end, which the soft breaks go by."""
    content = _LINE_ENDS.sub("\r\n", text)
    if not content.endswith("\r\n"):
        content += "\r\n"
    head = (
        f"\r\n--{_BOUNDARY}\r\n"
        f"Content-Type: text/{kind}; charset=utf-8\r\n"
        "Content-Transfer-Encoding: quoted-printable\r\n\r\n"
    )
    return head.encode("ascii") + b2a_qp(content.encode(), istext=True)
