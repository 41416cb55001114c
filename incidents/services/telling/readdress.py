"""Gives the recipients of a corrected person their way, without finding all anew.

Each household that the person calls for now is the recipient that bears one of
its names, or takes the place of one who could not be told. A way that failed and
that nobody corrected is not tried again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from incidents.moments import LocalDay
from incidents.people.reach import folded
from incidents.people.recipient import Household, Method, MethodPlan, Recipient
from incidents.people.resolver import Resolver
from incidents.services.people_rows import PersonRow, RecipientRow
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import fall_back, try_again
from incidents.services.telling.resolve_recipients import served_in
from incidents.services.view_case import CaseView


def readdress(
    work: UnitOfWork, view: CaseView, persons: Sequence[PersonRow], better: frozenset[Method]
) -> list[RecipientRow]:
    """Give the recipients of the first person as they are told from now on.

    The others share the corrected contact; ``better`` are the ways that were
    corrected. Empty where it was not found out yet who is told.
    """
    number, first = view.case.number, persons[0]
    known = work.recipients.of_person(number, first.id)
    if not known:
        return []
    on, prefer = _asked_for(view, first.wave)
    resolver = Resolver(served_in(view, first.wave, on, prefer))
    new: set[str] = set()
    for household, row in _paired(resolver.resolve(first.id, first.person).households, known):
        if row is None:
            new.add(household.key)
        elif row.excused is None:
            _put_right(work, household, row, better)
    called_for = (
        household
        for each in persons
        for household in resolver.resolve(each.id, each.person).households
        if household.key in new
    )
    work.recipients.put(number, first.wave, called_for)
    return work.recipients.of_person(number, first.id)


def _put_right(
    work: UnitOfWork, household: Household, row: RecipientRow, better: frozenset[Method]
) -> None:
    changed = replace(
        household.recipient,
        concerns=row.recipient.concerns,
        plan=_plan_without(household.recipient, _failed_ways(work, row) - better),
    )
    work.recipients.readdress(row.case, row.id, changed)


def try_anew(work: UnitOfWork, view: CaseView, row: RecipientRow) -> Iterator[Method]:
    """Queue what failed once more, or the way that follows now."""
    method = try_again(work, row)
    if method is not None:
        yield method
        return
    rows = work.deliveries.of_recipient(row.case, row.id)
    failed = [each for each in rows if each.state.has_failed]
    yield from fall_back(work, view.case.agency, failed[-1:]).queued


def _asked_for(view: CaseView, wave: int) -> tuple[LocalDay, Method]:
    """Give the day and the way for which the recipients were found, as far as is known."""
    found = view.case.telling.resolutions.get(wave)
    if found is not None:
        return LocalDay.parse(found.on), Method(found.prefer)
    sent = [each for each in view.case.telling.sendings.values() if each.wave == wave]
    today = view.agency.zone.day_of(view.at)
    return LocalDay.parse(sent[-1].on) if sent else today, Method.FIRST_CLASS_MAIL


def _failed_ways(work: UnitOfWork, row: RecipientRow) -> frozenset[Method]:
    rows = work.deliveries.of_recipient(row.case, row.id)
    return frozenset(each.method for each in rows if each.state.has_failed)


def _plan_without(recipient: Recipient, dead: frozenset[Method]) -> MethodPlan:
    """Give the plan without the ways that failed and that nobody corrected.

    Beside those of the plan only the telephone is left, which both laws allow.
    """
    plan = recipient.plan
    if plan.method not in dead:
        return plan
    by_telephone = Method.TELEPHONE if recipient.phone else None
    ways = [
        way
        for way in dict.fromkeys((plan.method, plan.fallback, by_telephone))
        if way is not None and way not in dead
    ]
    failed = " and ".join(sorted(each.words for each in dead))
    return MethodPlan(
        method=ways[0] if ways else None,
        fallback=ways[1] if len(ways) > 1 else None,
        reason=f"{failed} reached nobody",
    )


def _paired(
    households: Sequence[Household], rows: Sequence[RecipientRow]
) -> Iterator[tuple[Household, RecipientRow | None]]:
    """Give each household with the recipient that it is: by a name that both have.

    What is left over takes the place of a recipient who could not be told.
    """
    left, nameless = list(rows), []
    for household in households:
        row = next((each for each in left if _is_same(each.recipient, household.recipient)), None)
        if row is None:
            nameless.append(household)
        else:
            left.remove(row)
            yield household, row
    for household in nameless:
        lost = (each for each in left if each.recipient.plan.method is None)
        row = next(
            (each for each in lost if each.recipient.notice == household.recipient.notice), None
        )
        if row is not None:
            left.remove(row)
        yield household, row


def _is_same(one: Recipient, other: Recipient) -> bool:
    names, others = ({folded(each) for each in row.names or ("",)} for row in (one, other))
    return one.notice == other.notice and not names.isdisjoint(others)
