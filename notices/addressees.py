"""To whom a letter goes, by name: the adults, or the parents of whom it is about."""

from __future__ import annotations

from incidents.people.recipient import Recipient
from notices.catalogue import catalogue
from notices.language import ENGLISH, Language


def addressees(recipient: Recipient, words: Language) -> tuple[str, ...]:
    """Give the names on the envelope; without one, whose parents they are.

    Of parents whom a list does not name, each child has a letter of its own.
    """
    if recipient.names:
        return recipient.names
    return tuple(words.guardian_of.replace("{name}", each.name) for each in recipient.concerns)


def names_of(recipient: Recipient) -> str:
    """Give the names of a household as the office reads them, in English."""
    return " and ".join(addressees(recipient, catalogue().language(ENGLISH)))
