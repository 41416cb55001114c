"""Substitute notice: whether one of its tests is met, and the choice with its showing.

The tests and what such a notice consists of stand in the rules (State Technology
Law 208(5)); that a test is met has to be shown to the Attorney General, and the
figures of the showing are kept with the choice.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from incidents.case.telling_events import SubstituteChosen
from incidents.errors import DueNoticeError
from incidents.law.duty import PlannedDuty
from incidents.law.rule import Ground, Threshold
from incidents.law.wording import dollars, spoken
from incidents.ledger.canonical import Json
from incidents.people.served import COMBINED, serves, states_of
from incidents.services.follow_up import change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.people_ports import RecipientGroup
from incidents.services.ports import UnitOfWork
from incidents.services.telling.means import Means
from incidents.services.view_case import CaseView, view_case

_CENTS = 100


class SubstituteRefusedError(DueNoticeError):
    """No test allows substitute notice on that ground, or no rule knows of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Showing:
    """The figures that the tests are about, for one duty of one wave."""

    #: What telling everybody directly is estimated to cost.
    cents: int
    #: The persons to be told, as the case counts them or as they were found.
    persons: int
    #: The recipients without any usable address; not those whom a flag keeps from being told.
    without_method: int
    #: Those with one: they are told directly, whoever else has none.
    with_method: int = 0

    def of(self, ground: Ground) -> int:
        """Give the figure of a test, in its own unit: dollars, persons, recipients."""
        if ground is Ground.COST:
            return self.cents // _CENTS
        return self.persons if ground is Ground.PERSONS else self.without_method


@dataclass(frozen=True, slots=True, kw_only=True)
class Offer:
    """A test of substitute notice that is met."""

    duty: str
    ground: Ground
    showing: Showing
    threshold: Threshold | None
    #: What such a notice consists of: all of these together.
    consists_of: tuple[str, ...]
    #: Where it stands.
    provision: str
    #: Where another duty stands that asks to tell some of them and knows no substitute.
    told_all_the_same: str | None = None

    @property
    def words(self) -> str:
        """Give why it may be given, with the figures, and what it consists of."""
        parts = ", ".join(map(spoken, self.consists_of))
        return (
            f"substitute notice may be given for {self.duty} {_GROUNDS[self.ground](self)} "
            f"({self.provision}); it is all of these together: {parts}{self._others_owed()}"
        )

    def _others_owed(self) -> str:
        """Give whom substitute notice leaves untold by another law."""
        if self.told_all_the_same is None:
            return ""
        return (
            f"; whoever is owed a notice under {self.told_all_the_same} too has to be told "
            "directly all the same"
        )

    @property
    def reaches(self) -> int:
        """Give how many it may stand for: on the ground of addresses, those without one."""
        showing = self.showing
        return showing.without_method if self.ground is Ground.NO_CONTACT else showing.persons

    def as_showing(self) -> dict[str, Json]:
        """Give the figures as the record keeps them."""
        consists_of: list[Json] = list(self.consists_of)
        return {
            "estimated_cents": self.showing.cents,
            "persons": self.showing.persons,
            "without_address": self.showing.without_method,
            "more_than": self.threshold.more_than if self.threshold else None,
            "provision": self.provision,
            "consists_of": consists_of,
        }


_GROUNDS: Mapping[Ground, Callable[[Offer], str]] = {
    Ground.COST: lambda offer: (
        "in place of telling each person, since telling everybody directly would cost about "
        f"{dollars(offer.showing.cents)}, more than ${_number(offer)}"
    ),
    Ground.PERSONS: lambda offer: (
        f"in place of telling each person, since {offer.showing.persons:,} persons have to be "
        f"told, more than {_number(offer)}"
    ),
    Ground.NO_CONTACT: lambda offer: (
        f"to the {offer.showing.without_method:,} "
        f"{'recipient' if offer.showing.without_method == 1 else 'recipients'} without a usable "
        f"address only{_the_others(offer.showing)}"
    ),
}


def _the_others(showing: Showing) -> str:
    """Give what is said of those who have an address: they are told directly."""
    if not showing.with_method:
        return ""
    return f", while the other {showing.with_method:,} are told directly"


def _number(offer: Offer) -> str:
    return f"{offer.threshold.more_than:,}" if offer.threshold else "the law says"


def offers_of(
    view: CaseView, law: LawBook, wave: int, groups: list[RecipientGroup], means: Means
) -> tuple[Offer, ...]:
    """Give each test that is met, for the duties of a wave that have arisen."""
    thresholds = {each.id: each for each in law.rule_book.thresholds}
    found: list[Offer] = []
    for duty in view.plans[wave].duties:
        if not duty.state.has_arisen or not duty.rule.substitute:
            continue
        showing = showing_of(view, wave, duty, groups, means)
        for test in duty.rule.substitute_when:
            threshold = thresholds.get(test.threshold or "")
            offer = Offer(
                duty=duty.id,
                ground=test.ground,
                showing=showing,
                threshold=threshold,
                consists_of=duty.rule.substitute,
                provision=_provision(duty, thresholds),
                told_all_the_same=_told_all_the_same(view, wave, duty, groups),
            )
            if showing.of(test.ground) > (threshold.more_than if threshold else 0):
                found.append(offer)
    return tuple(found)


def _provision(duty: PlannedDuty, thresholds: Mapping[str, Threshold]) -> str:
    """Give where the tests stand: all of a rule's in one provision."""
    named = (each.threshold for each in duty.rule.substitute_when)
    cited = [thresholds[each].citation for each in named if each]
    return (cited or list(duty.citations))[0].short


def _told_all_the_same(
    view: CaseView, wave: int, duty: PlannedDuty, groups: list[RecipientGroup]
) -> str | None:
    """Give where a duty stands that a combined notice fulfils too, and no substitute does."""
    notices = {each.notice for each in groups if serves(each.notice, duty.rule)} or {COMBINED}
    others = (
        each
        for each in view.plans[wave].duties
        if each.state.has_arisen
        and not each.rule.substitute
        and any(serves(notice, each.rule) for notice in notices)
    )
    return next((each.citations[0].short for each in others), None)


def showing_of(
    view: CaseView, wave: int, duty: PlannedDuty, groups: list[RecipientGroup], means: Means
) -> Showing:
    """Give the figures for one duty: of the recipients its notices go to, and of the case."""
    owed = [each for each in groups if serves(each.notice, duty.rule)]
    estimated = sum(
        sum(means.cents(each.method, each.count).values()) for each in owed if each.method
    )
    states = states_of(duty)
    counted = sum(
        each.with_private_information or 0
        for each in view.incidents[wave].circumstances.affected or ()
        if not states or each.residence in states
    )
    return Showing(
        cents=max(estimated, (view.case.cost_in_dollars or 0) * _CENTS),
        persons=max(sum(each.count for each in owed), counted),
        without_method=sum(each.count - each.flagged for each in owed if each.method is None),
        with_method=sum(each.count for each in owed if each.method is not None),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which test is relied on, for which wave; the duty where more than one has it."""

    ground: Ground
    wave: int = 1
    duty: str | None = None


def choose_substitute(
    work: UnitOfWork, law: LawBook, number: str, choice: Choice, means: Means, *, by: str
) -> Offer:
    """Record that substitute notice was chosen, with the showing that allows it.

    Raise SubstituteRefusedError where the test is not met now.
    """
    view = view_case(work, law, number)
    view.case.wave(choice.wave)
    groups = work.recipients.groups(number, choice.wave)
    offers = offers_of(view, law, choice.wave, groups, means)
    offer = next((each for each in offers if _is_chosen(each, choice)), None)
    if offer is None:
        met = ", ".join(each.ground.value for each in offers) or "none"
        raise SubstituteRefusedError(
            f"The test `{choice.ground.value}` of substitute notice is not met in wave "
            f"{choice.wave} of case {number}; met is {met}: duenotice preflight {number} shows "
            "the figures."
        )
    event = SubstituteChosen(
        wave=choice.wave,
        duty=offer.duty,
        ground=offer.ground.value,
        showing=offer.as_showing(),
        by=person_of(view.agency, by).id,
    )
    change_case(work, law, number, [event])
    return offer


def _is_chosen(offer: Offer, choice: Choice) -> bool:
    return offer.ground is choice.ground and choice.duty in (None, offer.duty)
