"""A reminder to send, of which a test changes what it is about."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from incidents.moments import Instant
from incidents.services.couriers import Message

_REMINDER = Message(
    message_id="KINGSTON-2026-001.w1.duty.2026-03-26_-5d.email-dpo@kingston-csd",
    to_name="Dana Poole",
    to="dana@kingston.example",
    subject="KINGSTON-2026-001: 5 days left",
    text="Aim for: Thursday\n.\n.. and this line begins with dots\n",
    at=Instant.parse("2026-03-21T08:00-04:00"),
)


def a_message(**changes: Any) -> Message:
    """Give the reminder with these changes."""
    return replace(_REMINDER, **changes)
