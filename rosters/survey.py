"""One quick pass over the bytes of a file, before anything is believed of it."""

from __future__ import annotations

import codecs
from dataclasses import dataclass
from hashlib import sha256
from typing import BinaryIO

_CHUNK = 1 << 20
_HEAD = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """What the bytes of a file say by themselves."""

    sha256: str
    size: int
    head: bytes
    is_utf8: bool
    #: A megabyte without the end of a line: no list of persons has that.
    has_endless_line: bool


def survey(file: BinaryIO) -> Survey:
    """Give the digest of a file, and whether it is UTF-8; memory stays bounded."""
    digest, decoder = sha256(), codecs.getincrementaldecoder("utf-8")()
    size, head, is_utf8, is_endless = 0, b"", True, False
    file.seek(0)
    while chunk := file.read(_CHUNK):
        head = head or chunk[:_HEAD]
        digest.update(chunk)
        size += len(chunk)
        is_utf8 = is_utf8 and _decodes(decoder, chunk)
        is_full = len(chunk) == _CHUNK
        is_endless = is_endless or (is_full and b"\n" not in chunk and b"\r" not in chunk)
    return Survey(
        sha256=digest.hexdigest(),
        size=size,
        head=head,
        is_utf8=is_utf8 and _decodes(decoder, b"", is_last=True),
        has_endless_line=is_endless,
    )


def _decodes(decoder: codecs.IncrementalDecoder, chunk: bytes, *, is_last: bool = False) -> bool:
    try:
        decoder.decode(chunk, is_last)
    except UnicodeDecodeError:
        return False
    return True
