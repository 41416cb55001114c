"""Which characters the letters' font can print.

A PDF engine that meets a character its font lacks prints a box, another
font's letter or nothing, and a name is wrong in the letter that says sorry.
So every text is compared with the font's own table before it is printed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.resources import files

#: The fonts that every letter uses, shipped with the product.
FAMILIES = ("NotoSans", "NotoSansArabic", "NotoSansHebrew")
WEIGHTS = ("Regular", "Bold")
_SEGMENTS, _LAST = 4, 0xFFFE


def first_missing(text: str) -> str | None:
    """Give the first character that a font of the letters lacks, or None."""
    lacking = set(text) - printable()
    return next((character for character in text if character in lacking), None)


@lru_cache(maxsize=1)
def printable() -> frozenset[str]:
    """Give every character that a family of the letters has in both weights."""
    covered = (
        set.intersection(
            *({code for code, _ in _glyphs(_font(family, weight))} for weight in WEIGHTS)
        )
        for family in FAMILIES
    )
    return frozenset(map(chr, set().union(*covered)))


@lru_cache(maxsize=1)
def advances() -> Mapping[str, float]:
    """Give how far each character moves the pen in the regular weight, in em."""
    found: dict[str, float] = {}
    for family in reversed(FAMILIES):
        found |= _advances(_font(family, WEIGHTS[0]))
    return found


def _font(family: str, weight: str) -> bytes:
    return files("notices").joinpath("fonts", f"{family}-{weight}.ttf").read_bytes()


def _advances(font: bytes) -> dict[str, float]:
    units = struct.unpack_from(">H", _table(font, b"head"), 18)[0]
    metrics, count = _table(font, b"hmtx"), struct.unpack_from(">H", _table(font, b"hhea"), 34)[0]
    return {
        chr(code): struct.unpack_from(">H", metrics, 4 * min(glyph, count - 1))[0] / units
        for code, glyph in _glyphs(font)
    }


def _glyphs(font: bytes) -> Iterator[tuple[int, int]]:
    """Give the code points of a TrueType font and their glyphs (OpenType 1.9, cmap).

    The fonts we ship keep them in segments (format 4); a test compares the
    result with what the PDF engine prints.
    """
    cmap = _table(font, b"cmap")
    count = struct.unpack_from(">H", cmap, 2)[0]
    for index in range(count):
        offset = struct.unpack_from(">HHI", cmap, 4 + 8 * index)[2]
        if struct.unpack_from(">H", cmap, offset)[0] == _SEGMENTS:
            yield from _segments(cmap[offset:])


def _table(font: bytes, tag: bytes) -> bytes:
    count = struct.unpack_from(">H", font, 4)[0]
    entries = (struct.unpack_from(">4sIII", font, 12 + 16 * index) for index in range(count))
    offset, length = next((at, size) for name, _, at, size in entries if name == tag)
    return font[offset : offset + length]


def _segments(table: bytes) -> Iterator[tuple[int, int]]:
    half = struct.unpack_from(">H", table, 6)[0] // 2
    ends = struct.unpack_from(f">{half}H", table, 14)
    starts = struct.unpack_from(f">{half}H", table, 16 + 2 * half)
    deltas = struct.unpack_from(f">{half}H", table, 16 + 4 * half)
    offsets_at = 16 + 6 * half
    offsets = struct.unpack_from(f">{half}H", table, offsets_at)
    for index, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, _LAST) + 1):
            glyph = (code + deltas[index]) & 0xFFFF
            if offsets[index]:
                at = offsets_at + 2 * index + offsets[index] + 2 * (code - start)
                glyph = struct.unpack_from(">H", table, at)[0]
            if glyph:
                yield code, glyph
