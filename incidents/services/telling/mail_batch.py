"""Records that a batch was handed over: to the post, a mail house, a messaging service.

From then on its letters, or its messages, count as sent on that day. The receipt of the post is
kept as evidence, and what was paid is added to the costs.
"""

from __future__ import annotations

from dataclasses import dataclass

from incidents.case.telling import BatchSummary
from incidents.case.telling_events import BatchHandedOver
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.moments import Moment
from incidents.people.recipient import Method
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.record_filing import EvidenceFile, take_in
from incidents.services.telling.record_spending import CostItem, GivenCost, spent
from incidents.services.view_case import CaseView, view_case


class NotMailedError(DueNoticeError):
    """The batch cannot have been handed over as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GivenMailing:
    """The hand-over of a batch as somebody reports it."""

    batch: int
    at: Moment
    by: str
    #: Postage and printing together; None where nobody knows yet.
    cents: int | None = None
    evidence: tuple[EvidenceFile, ...] = ()


def mail_batch(work: UnitOfWork, law: LawBook, number: str, given: GivenMailing) -> Changed:
    """Record that a batch of letters was mailed, once.

    Raise NotMailedError where there is no such batch of letters, it was handed
    over already, or the day lies before it was printed or in the future.
    """
    view = view_case(work, law, number)
    person_of(view.agency, given.by)
    batch = _waiting(view, given)
    _refuse_day(view, batch, given.at)
    day = view.agency.zone.start_of(given.at)
    each = (given.cents or 0) // max(1, batch.deliveries)
    count = work.deliveries.hand_over_batch(number, batch.number, day, each)
    if not count:
        raise NotMailedError(
            f"Nothing of batch {batch.number} waits to be handed over: its sending was given up, "
            "or each of it went another way; nothing was changed."
        )
    received = [take_in(work, view.case.agency, each) for each in given.evidence]
    evidence: list[Json] = [each.file for each in received]
    mailed = BatchHandedOver(
        sending=batch.sending,
        wave=batch.wave,
        batch=batch.number,
        at=str(given.at),
        by=given.by,
        deliveries=count,
        cents=given.cents,
        evidence=evidence,
    )
    if not given.cents:
        return change_case(work, law, number, [*received, mailed])
    cost = GivenCost(
        item=CostItem.SERVICE if batch.method == Method.EMAIL else CostItem.POSTAGE,
        cents=given.cents,
        on=view.agency.zone.day_of(given.at),
        by=given.by,
        wave=batch.wave,
        note=f"{'Messages' if batch.method == Method.EMAIL else 'Letters'} of batch {batch.number}",
    )
    return change_case(work, law, number, [*received, mailed, spent(cost, received)])


def _waiting(view: CaseView, given: GivenMailing) -> BatchSummary:
    """Give the batch of letters that waits to be handed over."""
    batches = view.case.telling.batches
    batch = batches.get(given.batch)
    if batch is None or batch.method == Method.TELEPHONE:
        letters = [each.number for each in batches.values() if each.method != Method.TELEPHONE]
        known = ", ".join(map(str, letters)) or "none"
        raise NotMailedError(
            f"Case {view.case.number} has no batch {given.batch} of letters; it has {known}: give "
            "the number in the name of the file."
        )
    if batch.handed_over_at is not None:
        raise NotMailedError(
            f"Batch {batch.number} was handed over already, on {batch.handed_over_at}; nothing "
            "was changed."
        )
    return batch


def _refuse_day(view: CaseView, batch: BatchSummary, at: Moment) -> None:
    zone = view.agency.zone
    printed = zone.day_of(batch.made_at)
    if zone.start_of(at) > view.at or zone.day_of(at).days_after(printed) < 0:
        raise NotMailedError(
            f"Batch {batch.number} cannot have been mailed on {zone.words(at)}: it was printed on "
            f"{printed.words()}; give a day from then until today."
        )
