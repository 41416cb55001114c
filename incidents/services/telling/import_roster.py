"""Takes the persons of a confirmed list into a case.

A list may be a million rows long, so it goes in as many small units of work: no
reminder waits for it, and memory stays bounded. It is said to be imported once
only, in the last of them. Where the import is cut short before that, what went
in stays, and importing the same file again adds the rest and nobody twice: a
person who is there is left alone. The row of the list counts as it goes, so that
the counts are right however often it was cut short.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from incidents.case.telling_events import RosterImported
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.people.person import AffectedPerson
from incidents.services.chunks import chunks
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people_ports import Added
from incidents.services.people_rows import RosterRow
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of

#: How many persons one unit of work takes.
CHUNK = 4_000


class EmptyRosterError(DueNoticeError):
    """A list on which there is nobody."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConfirmedRoster:
    """A list that somebody has looked at and wants to be taken."""

    wave: int
    #: The SHA-256 of the file, in hexadecimal.
    sha256: str
    rows: int
    #: Which heading is read as which field.
    columns: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Imported:
    """What came of a list: its row, with how many it added and how many were known."""

    roster: RosterRow
    #: How many persons the wave has now.
    persons: int
    #: None where the same list was imported before, and nothing was done.
    changed: Changed | None
    #: Of how many who were there the list says other contacts or flags; not taken.
    differing: int = 0


def import_roster(
    begin: Callable[[], UnitOfWork],
    law: LawBook,
    number: str,
    confirmed: ConfirmedRoster,
    persons: Iterable[AffectedPerson],
    *,
    watch: Callable[[int], object] = lambda _: None,
) -> Imported:
    """Take the persons in, and record once that the list was imported.

    ``begin`` gives a new unit of work of the same actor, who has to be one of the
    agency's people. The case has to be open and to have the wave. ``watch`` is
    told how many persons were read so far. Raise UnknownWaveError,
    ClosedCaseError, UnknownPersonError, and EmptyRosterError where nobody is on it.
    """
    with begin() as work:
        roster = _roster(work, law, number, confirmed)
        if _is_recorded(work, number, roster):
            return _imported(work, number, roster, None)
    read = differing = 0
    for some in chunks(persons, CHUNK):
        read += len(some)
        with begin() as work:
            if _add(work, law, number, roster, some).known:
                differing += work.people.differing(number, roster.wave, some)
        watch(read)
    if not read:
        raise EmptyRosterError("Nobody is on the list; look whether it is the right file.")
    with begin() as work:
        done = _finished(work, law, number, confirmed, roster, read=read)
    return replace(done, differing=differing)


def unfinished_rosters(work: UnitOfWork, number: str, wave: int) -> list[RosterRow]:
    """Give the lists whose import was cut short: the same file has to be imported again."""
    recorded = {each.number for each in case_of(work, number).telling.rosters}
    return [
        each
        for each in work.rosters.of_case(number)
        if each.wave == wave and each.number not in recorded
    ]


def _roster(work: UnitOfWork, law: LawBook, number: str, confirmed: ConfirmedRoster) -> RosterRow:
    """Give the row of the list: a new one, or that of an import that was cut short."""
    view = change_case(work, law, number, []).after
    view.case.wave(confirmed.wave)
    same = (confirmed.wave, confirmed.sha256)
    known = [each for each in work.rosters.of_case(number) if (each.wave, each.sha256) == same]
    if known:
        return known[0]
    return work.rosters.add(number, confirmed.wave, confirmed.sha256, confirmed.rows)


def _add(
    work: UnitOfWork, law: LawBook, number: str, roster: RosterRow, persons: list[AffectedPerson]
) -> Added:
    # Reading the record holds its end, so that two who import at once count one by one.
    if case_of(work, number).closed_at is not None:
        change_case(work, law, number, [])  # says that the case is closed
    found = work.people.add(number, roster.wave, roster.number, persons)
    before = _row(work, number, roster).added
    work.rosters.count(number, roster.number, Added(added=before + found.added, known=0))
    return found


def _finished(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    confirmed: ConfirmedRoster,
    roster: RosterRow,
    *,
    read: int,
) -> Imported:
    if _is_recorded(work, number, roster):  # somebody else imported it at the same time
        return _imported(work, number, roster, None)
    added = _row(work, number, roster).added
    counted = Added(added=added, known=read - added)
    work.rosters.count(number, roster.number, counted)
    columns: dict[str, Json] = dict(confirmed.columns)
    event = RosterImported(
        wave=roster.wave,
        roster=roster.number,
        sha256=roster.sha256,
        rows=roster.rows,
        added=counted.added,
        known=counted.known,
        columns=columns,
    )
    return _imported(work, number, roster, change_case(work, law, number, [event]))


def _imported(
    work: UnitOfWork, number: str, roster: RosterRow, changed: Changed | None
) -> Imported:
    return Imported(
        roster=_row(work, number, roster),
        persons=work.people.count(number, roster.wave),
        changed=changed,
    )


def _is_recorded(work: UnitOfWork, number: str, roster: RosterRow) -> bool:
    imported = case_of(work, number).telling.rosters
    return any(each.number == roster.number for each in imported)


def _row(work: UnitOfWork, number: str, roster: RosterRow) -> RosterRow:
    return next(each for each in work.rosters.of_case(number) if each.number == roster.number)
