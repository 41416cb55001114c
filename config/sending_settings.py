"""The settings under ``[sending]``: the bounds of a day, the prices, who releases.

What goes out by mail and by telephone is bounded by people, and what goes out
by e-mail by the mailbox; so the pre-flight page can say, before anybody
approves anything, when each way would be finished.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from config.reading import Reading
from config.tree import Branch
from incidents.people.recipient import Method

#: The names of the settings, in the order of the reference.
SENDING_KEYS = (
    "two_people",
    "prefer",
    "per_minute",
    "per_day",
    "letters_per_day",
    "calls_per_day",
    "postage_cents",
    "letter_cents",
    "email_cents",
    "call_cents",
    "bounce_stop_percent",
    "dkim_selector",
    "lease_minutes",
    "batch",
    "letters_per_batch",
    "calls_per_sheet",
    "call_attempts",
    "duplex",
)
_ALL = 100
_SELECTOR = re.compile(
    r"[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?(\.[A-Za-z0-9]([A-Za-z0-9_-]{0,61}[A-Za-z0-9])?)*",
    re.ASCII,
)


class _Way(StrEnum):
    """The ways to tell somebody, as the settings name them."""

    MAIL = "mail"
    EMAIL = "email"
    TELEPHONE = "telephone"


_METHODS = {
    _Way.MAIL: Method.FIRST_CLASS_MAIL,
    _Way.EMAIL: Method.EMAIL,
    _Way.TELEPHONE: Method.TELEPHONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SendingSettings:
    """How people are told: the limits, the prices and the safeguards.

    Amounts are cents for one recipient. The postage is what one stamp cost in
    2026: set what you pay.
    """

    #: A mass notice is let go by two named people, not by one.
    two_people: bool = True
    #: The way that is tried first, where the law allows it.
    prefer: Method = Method.FIRST_CLASS_MAIL
    #: E-mails a minute and a day; 0 is no limit of that kind.
    per_minute: int = 30
    per_day: int = 10_000
    letters_per_day: int = 2_000
    calls_per_day: int = 200
    postage_cents: int = 78
    letter_cents: int = 12
    email_cents: int = 0
    call_cents: int = 150
    #: A sending stops by itself once so many of a hundred e-mails were refused; 0 never.
    bounce_stop_percent: int = 5
    #: The selector under which the mail provider publishes its DKIM key.
    dkim_selector: str | None = None
    #: For how long a worker holds what it claimed.
    lease_minutes: int = 10
    #: How many e-mails one task sends, letters one file has, calls one sheet has.
    batch: int = 500
    letters_per_batch: int = 100
    calls_per_sheet: int = 50
    #: After so many calls that reached nobody another way follows.
    call_attempts: int = 3
    #: Letters are printed on both sides; each still begins on a sheet of its own.
    duplex: bool = False


_OURS = SendingSettings()


def read_sending(reading: Reading, branch: Branch) -> SendingSettings:
    """Give the settings; what is wrong is noted with its key."""
    two_people = reading.flag(branch.at("two_people"), "sending.two_people")
    way = reading.choice(branch.at("prefer"), "sending.prefer", _Way)
    return SendingSettings(
        two_people=two_people is not False,
        prefer=_METHODS[way] if way else _OURS.prefer,
        per_minute=_count(reading, branch, "per_minute"),
        per_day=_count(reading, branch, "per_day"),
        letters_per_day=_count(reading, branch, "letters_per_day", least=1),
        calls_per_day=_count(reading, branch, "calls_per_day", least=1),
        postage_cents=_count(reading, branch, "postage_cents"),
        letter_cents=_count(reading, branch, "letter_cents"),
        email_cents=_count(reading, branch, "email_cents"),
        call_cents=_count(reading, branch, "call_cents"),
        bounce_stop_percent=_count(reading, branch, "bounce_stop_percent", most=_ALL),
        dkim_selector=_selector(reading, branch),
        lease_minutes=_count(reading, branch, "lease_minutes", least=1),
        batch=_count(reading, branch, "batch", least=1),
        letters_per_batch=_count(reading, branch, "letters_per_batch", least=1),
        calls_per_sheet=_count(reading, branch, "calls_per_sheet", least=1),
        call_attempts=_count(reading, branch, "call_attempts", least=1),
        duplex=reading.flag(branch.at("duplex"), "sending.duplex") is True,
    )


def _count(
    reading: Reading, branch: Branch, key: str, *, least: int = 0, most: int | None = None
) -> int:
    ours: int = getattr(_OURS, key)
    given = reading.count(branch.at(key), f"sending.{key}")
    if given is None:
        return ours
    if given < least or (most is not None and given > most):
        accepted = f"{least} or more" if most is None else f"{least} to {most}"
        reading.note(None, f"`sending.{key}` is {given}; accepted is {accepted}.")
        return ours
    return given


def _selector(reading: Reading, branch: Branch) -> str | None:
    text = reading.text(branch.at("dkim_selector"), "sending.dkim_selector")
    if text is not None and not _SELECTOR.fullmatch(text):
        reading.note(
            None,
            f"`sending.dkim_selector` was given `{text}`; accepted is one word as your mail "
            "provider names it, such as `google` or `selector1`.",
        )
        return None
    return text
