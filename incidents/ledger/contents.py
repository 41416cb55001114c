"""What was said: stored beside the entries, and a line each in an export.

The body in a line is the canonical bytes themselves, between two fixed texts,
so that a reader cuts it out and hashes it without writing it anew. A content
that was lawfully destroyed leaves a line that says so, and the destruction is
itself an entry (`ERASED`) that lists the entries whose contents went.
"""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from incidents.ledger.canonical import CanonicalFormError, read_canonical

#: The action of the entry that records a destruction; its content's body has
#: the numbers of the entries under "entries".
ERASED = "content:erased"


#: An entry's bytes, the salt and the body of its content, and whether the
#: content was destroyed. A `Stored` is one, a database driver's tuple another.
Row: TypeAlias = tuple[bytes, bytes | None, bytes | None, bool]


class Stored(NamedTuple):
    """An entry as stored, with its content.

    Salt and body are None where the content is not there: destroyed when
    `erased` is true, missing when it is false.
    """

    entry: bytes
    salt: bytes | None
    body: bytes | None
    erased: bool = False


def content_line(seq: int, salt: bytes, body: bytes) -> bytes:
    """Give the line of `contents.jsonl` for a content that is there."""
    return b'{"seq":%d,"salt":"%b","body":%b}\n' % (seq, salt.hex().encode(), body)


def erased_line(seq: int) -> bytes:
    """Give the line of `contents.jsonl` for a content that was destroyed."""
    return b'{"seq":%d,"salt":null,"body":null,"erased":true}\n' % seq


def erased_entries(body: bytes) -> frozenset[int]:
    """Give the entries whose contents a recorded destruction lists."""
    try:
        value = read_canonical(body)
    except CanonicalFormError:
        return frozenset()
    listed = value.get("entries") if isinstance(value, dict) else None
    if not isinstance(listed, list):
        return frozenset()
    return frozenset(seq for seq in listed if isinstance(seq, int))
