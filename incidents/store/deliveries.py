"""The deliveries: written down, claimed, settled, each once.

A claim is committed before the network is touched; a claim that lapsed is taken
over by one who looks whether the message went out, and the one whose lease it
was says nothing about it any more.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.chunks import chunks
from incidents.services.people_ports import Planned
from incidents.services.people_rows import (
    BatchRow,
    DeliveryRow,
    DeliveryState,
    Outgoing,
    RecipientCount,
    RecipientRow,
    Settled,
    Tally,
)
from incidents.services.ports import StoreError
from incidents.store import batches
from incidents.store.bulk import CHUNK, BulkInsert, Worded, among
from incidents.store.delivery_rows import NAMES, delivery
from incidents.store.recipient_rows import NAMES as RECIPIENT
from incidents.store.recipient_rows import OF_WAVE, RecipientRows, holds_duty, sent_to_of
from incidents.store.sealed_rows import SealedRows
from incidents.store.standings import standing
from incidents.store.transaction import Prepared, Transaction, instant_or_none, stamp_or_none

_PAGE = 400
_INSERT = BulkInsert(
    "deliveries",
    *("case_number", "agency", "wave", "sending", "state", "attempts", "due_at", "cents"),
    *("recipient", "duty", "method", "notice", "message_id"),
)
_SENDING = Prepared("SELECT case_number, agency, wave FROM sendings WHERE id = :sending")
_COUNTED = Prepared("UPDATE sendings SET deliveries = deliveries + :new WHERE id = :sending")
_TAKE_UP = Worded(
    "UPDATE deliveries SET sending = :sending, state = 'queued', due_at = :now, settled_at = :now,"
    " last_result = 'prepared anew', handed_over_at = NULL, batch = NULL, claimed_by = NULL,"
    " claimed_until = NULL WHERE message_id [AMONG] AND state = 'cancelled'"
)
_FORGET = Prepared(
    "DELETE FROM deliveries WHERE case_number = :case AND wave = :wave AND attempts = 0"
    " AND handed_over_at IS NULL AND sending IN (SELECT s.id FROM sendings AS s"
    " WHERE s.case_number = :case AND s.wave = :wave AND s.released_at IS NULL)"
)
_CLAIM = Worded(
    "WITH picked AS MATERIALIZED (SELECT d.id FROM deliveries AS d"  # noqa: S608 - names of ours
    " JOIN sendings AS s ON s.id = d.sending"
    " WHERE d.sending = :sending AND d.method = :method AND d.state = 'queued'"
    " AND d.due_at <= :now AND s.state = 'released'"
    " ORDER BY d.due_at, d.id LIMIT :limit [SKIP LOCKED])"
    " UPDATE deliveries SET state = :state, attempts = attempts + 1,"
    " claimed_by = :worker, claimed_until = :until, sent_to = NULL"
    f" WHERE id IN (SELECT id FROM picked) RETURNING {NAMES}"
)
#: Claimed, but no batch came of it: nothing of it is on paper.
_GIVE_BACK = Prepared(
    "UPDATE deliveries SET state = 'queued', claimed_by = NULL, claimed_until = NULL"
    " WHERE sending = :sending AND method = :method AND state = 'in_hand' AND batch IS NULL"
    " AND claimed_until <= :now"
)
_HELD = "sending = :sending AND state = 'sending'"
_LAPSED = Worded(
    f"SELECT {NAMES} FROM deliveries [BY STATE] WHERE {_HELD}"  # noqa: S608 - names of ours
    " AND (claimed_until <= :now OR claimed_by = :worker)"
)
_TAKE_OVER = Worded(
    "UPDATE deliveries [BY STATE] SET claimed_by = :worker, claimed_until = :until"  # noqa: S608 - ours
    f" WHERE {_HELD} AND (claimed_until <= :now OR claimed_by = :worker) RETURNING {NAMES}"
)
_RENEW = Worded(
    "UPDATE deliveries SET claimed_until = :until WHERE id [AMONG] AND claimed_by = :worker"
)
_SETTLE = (
    "UPDATE deliveries SET state = :state, last_result = :result, settled_at = :now,"
    " due_at = coalesce(:due_at, due_at), cents = cents + :cents,"
    # One that waits again was neither handed over nor is it in a batch.
    " handed_over_at = CASE WHEN :state = 'queued' THEN NULL"
    " ELSE coalesce(handed_over_at, :handed_over_at) END,"
    " batch = CASE WHEN :state = 'queued' THEN NULL ELSE batch END,"
    " claimed_by = NULL, claimed_until = NULL WHERE id = :delivery"
    " AND (state <> :state OR coalesce(last_result, '') <> :result)"
)
_SETTLE_ANY = Prepared(_SETTLE)
_SETTLE_OWN = Prepared(f"{_SETTLE} AND claimed_by = :worker")
_BY_MESSAGE = Prepared(f"SELECT {NAMES} FROM deliveries WHERE message_id = :message_id")  # noqa: S608
_GET = Prepared(
    f"SELECT {NAMES} FROM deliveries WHERE id = :delivery AND case_number = :case"  # noqa: S608
)
_OF_RECIPIENT = Prepared(
    f"SELECT {NAMES} FROM deliveries"  # noqa: S608 - names of ours
    " WHERE recipient = :recipient AND case_number = :case ORDER BY id"
)
_SENT_TO = Prepared("SELECT case_number, recipient, sent_to FROM deliveries WHERE id = :delivery")
_TALLY = Prepared(
    "SELECT method, state, count(*) FROM deliveries WHERE sending = :sending"
    " GROUP BY method, state ORDER BY method, state"
)
_ALL = Worded(f"SELECT {NAMES} FROM deliveries [BY ID] WHERE case_number = :case ORDER BY id")  # noqa: S608
_OF_SENDING = Prepared(
    f"SELECT {NAMES} FROM deliveries"  # noqa: S608 - names of ours
    " WHERE sending = :sending AND case_number = :case ORDER BY id"
)
_OF_BATCH = Prepared(
    f"SELECT {NAMES} FROM deliveries"  # noqa: S608 - names of ours
    " WHERE case_number = :case AND batch = :batch AND batch IS NOT NULL ORDER BY id"
)
_IN_HAND = Prepared(
    f"SELECT {NAMES} FROM deliveries WHERE sending = :sending AND state = 'in_hand'"  # noqa: S608
    " AND batch IS NULL AND method = :method AND claimed_by = :worker ORDER BY id"
)
_UNTOLD = Worded(
    f"SELECT {RECIPIENT} FROM recipients AS r [BY ID]"  # noqa: S608 - names of ours
    f" WHERE {OF_WAVE} AND r.excused IS NULL AND {holds_duty('r.duties')}"
    " AND NOT EXISTS (SELECT 1 FROM deliveries AS d WHERE d.recipient = r.id"
    f" AND d.state IN ('accepted', 'delivered') AND {holds_duty('d.duty')}) ORDER BY r.id"
)
_LAST = Prepared(
    "SELECT max(handed_over_at) FROM deliveries WHERE case_number = :case AND wave = :wave"  # noqa: S608
    f" AND state IN ('accepted', 'delivered') AND {holds_duty('duty')}"
)
_SINCE = Prepared(
    "SELECT state, count(*) FROM deliveries WHERE sending = :sending AND settled_at >= :since"
    " GROUP BY state"
)


class SqlDeliveries:
    """The deliveries in the database."""

    __slots__ = ("_opened", "_rows", "_work")

    def __init__(self, work: Transaction, rows: SealedRows) -> None:
        """Work within that transaction, with its seals."""
        self._work = work
        self._rows = rows
        self._opened = RecipientRows(work, rows)

    def queue(self, sending: int, planned: Iterable[Planned]) -> int:
        """Write deliveries down as queued and give how many were new."""
        belongs = self._work.run(_SENDING, sending=sending).fetchone()
        if belongs is None:
            raise StoreError(f"There is no sending {sending}; add one before its deliveries.")
        same = (*belongs, sending, DeliveryState.QUEUED.value, 0, self._work.stamp, 0)
        new = 0
        for some in chunks(planned, CHUNK):
            rows = [
                (*same, each.recipient, each.duty, each.method.value, each.notice, each.message_id)
                for each in some
            ]
            new += _INSERT.put(self._work, rows)
        if new:
            self._work.run(_COUNTED, sending=sending, new=new)
        return new

    def take_up(self, sending: int, planned: Iterable[Planned]) -> int:
        """Queue again, in this sending, those planned that were given up; give how many."""
        taken = 0
        for some in chunks(planned, CHUNK):
            wanted = among(self._work, [each.message_id for each in some])
            done = self._work.run(_TAKE_UP, sending=sending, now=self._work.stamp, among=wanted)
            taken += int(done.rowcount)
        return taken

    def forget(self, case: str, wave: int) -> int:
        """Take away those of a wave whose sending was never released; give how many."""
        return int(self._work.run(_FORGET, case=case, wave=wave).rowcount)

    def claim(
        self, sending: int, method: Method, *, worker: str, until: Instant, limit: int
    ) -> list[Outgoing]:
        """Take queued ones whose time has come; nobody else gets them."""
        is_email = method is Method.EMAIL
        if not is_email:
            self._work.run(_GIVE_BACK, sending=sending, method=method.value, now=self._work.stamp)
        state = DeliveryState.SENDING if is_email else DeliveryState.IN_HAND
        values = {"method": method.value, "state": state.value, "worker": worker, "limit": limit}
        rows = self._work.run(
            _CLAIM, sending=sending, now=self._work.stamp, until=until.stamp(), **values
        ).fetchall()
        return list(self._outgoing(sorted(rows, key=_by_time)))

    def lapsed(
        self, sending: int, *, worker: str | None = None, until: Instant | None = None
    ) -> list[Outgoing]:
        """Give those in ``sending`` whose lease ended, or that this worker holds.

        With ``until`` they are this worker's from now on.
        """
        values = {"sending": sending, "worker": worker, "now": self._work.stamp}
        if worker is None or until is None:
            rows = self._work.run(_LAPSED, **values).fetchall()
        else:
            rows = self._work.run(_TAKE_OVER, until=until.stamp(), **values).fetchall()
        return list(self._outgoing(sorted(rows)))

    def renew(self, deliveries: Sequence[int], *, worker: str, until: Instant) -> int:
        """Hold claimed ones longer; give how many are still this worker's."""
        wanted = among(self._work, deliveries)
        held = self._work.run(_RENEW, among=wanted, worker=worker, until=until.stamp())
        return int(held.rowcount)

    def settle(self, settled: Sequence[Settled], *, worker: str | None = None) -> list[int]:
        """Record what became of them, and give the ids that changed."""
        return [each.delivery for each in settled if self._settle(each, worker)]

    def by_message_id(self, message_id: str) -> DeliveryRow | None:
        """Give the delivery that a returned message speaks of."""
        return self._one(_BY_MESSAGE, message_id=message_id)

    def went_to(self, delivery: int, addresses: Iterable[str]) -> bool:
        """Say whether an e-mail went to one of these addresses, and not to a later one."""
        case, recipient, sent_to = self._work.run(_SENT_TO, delivery=delivery).fetchone()
        if sent_to is not None:
            seals = self._rows.seals
            return any(sent_to_of(seals, case, each) == sent_to for each in addresses)
        email = self._opened.some([recipient])[recipient].recipient.email or ""
        return email.lower() in {each.lower() for each in addresses}

    def get(self, case: str, delivery: int) -> DeliveryRow | None:
        """Give one delivery of a case."""
        return self._one(_GET, case=case, delivery=delivery)

    def of_recipient(self, case: str, recipient: int) -> list[DeliveryRow]:
        """Give all that was done to tell one recipient, the first one first."""
        rows = self._work.run(_OF_RECIPIENT, case=case, recipient=recipient).fetchall()
        return [delivery(row) for row in rows]

    def tally(self, sending: int) -> list[Tally]:
        """Give how many stand where."""
        return [
            Tally(method=Method(method), state=DeliveryState(state), count=count)
            for method, state, count in self._work.run(_TALLY, sending=sending).fetchall()
        ]

    def stream(
        self, case: str, *, sending: int | None = None, batch: int | None = None
    ) -> Iterator[Outgoing]:
        """Give the deliveries of a case, a sending or a batch, by number."""
        if batch is not None:
            rows = self._work.stream(_OF_BATCH, case=case, batch=batch)
        elif sending is not None:
            rows = self._work.stream(_OF_SENDING, case=case, sending=sending)
        else:
            rows = self._work.stream(_ALL, case=case)
        return self._outgoing(rows)

    def rows(self, case: str) -> Iterator[DeliveryRow]:
        """Give the deliveries of a case by number, and open nobody's name."""
        return map(delivery, self._work.stream(_ALL, case=case))

    def held(self, sending: int, method: Method, *, worker: str) -> list[Outgoing]:
        """Give those in hand that this worker claimed and put into no batch."""
        values = {"method": method.value, "worker": worker}
        return list(self._outgoing(self._work.run(_IN_HAND, sending=sending, **values).fetchall()))

    def standing(self, case: str, wave: int) -> list[RecipientCount]:
        """Give how many recipients of a wave stand where, by duties and method."""
        return standing(self._work, case, wave)

    def untold(self, case: str, wave: int, duty: str) -> Iterator[RecipientRow]:
        """Give those a duty owes a notice who are neither told nor excused."""
        return self._opened.stream(_UNTOLD, case=case, wave=wave, duty=duty)

    def last_handed_over(self, case: str, wave: int, duty: str) -> Instant | None:
        """Give when the last of a duty's deliveries was handed over."""
        (last,) = self._work.run(_LAST, case=case, wave=wave, duty=duty).fetchone()
        return instant_or_none(last)

    def settled_since(self, sending: int, since: Instant) -> dict[DeliveryState, int]:
        """Give how many deliveries were settled since, by state."""
        rows = self._work.run(_SINCE, sending=sending, since=since.stamp()).fetchall()
        return {DeliveryState(state): count for state, count in rows}

    def add_batch(
        self, sending: int, method: Method, deliveries: Sequence[int], manifest: str
    ) -> BatchRow:
        """Give a new batch of claimed deliveries, numbered within the case."""
        return batches.add(self._work, sending, method, deliveries, manifest)

    def batches(self, case: str) -> list[BatchRow]:
        """Give the batches of the case, the first one first."""
        return batches.of_case(self._work, case)

    def hand_over_batch(self, case: str, batch: int, at: Instant, cents: int) -> int:
        """Mark all of a batch that is still in hand as accepted; give how many."""
        return batches.hand_over(self._work, case, batch, at, cents)

    def _outgoing(self, rows: Iterable[Sequence[Any]]) -> Iterator[Outgoing]:
        for page in chunks(rows, _PAGE):
            found = [delivery(row) for row in page]
            recipients = self._opened.some(each.recipient for each in found)
            for each in found:
                yield Outgoing(delivery=each, recipient=recipients[each.recipient].recipient)

    def _one(self, statement: Prepared, **values: object) -> DeliveryRow | None:
        row = self._work.run(statement, **values).fetchone()
        return None if row is None else delivery(row)

    def _settle(self, settled: Settled, worker: str | None) -> bool:
        values: Mapping[str, object] = {
            "delivery": settled.delivery,
            "state": settled.state.value,
            "result": settled.result,
            "due_at": stamp_or_none(settled.due_at),
            "cents": settled.cents,
            "handed_over_at": settled.at.stamp() if settled.state.tells else None,
            "now": self._work.stamp,
        }
        if worker is None:
            return bool(self._work.run(_SETTLE_ANY, **values).rowcount)
        return bool(self._work.run(_SETTLE_OWN, worker=worker, **values).rowcount)


def _by_time(row: Sequence[Any]) -> tuple[str, int]:
    """Sort by due time and number, as they were picked."""
    return row[1], row[0]
