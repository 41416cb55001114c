"""Many entries at once: accept a block that is beyond doubt.

Reading and writing each entry anew would cost ten times its hash. A block
needs neither: all its entries have numbers of equally many digits, so seen from
the end every part lies at one distance. Their ends are laid under each other,
and the columns are compared with what they must be: the fixed text, the log,
the numbers, the hash of the entry before, the digest of the content. What is
accepted is exactly what the slow walk accepts; where anything differs the block
is not judged here but walked entry by entry (`verify`).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from hashlib import sha256
from struct import Struct

from incidents.ledger.contents import Row
from incidents.ledger.entry import LEAF_PREFIX, OPENING, SALT_BYTES, SCHEMA
from incidents.moments import FIRST_YEAR, LAST_YEAR

#: The instant before any entry, as an entry would write it.
NO_INSTANT = f"{FIRST_YEAR}-01-01T00:00:00.000000Z"

_TIME_BYTES, _HASH_DIGITS = 27, 64
_ZEROS = b"0000-00-00T00:00:00.000000Z"
_DIGITS_TO_ZERO = bytes.maketrans(b"123456789", b"0" * 9)
_leaf = sha256(LEAF_PREFIX).copy
_HEXADECIMAL = b"0123456789abcdef"
# The last, the second last and the third last digits of 0 to 999.
_LAST_DIGITS = tuple(
    "".join(str(number // unit % 10) for number in range(1000)).encode() for unit in (1, 10, 100)
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Accepted:
    """What the walk needs to know of a block that holds."""

    leaves: list[bytes]
    #: The instant of the last entry, as written.
    at: str
    #: The distinct beginnings of the entries: action and actor.
    openings: set[bytes]


def room(seq: int) -> int:
    """Give how many entries a block that begins here may have.

    It ends where the digits or the thousands of the number change; 1,000
    entries also fit the processor's cache.
    """
    return min(1000 - seq % 1000, int("1" + "0" * len(str(seq))) - seq)


def accept(rows: Sequence[Row], *, log: str, seq: int, prev: str, at: str) -> Accepted | None:
    """Give what the rows add to the log, or None where any doubt is left.

    `prev` and `at` are the hash and the instant of the entry before, as
    written. Proves canonical bytes, numbers, links, instants and contents.
    """
    entries, form = [row[0] for row in rows], _form(log, len(str(seq)))
    width, count = form.width, len(rows)
    ends = b"".join([entry[-width:] for entry in entries])
    if len(ends) != width * count or not form.fits(ends, count):
        return None
    cells = list(form.parts.iter_unpack(ends))
    leaves = []
    for entry in entries:
        leaf = _leaf()
        leaf.update(entry)
        leaves.append(leaf.digest())
    links = prev.encode() + b"".join(leaves[:-1]).hex().encode()
    if b"".join([cell[2] for cell in cells]) != links or not form.counts(ends, seq, count):
        return None
    if not _contents_fit(rows, b"".join([cell[1] for cell in cells])):
        return None
    times = [at.encode(), *[cell[0] for cell in cells]]
    openings = {entry[:-width] for entry in entries}
    if not all(map(OPENING.fullmatch, openings)) or not _in_order(times):
        return None
    return Accepted(leaves=leaves, at=times[-1].decode(), openings=openings)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Form:
    """Where the parts of an entry's end lie, and the text between them."""

    width: int
    #: Cuts instant, digest of the content and hash of the entry before.
    parts: Struct
    #: The place and the byte of each fixed character.
    fixed: tuple[tuple[int, bytes], ...]

    def fits(self, ends: bytes, count: int) -> bool:
        """Say whether the fixed text stands in each of the ends."""
        return all(ends[place :: self.width] == byte * count for place, byte in self.fixed)

    def counts(self, ends: bytes, seq: int, count: int) -> bool:
        """Say whether the ends carry the numbers from seq on."""
        first = seq % 1000
        for back, digit in enumerate(reversed(str(seq).encode())):
            alike = _LAST_DIGITS[back][first : first + count] if back < len(_LAST_DIGITS) else b""
            place = self.width - len("}") - 1 - back
            if ends[place :: self.width] != (alike or bytes([digit]) * count):
                return False
        return True


@lru_cache(maxsize=64)
def _form(log: str, digits: int) -> _Form:
    cuts, fixed, width = "", [], 0
    for text, wide, cut in (
        (',"at":"', _TIME_BYTES, "s"),
        ('","content":"', _HASH_DIGITS, "s"),
        (f'","log":"{log}","prev":"', _HASH_DIGITS, "s"),
        (f'","schema":{SCHEMA},"seq":', digits, "x"),
        ("}", 0, "x"),
    ):
        written = text.encode()
        cuts += f"{len(written)}x{wide}{cut}"
        fixed += [(width + at, written[at : at + 1]) for at in range(len(written))]
        width += len(written) + wide
    return _Form(width=width, parts=Struct(cuts), fixed=tuple(fixed))


def _contents_fit(rows: Sequence[Row], shown: bytes) -> bool:
    """Say whether the contents have the digests that the entries show."""
    digests = [
        sha256(salt + body).hexdigest()
        if salt is not None and body is not None and len(salt) == SALT_BYTES
        else _given_up(
            (salt, body, erased), shown[place * _HASH_DIGITS : (place + 1) * _HASH_DIGITS]
        )
        for place, (_, salt, body, erased) in enumerate(rows)
    ]
    return "".join(digests).encode() == shown


def _given_up(absent: tuple[bytes | None, bytes | None, bool], shown: bytes) -> str:
    """Give the digest shown where the content was destroyed, else none."""
    destroyed = absent == (None, None, True)
    return shown.decode() if destroyed and not shown.translate(None, _HEXADECIMAL) else ""


def _in_order(times: list[bytes]) -> bool:
    """Say whether these are instants on the calendar that never go back."""
    joined = b"".join(times)
    if joined.translate(_DIGITS_TO_ZERO) != _ZEROS * len(times) or times != sorted(times):
        return False
    sixties = joined[14::_TIME_BYTES] + joined[17::_TIME_BYTES]
    if sixties.translate(None, b"012345") or int(times[-1][:4]) > LAST_YEAR:
        return False
    try:
        for hour in _hours(times):
            datetime.fromisoformat(hour.decode())
    except ValueError:
        return False
    return True


def _hours(times: list[bytes]) -> Iterator[bytes]:
    """Give the distinct hours of sorted instants, each as `2026-03-10T15`."""
    place = 0
    while place < len(times):
        hour = times[place][:13]
        yield hour
        place = bisect_left(times, hour + b";", place)
