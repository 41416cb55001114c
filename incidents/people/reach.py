"""What of a contact can be used: an address, an e-mail address, a number.

Nothing is corrected here. What the list says is used as it stands, or it is of
no use and the recipient is one for whom an address has to be found.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from functools import lru_cache

from incidents.people.person import PostalAddress
from incidents.people.recipient import Method

_MAILBOX = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@([A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?",
    re.ASCII,
)
#: RFC 5321, 4.5.3.1: the greatest length of a path, without its brackets.
_LONGEST_MAILBOX, _LONGEST_LOCAL_PART = 254, 64
#: A number of this country with its area code, and the most that E.164 allows.
_FEWEST_DIGITS, _MOST_DIGITS = 10, 15
_BETWEEN = re.compile(r"[\W_]+")
_NO_DIGITS = re.compile(r"\D+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Reach:
    """How somebody can be reached: only what is usable."""

    address: PostalAddress | None = field(default=None, repr=False)
    email: str | None = field(default=None, repr=False)
    phone: str | None = field(default=None, repr=False)
    consents_to_email: bool = False

    def can_be_used(self, method: Method, *, needs_consent: bool) -> bool:
        """Say whether there is what a method takes."""
        if method is Method.EMAIL:
            return self.email is not None and (self.consents_to_email or not needs_consent)
        return (self.phone if method is Method.TELEPHONE else self.address) is not None


def usable_address(address: PostalAddress | None) -> PostalAddress | None:
    """Give the address if the post can find it: a street, and a town or a code."""
    if address is None or not "".join(address.street).strip():
        return None
    return address if address.city.strip() or address.postal_code.strip() else None


def usable_email(email: str | None) -> str | None:
    """Give the e-mail address if a message can be sent to it."""
    text = (email or "").strip()
    local_part = text.partition("@")[0]
    if len(text) > _LONGEST_MAILBOX or len(local_part) > _LONGEST_LOCAL_PART:
        return None
    return text if _MAILBOX.fullmatch(text) else None


def usable_phone(phone: str | None) -> str | None:
    """Give the number if it has the digits of one, with its area code."""
    text = (phone or "").strip()
    return text if _FEWEST_DIGITS <= len(folded_phone(text)) <= _MOST_DIGITS else None


@lru_cache(maxsize=4_096)
def folded(text: str) -> str:
    """Give a text as it is compared: without case, accents' forms and stops.

    >>> folded("12  Main St., Apt. #4B") == folded("12 MAIN ST APT 4b")
    True
    """
    plain = unicodedata.normalize("NFKC", text).casefold()
    return _BETWEEN.sub(" ", plain).strip() or plain


def folded_email(email: str) -> str:
    """Give an e-mail address as it is compared: every sign of it counts."""
    return email.strip().casefold()


def folded_phone(phone: str) -> str:
    """Give a number as it is compared: by its digits."""
    return _NO_DIGITS.sub("", phone)


@lru_cache(maxsize=1_024)
def folded_address(address: PostalAddress) -> str:
    """Give an address as it is compared; the apartment is part of it."""
    parts = (*address.street, address.city, address.state, address.postal_code, address.country)
    return "\n".join(each for each in map(folded, parts) if each)
