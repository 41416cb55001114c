"""What a notice is filled with: plain values, each known or said to be unknown.

A field is in one of three states, and a letter never confuses them: it has a
value; it is ``Unknown`` and says why; or it was not supplied at all, which
for a required element means that the notice cannot be approved.

>>> NoticeFields({"case_number": "HOLLOW-2026-001", "cause": Unknown("being looked into")}).unknown
{'cause': 'being looked into'}
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType

from incidents.errors import InputRefusedError
from incidents.moments import Instant, LocalDay, Zone
from notices.checking import accepted
from notices.unknown import Unknown

#: One row of a table: its cells by column.
Row = Mapping[str, str | int | Unknown]
#: What a caller may give under a field's name.
Value = str | int | LocalDay | Instant | Unknown | Sequence[str] | Sequence[Row]
#: The zone in whose days and hours a notice speaks unless it is told another.
NEW_YORK = Zone("America/New_York")


class FieldsRefusedError(InputRefusedError):
    """Fields that no notice may be filled with, a sentence each."""


@dataclass(frozen=True, slots=True)
class NoticeFields:
    """The facts of one case, checked and frozen, as notices use them.

    Raises :class:`FieldsRefusedError` with every mistake: a name that is not
    in the book of fields, a value of another kind, an empty text, a control
    character, a text that is too long.
    """

    values: Mapping[str, Value]
    zone: Zone = field(default=NEW_YORK)

    def __post_init__(self) -> None:
        """Check every value, and keep each in its canonical form."""
        problems: list[str] = []
        kept = {name: accepted(name, value, problems) for name, value in self.values.items()}
        if problems:
            raise FieldsRefusedError(problems)
        object.__setattr__(self, "values", MappingProxyType(dict(sorted(kept.items()))))

    @property
    def unknown(self) -> dict[str, str]:
        """Give the fields that are said to be unknown, with the reason."""
        return {
            name: value.why for name, value in self.values.items() if isinstance(value, Unknown)
        }

    def only(self, names: Iterable[str]) -> NoticeFields:
        """Give the fields of these names that are present."""
        wanted = set(names)
        kept = {name: value for name, value in self.values.items() if name in wanted}
        return NoticeFields(kept, self.zone)

    def plus(self, **values: Value) -> NoticeFields:
        """Give the same fields with these added or put in their place."""
        return NoticeFields({**self.values, **values}, self.zone)

    def without(self, *names: str) -> NoticeFields:
        """Give the same fields, these left out."""
        return self.only(name for name in self.values if name not in names)

    def digest(self) -> str:
        """Give the SHA-256 of the canonical form, for comparison."""
        body = {"fields": {name: _plain(value) for name, value in self.values.items()}}
        canonical = json.dumps(
            {**body, "zone": self.zone.name},
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )
        return hashlib.sha256(canonical.encode()).hexdigest()


def _plain(value: object) -> object:
    if isinstance(value, Unknown):
        return {"unknown": value.why}
    if isinstance(value, Instant):
        return {"instant": value.stamp()}
    if isinstance(value, LocalDay):
        return {"day": str(value)}
    if isinstance(value, Mapping):
        return {name: _plain(cell) for name, cell in value.items()}
    if isinstance(value, tuple):
        return [_plain(item) for item in value]
    return value
