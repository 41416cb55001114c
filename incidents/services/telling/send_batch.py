"""Sends one batch of a released sending by e-mail.

Some deliveries are claimed, which is committed before the network is touched;
each is written to its recipient just before it leaves; what became of them is
recorded in groups while the others still go. One that dies in between loses
nothing: its lease ends, and whoever comes next finds out what it did.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from incidents.errors import DueNoticeError
from incidents.moments import Instant
from incidents.people.recipient import Method
from incidents.services.couriers import HeaderRefusedError
from incidents.services.people_rows import (
    DeliveryRow,
    DeliveryState,
    Outgoing,
    SendingRow,
    Settled,
)
from incidents.services.ports import UnitOfWork
from incidents.services.telling.brakes import brake
from incidents.services.telling.holds_of import hold_on, is_held_now
from incidents.services.telling.letters import LetterRefusedError
from incidents.services.telling.mailing import Mailing
from incidents.services.telling.post import Email, Fate, Handed
from incidents.services.telling.reconcile_deliveries import reconcile_deliveries
from incidents.services.telling.settle_deliveries import settle_deliveries
from incidents.services.telling.stop_sending import stop
from incidents.services.telling.tries import settled_as
from incidents.services.telling.write_email import EmailWriter
from incidents.services.view_case import view_case

#: Under this name all workers share how much goes out a minute and a day.
CHANNEL = "email"
#: What a conversation may take at most, as a part of the lease: nothing is begun
#: that could still be going on when the lease ends.
_LAST_PART = 0.4
#: Where less than this part of the lease is left, it is held longer.
_RENEW_PART = 0.7
#: A mail server that cannot be used is left alone for so long.
_PAUSE = timedelta(minutes=1)
_RATE = "as many as may go by now have gone; the rest follows"
_ASKED = "its sender was asked to end"
_STOPPED = "the sending was stopped"
_HELD = "a hold on the notification began"


class NotReleasedError(DueNoticeError):
    """The sending does not let anything go."""


@dataclass(slots=True, kw_only=True)
class BatchReport:
    """What one batch did."""

    case: str
    sending: int
    #: How many were claimed; none means that nothing is due, or the rate is used up.
    claimed: int = 0
    #: How many became what; those found out after a crash are among them.
    counts: Counter[DeliveryState] = field(default_factory=Counter)
    #: How many were perhaps taken; it is found out once their lease has ended.
    open: int = 0
    #: Why it ended early, in words.
    ended: str | None = None
    #: It ended because as many as may go by now have gone.
    is_rate_used_up: bool = False

    @property
    def goes_on(self) -> bool:
        """Say whether another batch would find something to do."""
        return self.claimed > 0 and self.ended is None


def send_batch(mailing: Mailing, case: str, number: int, *, limit: int) -> BatchReport:
    """Send at most so many e-mails of a sending, and report what became of them.

    Raise NotReleasedError where there is no such sending, or it is not released.
    Safe to run several times at once, on several machines.
    """
    return claim_batch(mailing, case, number, limit=limit).send()


def claim_batch(mailing: Mailing, case: str, number: int, *, limit: int) -> Batch:
    """Give a batch whose claim is committed; raise NotReleasedError as ``send_batch``.

    Whoever gets it sends it, or gives it back.
    """
    report = BatchReport(case=case, sending=number)
    with mailing.look() as work:
        sending = _released(work, case, number)
    report.counts.update(reconcile_deliveries(mailing, sending))
    batch = Batch(mailing, sending, report)
    batch.claim(limit)
    return batch


def _released(work: UnitOfWork, case: str, number: int) -> SendingRow:
    sending = work.sendings.get(case, number)
    if sending is None or not sending.state.lets_go:
        stands = f"is {sending.state.value}" if sending else "does not exist"
        raise NotReleasedError(
            f"Sending {number} of case {case} {stands}; prepare it and have it released first."
        )
    return sending


class Batch:
    """A batch from its claim until all of it is settled."""

    def __init__(self, mailing: Mailing, sending: SendingRow, report: BatchReport) -> None:
        self._mailing = mailing
        self._sending = sending
        self._report = self.report = report
        #: Claimed and not drawn yet, the next one last.
        self._waiting: list[Outgoing] = []
        #: Drawn, and nothing recorded of it yet.
        self._out: set[int] = set()
        self._rows: Mapping[int, DeliveryRow] = {}
        self._duties: tuple[str, ...] = ()
        self._until = mailing.clock()
        self._unwritten: list[Settled] = []

    def claim(self, limit: int) -> None:
        """Take what may go now, in one transaction."""
        with self._mailing.begin() as work:
            view = view_case(work, self._mailing.law, self._sending.case)
            self._duties = view.case.telling.sendings[self._sending.number].duties
            if held := hold_on(view, self._sending.wave, self._duties):
                self._stop(work, held)
                return
            self._until = Instant(work.now.utc + self._mailing.limits.lease)
            self._waiting = self._taken(work, limit)
            self._writer = EmailWriter.of(work, self._mailing.writer, self._sending, view.agency)
        self._rows = {each.delivery.id: each.delivery for each in self._waiting}
        self._waiting.reverse()
        self._report.claimed = len(self._rows)

    def _taken(self, work: UnitOfWork, limit: int) -> list[Outgoing]:
        limits = self._mailing.limits
        per = {"per_minute": limits.per_minute, "per_day": limits.per_day}
        wanted = min(limit, _queued(work, self._sending))
        allowed = work.rates.take(CHANNEL, wanted, **per) if wanted else 0
        if wanted and not allowed:
            self._report.ended, self._report.is_rate_used_up = _RATE, True
            return []
        return work.deliveries.claim(
            self._sending.id,
            Method.EMAIL,
            worker=self._mailing.post.worker,
            until=self._until,
            limit=allowed,
        )

    def send(self) -> BatchReport:
        """Hand all of it over, queue again what was not touched, and report."""
        if not self._rows:
            return self.report
        down = self._mailing.post.hand_over(self._emails(), self._told)
        if self._unwritten:
            self._settle(self._unwritten)
        self._report.ended = self._report.ended or down
        self.give_back(_PAUSE if down else timedelta(0))
        return self.report

    def _emails(self) -> Iterator[Email]:
        """Give each e-mail just before it leaves, as long as they are ours to send."""
        while self._waiting and self._may_go_on():
            outgoing, now = self._waiting.pop(), self._mailing.clock()
            self._out.add(outgoing.delivery.id)
            try:
                email = self._writer.written(outgoing, now)
            except (HeaderRefusedError, LetterRefusedError) as refused:
                self._unwritten.append(_unwritten(outgoing, refused, now))
            else:
                yield email

    def _may_go_on(self) -> bool:
        """Say whether what is begun now ends while the lease still lasts."""
        if self._report.ended is None and not self._mailing.goes_on():
            self._report.ended = _ASKED
        left = self._until.utc - self._mailing.clock().utc
        return self._report.ended is None and left >= self._mailing.limits.lease * _LAST_PART

    def _told(self, handed: Sequence[Handed]) -> None:
        """Record a group of results; called beside the sending, one at a time."""
        cents = self._mailing.limits.email_cents
        known = [each for each in handed if each.fate is not Fate.UNKNOWN]
        self._report.open += len(handed) - len(known)
        self._settle([settled_as(each, self._rows[each.delivery], cents=cents) for each in known])
        post = self._mailing.post
        post.forget(post.worker, [each.message_id for each in known])

    def _settle(self, settled: Sequence[Settled]) -> None:
        worker = self._mailing.post.worker
        with self._mailing.begin() as work:
            kept = settle_deliveries(work, self._sending, settled, self._rows, worker=worker)
            self._look_around(work)
            self._hold_longer(work)
        self._out.difference_update(each.delivery for each in settled)
        self._report.counts.update(each.state for each in kept)

    def _look_around(self, work: UnitOfWork) -> None:
        """Stop where somebody stopped the sending, a hold began, or it bounces."""
        sending = work.sendings.get(self._sending.case, self._sending.number)
        if sending is None or not sending.state.lets_go:
            self._report.ended = self._report.ended or _STOPPED
        elif is_held_now(work, sending.case, sending.wave, self._duties):
            self._stop(work, _HELD)
        elif because := brake(work, sending, self._mailing.limits.bounce_stop_percent):
            self._report.ended = because

    def _stop(self, work: UnitOfWork, because: str) -> None:
        stop(work, self._sending, because)
        self._report.ended = because

    def _hold_longer(self, work: UnitOfWork) -> None:
        """Renew the lease of what is still out, while it is surely ours."""
        lease, left = self._mailing.limits.lease, self._until.utc - work.now.utc
        if not lease * (_LAST_PART / 2) < left < lease * _RENEW_PART:
            return
        ours = [*self._out, *(each.delivery.id for each in self._waiting)]
        until = Instant(work.now.utc + lease)
        if ours:
            work.deliveries.renew(ours, worker=self._mailing.post.worker, until=until)
            self._until = until

    def give_back(self, wait: timedelta = timedelta(0)) -> None:
        """Queue what was claimed and not touched again."""
        if not self._waiting:
            return
        result = f"not tried: {self._report.ended or 'the time for it had run out'}"
        with self._mailing.begin() as work:
            due = Instant(work.now.utc + wait)
            given_back = [
                Settled(
                    delivery=each.delivery.id,
                    state=DeliveryState.QUEUED,
                    result=result,
                    at=work.now,
                    due_at=due,
                )
                for each in self._waiting
            ]
            work.deliveries.settle(given_back, worker=self._mailing.post.worker)
        self._waiting = []


def _queued(work: UnitOfWork, sending: SendingRow) -> int:
    return sum(
        each.count
        for each in work.deliveries.tally(sending.id)
        if each.method is Method.EMAIL and each.state is DeliveryState.QUEUED
    )


def _unwritten(outgoing: Outgoing, refused: DueNoticeError, at: Instant) -> Settled:
    """Give an e-mail that cannot be written as one that failed: another way follows."""
    return Settled(
        delivery=outgoing.delivery.id,
        state=DeliveryState.BOUNCED,
        result=f"could not be written: {refused}",
        at=at,
    )
