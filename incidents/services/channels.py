"""The channels of reminders: whom an agency has reminded, and by which way.

A channel is one recipient by one way, so that each message is a row of its own
and is sent once. Its name goes into rows and into the ledger; an address
never does. An alert channel is named by a digest of its address, because such
addresses hold the keys of a chat room.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256

from incidents.case.agency import OFFICES, Agency, Person, Role

EMAIL, ALERT = "email", "alert"
_DIGEST_LENGTH = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """One recipient by one way."""

    #: ``email:dpo`` or ``alert:1f0c44a2b9d1``.
    name: str
    to_name: str
    to: str | None = field(repr=False)
    #: It is used only once the target of a duty is past.
    only_overdue: bool = False

    @property
    def way(self) -> str:
        """Give the way: ``email`` or ``alert``."""
        return self.name.partition(":")[0]


def channels_of(agency: Agency) -> tuple[Channel, ...]:
    """Give the channels of an agency's reminders, as its settings stand.

    Its data protection officers, or that office where nobody has the role;
    its superintendents for what is overdue; its alert channels.
    """
    officers = agency.in_role(Role.DPO) or _office(Role.DPO)
    superintendents = agency.in_role(Role.SUPERINTENDENT)
    found = (
        *(_email(agency, each) for each in officers),
        *(_email(agency, each, only_overdue=True) for each in superintendents),
        *(_alert(each) for each in agency.alert_channels),
    )
    first: dict[str, Channel] = {}
    for channel in found:
        first.setdefault(channel.name, channel)
    return tuple(first.values())


def _email(agency: Agency, person: Person, *, only_overdue: bool = False) -> Channel:
    return Channel(
        name=f"{EMAIL}:{person.id}",
        to_name=person.name,
        to=person.email or agency.email,
        only_overdue=only_overdue,
    )


def _alert(address: str) -> Channel:
    digest = sha256(address.encode()).hexdigest()[:_DIGEST_LENGTH]
    return Channel(name=f"{ALERT}:{digest}", to_name=f"alert channel {digest}", to=address)


def _office(role: Role) -> tuple[Person, ...]:
    return tuple(each for each in OFFICES if each.role is role)
