"""One entry: who did what and when, and a digest of what was said.

An entry carries ids and digests only. What was said, the content, lies beside
it under a salt of its own: without the salt nobody can guess a name from the
digest, and when the salt and the content are destroyed at the end of their
retention the chain still verifies.

Every field is restricted to characters that JSON never escapes, so one pattern
describes the canonical bytes completely: what matches is canonical, and an
entry needs no JSON reader.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from dataclasses import dataclass

from incidents.errors import DueNoticeError
from incidents.moments import Instant, MomentError

SCHEMA = 1
#: What the first entry of a log names as its predecessor.
NO_ENTRY = "0" * 64
SALT_BYTES = 16
_LONGEST_SHOWN = 120
#: RFC 6962, 2.1: a leaf is hashed under 0x00, a node under 0x01.
LEAF_PREFIX = b"\x00"

_LOG = r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}"
_ACTION = r"[a-z][a-z0-9_-]{0,49}:[a-z][a-z0-9_-]{0,49}"
_ACTOR = r"[A-Za-z0-9][A-Za-z0-9._:-]{0,99}"
_AT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z"
_DIGEST = "[0-9a-f]{64}"
#: The beginning of an entry, up to the comma before its instant.
OPENING = re.compile(rf'\{{"action":"{_ACTION}","actor":"{_ACTOR}"'.encode(), re.ASCII)
_ENTRY = re.compile(
    (
        rf'\{{"action":"(?P<action>{_ACTION})","actor":"(?P<actor>{_ACTOR})","at":"(?P<at>{_AT})",'
        rf'"content":"(?P<content>{_DIGEST})","log":"(?P<log>{_LOG})",'
        rf'"prev":"(?P<prev>{_DIGEST})","schema":{SCHEMA},"seq":(?P<seq>0|[1-9][0-9]{{0,14}})\}}'
    ).encode(),
    re.ASCII,
)
_FIELDS = {
    "log": (re.compile(_LOG, re.ASCII), "a case number or an agency id such as KINGSTON-2026-001"),
    "action": (re.compile(_ACTION, re.ASCII), "subject:action in small letters, as fact:recorded"),
    "actor": (re.compile(_ACTOR, re.ASCII), "the id of a person or part, never a name or address"),
    "content": (re.compile(_DIGEST), "a SHA-256 digest in 64 small hexadecimal digits"),
    "prev": (re.compile(_DIGEST), "a SHA-256 digest in 64 small hexadecimal digits"),
}


class EntryError(DueNoticeError):
    """An entry that cannot be written or read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One line of a log; `seq` counts from 0, digests are hexadecimal."""

    log: str
    seq: int
    at: Instant
    actor: str
    action: str
    content: str
    prev: str

    def __post_init__(self) -> None:
        """Refuse a field that would need an escape or could carry a name."""
        for name, (pattern, accepted) in _FIELDS.items():
            given = getattr(self, name)
            if not pattern.fullmatch(given):
                raise EntryError(
                    f"{given!r} cannot be the {name} of a ledger entry; give {accepted}."
                )
        if not 0 <= self.seq < 10**15:
            raise EntryError(
                f"{self.seq} cannot be the number of a ledger entry; they count from 0."
            )

    @classmethod
    def parse(cls, written: bytes) -> Entry:
        """Give the entry that canonical bytes hold; raise EntryError."""
        match = _ENTRY.fullmatch(written)
        if match is None:
            raise EntryError(
                f"{_shown(written)} is not an entry in the ledger's form; restore it from a copy."
            )
        fields = {name: text.decode() for name, text in match.groupdict().items()}
        try:
            at = Instant.parse(fields.pop("at"))
        except MomentError as wrong:
            raise EntryError(str(wrong)) from wrong
        return cls(seq=int(fields.pop("seq")), at=at, **fields)

    def written(self) -> bytes:
        """Give the canonical bytes, which are what is stored and hashed.

        No field holds a character that JSON escapes, so they are laid between
        fixed texts: appends are short of time, and a JSON writer takes five times as long.
        """
        return (
            f'{{"action":"{self.action}","actor":"{self.actor}","at":"{self.at.stamp()}",'
            f'"content":"{self.content}","log":"{self.log}","prev":"{self.prev}",'
            f'"schema":{SCHEMA},"seq":{self.seq}}}'
        ).encode()

    def hash(self) -> str:
        """Give the hash that the next entry names as its predecessor."""
        return entry_hash(self.written()).hex()


def entry_hash(written: bytes) -> bytes:
    """Give the 32-byte hash of stored entry bytes.

    It is the leaf hash of RFC 6962, so one hash serves the chain and the tree.
    """
    return hashlib.sha256(LEAF_PREFIX + written).digest()


def content_digest(salt: bytes, body: bytes) -> str:
    """Give the digest an entry keeps of its content's canonical bytes."""
    if len(salt) != SALT_BYTES:
        raise EntryError(
            f"A salt of {len(salt)} bytes was given; content is salted with {SALT_BYTES} bytes."
        )
    return hashlib.sha256(salt + body).hexdigest()


def new_salt() -> bytes:
    """Give a fresh salt, unknown to anyone, for one content."""
    return secrets.token_bytes(SALT_BYTES)


def _shown(written: bytes) -> str:
    text = ascii(written.decode("utf-8", "replace"))
    return text if len(text) <= _LONGEST_SHOWN else f"{text[:_LONGEST_SHOWN]}..."
