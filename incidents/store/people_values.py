"""The values of people and recipients as text, before they are sealed."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from incidents.moments import LocalDay
from incidents.people.person import AffectedPerson, Contact, PostalAddress, Relation

#: One encoder for all: a million persons have a list each.
_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def identity_of(person: AffectedPerson) -> str:
    """Give the text by which a person is known again in a later list.

    Group and local id, or where there is none, group, name and birthday; where
    both are lacking the first address stands in, so that two of one name are two.
    """
    group = person.group.value
    if person.local_id and person.local_id.strip():
        return _joined(group, "id", person.local_id)
    if person.birthday is not None:
        return _joined(group, "born", person.name, str(person.birthday))
    addresses = (each.address for each in person.contacts if each.address is not None)
    first = next(addresses, None)
    return _joined(group, "at", person.name, *(first.lines() if first else ()))


def _joined(*parts: str) -> str:
    """Join parts, blind to capital letters and to how many spaces there are."""
    return "\x1f".join(" ".join(part.split()).casefold() for part in parts)


def list_text(items: Sequence[str]) -> str:
    """Give a list of texts as one."""
    return _ENCODE(tuple(items))


def read_list(text: str) -> tuple[str, ...]:
    """Give the texts of a list."""
    return tuple(json.loads(text))


def list_or_none(items: Sequence[str] | None) -> str | None:
    """Give None for a list that is not known."""
    return None if items is None else list_text(items)


def read_list_or_none(text: str | None) -> tuple[str, ...] | None:
    """Give None for a list that is not known."""
    return None if text is None else read_list(text)


def address_text(address: PostalAddress | None) -> str | None:
    """Give an address as one text."""
    return None if address is None else _ENCODE(_parts(address))


def read_address(text: str | None) -> PostalAddress | None:
    """Give the address of its text."""
    return None if text is None else _address(json.loads(text))


def contacts_text(contacts: Sequence[Contact]) -> str:
    """Give the contacts of a person as one text."""
    rows = [
        [
            each.name,
            each.relation.value,
            None if each.address is None else _parts(each.address),
            each.email,
            each.phone,
            each.language,
            each.not_to_be_told,
            each.consents_to_email,
        ]
        for each in contacts
    ]
    return _ENCODE(rows)


def read_contacts(text: str) -> tuple[Contact, ...]:
    """Give the contacts of their text."""
    return tuple(_contact(row) for row in json.loads(text))


def read_day(text: str | None) -> LocalDay | None:
    """Give the day of its text."""
    return None if text is None else LocalDay.parse(text)


def day_text(day: LocalDay | None) -> str | None:
    """Give a day as text."""
    return None if day is None else str(day)


def _parts(address: PostalAddress) -> tuple[str, ...]:
    town = (address.city, address.state, address.postal_code, address.country)
    return (*town, *address.street)


def _address(parts: Sequence[str]) -> PostalAddress:
    city, state, postal_code, country, *street = parts
    return PostalAddress(
        street=tuple(street), city=city, state=state, postal_code=postal_code, country=country
    )


def _contact(row: Sequence[Any]) -> Contact:
    name, relation, address, email, phone, language, not_to_be_told, consents = row
    return Contact(
        name=name,
        relation=Relation(relation),
        address=None if address is None else _address(address),
        email=email,
        phone=phone,
        language=language,
        not_to_be_told=not_to_be_told,
        consents_to_email=consents,
    )
