"""The settings of sending as the services reckon with them."""

from __future__ import annotations

from config.sending_settings import SendingSettings
from incidents.services.telling.means import Means


def means_of(sending: SendingSettings) -> Means:
    """Give the bounds and prices of an installation."""
    return Means(
        per_minute=sending.per_minute,
        per_day=sending.per_day,
        letters_per_day=sending.letters_per_day,
        calls_per_day=sending.calls_per_day,
        postage_cents=sending.postage_cents,
        letter_cents=sending.letter_cents,
        email_cents=sending.email_cents,
        call_cents=sending.call_cents,
    )
