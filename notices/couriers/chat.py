"""Messages to Teams, Slack, telephones and the like, by Apprise.

An alert is a courtesy beside e-mail: it may be lost where a chat service is.
Apprise says only whether all went well, and writes the rest into its log; what
that shows to have failed before the service could take the message is tried
again, and anything else counts as unknown.
"""

from __future__ import annotations

import logging
import re
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from incidents.services.couriers import (
    CourierDownError,
    Message,
    MessageRefusedError,
    OutcomeUnknownError,
    TryLaterError,
    Whereabouts,
)
from notices.couriers.receipts import Receipts

if TYPE_CHECKING:
    from apprise import NotifyBase

#: No connection came about.
_NOBODY_THERE = re.compile(
    r"NewConnectionError|ConnectTimeout|NameResolutionError|Failed to resolve|Connection refused"
)
#: The service answered with an error.
_ANSWERED_NO = re.compile(r"\berror=\d{3}\b")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChatCourier:
    """Alert channels, and the receipts of what they were given."""

    receipts: Receipts
    #: How long to wait for a connection, and for the answer.
    timeout_seconds: float = 20

    @property
    def needs_address(self) -> bool:
        """Say yes: the address is all there is."""
        return True

    def send(self, message: Message) -> None:
        """Hand the message over; see Courier.send for what is raised."""
        service = self._service(message.to or "")
        self.receipts.begin(message.message_id)
        log = self._notify(service, message)
        if log is None:
            # It was taken, whatever happens to the receipt.
            with suppress(CourierDownError):
                self.receipts.finish(message.message_id)
            return
        told = f"{message.to_name}: {service.service_name}"
        if _NOBODY_THERE.search(log):
            self.receipts.cancel(message.message_id)
            raise CourierDownError(f"{told} cannot be reached")
        if _ANSWERED_NO.search(log):
            self.receipts.cancel(message.message_id)
            raise TryLaterError(f"{told} did not take the message")
        raise OutcomeUnknownError(f"{told} did not say whether it took the message")

    def whereabouts(self, message_id: str) -> Whereabouts:
        """Give what the receipts know of a message."""
        return self.receipts.whereabouts(message_id)

    def forget(self, message_id: str) -> None:
        """Throw its receipt away, once the record knows what became of it."""
        self.receipts.cancel(message_id)

    def _service(self, address: str) -> NotifyBase:
        from apprise import Apprise, AppriseAsset, PersistentStoreMode  # noqa: PLC0415 - slow

        asset = AppriseAsset(
            app_id="Due Notice",
            app_desc="Due Notice",
            app_url="",
            image_url_mask="",
            image_url_logo="",
            async_mode=False,
            storage_mode=PersistentStoreMode.MEMORY,
        )
        service = Apprise.instantiate(address, asset=asset, suppress_exceptions=True)
        if service is None:
            raise MessageRefusedError(
                "the address of an alert channel is not one that Apprise knows; correct it in the "
                "agency's settings"
            )
        service.socket_connect_timeout = self.timeout_seconds
        service.socket_read_timeout = self.timeout_seconds
        return service

    def _notify(self, service: NotifyBase, message: Message) -> str | None:
        """Give nothing where all went well, and what Apprise logged otherwise."""
        from apprise import LogCapture  # noqa: PLC0415 - slow

        with LogCapture(level=logging.DEBUG) as log:  # type: ignore[no-untyped-call]
            if service.notify(body=message.text, title=message.subject):
                return None
            return str(log.getvalue())
