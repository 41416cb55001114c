"""What a sending would be, before anybody approves it.

How many are told, by which notice, way and language; what it costs; when each
way would be finished against the limit of its duties; which texts are there; and
whether substitute notice is open. Nobody's name is read for it, so that it takes
as long for a million as the database needs to count them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from incidents.case.telling import Resolution
from incidents.law.duty import DutyState
from incidents.law.wording import counted
from incidents.moments import LocalDay
from incidents.people.households import ENGLISH
from incidents.people.recipient import Method
from incidents.people.resolver import state_elsewhere
from incidents.people.served import serves
from incidents.services.people_ports import RecipientGroup
from incidents.services.ports import UnitOfWork
from incidents.services.practice import Practice
from incidents.services.telling.means import Finish, Means, Reckoned
from incidents.services.telling.resolve_recipients import TOLD_EARLIER, Found
from incidents.services.telling.substitute import Offer, offers_of
from incidents.services.view_case import CaseView, view_case


class TextState(StrEnum):
    """How far the text for some recipients is."""

    APPROVED = "approved"
    DRAFTED = "drafted"
    MISSING = "missing"


@dataclass(frozen=True, slots=True, kw_only=True)
class TextNeeded:
    """A text that a sending would need, and how far it is."""

    notice: str
    kind: str
    language: str
    #: For how many recipients.
    count: int
    state: TextState
    #: Of these, how many would rather read another language: they get a tagline.
    instead: Mapping[str, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Preflight:
    """What a sending of one wave would be."""

    case: str
    wave: int
    #: The day on which it would begin.
    on: LocalDay
    #: None: it is not known yet who is told, or no longer.
    resolution: Resolution | None
    persons: int
    groups: tuple[RecipientGroup, ...]
    finishes: tuple[Finish, ...]
    #: Cents by item.
    costs: Mapping[str, int]
    texts: tuple[TextNeeded, ...]
    offers: tuple[Offer, ...]
    #: The name of each language that is read, by its code.
    languages: Mapping[str, str] = field(default_factory=dict)
    #: What has to be seen to before a sending, in sentences.
    warnings: tuple[str, ...] = ()

    @property
    def recipients(self) -> int:
        """Give how many are to be told; those excused are not among them."""
        return sum(each.count for each in self.groups)

    @property
    def without_method(self) -> int:
        """Give for how many an address has to be found."""
        return sum(each.count for each in self.groups if each.method is None)

    @property
    def lacking(self) -> str:
        """Give in words how many have no usable address."""
        return lacking_words(self.without_method)

    @property
    def cents(self) -> int:
        """Give what it would cost."""
        return sum(self.costs.values())

    def by(self, name: str) -> dict[str, int]:
        """Give how many by ``notice``, ``kind``, ``language`` or ``method``, by size."""
        found: Counter[str] = Counter()
        for each in self.groups:
            found[str(getattr(each, name) or "")] += each.count
        return dict(sorted(found.items(), key=lambda each: (-each[1], not each[0], each[0])))


def lacking_words(count: int) -> str:
    """Give in words how many recipients have no usable address.

    >>> lacking_words(1)
    '1 recipient has no usable address'
    """
    have = "recipient has" if count == 1 else "recipients have"
    return f"{count:,} {have} no usable address"


@dataclass(frozen=True, slots=True)
class _Run:
    """A sending that is thought of: of a wave, from a day on."""

    wave: int
    on: LocalDay


def preflight(
    work: UnitOfWork,
    practice: Practice,
    number: str,
    means: Means,
    *,
    wave: int = 1,
    on: LocalDay | None = None,
) -> Preflight:
    """Give what a sending would be if it began on a day, today unless one is given."""
    view = view_case(work, practice.law, number)
    view.case.wave(wave)
    groups = work.recipients.groups(number, wave)
    day = on or view.agency.zone.day_of(work.now)
    finishes = _finishes(view, practice, groups, means, _Run(wave, day))
    texts = _texts(view, practice, groups, wave)
    found = Preflight(
        case=number,
        wave=wave,
        on=day,
        resolution=view.case.telling.resolutions.get(wave),
        persons=work.people.count(number, wave),
        groups=tuple(groups),
        finishes=finishes,
        costs=_costs(groups, means),
        texts=texts,
        offers=offers_of(view, practice.law, wave, groups, means),
        languages={
            code: practice.drafter.language_name(code)
            for code in sorted({ENGLISH, *(each.language for each in groups)})
        },
    )
    return replace(found, warnings=tuple(_warnings(view, found)))


def _finishes(
    view: CaseView, practice: Practice, groups: list[RecipientGroup], means: Means, run: _Run
) -> tuple[Finish, ...]:
    calendar = practice.law.rule_book.calendar.closed_also(view.agency.closed_days)
    reckoned = Reckoned(on=run.on, zone=view.agency.zone, calendar=calendar)
    found = []
    for method in Method:
        sent = [each for each in groups if each.method is method]
        if sent:
            duties = [
                duty
                for duty in view.plans[run.wave].duties
                if any(serves(each.notice, duty.rule) for each in sent)
            ]
            count = sum(each.count for each in sent)
            found.append(reckoned.finish(method, count, means.a_day(method), duties))
    return tuple(found)


def _costs(groups: list[RecipientGroup], means: Means) -> dict[str, int]:
    found: Counter[str] = Counter()
    for each in groups:
        if each.method is not None:
            found.update(means.cents(each.method, each.count))
    return {item: cents for item, cents in found.items() if cents}


def _texts(
    view: CaseView, practice: Practice, groups: list[RecipientGroup], wave: int
) -> tuple[TextNeeded, ...]:
    """Give the texts that a sending needs; who reads another language gets English."""
    wanted: dict[tuple[str, str, str], Counter[str]] = {}
    for each in groups:
        written = practice.drafter.languages(each.notice, view.agency)
        language = each.language if each.language in written else ENGLISH
        text = (each.notice, each.kind.value, language)
        wanted.setdefault(text, Counter())[each.language] += each.count
    return tuple(
        TextNeeded(
            notice=notice,
            kind=kind,
            language=language,
            count=readers.total(),
            state=_state(view, wave, (notice, kind, language)),
            instead={each: n for each, n in sorted(readers.items()) if each != language},
        )
        for (notice, kind, language), readers in sorted(wanted.items())
    )


def _state(view: CaseView, wave: int, text: tuple[str, str, str]) -> TextState:
    drafts = [
        each
        for each in view.case.drafts.values()
        if each.wave == wave and (each.notice, each.recipient_kind, each.language) == text
    ]
    if not drafts:
        return TextState.MISSING
    return TextState.APPROVED if drafts[-1].approved_by else TextState.DRAFTED


def _warnings(view: CaseView, found: Preflight) -> Iterator[str]:
    """Give what stands in the way of a sending, or would make it late or wrong."""
    yield from _of_the_finding(view, found)
    yield from _of_other_states(found)
    for duty in view.plans[found.wave].duties:
        is_served = any(serves(each.notice, duty.rule) for each in found.groups)
        if is_served and duty.state is DutyState.HELD:
            yield f"{duty.id} is on hold: nothing may go out for it until the hold is released."
    if found.without_method:
        yield f"{found.lacking}: duenotice people to-find {found.case} lists them."
    for finish in found.finishes:
        if finish.is_too_late:
            yield f"By {finish.method.words} it would be {finish.words}."
    for text in found.texts:
        if text.state is not TextState.APPROVED:
            lacking = "is not approved yet" if text.state is TextState.DRAFTED else "is not drafted"
            named = found.languages.get(text.language, text.language)
            yield f"The text {text.notice} for {text.kind} in {named} {lacking}."


def _of_the_finding(view: CaseView, found: Preflight) -> Iterator[str]:
    again = f"duenotice people resolve {found.case}"
    if not found.persons:
        yield "No list of affected persons was taken in: duenotice people import."
    elif found.resolution is None:
        yield f"Who is told is not found out, or the list changed since: {again}."
    elif found.resolution.on != str(found.on):
        then = view.agency.zone.words(LocalDay.parse(found.resolution.on))
        yield (
            f"Who is of age was found out for {then}, and this sending would begin on "
            f"{found.on.words()}: {again} --on {found.on}."
        )
    if found.resolution is not None:
        yield from told_before_words(found.case, found.wave, found.resolution)


def told_before_words(case: str, wave: int, found: Resolution | Found) -> Iterator[str]:
    """Give how many were told before, and what can be done about it, in sentences."""
    again = f"duenotice people resolve {case}" + (f" --wave {wave}" if wave > 1 else "")
    if found.told_of_less:
        yield (
            f"For {found.told_of_less:,} of the persons somebody was told under Education Law 2-d "
            "before private information was known to be exposed; they are not told a second time "
            f"(208(2)(b)) unless you ask for a notice to residents: {again} --tell-again."
        )
    if found.told_earlier and TOLD_EARLIER not in found.not_owed:
        yield (
            f"{found.told_earlier:,} of the persons: told in an earlier wave of this case, and "
            f"told again; if nothing is new for them: {again} --leave-out-told."
        )


def _of_other_states(found: Preflight) -> Iterator[str]:
    """Give whom no law we know has told because of where they live: another may."""
    for reason, count in sorted(found.resolution.not_owed.items()) if found.resolution else ():
        state = state_elsewhere(reason)
        if state is not None:
            yield (
                f"{counted(count, 'affected person')} of {state} would be told nothing, and there "
                f"are no rules for {state} here: ask counsel about the law of {state}."
            )
