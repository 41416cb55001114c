"""A courier that keeps what it is given, for tests and trials.

It is shipped so that nobody has to write one: it sends nothing, answers as a
careful courier does, and fails on request.
"""

from __future__ import annotations

from collections.abc import Callable

from incidents.services.couriers import CourierError, Message, Whereabouts


class MemoryCourier:
    """Messages in a list."""

    def __init__(
        self,
        fails: Callable[[Message], CourierError | None] = lambda _: None,
        *,
        needs_address: bool = False,
    ) -> None:
        """Take a function that gives the error of a message, or None."""
        self.messages: list[Message] = []
        self.forgotten: list[str] = []
        self._fails = fails
        self._needs_address = needs_address

    @property
    def needs_address(self) -> bool:
        """Say what it was told to say."""
        return self._needs_address

    def send(self, message: Message) -> None:
        """Keep the message, or raise the error that was asked for."""
        error = self._fails(message)
        if error is not None:
            raise error
        self.messages.append(message)

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Say whether it was kept."""
        kept = any(each.message_id == message_id for each in self.messages)
        return Whereabouts.WENT_OUT if kept else Whereabouts.STAYED

    def forget(self, message_id: str) -> None:
        """Note that nobody will ask for it again."""
        self.forgotten.append(message_id)
