"""Writes a BagIt bag (RFC 8493), whole or not at all, the same bytes each time.

The bag is built beside its place under a name that nobody looks for, each file
on the disk before the folder gets its name. No file carries the time of its
making. The .zip holds the same files in a fixed order under the bag's name.
"""

from __future__ import annotations

import os
import secrets
import shutil
import stat
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from incidents.errors import DueNoticeError

_DECLARATION = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
_MANIFEST, _TAGS = "manifest-sha256.txt", "tagmanifest-sha256.txt"
_PIECE = 1 << 20
#: Zip has no "no time"; this is the first that it can write.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


class BagError(DueNoticeError):
    """The bag cannot be written there; nothing was left behind."""


class Bag:
    """A bag that is being built in a folder."""

    def __init__(self, folder: Path) -> None:
        """Build in that folder, which is there and empty."""
        self.folder = folder
        self._digests: dict[str, str] = {}
        self._bytes = 0

    def add(self, path: str, content: bytes | Iterable[bytes]) -> None:
        """Add a file to the payload; pieces are written as they come."""
        pieces = [content] if isinstance(content, bytes) else content
        digest, size = self._write(f"data/{path}", pieces)
        self._digests[f"data/{path}"] = digest
        self._bytes += size

    def finish(self, about: Mapping[str, str], beside: Mapping[str, bytes]) -> None:
        """Write the tag files: ``about`` in bag-info.txt, ``beside`` as they are."""
        oxum = {"Payload-Oxum": f"{self._bytes}.{len(self._digests)}"}
        tags = {
            **beside,
            "bagit.txt": _DECLARATION.encode(),
            "bag-info.txt": _info({**about, **oxum}),
            _MANIFEST: _manifest(self._digests),
        }
        digests = {name: self._write(name, [tags[name]])[0] for name in sorted(tags)}
        self._write(_TAGS, [_manifest(digests)])

    def digest(self) -> str:
        """Give the SHA-256 that stands for the whole finished bag."""
        return sha256((self.folder / _TAGS).read_bytes()).hexdigest()

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        place, digest, size = self.folder / path, sha256(), 0
        place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with os.fdopen(os.open(place, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600), "wb") as file:
            for piece in pieces:
                file.write(piece)
                digest.update(piece)
                size += len(piece)
            file.flush()
            os.fsync(file.fileno())
        return digest.hexdigest(), size


@contextmanager
def new_bag(out: Path) -> Iterator[Bag]:
    """Give a bag to fill, under a name of its own beside ``out``.

    It is gone after the block unless :func:`release` has given it its name.
    Raise BagError where something lies at ``out`` already, or no bag can be
    written.
    """
    for place in (out, zip_beside(out)):
        if place.exists() or place.is_symlink():
            raise BagError(f"{place} is there already; give a name that is free.")
    draft = out.absolute().with_name(f".{out.name}.{secrets.token_hex(8)}")
    try:
        draft.mkdir(mode=0o700)
        yield Bag(draft)
    except OSError as wrong:
        raise BagError(
            f"The export cannot be written to {out} ({wrong.strerror}); see that its folder is "
            "there, belongs to you and has room."
        ) from wrong
    finally:
        shutil.rmtree(draft, ignore_errors=True)
        draft.with_name(f"{draft.name}.zip").unlink(missing_ok=True)


def release(bag: Bag, out: Path, *, zipped_as: str | None) -> None:
    """Give the finished bag its name, and with ``zipped_as`` its .zip beside it."""
    draft = bag.folder.with_name(f"{bag.folder.name}.zip")
    if zipped_as is not None:
        _zip(bag.folder, draft, zipped_as)
    bag.folder.rename(out)
    if zipped_as is not None:
        draft.rename(zip_beside(out))


def zip_beside(out: Path) -> Path:
    """Give the place of the .zip of a bag."""
    return out.with_name(f"{out.name}.zip")


def _zip(folder: Path, place: Path, top: str) -> None:
    names = sorted(
        path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()
    )
    made = os.open(place, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    with os.fdopen(made, "w+b") as file:
        with zipfile.ZipFile(file, "w") as archive:
            for name in names:
                _pack(archive, f"{top}/{name}", folder / name)
        file.flush()
        os.fsync(file.fileno())


def _pack(archive: zipfile.ZipFile, name: str, place: Path) -> None:
    entry = zipfile.ZipInfo(name, _NO_TIME)
    entry.compress_type = zipfile.ZIP_DEFLATED
    entry.create_system, entry.external_attr = 3, (stat.S_IFREG | 0o600) << 16
    with archive.open(entry, "w") as written, place.open("rb") as read:
        shutil.copyfileobj(read, written, _PIECE)


def _info(about: Mapping[str, str]) -> bytes:
    return "".join(
        f"{label}: {' '.join(about[label].split())}\n" for label in sorted(about)
    ).encode()


def _manifest(digests: Mapping[str, str]) -> bytes:
    return "".join(f"{digests[path]}  {path}\n" for path in sorted(digests)).encode()
