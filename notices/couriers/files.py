"""Files that are whole on the disk, or not there."""

from __future__ import annotations

import os
import re
from hashlib import sha256
from pathlib import Path

_UNSAFE = re.compile(r"[^A-Za-z0-9.@=+_-]")
_LONGEST = 180


def file_name(message_id: str) -> str:
    """Give the name of a file that stands for a Message-ID, and for no other.

    >>> file_name("KINGSTON-2026-001.w1@kingston-csd")
    'KINGSTON-2026-001.w1@kingston-csd'
    """
    name = _UNSAFE.sub("_", message_id)
    if name == message_id and 0 < len(name) <= _LONGEST and not name.startswith("."):
        return name
    return f"{name.lstrip('.')[:_LONGEST]}~{sha256(message_id.encode()).hexdigest()[:16]}"


def write_whole(path: Path, content: bytes) -> None:
    """Write a file that is on the disk, name and all, once this returns."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}.draft")
    with os.fdopen(os.open(draft, os.O_CREAT | os.O_TRUNC | os.O_WRONLY, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """See that the names in a folder are on the disk, where a system allows that."""
    if not hasattr(os, "O_DIRECTORY"):
        return
    opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(opened)
    finally:
        os.close(opened)
