"""The shelf: signed checkpoints as files, outside the database.

``checkpoints/KINGSTON-2026-001/12.txt`` is the note over the first 12
entries of that log. A file is whole or not there, and never written over; put
the folder on another disk, or copy it elsewhere, and it proves more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from config.once import is_plain_name, write_once
from incidents.services.seals import ShelfContradictedError, ShelfError

_NOTE = re.compile(r"(0|[1-9]\d{0,14})\.txt")
_MAILED = re.compile(r"(0|[1-9]\d{0,14})\.mailed")


@dataclass(frozen=True, slots=True)
class FolderShelf:
    """A folder with a folder a log and a file a checkpoint."""

    folder: Path

    def keep(self, log: str, size: int, note: str) -> None:
        """Keep a note; raise ShelfContradictedError where another one lies there."""
        path = self._place(log) / f"{size}.txt"
        content = note.encode()
        if _written(path, content):
            return
        if _content(path) != content:
            raise ShelfContradictedError(
                f"{path} holds another checkpoint of {log} at {size} entries than the database: "
                "one of the two was made later; run duenotice verify, and keep both as they are."
            )

    def sizes(self, log: str) -> frozenset[int]:
        """Give the sizes for which a note of the log is kept."""
        return frozenset(size for size, _ in self._files(log, _NOTE))

    def notes(self, log: str) -> list[str]:
        """Give the notes of a log, the smallest size first."""
        found = sorted(self._files(log, _NOTE))
        return [_content(path).decode("utf-8", "replace") for _, path in found]

    def logs(self) -> list[str]:
        """Give every log that has a note here, sorted."""
        if not self.folder.is_dir():
            return []
        names = sorted(each.name for each in self.folder.iterdir() if each.is_dir())
        return [name for name in names if self.sizes(name)]

    def mailed(self, log: str) -> int:
        """Give the largest size whose note went out by mail; 0 for none."""
        return max((size for size, _ in self._files(log, _MAILED)), default=0)

    def mark_mailed(self, log: str, size: int, receipt: Sequence[str]) -> None:
        """Record that the note of that size went out, a line each."""
        lines = "".join(f"{line}\n" for line in receipt)
        _written(self._place(log) / f"{size}.mailed", lines.encode())

    def _files(self, log: str, pattern: re.Pattern[str]) -> Iterator[tuple[int, Path]]:
        place = self._place(log)
        try:
            names = [each.name for each in place.iterdir()]
        except FileNotFoundError:
            return
        except OSError as wrong:
            raise ShelfError(f"{place} cannot be read ({wrong.strerror}).") from wrong
        for name in names:
            match = pattern.fullmatch(name)
            if match:
                yield int(match[1]), place / name

    def _place(self, log: str) -> Path:
        if not is_plain_name(log):
            raise ShelfError(f"{log!r} cannot name a folder; give the id of a log.")
        return self.folder / log


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as wrong:
        raise ShelfError(f"The checkpoint {path} cannot be read ({wrong.strerror}).") from wrong


def _written(path: Path, content: bytes) -> bool:
    try:
        return write_once(path, content)
    except OSError as wrong:
        raise ShelfError(
            f"The checkpoint {path} cannot be written ({wrong.strerror}); see that the folder "
            "belongs to the user who runs this and has room, then seal again."
        ) from wrong
