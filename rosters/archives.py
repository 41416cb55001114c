"""Looks into a zip archive before anything of it is unpacked, and while it is.

A workbook is a zip archive, and one of a few kilobytes can unpack to gigabytes.
What its directory says is judged first; then each part is unpacked to nowhere,
piece by piece, and has to be exactly as long as the directory said.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator
from typing import BinaryIO

from rosters.problems import RosterError

MOST_PARTS = 1_000
MOST_BYTES = 200 * 1_000_000
MOST_RATIO = 100
#: A small part may well be all the same letter.
_ALWAYS_FINE = 1_000_000
_CHUNK = 1 << 18
#: The header before each part ends with the lengths of its name and of what is extra.
_LOCAL_HEADER = struct.Struct("<4s5H3L2H")
_ENCRYPTED = 0x1
_BROKEN = "The workbook is broken; open it in Excel, save it again as .xlsx or CSV, and take that."


def parts_of(file: BinaryIO) -> dict[str, zipfile.ZipInfo]:
    """Give the parts of a workbook by name; raise RosterError where it is not safe."""
    try:
        with zipfile.ZipFile(file) as archive:
            listed = archive.infolist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as wrong:
        raise RosterError(_BROKEN) from wrong
    parts = {each.filename: each for each in listed}
    if len(listed) > MOST_PARTS or len(parts) < len(listed):
        raise RosterError(_unsafe(f"{len(listed):,} parts, some of one name or too many"))
    total = sum(each.file_size for each in listed)
    if total > MOST_BYTES:
        raise RosterError(
            f"The workbook unpacks to {total // 1_000_000:,} MB and at most "
            f"{MOST_BYTES // 1_000_000} MB are taken; save the list as CSV, which may be of any "
            "length."
        )
    for each in listed:
        _judge(each)
    return parts


def _judge(part: zipfile.ZipInfo) -> None:
    if part.flag_bits & _ENCRYPTED:
        raise RosterError("The workbook has a password; save it without one and take that.")
    if part.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise RosterError(_unsafe("a part packed in a way that no spreadsheet uses"))
    if part.file_size > max(_ALWAYS_FINE, part.compress_size * MOST_RATIO):
        raise RosterError(_unsafe(f"a part that unpacks to more than {MOST_RATIO} times its size"))


def unpacked(file: BinaryIO, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Give a part piece by piece; raise RosterError where it is not as it was said to be."""
    _seek_to(file, part)
    left, length, checksum = part.compress_size, 0, 0
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if part.compress_type else None
    while left > 0:
        packed = file.read(min(_CHUNK, left))
        if not packed:
            break
        left -= len(packed)
        for piece in _inflated(inflater, packed):
            length += len(piece)
            checksum = zlib.crc32(piece, checksum)
            if length > part.file_size:
                raise RosterError(_unsafe("a part that is longer than its directory says"))
            yield piece
    is_ended = inflater is None or inflater.eof
    if left or length != part.file_size or checksum != part.CRC or not is_ended:
        raise RosterError(_BROKEN)


def _inflated(inflater: zlib._Decompress | None, packed: bytes) -> Iterator[bytes]:
    if inflater is None:
        yield packed
        return
    try:
        while packed:
            yield inflater.decompress(packed, _CHUNK)
            packed = inflater.unconsumed_tail
    except zlib.error as wrong:
        raise RosterError(_BROKEN) from wrong


def _seek_to(file: BinaryIO, part: zipfile.ZipInfo) -> None:
    """Go to where the bytes of a part begin, past its own short header."""
    file.seek(part.header_offset)
    header = file.read(_LOCAL_HEADER.size)
    if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise RosterError(_BROKEN)
    *_, name, extra = _LOCAL_HEADER.unpack(header)
    file.seek(part.header_offset + _LOCAL_HEADER.size + name + extra)


def _unsafe(found: str) -> str:
    return (
        f"The workbook has {found}, which may be meant to harm; open it in Excel, save the list "
        "as CSV, and take that."
    )
