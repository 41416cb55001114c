"""Print batches and call sheets: deliveries that are in somebody's hands."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.people_rows import BatchRow
from incidents.services.ports import StoreError
from incidents.store.bulk import Worded, among
from incidents.store.people import LOCK_CASE
from incidents.store.transaction import Prepared, Transaction, instant, instant_or_none

_NAMES = "number, case_number, wave, sending, method, deliveries, manifest, made_at, handed_over_at"
_CASE = Prepared("SELECT case_number FROM sendings WHERE id = :sending")
_ADD = Prepared(
    "INSERT INTO batches (case_number, agency, wave, sending, number, method, deliveries,"  # noqa: S608
    " manifest, made_at) SELECT s.case_number, s.agency, s.wave, s.id,"
    " (SELECT coalesce(max(number), 0) + 1 FROM batches WHERE case_number = s.case_number),"
    " :method, :deliveries, :manifest, :now FROM sendings AS s WHERE s.id = :sending"
    f" RETURNING {_NAMES}"
)
_PUT_IN = Worded(
    "UPDATE deliveries SET batch = :batch WHERE id [AMONG] AND sending = :sending"
    " AND method = :method AND state = 'in_hand' AND batch IS NULL"
)
_OF_CASE = Prepared(
    f"SELECT {_NAMES} FROM batches WHERE case_number = :case ORDER BY number"  # noqa: S608 - ours
)
_HAND_OVER = Prepared(
    "UPDATE batches SET handed_over_at = coalesce(handed_over_at, :at)"
    " WHERE case_number = :case AND number = :batch"
)
_ACCEPT = Prepared(
    "UPDATE deliveries SET state = 'accepted', handed_over_at = :at, settled_at = :now,"
    " cents = cents + :cents, last_result = 'handed over', claimed_by = NULL, claimed_until = NULL"
    " WHERE case_number = :case AND batch = :batch AND batch IS NOT NULL AND state = 'in_hand'"
)


def add(
    work: Transaction, sending: int, method: Method, deliveries: Sequence[int], manifest: str
) -> BatchRow:
    """Give a new batch; raise StoreError where one of them is not to be had."""
    found = work.run(_CASE, sending=sending).fetchone()
    if found is None:
        raise StoreError(f"There is no sending {sending}; a batch is part of one.")
    work.run(LOCK_CASE, number=found[0]).fetchall()
    values = {"method": method.value, "deliveries": len(deliveries), "manifest": manifest}
    (row,) = work.run(_ADD, sending=sending, now=work.stamp, **values).fetchall()
    batch = _batch(row)
    put_in = work.run(
        _PUT_IN,
        among=among(work, deliveries),
        sending=sending,
        method=method.value,
        batch=batch.number,
    ).rowcount
    if put_in != len(deliveries):
        raise StoreError(
            f"Of {len(deliveries)} deliveries only {put_in} are in hand and in no batch yet; claim "
            "them first, and make the batch of what was claimed."
        )
    return batch


def of_case(work: Transaction, case: str) -> list[BatchRow]:
    """Give the batches of the case, the first one first."""
    return [_batch(row) for row in work.run(_OF_CASE, case=case).fetchall()]


def hand_over(work: Transaction, case: str, batch: int, at: Instant, cents: int) -> int:
    """Mark all of a batch that is still in hand as accepted; give how many.

    ``cents`` is what each of them cost.
    """
    if not work.run(_HAND_OVER, case=case, batch=batch, at=at.stamp()).rowcount:
        raise StoreError(f"There is no batch {batch} in {case}; take it from its list of batches.")
    values = {"at": at.stamp(), "now": work.stamp, "cents": cents}
    return int(work.run(_ACCEPT, case=case, batch=batch, **values).rowcount)


def _batch(row: Sequence[Any]) -> BatchRow:
    number, case, wave, sending, method, deliveries, manifest, made_at, handed_over_at = row
    return BatchRow(
        number=number,
        case=case,
        wave=wave,
        sending=sending,
        method=Method(method),
        deliveries=deliveries,
        manifest=manifest,
        made_at=instant(made_at),
        handed_over_at=instant_or_none(handed_over_at),
    )
