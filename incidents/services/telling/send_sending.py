"""Sends a released sending, batch after batch, as far as it may go now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial
from typing import Self

from incidents.people.recipient import Method
from incidents.services.people_rows import DeliveryState, SendingRow
from incidents.services.ports import UnitOfWork
from incidents.services.telling.mailing import Limits, Mailing
from incidents.services.telling.send_batch import CHANNEL, Batch, BatchReport, claim_batch

#: A batch that takes less than this part of the lease is a quick one.
_QUICK = 0.1


@dataclass(slots=True, kw_only=True)
class SentReport:
    """What a run of batches did."""

    case: str
    sending: int
    counts: Counter[DeliveryState] = field(default_factory=Counter)
    #: Perhaps taken: found out once their lease has ended.
    open: int = 0
    #: Why it ended before everything due was sent.
    ended: str | None = None
    #: Another run at once would find more to do.
    has_more: bool = False


def send_sending(
    mailing: Mailing,
    case: str,
    number: int,
    *,
    limit: int,
    most: int | None = None,
    wait: Callable[[], bool] = lambda: False,
    say: Callable[[BatchReport], None] = lambda _: None,
) -> SentReport:
    """Send batches of ``limit`` until nothing is due, or ``most`` have been claimed.

    Where as many as may go by now have gone, ``wait`` is called: it waits a while
    and gives whether to try again. ``say`` is told of each batch. Raise
    NotReleasedError where the sending is not released.
    """
    total, claimed = SentReport(case=case, sending=number), 0
    with _Ahead(mailing, case, number, limit) as ahead:
        while True:
            report = ahead.send(is_last=most is not None and claimed + limit >= most)
            claimed += report.claimed
            total.counts.update(report.counts)
            total.open += report.open
            total.ended = report.ended
            say(report)
            if report.is_rate_used_up and wait():
                continue
            if not report.goes_on:
                return total
            if most is not None and claimed >= most:
                total.has_more = True
                return total


class _Ahead:
    """Claims the next batch while one goes out, so that the connections need not wait."""

    def __init__(self, mailing: Mailing, case: str, number: int, limit: int) -> None:
        self._mailing = mailing
        self._claim = partial(claim_batch, mailing, case, number, limit=limit)
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._next: Future[Batch] | None = None
        self._is_quick = False

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        """Give back what was claimed and is not sent any more."""
        self._thread.shutdown()
        if self._next is not None and self._next.exception() is None:
            self._next.result().give_back()

    def send(self, *, is_last: bool) -> BatchReport:
        """Send the next batch; claim the one after it meanwhile, where that is of use."""
        following, self._next = self._next, None
        batch = self._claim() if following is None else following.result()
        if batch.report.goes_on and self._is_quick and not is_last:
            self._next = self._thread.submit(self._claim)
        begun = self._mailing.clock()
        report = batch.send()
        taken = self._mailing.clock().utc - begun.utc
        # One that was claimed long before it is sent would lose its lease in vain.
        self._is_quick = taken < self._mailing.limits.lease * _QUICK
        return report


class _UndoneError(Exception):
    """Ends a unit of work of which nothing is to be kept."""


def due_to_send(begin: Callable[[], UnitOfWork], limits: Limits) -> list[SendingRow]:
    """Give the released sendings that have an e-mail to send, or to find out about, now.

    It is tried and undone: what the rate does not allow now is not due.
    """
    due: list[SendingRow] = []
    with suppress(_UndoneError), begin() as work:
        running = work.sendings.running()
        due += [each for each in running if work.deliveries.lapsed(each.id)]
        due += _due(work, [each for each in running if each not in due], limits)
        _undo()
    return due


def _undo() -> None:
    raise _UndoneError


def _due(work: UnitOfWork, sendings: list[SendingRow], limits: Limits) -> list[SendingRow]:
    if not any(_has_mail(work, each) for each in sendings):
        return []
    per = {"per_minute": limits.per_minute, "per_day": limits.per_day}
    if not work.rates.take(CHANNEL, 1, **per):
        return []
    return [each for each in sendings if _can_be_claimed(work, each)]


def _can_be_claimed(work: UnitOfWork, sending: SendingRow) -> bool:
    return bool(
        work.deliveries.claim(sending.id, Method.EMAIL, worker="asks", until=work.now, limit=1)
    )


def _has_mail(work: UnitOfWork, sending: SendingRow) -> bool:
    return any(
        each.method is Method.EMAIL and each.state is DeliveryState.QUEUED
        for each in work.deliveries.tally(sending.id)
    )
