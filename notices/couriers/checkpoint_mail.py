"""Carries signed checkpoints by the courier that carries reminders.

A checkpoint that arrives twice does no harm, so an answer that was lost counts
as not mailed, and the same message goes out again at the next sealing.
"""

from __future__ import annotations

from incidents.moments import Instant
from incidents.services.couriers import Courier, CourierError, Message
from incidents.services.mail_checkpoints import CheckpointMessage, NotMailedError


class CheckpointMail:
    """One message a sealing and address."""

    def __init__(self, courier: Courier, at: Instant) -> None:
        """Carry by this courier, dated at an instant."""
        self._courier = courier
        self._at = at

    def send(self, message: CheckpointMessage) -> None:
        """Hand the message over; raise NotMailedError."""
        try:
            self._courier.send(
                Message(
                    message_id=message.message_id,
                    to_name=message.to,
                    to=message.to,
                    subject=message.subject,
                    text=message.text,
                    at=self._at,
                )
            )
        except CourierError as wrong:
            raise NotMailedError(f"The checkpoints could not be mailed: {wrong}") from wrong

    def settle(self, message: CheckpointMessage) -> None:
        """Let go of what was kept to send it once."""
        self._courier.forget(message.message_id)
