"""Finds out who is told for every affected person of a wave, and writes it down.

The persons are read one after another and the recipients written some at a time,
so that a million need no more memory than a thousand. Whoever is told already,
or excused, stays. It begins with one entry of the record and ends with another:
cut short, it is begun again, and nothing is sent from half of the people.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from itertools import chain, islice

from incidents.case.telling_events import RecipientsCleared, RecipientsResolved
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.moments import LocalDay
from incidents.people.recipient import Household, Method
from incidents.people.resolver import Resolver
from incidents.people.served import Served, served_by
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people_ports import RecipientGroup
from incidents.services.people_rows import PersonRow, SendingState
from incidents.services.ports import UnitOfWork
from incidents.services.telling.told_already import ToldAlready
from incidents.services.telling.told_of_less import ToldOfLess
from incidents.services.view_case import CaseView, view_case

#: How many persons are resolved and written in one transaction.
CHUNK = 5_000
#: How many are read in one look.
PAGE = 50_000
#: What makes a finding that is under way worthless.
#: Why nobody is told for a person who was left out of a later wave.
TOLD_EARLIER = "told in an earlier wave of this case"
_MOVES = (RecipientsCleared.tag, "roster:imported", "person:corrected")
Begin = Callable[[], UnitOfWork]


class NobodyListedError(DueNoticeError):
    """No list of affected persons was taken in yet."""


class SendingWaitsError(DueNoticeError):
    """A sending of these recipients is prepared and waits to be released."""


class ListMovedError(DueNoticeError):
    """The list changed while it was looked through."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to be found out: for which wave and day, by which way first."""

    wave: int = 1
    #: The day of sending; None is today where the agency is.
    on: LocalDay | None = None
    prefer: Method = Method.FIRST_CLASS_MAIL
    #: Who was told under 2-d alone gets a notice to residents too, where 208 asks since.
    tell_again: bool = False
    #: Who was told in an earlier wave of the case is left out of this one.
    leave_out_told: bool = False
    #: Called with the number of persons so far, after each transaction.
    seen: Callable[[int], None] = field(default=lambda _: None, repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """How many recipients there are for how many persons."""

    on: LocalDay
    persons: int
    recipients: int
    #: For so many of them an address has to be found.
    without_method: int
    #: How many persons no duty asks to be told, by the reason.
    not_owed: dict[str, int]
    #: For so many persons somebody was told under 2-d before 208 asked for more.
    told_of_less: int = 0
    #: So many persons were told in an earlier wave of the case.
    told_earlier: int = 0


def resolve_recipients(
    writing: Begin, reading: Begin, law: LawBook, number: str, asked: Asked
) -> Found:
    """Find out who is told for each person of a wave; safe to do again.

    ``writing`` and ``reading`` each begin a unit of work, the first in the name of
    one of the agency's people. Raise NobodyListedError where no list was taken in,
    SendingWaitsError while a sending of the wave waits to be released, and
    ListMovedError where somebody changed the list meanwhile; then do it again.
    """
    served, begun = _begin(writing, law, number, asked)
    with reading() as read:
        failed = {row.id for row in read.recipients.failed(number, asked.wave)}
        staying = read.recipients.stream(number, asked.wave)
        less = ToldOfLess(served=served, tell_again=asked.tell_again)
        already = ToldAlready.of(f"after {begun}", less.noting(staying, failed), failed)
    finding = _Finding(asked, served.on, Resolver(served), already, less)
    with closing(_persons(reading, number, asked.wave)) as persons:
        for some in _chunks(persons):
            households = finding.households(*_earlier(reading, number, asked, some))
            with writing() as work:
                _refuse_if_moved(work, number, begun)
                work.recipients.put(number, asked.wave, households)
            asked.seen(finding.persons)
    with writing() as work:
        _refuse_if_moved(work, number, begun)
        return _end(work, law, number, asked, finding)


def served_in(view: CaseView, wave: int, on: LocalDay, prefer: Method) -> Served:
    """Give what a wave of a case asks for where people are told."""
    view.case.wave(wave)
    return served_by(view.plans[wave], view.incidents[wave].circumstances, on, prefer)


def _begin(writing: Begin, law: LawBook, number: str, asked: Asked) -> tuple[Served, int]:
    """Take away what nobody was told from; give what is asked for, and the entry."""
    with writing() as work:
        view = view_case(work, law, number)
        on = asked.on or view.agency.zone.day_of(work.now)
        served = served_in(view, asked.wave, on, asked.prefer)
        if not work.people.count(number, asked.wave):
            raise NobodyListedError(
                f"Wave {asked.wave} of case {number} has no list of affected persons yet; take one "
                "in with duenotice people import."
            )
        _refuse_if_prepared(view, asked.wave)
        event = RecipientsCleared(wave=asked.wave, on=str(on))
        after = change_case(work, law, number, [event]).after.case
        work.deliveries.forget(number, asked.wave)
        work.recipients.clear(number, asked.wave)
        return served, max(each.seq for each in after.events if each.tag == event.tag)


def _refuse_if_prepared(view: CaseView, wave: int) -> None:
    waiting = [
        each.number
        for each in view.case.telling.sendings.values()
        if each.wave == wave and each.state == SendingState.PREPARED
    ]
    if waiting:
        raise SendingWaitsError(
            f"Sending {waiting[0]} of wave {wave} is prepared and waits to be released; release "
            "it, or cancel it before you find out again who is told."
        )


def _end(work: UnitOfWork, law: LawBook, number: str, asked: Asked, finding: _Finding) -> Found:
    groups = work.recipients.groups(number, asked.wave)
    found = Found(
        on=finding.on,
        persons=finding.persons,
        recipients=sum(work.recipients.counts(number, asked.wave).values()),
        without_method=sum(each.count for each in groups if each.method is None),
        not_owed=dict(finding.not_owed),
        told_of_less=finding.less.persons,
        told_earlier=finding.told_earlier,
    )
    not_owed: dict[str, Json] = dict(found.not_owed)
    notices: dict[str, Json] = dict(sorted(_by_notice(groups).items()))
    event = RecipientsResolved(
        wave=asked.wave,
        on=str(finding.on),
        prefer=asked.prefer.value,
        persons=found.persons,
        recipients=found.recipients,
        without_method=found.without_method,
        not_owed=not_owed,
        notices=notices,
        told_of_less=found.told_of_less,
        told_earlier=found.told_earlier,
    )
    change_case(work, law, number, [event])
    return found


def _by_notice(groups: list[RecipientGroup]) -> Counter[str]:
    found: Counter[str] = Counter()
    for each in groups:
        found[each.notice] += each.count
    return found


@dataclass(slots=True)
class _Finding:
    """The finding as it goes on: how many persons so far, and whom nobody owes."""

    asked: Asked
    on: LocalDay
    resolver: Resolver
    already: ToldAlready
    less: ToldOfLess
    told_earlier: int = 0
    persons: int = 0
    not_owed: Counter[str] = field(default_factory=Counter)

    def households(
        self, rows: Iterable[PersonRow], told_earlier: frozenset[int]
    ) -> list[Household]:
        """Give the households that some persons call for, as far as they are to be told."""
        found: list[Household] = []
        self.told_earlier += len(told_earlier)
        for row in rows:
            self.persons += 1
            if row.id in told_earlier and self.asked.leave_out_told:
                self.not_owed[TOLD_EARLIER] += 1
                continue
            resolved = self.resolver.resolve(row.id, row.person)
            left = self.less.left(row, resolved.households)
            found += self.already.left(row.id, left)
            if resolved.not_owed is not None:
                self.not_owed[resolved.not_owed] += 1
        return found


def _persons(reading: Begin, number: str, wave: int) -> Generator[PersonRow, None, None]:
    """Give the persons, a page in one look each.

    SQLite's log grows as long as one look lasts, to gigabytes for a million. That
    nobody changed the list between two pages is asked before each is written.
    """
    after, has_more = 0, True
    while has_more:
        has_more = False
        with reading() as read:
            for row in islice(read.people.stream(number, wave, after=after), PAGE):
                after, has_more = row.id, True
                yield row


def _earlier(
    reading: Begin, number: str, asked: Asked, some: Iterable[PersonRow]
) -> tuple[Iterable[PersonRow], frozenset[int]]:
    """Give the persons, and who of them was told in an earlier wave."""
    if asked.wave == 1:
        return some, frozenset()
    rows = list(some)
    with reading() as read:
        return rows, read.people.told_before(number, asked.wave, rows)


def _chunks(persons: Iterator[PersonRow]) -> Iterator[Iterable[PersonRow]]:
    """Give the persons some at a time; each is opened when it is asked for, and not kept."""
    for first in persons:
        yield chain((first,), islice(persons, CHUNK - 1))


def _refuse_if_moved(work: UnitOfWork, number: str, begun: int) -> None:
    """Refuse to go on beside another finding, or with persons who are not the latest."""
    moved = [each.tag for each in work.history(number) if each.seq > begun and each.tag in _MOVES]
    if moved:
        raise ListMovedError(
            f"Somebody changed the list of case {number} while it was looked through "
            f"({moved[0]}); find out again who is told."
        )
