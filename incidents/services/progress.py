"""How far the telling of people has come, duty by duty, and who is still missing.

A duty to tell people is complete when each recipient that it owes was told, or
there is a reason on record why not; it was fulfilled when the last notice was
handed over. Whom substitute notice stands for was told once all of its parts
were done, which a filing with evidence says: choosing it tells nobody.

Two counts that know nothing of each other are compared: those whom a duty owes
a notice, and those who were told. So nobody is dropped silently: not between
the list and the recipients, and not on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from incidents.case.case import Case
from incidents.case.telling import Substitute
from incidents.moments import Instant, Moment, Zone
from incidents.people.recipient import Method
from incidents.services.people_rows import RecipientCount, RecipientState
from incidents.services.ports import UnitOfWork

#: The test of substitute notice that only those without an address meet.
_NO_CONTACT = "no_contact"
_NOT_TOLD = {
    RecipientState.ON_THE_WAY: "on the way",
    RecipientState.NOT_SENT: "not sent yet",
    RecipientState.UNDETERMINED: "undetermined",
    RecipientState.FAILED: "failed",
    RecipientState.WITHOUT_ADDRESS: "without a usable address",
    RecipientState.NOT_FOUND_OUT: "on the list of whom it is not found out who is told",
}
#: Those whom substitute notice on the ground of missing addresses covers.
_OUT_OF_REACH = (RecipientState.FAILED, RecipientState.WITHOUT_ADDRESS)


@dataclass(frozen=True, slots=True, kw_only=True)
class DutyProgress:
    """One duty of one wave: how many it owes, and where they stand."""

    wave: int
    duty: str
    #: How many recipients stand where, by method.
    counts: Mapping[RecipientState, Mapping[Method | None, int]]
    #: When the last notice that counts was handed over.
    last_handed_over: Instant | None
    #: On which ground substitute notice was chosen for the duty; None: it was not.
    substitute: str | None
    #: A filing with evidence says that its parts were done.
    substitute_is_given: bool = False

    def count(self, *states: RecipientState) -> int:
        """Give how many stand in any of these states."""
        return sum(sum(self.counts.get(state, {}).values()) for state in states)

    @property
    def owed(self) -> int:
        """Give how many recipients the duty owes a notice."""
        return self.count(*RecipientState)

    @property
    def told(self) -> Mapping[Method, int]:
        """Give how many were told, by method."""
        found = self.counts.get(RecipientState.TOLD, {})
        return {method: found[method] for method in Method if found.get(method)}

    @property
    def missing(self) -> Mapping[RecipientState, int]:
        """Give those neither told nor excused nor reached by substitute notice."""
        counts = {state: self.count(state) for state in _NOT_TOLD}
        given = self._covered if self.substitute_is_given else ()
        return {each: n for each, n in counts.items() if n and each not in given}

    @property
    def by_substitute(self) -> int:
        """Give how many substitute notice stands for: nobody unless it was chosen."""
        return self.count(*self._covered)

    @property
    def _covered(self) -> Collection[RecipientState]:
        if self.substitute is None:
            return ()
        if self.substitute == _NO_CONTACT:
            return _OUT_OF_REACH
        return tuple(each for each in _NOT_TOLD if each is not RecipientState.NOT_FOUND_OUT)

    @property
    def is_complete(self) -> bool:
        """Say whether each recipient was told, or need not be, by the record."""
        return bool(self.owed) and not self.missing

    def is_fulfilled_on(self, moment: Moment, zone: Zone) -> bool:
        """Say whether everybody was told by a day: the last one on it or before."""
        last = self.last_handed_over
        is_before = last is not None and zone.day_of(moment).days_after(zone.day_of(last)) < 0
        return self.is_complete and not is_before

    def early_words(self, zone: Zone) -> str:
        """Give why a filing would be early: who is missing, or when the last one went."""
        if self.missing or self.last_handed_over is None:
            return self.missing_words
        return f"the last notice was handed over on {zone.day_of(self.last_handed_over).words()}"

    @property
    def missing_words(self) -> str:
        """Give who is missing, by number and by where they stand."""
        missing = self.missing
        words = ", ".join(f"{count:,} {_NOT_TOLD[state]}" for state, count in missing.items())
        waiting = sum(missing.get(each, 0) for each in self._covered)
        if not waiting:
            return words
        return f"{words}; for {waiting:,} of them substitute notice was chosen and is not on record"


def progress_of(work: UnitOfWork, case: Case, wave: int) -> tuple[DutyProgress, ...]:
    """Give the progress of each duty that owes somebody a notice, by its id."""
    counts = work.deliveries.standing(case.number, wave)
    duties = sorted({duty for each in counts for duty in each.duties})
    return tuple(_progress(work, case, wave, duty, counts) for duty in duties)


def duty_progress(work: UnitOfWork, case: Case, wave: int, duty: str) -> DutyProgress | None:
    """Give the progress of one duty; None where nobody is told for it one by one."""
    if not case.telling.of_duty(wave, duty):
        return None
    counts = work.deliveries.standing(case.number, wave)
    if not any(duty in each.duties for each in counts):
        return None
    return _progress(work, case, wave, duty, counts)


def _progress(
    work: UnitOfWork, case: Case, wave: int, duty: str, counts: Iterable[RecipientCount]
) -> DutyProgress:
    found: dict[RecipientState, Counter[Method | None]] = {}
    for each in counts:
        if duty in each.duties:
            found.setdefault(each.state, Counter())[each.method] += each.count
    if unknown := _not_found_out(work, case, wave):
        found[RecipientState.NOT_FOUND_OUT] = Counter({None: unknown})
    chosen = [each for each in case.telling.substitutes if _is_for(each, wave, duty)]
    return DutyProgress(
        wave=wave,
        duty=duty,
        counts=found,
        last_handed_over=work.deliveries.last_handed_over(case.number, wave, duty),
        substitute=chosen[-1].ground if chosen else None,
        substitute_is_given=bool(chosen) and _is_proven(case, chosen[0]),
    )


def _not_found_out(work: UnitOfWork, case: Case, wave: int) -> int:
    """Give how many listed persons nobody has looked at since the list has changed.

    Perhaps no duty asks that anybody be told for them; until that is found out
    each duty of the wave may.
    """
    if wave in case.telling.resolutions:
        return 0
    return len(work.people.without_recipient(case.number, wave))


def _is_proven(case: Case, chosen: Substitute) -> bool:
    """Say whether a filing since the choice has evidence of what was done."""
    filings = case.filings_of(chosen.wave, chosen.duty)
    return any(each.evidence and each.recorded_at >= chosen.chosen_at for each in filings)


def _is_for(substitute: Substitute, wave: int, duty: str) -> bool:
    return (substitute.wave, substitute.duty) == (wave, duty)
