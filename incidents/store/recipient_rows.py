"""Reads recipients with those they are told about, some at a time."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from incidents.people.recipient import Concern, Kind, Method, MethodPlan, Recipient
from incidents.services.chunks import chunks
from incidents.services.people_rows import RecipientRow
from incidents.store.bulk import Worded, among
from incidents.store.field_seals import FieldSeals
from incidents.store.people_values import read_address, read_list, read_list_or_none
from incidents.store.sealed_rows import SealedRows, place_of
from incidents.store.transaction import Prepared, Transaction

#: Between the ids of duties that one notice fulfils.
JOINT = "+"
FIELDS = (
    "notice",
    "kind",
    "duties",
    "language",
    "method",
    "fallback",
    "reason",
    "names",
    "address",
    "email",
    "phone",
)
NAMES = ", ".join(
    f"r.{name}" for name in ("id", "case_number", "wave", "household", "excused", *FIELDS)
)
#: The condition that a row is of a wave.
OF_WAVE = "r.case_number = :case AND r.wave = :wave"
_PAGE = 400
_SOME = Worded(f"SELECT {NAMES} FROM recipients AS r WHERE r.id [AMONG] ORDER BY r.id")  # noqa: S608 - ours
_CONCERNS = Worded(
    "SELECT recipient, person, name, exposed FROM concerns WHERE recipient [AMONG]"
    " ORDER BY recipient, person"
)


def sent_to_of(seals: FieldSeals, case: str, email: str) -> str:
    """Give, blind, the address that an e-mail of a case went to."""
    return seals.blind(f"deliveries.sent_to:{case}", email.lower())


class RecipientRows:
    """Opens the rows of recipients, with what they are told about."""

    __slots__ = ("_rows", "_work")

    def __init__(self, work: Transaction, rows: SealedRows) -> None:
        """Work within that transaction, with its seals."""
        self._work = work
        self._rows = rows

    def stream(self, statement: Prepared, **values: object) -> Iterator[RecipientRow]:
        """Give the recipients that a statement finds, one after another."""
        yield from self.opened(self._work.stream(statement, **values))

    def some(self, numbers: Iterable[int]) -> dict[int, RecipientRow]:
        """Give the recipients of these numbers."""
        wanted = among(self._work, sorted(set(numbers)))
        rows = self._work.run(_SOME, among=wanted).fetchall()
        return {row.id: row for row in self.opened(rows)}

    def opened(self, rows: Iterable[Sequence[Any]]) -> Iterator[RecipientRow]:
        """Give recipients out of rows of ``NAMES``."""
        for page in chunks(rows, _PAGE):
            concerned = self._concerns([row[0] for row in page])
            for row in page:
                yield self._recipient(row, concerned.get(row[0], ()))

    def _concerns(self, recipients: Sequence[int]) -> dict[int, list[Sequence[Any]]]:
        found: dict[int, list[Sequence[Any]]] = {}
        wanted = among(self._work, recipients)
        for recipient, *concern in self._work.run(_CONCERNS, among=wanted).fetchall():
            found.setdefault(recipient, []).append(concern)
        return found

    def _recipient(self, row: Sequence[Any], concerns: Sequence[Sequence[Any]]) -> RecipientRow:
        number, case, wave, household, excused, notice, kind, duties, *rest = row
        language, method, fallback, reason, names, address, email, phone = rest
        seals, belongs = self._rows.seals, place_of(case, wave, household)
        recipient = Recipient(
            notice=notice,
            kind=Kind(kind),
            duties=tuple(duties.split(JOINT)) if duties else (),
            names=read_list(seals.open("recipients.names", belongs, names)),
            language=language,
            plan=MethodPlan(method=_method(method), fallback=_method(fallback), reason=reason),
            concerns=tuple(self._concern(belongs, *each) for each in concerns),
            address=read_address(seals.open_or_none("recipients.address", belongs, address)),
            email=seals.open_or_none("recipients.email", belongs, email),
            phone=seals.open_or_none("recipients.phone", belongs, phone),
        )
        return RecipientRow(id=number, case=case, wave=wave, recipient=recipient, excused=excused)

    def _concern(self, belongs: str, person: int, name: bytes, exposed: str | None) -> Concern:
        opened = self._rows.seals.open("concerns.name", f"{belongs}:{person}", name)
        return Concern(person=person, name=opened, exposed=read_list_or_none(exposed))


def _method(text: str | None) -> Method | None:
    return None if text is None else Method(text)


def holds_duty(column: str) -> str:
    """Give the condition that a joined list holds ``:duty``.

    Without LIKE, to which the ``_`` within the id of a duty would be any letter.
    """
    joined = f"'{JOINT}' || {column} || '{JOINT}'"
    return f"replace({joined}, '{JOINT}' || :duty || '{JOINT}', '') <> {joined}"
