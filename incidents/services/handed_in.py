"""Checkpoints that a person kept: a text file, or a message saved as it came."""

from __future__ import annotations

import email
import email.policy
import re
from collections.abc import Iterable, Iterator

from incidents.ledger.keys import NAMESPACE

_NOTE = re.compile(rf"{NAMESPACE}(?P<log>[^\n]+)\n\d+\n[A-Za-z0-9+/]{{43}}=\n\n(?:— [^\n]+\n)+")


def notes_in(content: bytes) -> list[str]:
    """Give every checkpoint in a text or a saved e-mail, each once.

    A message may hold several, one after the other, and mail programs wrap
    what they send: attached and encoded parts are looked into as well.
    """
    found: dict[str, None] = {}
    for text in _texts(content):
        found.update(dict.fromkeys(match[0] for match in _NOTE.finditer(text)))
    return list(found)


def by_log(notes: Iterable[str]) -> dict[str, list[str]]:
    """Give notes by the log that they speak of."""
    found: dict[str, list[str]] = {}
    for note in notes:
        log = note.partition("\n")[0].removeprefix(NAMESPACE)
        found.setdefault(log, []).append(note)
    return found


def _texts(content: bytes) -> Iterator[str]:
    message = email.message_from_bytes(content, policy=email.policy.default)
    for payload in (content, *(part.get_payload(decode=True) for part in message.walk())):
        if isinstance(payload, bytes):
            yield payload.decode("utf-8", "replace").replace("\r\n", "\n") + "\n"
