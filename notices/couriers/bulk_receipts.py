"""Receipts for many e-mails: one file a worker, a line for each step.

Before a message is handed over its line is written, and once the server took it
another one. A line survives the end of its process as soon as it is written; a
power cut it survives only once it is on the disk, which would cost more than
the message. So the file, on the disk before the first message, names the start
of the machine under which it was written: read after another start, a missing
line says nothing. Read in the same one, it says that the message never left.
"""

from __future__ import annotations

import os
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from incidents.services.couriers import CourierDownError, Whereabouts
from notices.couriers.files import file_name, sync_folder, write_whole

_BEGUN, _TAKEN, _SETTLED = "B", "T", "S"
_STARTS = tuple(f"{step} " for step in (_BEGUN, _TAKEN, _SETTLED))
_MEANS = {
    _BEGUN: Whereabouts.UNKNOWN,
    _TAKEN: Whereabouts.WENT_OUT,
    _SETTLED: Whereabouts.STAYED,
}
_FOLDER_ID = "folder"
_START_OF_MACHINE = Path("/proc/sys/kernel/random/boot_id")


@dataclass(slots=True)
class Known:
    """What the file of one worker says."""

    machine: str
    #: The last step of each message; an earlier attempt counts no more.
    steps: dict[str, str]

    @property
    def is_settled(self) -> bool:
        """Say whether nothing is left that the record does not know."""
        return all(step == _SETTLED for step in self.steps.values())


class BulkReceipts:
    """The receipts of one worker, and what those of others still say."""

    def __init__(self, folder: Path) -> None:
        """Take a folder; the worker's name begins with the folder's own id."""
        self._folder = folder
        self._machine = _machine()
        self.worker = f"{_folder_id(folder)}.{os.getpid()}.{secrets.token_hex(4)}"
        self._file: int | None = None
        self._open: set[str] = set()

    def open(self) -> None:
        """Begin the file; it is on the disk before anything is handed over."""
        if self._file is not None:
            return
        path = self._place(self.worker)
        try:
            if not path.exists():
                write_whole(path, f"{self._machine}\n".encode())
            self._file = os.open(path, os.O_WRONLY | os.O_APPEND)
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong

    def begin(self, message_id: str) -> None:
        """Keep that the message is handed over from now on."""
        self._open.add(message_id)
        self._write(_BEGUN, message_id)

    def finish(self, message_id: str) -> None:
        """Keep that it was taken."""
        self._write(_TAKEN, message_id)

    def cancel(self, message_id: str) -> None:
        """Keep that it surely stayed here: the server said so."""
        self._write(_SETTLED, message_id)

    def forget(self, worker: str, message_ids: Sequence[str]) -> None:
        """Let go of what the record knows; a file that has no more to say goes."""
        if worker == self.worker:
            self._open.difference_update(message_ids)
            return
        known = self._read(worker)
        if known is None:
            return
        known.steps.update(dict.fromkeys(message_ids, _SETTLED))
        if known.is_settled:
            self._place(worker).unlink(missing_ok=True)
        else:
            lines = "".join(f"{_SETTLED} {each}\n" for each in message_ids)
            with self._place(worker).open("a", encoding="ascii") as file:
                file.write(lines)

    def close(self) -> None:
        """End the file; it stays if it has something to say that nobody recorded."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
            if not self._open:
                self._place(self.worker).unlink(missing_ok=True)
                sync_folder(self._folder)

    def whereabouts(self, worker: str, message_id: str) -> Whereabouts:
        """Give what is known of a message of a worker that is gone."""
        if worker.partition(".")[0] != self.worker.partition(".")[0]:
            return Whereabouts.UNKNOWN  # it kept its receipts on another machine
        known = self._read(worker)
        if known is None:
            return Whereabouts.STAYED  # it never began to hand anything over
        step = known.steps.get(message_id)
        if step is None:
            is_whole = known.machine == self._machine
            return Whereabouts.STAYED if is_whole else Whereabouts.UNKNOWN
        return _MEANS[step]

    def _write(self, step: str, message_id: str) -> None:
        if self._file is None:
            raise RuntimeError("receipts are written between open and close")
        try:
            os.write(self._file, f"{step} {message_id}\n".encode("ascii"))
            if not self._machine:  # nobody can tell one start of the machine from another
                os.fsync(self._file)
        except OSError as wrong:
            raise self._unwritable(wrong) from wrong

    def _read(self, worker: str) -> Known | None:
        try:
            machine, *lines = self._place(worker).read_text("ascii").splitlines()
        except FileNotFoundError:
            return None
        whole = [each.partition(" ") for each in lines if each[:2] in _STARTS]
        return Known(machine=machine, steps={name: step for step, _, name in whole})

    def _place(self, worker: str) -> Path:
        return self._folder / f"{file_name(worker)}.log"

    def _unwritable(self, wrong: OSError) -> CourierDownError:
        return CourierDownError(
            f"The folder {self._folder} cannot be written ({wrong.strerror}), and without its "
            "receipts nothing is sent; see that it has room and belongs to the user who runs this."
        )


def _machine() -> str:
    try:
        return _START_OF_MACHINE.read_text("ascii").strip()
    except OSError:
        return ""


def _folder_id(folder: Path) -> str:
    """Give what names this folder, wherever it is mounted; made once."""
    path = folder / _FOLDER_ID
    if not path.exists():
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft = folder / f".{_FOLDER_ID}.{os.getpid()}"
        draft.write_text(secrets.token_hex(8), "ascii")
        try:
            os.link(draft, path)  # of two that begin together, one is first
        except FileExistsError:
            pass
        finally:
            draft.unlink()
        sync_folder(folder)
    return path.read_text("ascii").strip()
