"""Carries signed checkpoints by the courier that carries reminders."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.moments import Instant
from incidents.services.couriers import Courier, CourierError, Message, Whereabouts
from incidents.services.mail_checkpoints import CheckpointMessage, NotMailedError


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
