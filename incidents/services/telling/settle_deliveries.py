"""Records what became of deliveries: row, ledger and what follows, at once.

One event a group, which names a file with a row for each delivery: its number,
its recipient's number, the state and the answer. Who somebody is stands nowhere
in it. A failure queues the next way of the recipient's plan in the same
transaction, so that nobody falls between two ways.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from incidents.case.telling_events import DeliveriesSettled
from incidents.ledger.canonical import Json
from incidents.services.kept_files import EVIDENCE
from incidents.services.note_quietly import note_quietly
from incidents.services.people_rows import DeliveryRow, SendingRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import fall_back


def settle_deliveries(
    work: UnitOfWork,
    sending: SendingRow,
    settled: Sequence[Settled],
    rows: Mapping[int, DeliveryRow],
    *,
    worker: str | None = None,
) -> list[Settled]:
    """Record the results and give those that were still to be recorded.

    With a worker, only those that it still holds: what another one took over is
    that one's to settle. ``rows`` are the deliveries by number.
    """
    work.append(sending.case, [])  # one after another, whoever settles
    changed = frozenset(work.deliveries.settle(settled, worker=worker))
    kept = [each for each in settled if each.delivery in changed]
    if kept:
        note_quietly(work, sending.case, [_event(work, sending, kept, rows)])
        failed = [rows[each.delivery] for each in kept if each.state.has_failed]
        fall_back(work, sending.agency, failed)
    return kept


def _event(
    work: UnitOfWork,
    sending: SendingRow,
    kept: Sequence[Settled],
    rows: Mapping[int, DeliveryRow],
) -> DeliveriesSettled:
    digest = work.files.put(sending.agency, _lines(kept, rows))
    counts: dict[str, Json] = dict(sorted(Counter(each.state.value for each in kept).items()))
    return DeliveriesSettled(
        sending=sending.number,
        wave=sending.wave,
        counts=counts,
        file={
            "path": f"{EVIDENCE}{digest}",
            "sha256": digest,
            "name": f"deliveries-{sending.number}-{digest[:12]}.jsonl",
        },
    )


def _lines(kept: Iterable[Settled], rows: Mapping[int, DeliveryRow]) -> bytes:
    lines = (json.dumps(_line(each, rows[each.delivery]), sort_keys=True) for each in kept)
    return "".join(f"{line}\n" for line in lines).encode()


def _line(settled: Settled, row: DeliveryRow) -> dict[str, Json]:
    return {
        "delivery": row.id,
        "recipient": row.recipient,
        "wave": row.wave,
        "duty": row.duty,
        "method": row.method.value,
        "notice": row.notice,
        "message_id": row.message_id,
        "attempt": row.attempts,
        "state": settled.state.value,
        "result": settled.result,
        "at": settled.at.stamp(),
    }
