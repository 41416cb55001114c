"""Receipts: what is known of each message that was being handed over.

A mail server cannot be asked whether it took a message (RFC 1047). So before
the message itself is handed over, a receipt is written that says so, and once
the server took it, that is added; each is on the disk before the next step.
After a crash a missing receipt means that the message never left, a whole one
that it did, and only a begun one that nobody can know: the moments between the
server's answer and our disk. Once the record holds the outcome, the receipt is
thrown away.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from incidents.services.couriers import CourierDownError, Whereabouts
from notices.couriers.files import file_name, write_whole

_BEGUN, _TAKEN = b"handed over\n", b"taken\n"


@dataclass(frozen=True, slots=True)
class Receipts:
    """A folder with one small file for each message on its way."""

    folder: Path

    def begin(self, message_id: str) -> None:
        """Keep that the message is handed over from now on."""
        self._write(message_id, _BEGUN)

    def finish(self, message_id: str) -> None:
        """Keep that it was taken."""
        self._write(message_id, _BEGUN + _TAKEN)

    def cancel(self, message_id: str) -> None:
        """Let go of a receipt: it surely stayed, or the record knows more."""
        self._place(message_id).unlink(missing_ok=True)

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Give what the receipt says."""
        try:
            content = self._place(message_id).read_bytes()
        except FileNotFoundError:
            return Whereabouts.STAYED
        except OSError:
            return Whereabouts.UNKNOWN
        return Whereabouts.WENT_OUT if content.endswith(_TAKEN) else Whereabouts.UNKNOWN

    def _write(self, message_id: str, content: bytes) -> None:
        try:
            write_whole(self._place(message_id), content)
        except OSError as wrong:
            raise CourierDownError(
                f"The folder {self.folder} cannot be written ({wrong.strerror}), and without its "
                "receipts nothing is sent; see that it has room and belongs to the user who runs "
                "this."
            ) from wrong

    def _place(self, message_id: str) -> Path:
        return self.folder / file_name(message_id)
