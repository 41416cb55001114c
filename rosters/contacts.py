"""Reads the contacts of a row: the person themselves, and up to four guardians."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial

from incidents.people.person import Contact, PostalAddress, Relation
from rosters.addresses import address_fields, address_of, is_complete
from rosters.cells import email_of, first_email_of, phone_of
from rosters.headings import guardian_numbers
from rosters.names import natural_name
from rosters.problems import CellError
from rosters.remarks import Remark
from rosters.rows import Picker, Rows
from rosters.words import is_blank_word, language_of, relation_of, yes_or_no

_SAYING = ("language", "do_not_contact", "email_consent", "email", "phone")
_GUARDIAN = ("name", "given_name", "family_name", "relation", *_SAYING)
_CUT_CODE = 5


@dataclass(frozen=True, slots=True)
class Said:
    """What stands in the cells of one contact, or of a whole row for all of them."""

    language: str | None
    flag: str | None
    consents: bool | None
    email: str | None = field(repr=False)
    phone: str | None = field(repr=False)


_NOTHING_SAID = Said(None, None, None, None, None)


@dataclass(frozen=True, slots=True)
class _Guardian:
    """Where the cells of one guardian stand."""

    prefix: str
    cells: Picker
    address: Picker
    has_address: bool


class Contacts:
    """Reads the contacts of one row after another."""

    def __init__(self, rows: Rows) -> None:
        """Find the places of the cells once."""
        self._rows = rows
        self._own = rows.picker(_SAYING)
        prefixes = ("", *(f"guardian_{number}_" for number in guardian_numbers()))
        self._readers = {each: partial(self._read_part, each) for each in prefixes}
        self._own_address = rows.picker(address_fields())
        self._has_own_address = any(each in rows.fields for each in address_fields())
        self._guardians = [
            self._places(f"guardian_{number}_")
            for number in guardian_numbers()
            if any(each.startswith(f"guardian_{number}_") for each in rows.fields)
        ]

    def of_row(self, name: str, cells: Sequence[str]) -> tuple[Contact, ...]:
        """Give the person as a contact, where there is a way to reach them, and the guardians.

        A guardian has the address of the person where the list has no column for
        another one; a flag, a language or a consent of the whole row is that of
        everybody who has none of their own.
        """
        said = self._said("", self._own(cells))
        address = self._address("", self._own_address(cells)) if self._has_own_address else None
        found: list[Contact] = []
        if address is not None or said.email or said.phone:
            found.append(_contact(name, Relation.SELF, address, said, said))
        for each in self._guardians:
            contact = self._guardian(each, cells, said, address)
            if contact is not None:
                found.append(contact)
        if said.flag and not found:  # a flag is never lost, even where it holds nobody yet
            found.append(_contact(name, Relation.SELF, None, said, said))
        return tuple(found)

    def _guardian(
        self,
        places: _Guardian,
        cells: Sequence[str],
        row: Said,
        address: PostalAddress | None,
    ) -> Contact | None:
        name, given, family, relation, *saying, _ = places.cells(cells)
        own = places.address(cells)
        if not (name or given or family or any(saying[3:]) or any(own)):
            return None
        kind = self._relation(places.prefix, relation)
        if kind is None:
            return None
        said = self._said(places.prefix, (*saying, ""))
        if places.has_address:
            address = self._address(places.prefix, own)
        return _contact(self._name(name, given, family), kind, address, said, row)

    def _name(self, name: str, given: str, family: str) -> str:
        """Give the name of a contact; nothing where there is none."""
        full = natural_name(name) if name else f"{given} {family}".strip()
        if full and not is_blank_word(full):
            return full.replace("\n", " ")
        self._rows.remarks.note(Remark.NAMELESS_CONTACT, self._rows.number)
        return ""

    def _relation(self, prefix: str, cell: str) -> Relation | None:
        if not cell:
            return Relation.GUARDIAN
        try:
            kind = relation_of(cell)
        except CellError as wrong:
            self._rows.note(f"{prefix}relation", cell, str(wrong))
            return None
        if kind is None:
            self._rows.remarks.note(Remark.NOT_A_GUARDIAN, self._rows.number)
        return kind

    def _said(self, prefix: str, cells: tuple[str, ...]) -> Said:
        if not any(cells):
            return _NOTHING_SAID
        language, flag, consent, email, phone, _ = cells
        value = self._rows.value
        return Said(
            language=self._language(language) if language else None,
            flag=self._flag(f"{prefix}do_not_contact", flag) if flag else None,
            consents=value(f"{prefix}email_consent", consent, yes_or_no) if consent else None,
            email=self._email(f"{prefix}email", email) if email else None,
            phone=self._phone(f"{prefix}phone", phone) if phone else None,
        )

    def _language(self, cell: str) -> str | None:
        known = language_of(cell)
        if known is None and not is_blank_word(cell):
            self._rows.remarks.note(Remark.UNKNOWN_LANGUAGE, self._rows.number)
        return known

    def _flag(self, field: str, cell: str) -> str | None:
        """Give the words of a flag; a bare yes is told by the heading it stands under."""
        try:
            is_set = yes_or_no(cell)
        except CellError:
            return None if is_blank_word(cell) else cell.replace("\n", " ")
        heading = self._rows.problems.headings[self._rows.fields[field]]
        return f"{heading}: {cell}" if is_set else None

    def _email(self, field: str, cell: str) -> str | None:
        if "@" not in cell and is_blank_word(cell):
            return None
        if cell.count("@") > 1:
            self._rows.remarks.note(Remark.SEVERAL_EMAILS, self._rows.number)
            return self._rows.value(field, cell, first_email_of)
        return self._rows.value(field, cell, email_of)

    def _phone(self, field: str, cell: str) -> str | None:
        return None if is_blank_word(cell) else self._rows.value(field, cell, phone_of)

    def _address(self, prefix: str, cells: tuple[str, ...]) -> PostalAddress | None:
        *cells_of_it, _ = cells
        if not any(cells_of_it[:-1]):  # a country alone is no address
            return None
        code = cells_of_it[5]
        if code and len(code) < _CUT_CODE and code.isdigit():
            self._rows.remarks.note(Remark.CUT_POSTAL_CODE, self._rows.number)
        found = address_of(tuple(cells_of_it), self._readers[prefix])
        if found is not None and not is_complete(found):
            self._rows.remarks.note(Remark.INCOMPLETE_ADDRESS, self._rows.number)
            return None
        return found

    def _read_part(self, prefix: str, field: str, cell: str, read: _ReadText) -> str | None:
        return self._rows.value(f"{prefix}{field}", cell, read)

    def _places(self, prefix: str) -> _Guardian:
        named = [f"{prefix}{each}" for each in address_fields()]
        return _Guardian(
            prefix=prefix,
            cells=self._rows.picker([f"{prefix}{each}" for each in _GUARDIAN]),
            address=self._rows.picker(named),
            has_address=any(each in self._rows.fields for each in named),
        )


_ReadText = Callable[[str], str]


def _contact(
    name: str, relation: Relation, address: PostalAddress | None, said: Said, row: Said
) -> Contact:
    consents = row.consents if said.consents is None else said.consents
    return Contact(
        name=name,
        relation=relation,
        address=address,
        email=said.email,
        phone=said.phone,
        language=said.language or row.language,
        not_to_be_told=said.flag or row.flag,
        consents_to_email=bool(consents),
    )
