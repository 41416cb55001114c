"""Reads returned messages: which e-mail they speak of, and whether it is refused for good.

A bounce is a report of RFC 3464 with the headers of what was sent; the message
is known again by its Message-ID, which nobody else could have guessed without
having had it. Anything may lie in a mailbox: what is too large, too deep or no
report is passed over, and never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from email import message_from_bytes
from email.errors import MessageError
from email.message import Message
from email.policy import compat32

from incidents.services.telling.bounce import Bounce

#: More than this of one message is not looked at.
LARGEST = 256 * 1024
#: More parts than this, however nested, are not looked at.
_MOST_PARTS = 50
_DEEPEST = 5
_MESSAGE_ID = re.compile(r"<([^<>\s]{3,250})>")
_RETURNED_ID = re.compile(r"(?im)^message-id:\s*<([^<>\s]{3,250})>")
_RETURNED_TO = re.compile(r"(?im)^to:[ \t]*(.{0,400}(?:\r?\n[ \t].{0,400}){0,3})")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b", re.ASCII)
_REPLY = re.compile(r"\b([45])\d\d\b", re.ASCII)
_ADDRESS = re.compile(r"[^\s<>;,\"]{1,64}@[^\s<>;,\"]{1,255}")
#: The server has given up, whatever the reason: what was sent will not arrive.
_FAILED, _DELAYED = "failed", "delayed"


def bounce_in(content: bytes) -> Bounce | None:
    """Give what a returned message says, or None where it is none."""
    try:
        message = message_from_bytes(content[:LARGEST], policy=compat32)
        parts = list(_parts(message, 0))[:_MOST_PARTS]
        report = next((each for each in parts if _type(each) == "message/delivery-status"), None)
        if report is None:
            return _without_report(message, parts)
        return _reported(report, parts)
    except (MessageError, LookupError, ValueError, RecursionError, AttributeError, TypeError):
        return None


def _reported(report: Message, parts: Iterable[Message]) -> Bounce | None:
    fields = _fields(report)
    action = _first(fields, "action").lower()
    status = _STATUS.search(_first(fields, "status") or _first(fields, "diagnostic-code"))
    returned = _returned(parts)
    if returned is None or action not in (_FAILED, _DELAYED):
        return None
    named = (_first(fields, "original-recipient"), _first(fields, "final-recipient"))
    return Bounce(
        message_id=returned[0],
        status=status[0] if status else None,
        is_hard=action == _FAILED,
        recipients=_addresses(*named, returned[1]),
    )


def _without_report(message: Message, parts: Iterable[Message]) -> Bounce | None:
    """Read what some servers send: words, and the message that came back."""
    sender = str(message.get("From", "")).lower()
    is_of_server = "mailer-daemon" in sender or "postmaster" in sender
    if not is_of_server and str(message.get("Return-Path", "")).strip() != "<>":
        return None
    returned = _returned(parts)
    if returned is None:
        return None
    words = "\n".join(_text(each) for each in parts if _type(each) == "text/plain")
    status = _STATUS.search(words)
    reply = _REPLY.search(words)
    begins = status[1] if status else reply[1] if reply else ""
    return Bounce(
        message_id=returned[0],
        status=status[0] if status else None,
        is_hard=begins == "5",
        recipients=_addresses(returned[1]),
    )


def _returned(parts: Iterable[Message]) -> tuple[str, str] | None:
    """Give Message-ID and addressee of what came back, from its headers or their text."""
    for part in parts:
        if _type(part) in ("message/rfc822", "text/rfc822-headers"):
            found = _headers_in(part)
            if found is not None:
                return found
    texts = (_text(part) for part in parts if _type(part) == "text/plain")
    return next(filter(None, map(_named_in, texts)), None)


def _headers_in(part: Message) -> tuple[str, str] | None:
    payload = part.get_payload()
    if isinstance(payload, list) and payload and isinstance(payload[0], Message):
        match = _MESSAGE_ID.search(str(payload[0].get("Message-ID", "")))
        return (match[1], str(payload[0].get("To", ""))) if match else None
    return _named_in(_text(part))


def _named_in(text: str) -> tuple[str, str] | None:
    match = _RETURNED_ID.search(text)
    to = _RETURNED_TO.search(text)
    return (match[1], to[1] if to else "") if match else None


def _addresses(*texts: str) -> frozenset[str]:
    """Give every address of some headers, in small letters."""
    return frozenset(each.lower() for text in texts for each in _ADDRESS.findall(text))


def _parts(message: Message, depth: int) -> Iterator[Message]:
    """Give the parts in order; those of what came back are its own affair."""
    yield message
    payload = message.get_payload()
    if depth >= _DEEPEST or not isinstance(payload, list) or _type(message) == "message/rfc822":
        return
    if _type(message) == "message/delivery-status":
        return
    for part in payload[:_MOST_PARTS]:
        if isinstance(part, Message):
            yield from _parts(part, depth + 1)


def _fields(report: Message) -> list[Message]:
    payload = report.get_payload()
    if isinstance(payload, list):
        return [each for each in payload if isinstance(each, Message)]
    return [message_from_bytes(_bytes(report), policy=compat32)]


def _first(groups: Iterable[Message], name: str) -> str:
    return next((str(each[name]).strip() for each in groups if each[name] is not None), "")


def _type(part: Message) -> str:
    return part.get_content_type()


def _bytes(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _text(part: Message) -> str:
    return _bytes(part).decode("utf-8", "replace")
