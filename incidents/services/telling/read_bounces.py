"""Reads the returned messages, and queues another way for who was not reached.

Each is matched to what was sent by its Message-ID; one that matches nothing of
ours, or another time, changes nothing. Reading a mailbox twice is the same as
reading it once: what a delivery has become is not become again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

from incidents.case.telling_events import BouncesRead
from incidents.people.recipient import Method
from incidents.services.chunks import chunks
from incidents.services.note_quietly import note_quietly
from incidents.services.people_rows import DeliveryRow, DeliveryState, SendingRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.bounce import Bounce, BounceBox
from incidents.services.telling.brakes import brake
from incidents.services.telling.settle_deliveries import settle_deliveries

#: So many returned messages are settled in one transaction.
STEP = 200
_NOTED = "taken; a message came back that it is delayed"
#: Forwarded perhaps, or forged: a person has to look.
ELSEWHERE = "taken; given up for another address than the one it was sent to"
#: What an e-mail may be for a returned message to change it.
_OPEN = (DeliveryState.ACCEPTED, DeliveryState.UNDETERMINED, DeliveryState.SENDING)


@dataclass(slots=True, kw_only=True)
class BounceReport:
    """What was read this time."""

    read: int = 0
    #: Those that changed a delivery, or noted something of it.
    hard: int = 0
    soft: int = 0
    #: Known already, from an earlier reading.
    known: int = 0
    #: Of nothing that was sent from here, or no returned message at all.
    unmatched: int = 0
    #: The cases whose sendings were stopped, for too many came back.
    stopped: list[str] = field(default_factory=list)


def read_bounces(
    begin: Callable[[], UnitOfWork], box: BounceBox, *, stop_percent: int
) -> BounceReport:
    """Read the box and settle what it says; safe to run twice."""
    report = BounceReport()
    for some in chunks((bounce for _, bounce in box.read()), STEP):
        report.read += len(some)
        bounces = _worst(each for each in some if each is not None)
        report.unmatched += sum(each is None for each in some)
        with begin() as work:
            _take(work, bounces.values(), report, stop_percent)
    return report


def _worst(bounces: Iterable[Bounce]) -> dict[str, Bounce]:
    """Give one for each e-mail: that it was given up outweighs that it is delayed."""
    found: dict[str, Bounce] = {}
    for each in bounces:
        if each.is_hard or each.message_id not in found:
            found[each.message_id] = each
    return found


@dataclass(slots=True)
class _OfSending:
    """What came back of one sending."""

    settled: list[Settled] = field(default_factory=list)
    rows: dict[int, DeliveryRow] = field(default_factory=dict)
    hard: int = 0
    soft: int = 0


def _take(
    work: UnitOfWork, bounces: Iterable[Bounce], report: BounceReport, stop_percent: int
) -> None:
    found: dict[tuple[str, int], _OfSending] = {}
    for bounce in bounces:
        row = work.deliveries.by_message_id(bounce.message_id)
        if row is None or row.method is not Method.EMAIL:
            report.unmatched += 1
            continue
        is_ours = not bounce.recipients or work.deliveries.went_to(row.id, bounce.recipients)
        given_up = bounce.is_hard and is_ours
        settled = _settled(work, row, bounce) if is_ours else _elsewhere(work, row, bounce)
        if settled is None:
            report.known += 1
            continue
        of = found.setdefault((row.case, row.sending), _OfSending())
        of.settled.append(settled)
        of.rows[row.id] = row
        of.hard += given_up
        of.soft += not given_up
    for (case, sending), of in sorted(found.items()):
        _record(work, _sending(work, case, sending), of, report, stop_percent)


def _settled(work: UnitOfWork, row: DeliveryRow, bounce: Bounce) -> Settled | None:
    """Give what a returned message makes of a delivery; None where that is known."""
    is_noted = (row.last_result or "").startswith(_NOTED)
    if row.state not in _OPEN or (is_noted and not bounce.is_hard):
        return None
    number = f" ({bounce.status})" if bounce.status else ""
    state = DeliveryState.BOUNCED if bounce.is_hard else DeliveryState.ACCEPTED
    result = (
        f"came back, given up by the mail server{number}" if bounce.is_hard else _NOTED + number
    )
    return Settled(delivery=row.id, state=state, result=result, at=work.now)


def _elsewhere(work: UnitOfWork, row: DeliveryRow, bounce: Bounce) -> Settled | None:
    """Give what becomes of one that was given up for somebody else's address.

    A mailbox may forward to another that refuses; or somebody who had one of our
    e-mails made up the Message-ID of another. Neither is believed: whether the
    e-mail arrived nobody can say, and no other way is taken by itself.
    """
    result = f"{ELSEWHERE} ({bounce.status})" if bounce.status else ELSEWHERE
    is_known = (row.last_result or "").startswith(ELSEWHERE)
    if not bounce.is_hard or row.state is not DeliveryState.ACCEPTED or is_known:
        return None
    return Settled(delivery=row.id, state=DeliveryState.UNDETERMINED, result=result, at=work.now)


def _record(
    work: UnitOfWork,
    sending: SendingRow,
    of: _OfSending,
    report: BounceReport,
    stop_percent: int,
) -> None:
    kept = settle_deliveries(work, sending, of.settled, of.rows)
    if not kept:
        return
    event = BouncesRead(matched=len(kept), hard=of.hard, soft=of.soft, unmatched=0)
    note_quietly(work, sending.case, [event])
    report.hard += of.hard
    report.soft += of.soft
    if brake(work, sending, stop_percent):
        report.stopped.append(sending.case)


def _sending(work: UnitOfWork, case: str, sending: int) -> SendingRow:
    return next(each for each in work.sendings.of_case(case) if each.id == sending)
