"""What seals and verifies the record of an installation: its keys, its shelf."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import make_url

from config.checkpoint_shelf import FolderShelf
from config.keys import FileKeyStore
from config.settings import Settings
from incidents.moments import Instant
from incidents.services.couriers import Courier, CourierError, Message, Whereabouts
from incidents.services.mail_checkpoints import CheckpointMessage, NotMailedError
from incidents.services.seals import Seals
from incidents.services.verify_ledger import CannotVerifyError


def seals_of(settings: Settings) -> Seals:
    """Give the keys and the shelf in the home of an installation."""
    return Seals(keys=FileKeyStore(settings.keys), shelf=FolderShelf(settings.checkpoints))


def refuse_missing_record(settings: Settings) -> None:
    """Raise CannotVerifyError where there is no database to check.

    Opening it would make an empty one, and an empty record has no fault.
    """
    address = make_url(settings.database_url)
    if address.get_backend_name() == "sqlite" and not Path(address.database or "").is_file():
        raise CannotVerifyError(
            f"There is no database {address.database}; set DUENOTICE_HOME to the home of the "
            "installation, or put the database back from a copy."
        )


@dataclass(frozen=True, slots=True)
class CheckpointMail:
    """Takes checkpoints out of the house on the way of all other messages."""

    courier: Courier
    now: Instant

    def send(self, message: CheckpointMessage) -> None:
        """Hand a message over, unless it is known to have gone out already."""
        if self.courier.whereabouts(message.message_id) is Whereabouts.WENT_OUT:
            return
        try:
            self.courier.send(
                Message(
                    message_id=message.message_id,
                    to_name=message.to,
                    to=message.to,
                    subject=message.subject,
                    text=message.text,
                    at=self.now,
                )
            )
        except CourierError as wrong:
            raise NotMailedError(
                f"The checkpoints of {message.agency} were not mailed ({wrong}); they lie on the "
                "shelf and are mailed at the next sealing."
            ) from wrong

    def settle(self, message: CheckpointMessage) -> None:
        """Let go of what was kept to know that it went out."""
        self.courier.forget(message.message_id)
