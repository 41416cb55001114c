"""The folder into which letters are printed: whole files, each with its manifest.

A file gets its name only once its batch is recorded. Until then it lies beside
it under a hidden name, written to the disk, that tells the digest of its
manifest. Names and addresses stand in these files: only their owner reads them.
"""

from __future__ import annotations

import fcntl
import os
import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path

from incidents.services.telling.printing import PrintFolderError

_HIDDEN = ".duenotice-"
_ENDINGS = (".pdf", ".csv")
_DIGITS = 16


class LetterFolder:
    """A folder on the disk; see ``incidents.services.telling.printing``."""

    def __init__(self, folder: Path) -> None:
        """Print into that folder, which is there and ours while it is held."""
        self._folder = folder

    @property
    def worker(self) -> str:
        """Give the name under which its letters are claimed: the same each time."""
        place = f"{os.uname().nodename}\n{self._folder.resolve()}"
        return f"print-{sha256(place.encode()).hexdigest()[:_DIGITS]}"

    def held(self) -> list[str]:
        """Give the digests of the manifests that were held and got no name."""
        hidden = self._folder.glob(f"{_HIDDEN}*.csv")
        return sorted(path.stem.removeprefix(_HIDDEN) for path in hidden)

    def hold(self, digest: str, pdf: bytes | None, manifest: bytes) -> None:
        """Keep the files of a batch, the manifest last: where it lies, all is there."""
        with self._writing():
            if pdf is not None:
                self._write(f"{_HIDDEN}{digest}.pdf", pdf)
            self._write(f"{_HIDDEN}{digest}.csv", manifest)
            self._sync()

    def is_free(self, name: str) -> bool:
        """Say whether nothing lies under a name yet."""
        return not any((self._folder / f"{name}{ending}").exists() for ending in _ENDINGS)

    def release(self, digest: str, name: str) -> None:
        """Give held files their name, the manifest last; refuse another's name."""
        with self._writing():
            for ending in _ENDINGS:
                hidden = self._folder / f"{_HIDDEN}{digest}{ending}"
                place = self._folder / f"{name}{ending}"
                if not hidden.exists():
                    continue
                if place.exists() and place.read_bytes() != hidden.read_bytes():
                    raise PrintFolderError(
                        f"{place} is another file; move it away, and print again into this folder."
                    )
                hidden.replace(place)
            self._sync()

    def discard(self, digest: str) -> None:
        """Throw held files away: no batch was recorded of them."""
        with self._writing():
            for ending in _ENDINGS:
                (self._folder / f"{_HIDDEN}{digest}{ending}").unlink(missing_ok=True)

    def _write(self, name: str, content: bytes) -> None:
        draft = self._folder / f"{_HIDDEN}{secrets.token_hex(8)}.part"
        made = os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
        with os.fdopen(made, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(self._folder / name)

    def _sync(self) -> None:
        place = os.open(self._folder, os.O_RDONLY)
        try:
            os.fsync(place)
        finally:
            os.close(place)

    @contextmanager
    def _writing(self) -> Iterator[None]:
        try:
            yield
        except OSError as wrong:
            raise _unusable(self._folder, wrong) from wrong


@contextmanager
def letter_folder(folder: Path) -> Iterator[LetterFolder]:
    """Give a folder to print into, made if need be, to one at a time.

    Raise PrintFolderError where somebody prints into it now, or it cannot be
    written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        place = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    except OSError as wrong:
        raise _unusable(folder, wrong) from wrong
    try:
        _lock(place, folder)
        for draft in folder.glob(f"{_HIDDEN}*.part"):
            draft.unlink()
        yield LetterFolder(folder)
    finally:
        os.close(place)


def _lock(place: int, folder: Path) -> None:
    try:
        fcntl.flock(place, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as wrong:
        raise PrintFolderError(
            f"Somebody prints into {folder} at this moment; wait until that ends, or give another "
            "folder."
        ) from wrong


def _unusable(folder: Path, wrong: OSError) -> PrintFolderError:
    return PrintFolderError(
        f"{folder} cannot take letters ({wrong.strerror}); give a folder that you may write and "
        "that has room."
    )
