"""What may stand in the header of a message, as types that hold nothing else.

Whoever has one of these has text that no header can be broken out of: a line
break in a name would let its owner write headers of their own, and send a
notice to somebody else.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from incidents.services.couriers import BREAKS_HEADERS, HeaderRefusedError

_LOCAL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*", re.ASCII
)
_LABEL = r"[A-Za-z0-9]([A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_DOMAIN = re.compile(rf"{_LABEL}(\.{_LABEL})*", re.ASCII)
_LONGEST_LOCAL, _LONGEST = 64, 254


class AddressRefusedError(HeaderRefusedError):
    """Something is no e-mail address that a mail server can be told of."""


@dataclass(frozen=True, slots=True)
class HeaderText:
    """A name or a subject: one line of any language, without control characters."""

    #: Mostly somebody's name.
    text: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what would end the header."""
        if BREAKS_HEADERS.search(self.text):
            raise HeaderRefusedError(
                "A name or a subject holds a line break or another control character; take it "
                "out where it was typed."
            )


@dataclass(frozen=True, slots=True)
class MailAddress:
    """One e-mail address in plain letters, as ``MAIL`` and ``RCPT`` take it."""

    #: The part before the sign.
    local: str = field(repr=False)
    #: The part after it; a domain in other letters stands here in its plain form.
    domain: str = field(repr=False)

    def __post_init__(self) -> None:
        """Refuse what is no address, without repeating it: it is somebody's."""
        fits = len(self.local) <= _LONGEST_LOCAL and len(self.text) <= _LONGEST
        if not (fits and _LOCAL.fullmatch(self.local) and _DOMAIN.fullmatch(self.domain)):
            raise AddressRefusedError(
                "This e-mail address cannot be written to; accepted is one such as "
                "name@example.org, in plain letters: correct it, or tell this person another way."
            )

    @classmethod
    def parse(cls, text: str) -> MailAddress:
        """Give the address of a text; raise AddressRefusedError.

        >>> MailAddress.parse("rosa@schule-köln.example").domain
        'xn--schule-kln-lcb.example'
        """
        local, _, domain = text.strip(" ").rpartition("@")
        return cls(local, _plain_domain(domain))

    @property
    def text(self) -> str:
        """Give the address as it is written."""
        return f"{self.local}@{self.domain}"


def _plain_domain(domain: str) -> str:
    if domain.isascii():
        return domain
    try:
        return domain.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
