"""Those who are told, their names and addresses sealed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from incidents.people.recipient import Concern, Kind, Method, Recipient
from incidents.people.resolver import FLAGGED
from incidents.services.chunks import chunks
from incidents.services.people_ports import Household, RecipientGroup
from incidents.services.people_rows import RecipientRow
from incidents.services.ports import StoreError
from incidents.store.agencies import agency_of
from incidents.store.bulk import CHUNK, BulkInsert, Worded, among
from incidents.store.people_values import address_text, list_or_none, list_text
from incidents.store.recipient_rows import (
    FIELDS,
    JOINT,
    NAMES,
    OF_WAVE,
    RecipientRows,
    sent_to_of,
)
from incidents.store.sealed_rows import SealedRows, place_of
from incidents.store.transaction import Prepared, Transaction

_INSERT = BulkInsert("recipients", "case_number", "agency", "wave", "household", *FIELDS)
_CONCERN = BulkInsert("concerns", "recipient", "person", "case_number", "agency", "name", "exposed")
_STREAM = Worded(
    f"SELECT {NAMES} FROM recipients AS r [BY ID] WHERE {OF_WAVE} ORDER BY r.id"  # noqa: S608 - ours
)
_WITHOUT = Prepared(
    f"SELECT {NAMES} FROM recipients AS r"  # noqa: S608 - names of ours
    f" WHERE {OF_WAVE} AND method IS NULL AND excused IS NULL ORDER BY r.id"
)
_FAILED = Prepared(
    f"SELECT {NAMES} FROM recipients AS r WHERE {OF_WAVE} AND r.excused IS NULL"  # noqa: S608 - ours
    " AND r.method IS NOT NULL AND EXISTS (SELECT 1 FROM deliveries AS d"
    " WHERE d.recipient = r.id AND d.state IN ('bounced', 'returned', 'unreached'))"
    " AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.recipient = r.id"
    " AND d.state NOT IN ('bounced', 'returned', 'unreached', 'cancelled')) ORDER BY r.id"
)
_OF_PERSON = Prepared(
    f"SELECT {NAMES} FROM recipients AS r JOIN concerns AS c ON c.recipient = r.id"  # noqa: S608
    " WHERE c.person = :person AND r.case_number = :case ORDER BY r.id"
)
_GET = Prepared(
    f"SELECT {NAMES} FROM recipients AS r WHERE r.id = :recipient AND r.case_number = :case"  # noqa: S608
)
_WITH_KEY = Prepared(
    f"SELECT {NAMES} FROM recipients AS r WHERE {OF_WAVE} AND r.household = :key"  # noqa: S608
)
_TELL_NO_MORE = Worded("DELETE FROM concerns WHERE recipient = :recipient AND person [AMONG]")
_REMOVE = (
    Prepared("DELETE FROM concerns WHERE recipient = :recipient AND case_number = :case"),
    Prepared("DELETE FROM recipients WHERE id = :recipient AND case_number = :case"),
)
_KNOWN = Worded(
    "SELECT r.household, r.id, r.duties, r.excused IS NOT NULL OR EXISTS"  # noqa: S608 - ours
    " (SELECT 1 FROM deliveries AS d WHERE d.recipient = r.id)"
    f" FROM recipients AS r WHERE {OF_WAVE} AND r.household [AMONG]"
)
_DUTIES = Prepared("UPDATE recipients SET duties = :duties WHERE id = :recipient")
_LOOSE = (
    "(SELECT r.id FROM recipients AS r"  # noqa: S608 - names of ours
    f" WHERE {OF_WAVE} AND r.excused IS NULL"
    " AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.recipient = r.id))"
)
_CLEAR = (
    Prepared(f"DELETE FROM concerns WHERE recipient IN {_LOOSE}"),  # noqa: S608 - names of ours
    Prepared(f"DELETE FROM recipients WHERE id IN {_LOOSE}"),  # noqa: S608 - names of ours
)
_READDRESS = Prepared(
    f"UPDATE recipients SET {', '.join(f'{name} = :{name}' for name in FIELDS)}"  # noqa: S608 - ours
    " WHERE id = :recipient AND case_number = :case"
)
_HOUSEHOLD = Prepared(
    "SELECT wave, household, email FROM recipients WHERE id = :recipient AND case_number = :case"
)
#: What came back of the old address is known by it.
_WENT_TO = Prepared(
    "UPDATE deliveries SET sent_to = :sent_to WHERE recipient = :recipient"
    " AND case_number = :case AND method = 'email' AND attempts > 0 AND sent_to IS NULL"
)
_EXCUSE = Prepared(
    "UPDATE recipients SET excused = :reason WHERE id = :recipient AND case_number = :case"
)
_COUNTS = Prepared(
    f"SELECT notice, method, count(*) FROM recipients AS r WHERE {OF_WAVE}"  # noqa: S608 - ours
    " GROUP BY notice, method ORDER BY notice, method"
)


_ALIKE = "notice, kind, language, method, fallback"
_GROUPS = Prepared(
    f"SELECT {_ALIKE}, count(*), sum(CASE WHEN reason = :flagged THEN 1 ELSE 0 END)"  # noqa: S608
    f" FROM recipients AS r WHERE {OF_WAVE} AND excused IS NULL GROUP BY {_ALIKE} ORDER BY {_ALIKE}"
)


class SqlRecipients:
    """Those who are told, in the database."""

    __slots__ = ("_opened", "_rows", "_work")

    def __init__(self, work: Transaction, rows: SealedRows) -> None:
        """Work within that transaction, with its seals."""
        self._work = work
        self._rows = rows
        self._opened = RecipientRows(work, rows)

    def put(self, case: str, wave: int, households: Iterable[Household]) -> None:
        """Write recipients down; those with a key that is there gain the concerns."""
        agency = agency_of(self._work, case)
        for some in chunks(households, CHUNK):
            self._put_some((case, agency, wave), some)

    def clear(self, case: str, wave: int) -> None:
        """Take away the recipients that no delivery and no excuse stands on."""
        for statement in _CLEAR:
            self._work.run(statement, case=case, wave=wave)

    def stream(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give the recipients of a wave by number, one after another."""
        return self._opened.stream(_STREAM, case=case, wave=wave)

    def get(self, case: str, recipient: int) -> RecipientRow | None:
        """Give one recipient of a case."""
        rows = self._work.run(_GET, case=case, recipient=recipient).fetchall()
        return next(self._opened.opened(rows), None)

    def without_method(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give those for whom an address has to be found: the list to work."""
        return self._opened.stream(_WITHOUT, case=case, wave=wave)

    def failed(self, case: str, wave: int) -> Iterator[RecipientRow]:
        """Give those of whom all that was tried failed, and nothing waits."""
        return self._opened.stream(_FAILED, case=case, wave=wave)

    def of_person(self, case: str, person: int) -> list[RecipientRow]:
        """Give those who are told about an affected person, by number."""
        rows = self._work.run(_OF_PERSON, case=case, person=person).fetchall()
        return list(self._opened.opened(rows))

    def with_key(self, case: str, wave: int, key: str) -> RecipientRow | None:
        """Give the one that was written down under a household's key."""
        blind = self._rows.seals.blind(f"recipients:{place_of(case, wave)}", key)
        rows = self._work.run(_WITH_KEY, case=case, wave=wave, key=blind).fetchall()
        return next(self._opened.opened(rows), None)

    def tell_no_more(self, case: str, recipient: int, persons: Iterable[int]) -> None:
        """Let a recipient be told of some persons no more; left with nobody, it is gone.

        Only one on which no delivery stands may lose the last.
        """
        row = self.get(case, recipient)
        if row is None:
            raise _unknown(case, recipient)
        lost = set(persons)
        if all(each.person in lost for each in row.recipient.concerns):
            for statement in _REMOVE:
                self._work.run(statement, case=case, recipient=recipient)
            return
        self._work.run(_TELL_NO_MORE, recipient=recipient, among=among(self._work, lost))

    def readdress(self, case: str, recipient: int, changed: Recipient) -> None:
        """Put another address and plan in the place of what was there.

        E-mails that went to another address keep it, blind, for what comes back.
        """
        row = self._work.run(_HOUSEHOLD, case=case, recipient=recipient).fetchone()
        if row is None:
            raise _unknown(case, recipient)
        wave, household, email = row
        place = place_of(case, wave, household)
        before = self._rows.seals.open_or_none("recipients.email", place, email)
        if before and before.lower() != (changed.email or "").lower():
            sent_to = sent_to_of(self._rows.seals, case, before)
            self._work.run(_WENT_TO, case=case, recipient=recipient, sent_to=sent_to)
        fields = self._fields(place, changed)
        values = dict(zip(FIELDS, fields, strict=True))
        self._work.run(_READDRESS, case=case, recipient=recipient, **values)

    def excuse(self, case: str, recipient: int, reason: str) -> None:
        """Record that nobody has to tell them any more, and why."""
        done = self._work.run(_EXCUSE, case=case, recipient=recipient, reason=reason)
        if not done.rowcount:
            raise _unknown(case, recipient)

    def counts(self, case: str, wave: int) -> dict[tuple[str, Method | None], int]:
        """Give how many recipients there are, by notice and method."""
        rows = self._work.run(_COUNTS, case=case, wave=wave).fetchall()
        return {
            (notice, None if method is None else Method(method)): count
            for notice, method, count in rows
        }

    def groups(self, case: str, wave: int) -> list[RecipientGroup]:
        """Give how many are not excused, by all that a sending depends on."""
        rows = self._work.run(_GROUPS, case=case, wave=wave, flagged=FLAGGED).fetchall()
        return [
            RecipientGroup(
                notice=notice,
                kind=Kind(kind),
                language=language,
                method=None if method is None else Method(method),
                fallback=None if fallback is None else Method(fallback),
                count=count,
                flagged=flagged,
            )
            for notice, kind, language, method, fallback, count, flagged in rows
        ]

    def _put_some(self, belongs: tuple[str, str, int], some: Sequence[Household]) -> None:
        """Write some down: first the new recipients, then whom they are told about."""
        case, agency, wave = belongs
        households = self._merged(case, wave, some)
        known = self._known(case, wave, households)
        new = [
            (*belongs, key, *self._fields(place_of(case, wave, key), recipients[0]))
            for key, recipients in households.items()
            if key not in known
        ]
        if _INSERT.put(self._work, new):
            known = self._known(case, wave, households)
        self._join_duties(households, known)
        _CONCERN.put(
            self._work,
            [
                (known[key][0], each.person, case, agency, *self._told(belongs, key, each))
                for key, recipients in households.items()
                for recipient in recipients
                for each in recipient.concerns
            ],
        )

    def _merged(
        self, case: str, wave: int, some: Sequence[Household]
    ) -> dict[str, list[Recipient]]:
        """Give those of one key together, by the blind key."""
        scope = f"recipients:{place_of(case, wave)}"
        found: dict[str, list[Recipient]] = {}
        for each in some:
            key = self._rows.seals.blind(scope, each.key)
            found.setdefault(key, []).append(each.recipient)
        return found

    def _known(self, case: str, wave: int, keys: Iterable[str]) -> dict[str, tuple[int, str, bool]]:
        """Give number, duties, and whether it stays as it is, of those there are."""
        wanted = among(self._work, keys)
        rows = self._work.run(_KNOWN, case=case, wave=wave, among=wanted).fetchall()
        return {key: (number, duties, bool(stays)) for key, number, duties, stays in rows}

    def _join_duties(
        self,
        households: Mapping[str, Sequence[Recipient]],
        known: Mapping[str, tuple[int, str, bool]],
    ) -> None:
        """Let a letter that names one more child fulfil that child's duties too."""
        for key, recipients in households.items():
            number, duties, stays = known[key]
            owed = dict.fromkeys([*duties.split(JOINT)] if duties else [])
            owed |= dict.fromkeys(duty for each in recipients for duty in each.duties)
            if not stays and JOINT.join(owed) != duties:
                self._work.run(_DUTIES, recipient=number, duties=JOINT.join(owed))

    def _told(
        self, belongs: tuple[str, str, int], key: str, concern: Concern
    ) -> tuple[bytes, str | None]:
        case, _, wave = belongs
        row = f"{place_of(case, wave, key)}:{concern.person}"
        name = self._rows.seals.seal("concerns.name", row, concern.name)
        return name, list_or_none(concern.exposed)

    def _fields(self, row: str, recipient: Recipient) -> tuple[object, ...]:
        """Give the values of ``FIELDS``."""
        seals, plan = self._rows.seals, recipient.plan
        address = address_text(recipient.address)
        return (
            recipient.notice,
            recipient.kind.value,
            JOINT.join(recipient.duties),
            recipient.language,
            None if plan.method is None else plan.method.value,
            None if plan.fallback is None else plan.fallback.value,
            plan.reason,
            seals.seal("recipients.names", row, list_text(recipient.names)),
            seals.seal_or_none("recipients.address", row, address),
            seals.seal_or_none("recipients.email", row, recipient.email),
            seals.seal_or_none("recipients.phone", row, recipient.phone),
        )


def _unknown(case: str, recipient: int) -> StoreError:
    return StoreError(
        f"There is no recipient {recipient} in {case}; take the number from its list of recipients."
    )
