"""Whose household is told: the guardians at one address, or a grown person.

A key names an addressee of a notice. Recipients with the same key are the same
in all that a letter needs, so that a letter to a household with three children
names each of them; it therefore holds the address and every name, and two families
in one apartment house stay two. An e-mail or a call has its mailbox or number in the
key; of a letter, the first known is what is tried should it come back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar

from incidents.people.methods import AllowedMethods
from incidents.people.person import Contact, PostalAddress
from incidents.people.reach import (
    Reach,
    folded,
    folded_address,
    folded_email,
    folded_phone,
    usable_address,
    usable_email,
    usable_phone,
)
from incidents.people.recipient import Kind, Method

#: The language where none is known.
ENGLISH = "en"
_BETWEEN = "\x1f"
_T = TypeVar("_T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Adults:
    """Those who are told together, and how they can be reached."""

    names: tuple[str, ...] = field(repr=False)
    reach: Reach
    language: str = ENGLISH
    #: The mailboxes and numbers of those who may not be told of the same person.
    barred: frozenset[str] = field(default=frozenset(), repr=False)

    def key(self, notice: str, kind: Kind, method: Method | None) -> str | None:
        """Give what names these adults in every row about them; None if nothing does.

        A name by itself names nobody: two families may bear it. What is barred for
        one child and not for another keeps their letters apart, since a mailbox of
        the one may be tried for both.
        """
        reach = self.reach
        address = folded_address(reach.address) if reach.address else ""
        email, phone = folded_email(reach.email or ""), folded_phone(reach.phone or "")
        where = {
            Method.FIRST_CLASS_MAIL: (address,),
            Method.EMAIL: (address, email),
        }.get(method or Method.TELEPHONE, (address, email, phone))
        if not any(where):
            return None
        names = "\n".join(sorted(folded(each) for each in self.names))
        barred = "\n".join(sorted(self.barred))
        return _BETWEEN.join((notice, kind.value, self.language, names, barred, *where))


def told(contacts: Sequence[Contact], barred: frozenset[str] = frozenset()) -> list[Contact]:
    """Give the contacts that no flag keeps from being told, without barred ways."""
    return [_guarded(each, barred) for each in contacts if each.not_to_be_told is None]


def barred_ways(contacts: Sequence[Contact]) -> frozenset[str]:
    """Give the mailboxes and numbers at which somebody flagged might read or hear it."""
    flagged = [each for each in contacts if each.not_to_be_told is not None]
    mailboxes = {folded_email(each.email or "") for each in flagged}
    numbers = {folded_phone(each.phone or "") for each in flagged}
    return frozenset(mailboxes | numbers) - {""}


def shares_home(address: PostalAddress | None, contacts: Sequence[Contact]) -> bool:
    """Say whether somebody flagged has the same postal address."""
    flagged = (each.address for each in contacts if each.not_to_be_told is not None)
    homes = {folded_address(each) for each in flagged if each is not None}
    return address is not None and folded_address(address) in homes


def _guarded(contact: Contact, barred: frozenset[str]) -> Contact:
    """Give a contact without the mailbox and the number that are barred."""
    if not barred:
        return contact
    return replace(
        contact,
        email=None if folded_email(contact.email or "") in barred else contact.email,
        phone=None if folded_phone(contact.phone or "") in barred else contact.phone,
    )


def reach_of(contacts: Sequence[Contact]) -> Reach:
    """Give how some contacts can be reached: the first usable of each kind.

    An e-mail address with its consent comes before one without.
    """
    email, consents = None, False
    for each in contacts:
        usable = usable_email(each.email)
        if usable is not None and (email is None or (each.consents_to_email and not consents)):
            email, consents = usable, each.consents_to_email
    return Reach(
        address=_first(usable_address(each.address) for each in contacts),
        email=email,
        phone=_first(usable_phone(each.phone) for each in contacts),
        consents_to_email=consents,
    )


def language_of(contacts: Sequence[Contact]) -> str:
    """Give the first language that is known of some contacts."""
    return next((each.language for each in contacts if each.language), ENGLISH)


def households_of(
    guardians: Sequence[Contact], allowed: AllowedMethods, prefer: Method
) -> list[Adults]:
    """Give the households of guardians who may be told, in the order of the list.

    Guardians at one address are one household. By e-mail each of them is told,
    if all of the household can be; otherwise one letter goes to all. A guardian
    without an address is a household of their own.
    """
    by_address: dict[str, list[Contact]] = {}
    for number, each in enumerate(guardians):
        address = usable_address(each.address)
        place = folded_address(address) if address else f"{_BETWEEN}{number}"
        by_address.setdefault(place, []).append(each)
    return [
        adults
        for together in by_address.values()
        for adults in _by_method(together, allowed, prefer)
    ]


def _by_method(together: list[Contact], allowed: AllowedMethods, prefer: Method) -> list[Adults]:
    """Give one household, or each of its adults where all are told by e-mail."""
    first = next(iter(allowed.in_order(prefer)), None)
    by_email = first is Method.EMAIL and all(
        reach_of([each]).can_be_used(Method.EMAIL, needs_consent=allowed.email_needs_consent)
        for each in together
    )
    if not by_email:
        return [_household(together)]
    mailboxes: dict[str, list[Contact]] = {}
    for each in together:
        mailboxes.setdefault(folded_email(each.email or ""), []).append(each)
    return [_adults(sharing) for sharing in mailboxes.values()]


def _household(together: list[Contact]) -> Adults:
    """Give a household that gets one letter.

    Where several adults live in it, an e-mail to one of them would not tell the
    others: it is a way for the household only if they share the mailbox.
    """
    adults = _adults(together)
    if len(together) == 1:
        return adults
    reach = adults.reach
    shared = {folded_email(usable_email(each.email) or "") for each in together}
    return replace(
        adults,
        reach=replace(
            reach,
            email=reach.email if len(shared) == 1 else None,
            consents_to_email=all(each.consents_to_email for each in together),
        ),
    )


def _adults(contacts: list[Contact]) -> Adults:
    names = tuple(dict.fromkeys(each.name.strip() for each in contacts))
    return Adults(names=names, reach=reach_of(contacts), language=language_of(contacts))


def _first(found: Iterable[_T | None]) -> _T | None:
    return next((each for each in found if each is not None), None)
