"""The outbox: each message an .eml file, where no mail server is set.

A file is named by its Message-ID and is whole or not there, so this courier
always knows what went out. Whoever takes messages out of the outbox moves
them into a folder inside it, such as ``outbox/taken``; there they still count.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from incidents.services.couriers import CourierDownError, Message, Whereabouts
from notices.couriers.files import file_name, write_whole
from notices.couriers.mail import as_email


@dataclass(frozen=True, slots=True)
class OutboxCourier:
    """A folder of messages that a person, or another program, sends on."""

    folder: Path
    sender: str = "duenotice@localhost"

    @property
    def needs_address(self) -> bool:
        """Say no: whoever sends it on can fill the address in."""
        return False

    def send(self, message: Message) -> None:
        """Write the file; the same message again changes nothing."""
        content = as_email(message, self.sender).as_bytes()
        if self._find(message.message_id):
            return
        try:
            write_whole(self.folder / _name(message.message_id), content)
        except OSError as wrong:
            raise CourierDownError(
                f"The outbox {self.folder} cannot be written ({wrong.strerror}); see that it has "
                "room and belongs to the user who runs this."
            ) from wrong

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Say whether the file is there."""
        return Whereabouts.WENT_OUT if self._find(message_id) else Whereabouts.STAYED

    def forget(self, message_id: str) -> None:
        """Keep the message: its file is what was sent."""

    def _find(self, message_id: str) -> bool:
        name = _name(message_id)
        if (self.folder / name).exists():
            return True
        inside = self.folder.iterdir() if self.folder.is_dir() else ()
        return any((each / name).exists() for each in inside if each.is_dir())


def _name(message_id: str) -> str:
    return f"{file_name(message_id)}.eml"
