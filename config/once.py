"""A file that is written once: whole or not there, and never written over."""

from __future__ import annotations

import os
import re
import secrets
from pathlib import Path

_PRIVATE = 0o600
#: The ids of logs and agencies; none of them leads out of its folder.
_PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}", re.ASCII)


def is_plain_name(text: str) -> bool:
    """Say whether a text can name a file or folder, and nothing above it."""
    return _PLAIN.fullmatch(text) is not None


def write_once(path: Path, content: bytes, mode: int = _PRIVATE) -> bool:
    """Write a file and say so; False, and nothing changed, where it is there.

    The bytes are on the disk before the name is. Of two programs at the same
    time one is first. Raises OSError where the folder does not allow it.
    """
    if path.exists():
        return False
    _make_folders(path.parent)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, mode), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(draft, path)
    except FileExistsError:
        return False
    finally:
        draft.unlink(missing_ok=True)
    _sync_folder(path.parent)
    return True


def _make_folders(folder: Path) -> None:
    """Make a folder and those above it that are not there, for their owner only."""
    if not folder.exists():
        _make_folders(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


def _sync_folder(folder: Path) -> None:
    """See that the name is on the disk as well, where a system allows that."""
    if hasattr(os, "O_DIRECTORY"):
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(opened)
        finally:
            os.close(opened)
