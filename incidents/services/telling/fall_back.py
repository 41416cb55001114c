"""Finds another way where a delivery failed, in the transaction of the failure.

A letter that came back, a refused e-mail or a call that nobody took reopens the
duty to that one recipient: their plan names the way that follows, and where
there is none they are on the list of those for whom an address has to be found.
Nobody who was told another way is told again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from incidents.people.recipient import Method, Recipient
from incidents.services.people_ports import Planned
from incidents.services.people_rows import (
    DeliveryRow,
    DeliveryState,
    RecipientRow,
    SendingState,
    Settled,
)
from incidents.services.ports import UnitOfWork
from incidents.services.telling.message_ids import message_id_of


@dataclass(frozen=True, slots=True, kw_only=True)
class FellBack:
    """What followed from some failures."""

    #: How many deliveries were queued, by method.
    queued: Mapping[Method, int]
    #: The recipients for whom no way is left until an address is found.
    to_work: tuple[int, ...]


def fall_back(work: UnitOfWork, agency: str, failed: Iterable[DeliveryRow]) -> FellBack:
    """Queue the way that follows for each failed delivery; safe to repeat.

    ``agency`` is the id that stands in Message-IDs. The rows may be as they
    were before the failure was settled. Of a sending that was given up nothing
    follows: they wait for the next sending, on the list to work.
    """
    queued, to_work, given_up = Counter[Method](), [], dict[str, frozenset[int]]()
    for row in failed:
        recipient = work.recipients.get(row.case, row.recipient)
        if recipient is None or recipient.excused is not None:
            continue
        others = [each for each in _of_notice(work, row) if each.id != row.id]
        if any(each.state.tells or not each.state.is_final for each in others):
            continue
        method = _next_way(recipient.recipient, {row.method, *(each.method for each in others)})
        if row.case not in given_up:
            given_up[row.case] = _given_up(work, row.case)
        if method is None or row.sending in given_up[row.case]:
            to_work.append(row.recipient)
        else:
            queued[method] += work.deliveries.queue(row.sending, [_planned(agency, row, method)])
    return FellBack(queued=dict(queued), to_work=tuple(dict.fromkeys(to_work)))


def _given_up(work: UnitOfWork, case: str) -> frozenset[int]:
    rows = work.sendings.of_case(case)
    return frozenset(each.id for each in rows if each.state is SendingState.CANCELLED)


def try_again(work: UnitOfWork, recipient: RecipientRow) -> Method | None:
    """Queue a failed delivery once more, after its address was corrected.

    Gives the method by which the recipient is tried again: that of their plan.
    None where nothing failed, where they were told another way meanwhile, where that
    way was not tried yet, or where its sending was given up: the next one takes it in.
    """
    rows = work.deliveries.of_recipient(recipient.case, recipient.id)
    method = recipient.recipient.plan.method
    failed = [each for each in rows if each.state.has_failed and each.method is method]
    if not failed or any(each.state.tells or not each.state.is_final for each in rows):
        return None
    is_given_up = failed[-1].sending in _given_up(work, recipient.case)
    again = Settled(
        delivery=failed[-1].id,
        state=DeliveryState.CANCELLED if is_given_up else DeliveryState.QUEUED,
        result="to be tried again: the address was corrected",
        at=work.now,
        due_at=work.now,
    )
    work.deliveries.settle([again])
    return None if is_given_up else method


def usable_ways(recipient: Recipient) -> tuple[Method, ...]:
    """Give the ways of a recipient's plan for which there is something to use."""
    used = {
        Method.FIRST_CLASS_MAIL: recipient.address is not None,
        Method.EMAIL: bool(recipient.email),
        Method.TELEPHONE: bool(recipient.phone),
    }
    planned = (recipient.plan.method, recipient.plan.fallback)
    return tuple(each for each in planned if each is not None and used[each])


def _of_notice(work: UnitOfWork, row: DeliveryRow) -> list[DeliveryRow]:
    rows = work.deliveries.of_recipient(row.case, row.recipient)
    return [each for each in rows if each.duty == row.duty]


def _next_way(recipient: Recipient, tried: set[Method]) -> Method | None:
    return next((each for each in usable_ways(recipient) if each not in tried), None)


def _planned(agency: str, row: DeliveryRow, method: Method) -> Planned:
    named = message_id_of(agency, row.case, row.wave, row.recipient, row.duty, method, row.notice)
    return Planned(
        recipient=row.recipient,
        duty=row.duty,
        method=method,
        notice=row.notice,
        message_id=named,
    )
