"""What both couriers that speak SMTP know of it: its numbers, its dot, what breaks it."""

from __future__ import annotations

import re
import ssl

#: The port at which a conversation is private from its first byte (RFC 8314).
PRIVATE_PORT = 465
FINE, GO_AHEAD, ERRORS, CLOSING, PERMANENT = 250, 354, 400, 421, 500
#: Answers that concern every message: the settings are wrong, or the server is.
FOR_EVERY_MESSAGE = (530, 535, 538)
_LINE_WITH_DOT = re.compile(rb"(?m)^\.")
_ENHANCED = re.compile(r"\b[245]\.\d{1,3}\.\d{1,3}\b", re.ASCII)


def with_dot(content: bytes) -> bytes:
    r"""Give a message as it goes over the line, its closing dot with it.

    >>> with_dot(b"Dear parent,\r\n.5 miles\r\n")
    b'Dear parent,\r\n..5 miles\r\n.\r\n'
    """
    return _LINE_WITH_DOT.sub(b"..", content) + b".\r\n"


def is_fine(code: int, fine: int = FINE) -> bool:
    """Say whether an answer is the one hoped for, or 251: taken and passed on."""
    return code in (fine, fine + 1)


def numbers(code: int, words: str) -> str:
    """Give an answer by its numbers alone: its words may hold an address.

    >>> numbers(550, "5.1.1 <ana@example.org> unknown")
    '550 5.1.1'
    """
    enhanced = _ENHANCED.search(words)
    return f"{code} {enhanced[0]}" if enhanced else f"{code}"


def reason_of(wrong: BaseException) -> str:
    """Give why a conversation broke, or was never begun."""
    cause = wrong.__cause__ if isinstance(wrong.__cause__, OSError) else wrong
    if isinstance(cause, ssl.SSLCertVerificationError):
        return cause.verify_message
    return getattr(cause, "strerror", None) or type(wrong).__name__
