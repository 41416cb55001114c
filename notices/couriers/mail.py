"""Messages as e-mail: plain text, headers that nothing can break out of."""

from __future__ import annotations

from email.errors import MessageError
from email.headerregistry import Address, Group
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime

from incidents.services.couriers import Message, MessageRefusedError

#: No line that leaves as it is may be longer (RFC 5321, 4.5.3.1.6).
_LONGEST_LINE = 998


def as_email(message: Message, sender: str) -> EmailMessage:
    """Give the e-mail; raise MessageRefusedError for an address that is none.

    One recipient a message. Where there is only a name, it is written as a
    group without members, which a person fills in.
    """
    email = EmailMessage(policy=SMTP)
    email["Message-ID"] = f"<{message.message_id}>"
    email["Date"] = format_datetime(message.at.utc)
    email["From"] = Address(display_name=message.from_name, addr_spec=_address(sender))
    if message.to is None:
        email["To"] = Group(display_name=message.to_name)
    else:
        email["To"] = Address(display_name=message.to_name, addr_spec=_address(message.to))
    email["Subject"] = message.subject
    email["Auto-Submitted"] = "auto-generated"
    plain = (
        message.text.isascii()
        and max(map(len, message.text.splitlines()), default=0) < _LONGEST_LINE
    )
    email.set_content(message.text, cte="7bit" if plain else "quoted-printable")
    return email


def _address(text: str) -> str:
    """Give an address as it stands, if a mail server can be told of it."""
    try:
        address = Address(addr_spec=text)
        address.addr_spec.encode("ascii")
    except (MessageError, ValueError, IndexError) as wrong:
        raise MessageRefusedError(_NO_ADDRESS.format(text)) from wrong
    if not address.username or not address.domain:
        raise MessageRefusedError(_NO_ADDRESS.format(text))
    return address.addr_spec


_NO_ADDRESS = (
    "{!r} is not an e-mail address that can be written to; accepted is one such as "
    "dpo@example.org, in plain letters: correct it in the settings."
)
