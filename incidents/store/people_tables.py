"""The tables about the people who are told, private to the store.

What identifies somebody (names, birthdays, the school's numbers, addresses) is
sealed: a BLOB that ``incidents.store.field_seals`` writes and opens, of no use
without a key that lies elsewhere. ``identity`` and ``household`` are blind: the
same text for the same person, and nothing else to whoever has no key. A sealed
value knows its table, column and row by these, and opens nowhere else.

Only copies and the tests of the steps load this: no command waits for it.

None of these tables refuses changes by a trigger: addresses are corrected and
deliveries move on. What happened stands in the record.
"""

from __future__ import annotations

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from incidents.store.tables import BY_KEY, STRICT, Table, index_where, within_case


def _of(column: str, other: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint([column], [f"{other}.id"])


class Roster(Table):
    """An imported list of affected persons."""

    __tablename__ = "rosters"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    number: Mapped[int]
    sha256: Mapped[str]
    rows: Mapped[int]
    added: Mapped[int]
    known: Mapped[int]
    imported_at: Mapped[str]
    imported_by: Mapped[str]

    __table_args__ = (within_case(), UniqueConstraint("case_number", "number"), STRICT)


class Person(Table):
    """An affected person, once a wave."""

    __tablename__ = "people"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    roster: Mapped[int]
    identity: Mapped[str]
    affected_group: Mapped[str]
    is_former: Mapped[bool]
    residence: Mapped[str | None]
    exposed: Mapped[str | None]
    name: Mapped[bytes]
    local_id: Mapped[bytes | None]
    birthday: Mapped[bytes | None]
    contacts: Mapped[bytes]

    __table_args__ = (within_case(), UniqueConstraint("case_number", "wave", "identity"), STRICT)


class Recipient(Table):
    """Whom one notice goes to."""

    __tablename__ = "recipients"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    household: Mapped[str]
    notice: Mapped[str]
    kind: Mapped[str]
    duties: Mapped[str]
    language: Mapped[str]
    method: Mapped[str | None]
    fallback: Mapped[str | None]
    reason: Mapped[str]
    excused: Mapped[str | None]
    names: Mapped[bytes]
    address: Mapped[bytes | None]
    email: Mapped[bytes | None]
    phone: Mapped[bytes | None]

    __table_args__ = (
        within_case(),
        UniqueConstraint("case_number", "wave", "household"),
        index_where(
            "recipients_without_method",
            "case_number",
            "wave",
            "id",
            where="method IS NULL AND excused IS NULL",
        ),
        STRICT,
    )


class Concern(Table):
    """That a recipient is told about an affected person."""

    __tablename__ = "concerns"

    recipient: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    person: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    case_number: Mapped[str]
    agency: Mapped[str]
    name: Mapped[bytes]
    exposed: Mapped[str | None]

    __table_args__ = (
        within_case(),
        _of("recipient", "recipients"),
        _of("person", "people"),
        Index("concerns_of_person", "person"),
        BY_KEY,
    )


class Sending(Table):
    """All that one approval lets go at once."""

    __tablename__ = "sendings"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    number: Mapped[int]
    state: Mapped[str]
    notices: Mapped[str]
    deliveries: Mapped[int]
    prepared_at: Mapped[str]
    released_at: Mapped[str | None]
    reason: Mapped[str | None]

    __table_args__ = (
        within_case(),
        UniqueConstraint("case_number", "number"),
        index_where("sendings_released", "id", where="state = 'released'"),
        STRICT,
    )


class Delivery(Table):
    """One notice to one recipient by one method, once."""

    __tablename__ = "deliveries"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    sending: Mapped[int]
    recipient: Mapped[int]
    duty: Mapped[str]
    method: Mapped[str]
    notice: Mapped[str]
    state: Mapped[str]
    message_id: Mapped[str]
    attempts: Mapped[int]
    due_at: Mapped[str]
    claimed_by: Mapped[str | None]
    claimed_until: Mapped[str | None]
    handed_over_at: Mapped[str | None]
    settled_at: Mapped[str | None]
    last_result: Mapped[str | None]
    sent_to: Mapped[str | None]
    batch: Mapped[int | None]
    cents: Mapped[int]

    __table_args__ = (
        within_case(),
        _of("sending", "sendings"),
        _of("recipient", "recipients"),
        # The recipient first: what was done to tell them is asked for most.
        UniqueConstraint("recipient", "case_number", "wave", "duty", "method", "notice"),
        UniqueConstraint("message_id"),
        Index("deliveries_of_sending", "sending", "id"),
        index_where(
            "deliveries_queued", "sending", "method", "due_at", "id", where="state = 'queued'"
        ),
        index_where("deliveries_sending", "sending", "claimed_until", where="state = 'sending'"),
        index_where(
            "deliveries_in_hand",
            "sending",
            "claimed_until",
            where="state = 'in_hand' AND batch IS NULL",
        ),
        index_where("deliveries_batch", "case_number", "batch", where="batch IS NOT NULL"),
        STRICT,
    )


class Batch(Table):
    """A print batch or a call sheet."""

    __tablename__ = "batches"

    id: Mapped[int] = mapped_column(primary_key=True)
    case_number: Mapped[str]
    agency: Mapped[str]
    wave: Mapped[int]
    sending: Mapped[int]
    number: Mapped[int]
    method: Mapped[str]
    deliveries: Mapped[int]
    manifest: Mapped[str]
    made_at: Mapped[str]
    handed_over_at: Mapped[str | None]

    __table_args__ = (
        within_case(),
        _of("sending", "sendings"),
        UniqueConstraint("case_number", "number"),
        STRICT,
    )


class Rate(Table):
    """How much went out by a channel; of the installation, not of an agency."""

    __tablename__ = "rates"

    channel: Mapped[str] = mapped_column(primary_key=True)
    minute: Mapped[str]
    in_minute: Mapped[int]
    day: Mapped[str]
    in_day: Mapped[int]

    __table_args__ = (BY_KEY,)
