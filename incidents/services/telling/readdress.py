"""Gives the recipients of corrected persons their way, without finding all anew.

Whoever is called for now takes the place of the recipient that bears one of their
names, or of one that is called for no more; but a letter that is gone, or may be,
keeps the names that were on it and the persons it spoke of. Of an open one whom
the list does not call for any more, nothing goes out. A way that failed and that
nobody corrected is not tried again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from incidents.moments import LocalDay
from incidents.people.reach import folded, folded_address
from incidents.people.recipient import Household, Method, MethodPlan, Recipient
from incidents.people.resolver import Resolver
from incidents.services.people_rows import DeliveryState, PersonRow, RecipientRow, Settled
from incidents.services.ports import UnitOfWork
from incidents.services.telling.fall_back import fall_back, try_again, usable_ways
from incidents.services.telling.resolve_recipients import served_in
from incidents.services.telling.told_already import ToldAlready
from incidents.services.view_case import CaseView

CALLED_FOR_NO_MORE = "the corrected list calls for them no more"
#: Nothing of these is on paper or with a mail server.
_OPEN = frozenset({DeliveryState.QUEUED, DeliveryState.CANCELLED})


@dataclass(frozen=True, slots=True, kw_only=True)
class Readdressed:
    """Whom a correction reached, and who is told no more."""

    #: The recipients of the first person, as they are told now.
    rows: tuple[RecipientRow, ...] = ()
    #: The numbers of those whose waiting deliveries were given up.
    given_up: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Called:
    """A household that some of the corrected persons call for."""

    key: str = field(repr=False)
    recipient: Recipient
    persons: frozenset[int]


def readdress(
    work: UnitOfWork, view: CaseView, persons: Sequence[PersonRow], better: frozenset[Method]
) -> Readdressed:
    """Give the recipients of corrected persons as they are told from now on.

    ``better`` are the ways that were corrected. Nobody where it was not found out
    yet who is told.
    """
    number, wave = view.case.number, persons[0].wave
    known = {row.id: row for each in persons for row in work.recipients.of_person(number, each.id)}
    if not known:
        return Readdressed()
    gone = [row for row in known.values() if _is_gone(work, row)]
    resolver = Resolver(served_in(view, wave, *_asked_for(view, wave)))
    found = {each.id: resolver.resolve(each.id, each.person).households for each in persons}
    _follow(work, _called(found.values()), gone, better)
    told = ToldAlready.of(f"corrected after {len(view.case.events)}", gone)
    left = _called(told.left(person, households) for person, households in found.items())
    others = [row for row in known.values() if row not in gone]
    for called, row in _placed(left, others):
        if row is None:
            _add(work, number, wave, called, told.mark)
        else:
            others.remove(row)
            _put_right(work, called.recipient, row, better)
            _take_back(work, row, frozenset(Method) - {*usable_ways(called.recipient)})
    given_up = [row.id for row in others if _is_given_up(work, row, frozenset(found))]
    rows = work.recipients.of_person(number, persons[0].id)
    return Readdressed(rows=tuple(rows), given_up=tuple(given_up))


def _is_gone(work: UnitOfWork, row: RecipientRow) -> bool:
    """Say whether a letter is gone or may be, or is excused, so that it stays as it is."""
    rows = work.deliveries.of_recipient(row.case, row.id)
    return row.excused is not None or any(
        each.state not in _OPEN and not each.state.has_failed for each in rows
    )


def _called(found: Iterable[Sequence[Household]]) -> list[_Called]:
    """Give the households, those with one key together."""
    merged: dict[str, _Called] = {}
    for household in (each for some in found for each in some):
        before = merged.get(household.key)
        recipient = household.recipient
        if before is not None:
            concerns = (*before.recipient.concerns, *recipient.concerns)
            recipient = replace(before.recipient, concerns=concerns)
        merged[household.key] = _Called(
            key=household.key,
            recipient=recipient,
            persons=frozenset(each.person for each in recipient.concerns),
        )
    return list(merged.values())


def _follow(
    work: UnitOfWork,
    called: Sequence[_Called],
    gone: Sequence[RecipientRow],
    better: frozenset[Method],
) -> None:
    """Let those whose letter is gone be found at the new address, should it come back."""
    for row in gone:
        same = (each for each in called if _names(each.recipient) == _names(row.recipient))
        found = next((each for each in same if _persons(row) <= each.persons), None)
        if found is not None and row.excused is None:
            _put_right(work, found.recipient, row, better)


def _placed(
    called: Sequence[_Called], rows: Sequence[RecipientRow]
) -> Iterator[tuple[_Called, RecipientRow | None]]:
    """Give each household with the open recipient whose place it takes.

    That is one with a name that both have, or else one that nobody else takes; and
    only one about the same persons, so that nobody is told of somebody else's child.
    """
    left, nameless = list(rows), []
    for each in called:
        row = next((row for row in left if _fits(each, row) and _shares_name(each, row)), None)
        if row is None:
            nameless.append(each)
        else:
            left.remove(row)
            yield each, row
    for each in nameless:
        row = next((row for row in left if _fits(each, row)), None)
        if row is not None:
            left.remove(row)
        yield each, row


def _fits(called: _Called, row: RecipientRow) -> bool:
    one, other = called.recipient, row.recipient
    is_alike = (one.notice, one.kind) == (other.notice, other.kind)
    return is_alike and _persons(row) == called.persons


def _shares_name(called: _Called, row: RecipientRow) -> bool:
    return not _names(called.recipient).isdisjoint(_names(row.recipient))


def _names(recipient: Recipient) -> frozenset[str]:
    return frozenset(map(folded, recipient.names or ("",)))


def _persons(row: RecipientRow) -> frozenset[int]:
    return frozenset(each.person for each in row.recipient.concerns)


def _add(work: UnitOfWork, number: str, wave: int, called: _Called, mark: str) -> None:
    """Write a recipient down, or let one who waits with the same letter name them too."""
    there = work.recipients.with_key(number, wave, called.key)
    key = called.key
    if there is not None and not _is_joined(work, called, there):
        key = f"{key}\x1f{mark}"
    work.recipients.put(number, wave, [Household(key=key, recipient=called.recipient)])


def _is_joined(work: UnitOfWork, called: _Called, row: RecipientRow) -> bool:
    """Say whether a recipient is, even now, the one its key said, and nothing is gone."""
    rows = work.deliveries.of_recipient(row.case, row.id)
    is_open = row.excused is None and all(each.state in _OPEN for each in rows)
    same_names = _names(called.recipient) == _names(row.recipient)
    return is_open and same_names and _place(called.recipient) == _place(row.recipient)


def _place(recipient: Recipient) -> str | None:
    if recipient.address is not None:
        return folded_address(recipient.address)
    return recipient.email or recipient.phone


def _is_given_up(work: UnitOfWork, row: RecipientRow, persons: frozenset[int]) -> bool:
    """Tell a recipient nothing of the persons any more; say whether a delivery was given up."""
    rows = work.deliveries.of_recipient(row.case, row.id)
    if not rows or not _persons(row) <= persons:
        work.recipients.tell_no_more(row.case, row.id, persons)
        return False
    _take_back(work, row, frozenset(Method))
    work.recipients.excuse(row.case, row.id, CALLED_FOR_NO_MORE)
    return True


def _take_back(work: UnitOfWork, row: RecipientRow, ways: frozenset[Method]) -> None:
    """Give up what waits to go to a recipient by some ways."""
    taken_back = [
        Settled(
            delivery=each.id,
            state=DeliveryState.CANCELLED,
            result=CALLED_FOR_NO_MORE,
            at=work.now,
        )
        for each in work.deliveries.of_recipient(row.case, row.id)
        if each.state is DeliveryState.QUEUED and each.method in ways
    ]
    work.deliveries.settle(taken_back)


def _put_right(
    work: UnitOfWork, wanted: Recipient, row: RecipientRow, better: frozenset[Method]
) -> None:
    changed = replace(
        wanted,
        concerns=row.recipient.concerns,
        plan=_plan_without(wanted, _failed_ways(work, row) - better),
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
