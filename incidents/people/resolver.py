"""Who is told for an affected person, of what, and in which way.

Pure: a person, what the wave asks for and the day of sending give the same
recipients. A student's parents and guardians are told, or the student who is of
age on that day (Education Law 2-d, 8 NYCRR 121.10(e)); everybody else is told
themselves. Nobody is passed over in silence: whom nobody can be told for is a
recipient without a method, and whom no duty asks to be told has that reason.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from incidents.law.circumstances import Group
from incidents.people.coming_of_age import is_of_age
from incidents.people.households import (
    Adults,
    barred_ways,
    households_of,
    language_of,
    reach_of,
    shares_home,
    told,
)
from incidents.people.methods import AllowedMethods, allowed_by
from incidents.people.person import AffectedPerson, Contact, Relation
from incidents.people.reach import Reach
from incidents.people.recipient import Concern, Household, Kind, MethodPlan, Recipient
from incidents.people.served import COMBINED, FAMILY, RESIDENT, STUDENTS, Served

FLAGGED = "nobody may be told: the list flags each contact"
NO_BIRTHDAY = "taken as a minor, since no birthday is known"
FAMILYS_ADDRESS = "at the family's address, the only one on the list"
LAST_KNOWN = "at the last known address"
SHARED_HOME = "at an address that somebody has whom the list flags"
#: Why no duty asks that anybody be told for a person.
NO_DUTY = "no duty to tell people has arisen"
_LIVES_IN = "lives in "
NOTHING_EXPOSED = "nothing of theirs that a duty is about was exposed"


def elsewhere(state: str) -> str:
    """Give why a resident of a state that no duty protects is told nothing."""
    return f"{_LIVES_IN}{state}, where no duty of this rule book protects residents"


def state_elsewhere(reason: str) -> str | None:
    """Give the state that a reason of :func:`elsewhere` names, None for another reason.

    >>> state_elsewhere(elsewhere("NJ"))
    'NJ'
    """
    if not reason.startswith(_LIVES_IN):
        return None
    return reason.removeprefix(_LIVES_IN).partition(",")[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resolved:
    """What a person calls for: recipients, or the reason why nobody is told."""

    households: tuple[Household, ...] = ()
    #: Why no duty asks that anybody be told for this person; None where one does.
    not_owed: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Letter:
    """Which notice goes to which kind of recipient, and in which ways it may."""

    notice: str
    kind: Kind
    duties: tuple[str, ...]
    allowed: AllowedMethods


@dataclass(frozen=True, slots=True, kw_only=True)
class _Addressee:
    """Adults who are told, or the reason why they may not be."""

    adults: Adults
    #: What is to be known of them beside their way, such as why they are told.
    remark: str = ""
    #: Guardians are told of all their children at once, everybody else by themselves.
    is_shared: bool = False
    refused: str | None = None


class Resolver:
    """Gives the recipients of one affected person after another."""

    def __init__(self, served: Served) -> None:
        """Take what the wave asks for."""
        self._served = served
        self._letters: dict[tuple[str, Kind], _Letter] = {}

    def resolve(self, number: int, person: AffectedPerson) -> Resolved:
        """Give what the person with a number of the store calls for."""
        notice = self._notice(person)
        if notice is None:
            return Resolved(not_owed=self._not_owed(person))
        grown = self._is_grown(person)
        letter = self._letter(notice, _kind(person, notice, grown=grown))
        found = self._themselves(person) if grown else self._guardians(person, letter)
        concern = Concern(person=number, name=person.name, exposed=person.exposed)
        households = (
            self._household(letter, _guarded(each, person), concern, f"{number}.{index}")
            for index, each in enumerate(found)
        )
        return Resolved(households=tuple(households))

    def _notice(self, person: AffectedPerson) -> str | None:
        of_school_data = self._served.is_told_of_school_data(person)
        as_resident = self._served.is_told_as_resident(person)
        if of_school_data:
            return COMBINED if as_resident else FAMILY
        return RESIDENT if as_resident else None

    def _not_owed(self, person: AffectedPerson) -> str:
        served = self._served
        if served.individuals is None and served.residents is None:
            return NO_DUTY
        if person.residence is not None and served.lives_elsewhere(person):
            return elsewhere(person.residence)
        return NOTHING_EXPOSED

    def _letter(self, notice: str, kind: Kind) -> _Letter:
        """Give the notice with its duties, in the order of the plan."""
        if (notice, kind) not in self._letters:
            individuals = self._served.individuals if notice != RESIDENT else None
            residents = self._served.residents if notice != FAMILY else None
            duties = [each for each in (individuals, residents) if each is not None]
            self._letters[notice, kind] = _Letter(
                notice=notice,
                kind=kind,
                duties=tuple(each.id for each in duties),
                allowed=allowed_by([each.rule for each in duties]),
            )
        return self._letters[notice, kind]

    def _is_grown(self, person: AffectedPerson) -> bool:
        """Say whether the person is told, and not somebody for them.

        The group of eligible students says so whatever the birthday says; a
        student without a birthday is taken as a minor. Of the others whoever
        has only guardians on the list is told through them.
        """
        if person.group is Group.ELIGIBLE_STUDENTS:
            return True
        if person.birthday is not None and person.group in (Group.STUDENTS, Group.OTHERS):
            age = self._served.of_age
            return age is not None and is_of_age(person.birthday, age.years, self._served.on)
        if person.group is Group.STUDENTS:
            return False
        return person.group is not Group.OTHERS or not _only_guardians(person)

    def _themselves(self, person: AffectedPerson) -> Iterator[_Addressee]:
        """Give the grown person; a student without an address has the family's."""
        listed = _contacts(person, Relation.SELF)
        barred = barred_ways(person.contacts)
        own = told(listed, barred)
        reach = reach_of(own)
        remarks = [LAST_KNOWN] if person.is_former else []
        if reach.address is None and person.group in STUDENTS:
            family = reach_of(told(_contacts(person, Relation.GUARDIAN)))
            if family.address is not None:
                reach = replace(reach, address=family.address)
                remarks = [FAMILYS_ADDRESS]
        language = language_of(own or person.contacts)
        yield _Addressee(
            adults=Adults(names=(person.name,), reach=reach, language=language),
            remark=", ".join(remarks),
            refused=FLAGGED if listed and not own else None,
        )

    def _guardians(self, person: AffectedPerson, letter: _Letter) -> Iterator[_Addressee]:
        """Give the households of a minor; without a name, whoever lives at the address."""
        listed = _contacts(person, Relation.GUARDIAN)
        guardians = told(listed, barred_ways(person.contacts))
        remarks = [NO_BIRTHDAY] if person.birthday is None else []
        remarks += [LAST_KNOWN] if person.is_former else []
        for found in households_of(guardians, letter.allowed, self._served.prefer):
            # Whoever writes says "parent or guardian of", in the language of the letter.
            adults = replace(found, names=tuple(each for each in found.names if each))
            remark = ", ".join(remarks)
            yield _Addressee(adults=adults, remark=remark, is_shared=bool(adults.names))
        if guardians:
            return
        # The child's own mailbox and telephone are not the parents'; the home is.
        own = told(person.contacts)
        unnamed = Adults(
            names=(),
            reach=Reach(address=None if listed else reach_of(own).address),
            language=language_of(own),
        )
        flagged = bool(person.contacts) and (bool(listed) or not own)
        yield _Addressee(
            adults=unnamed, remark=", ".join(remarks), refused=FLAGGED if flagged else None
        )

    def _household(
        self, letter: _Letter, addressee: _Addressee, concern: Concern, own: str
    ) -> Household:
        """Give the recipient with its key; ``own`` names who shares it with nobody."""
        adults, refused = addressee.adults, addressee.refused
        plan = letter.allowed.plan(adults.reach, self._served.prefer)
        if refused is not None:
            plan = MethodPlan(method=None, fallback=None, reason=refused)
        elif addressee.remark:
            plan = replace(plan, reason=f"{addressee.remark}; {plan.reason}")
        shared = (
            adults.key(letter.notice, letter.kind, plan.method) if addressee.is_shared else None
        )
        recipient = Recipient(
            notice=letter.notice,
            kind=letter.kind,
            duties=letter.duties,
            names=adults.names,
            language=adults.language,
            plan=plan,
            concerns=(concern,),
            address=adults.reach.address if refused is None else None,
            email=adults.reach.email if refused is None else None,
            phone=adults.reach.phone if refused is None else None,
        )
        return Household(
            key=shared or f"{letter.notice} {letter.kind} person {own}", recipient=recipient
        )


def _guarded(addressee: _Addressee, person: AffectedPerson) -> _Addressee:
    """Give an addressee with what the flags of others mean for them."""
    adults = replace(addressee.adults, barred=barred_ways(person.contacts))
    shared = SHARED_HOME if shares_home(adults.reach.address, person.contacts) else ""
    remark = ", ".join(each for each in (addressee.remark, shared) if each)
    return replace(addressee, adults=adults, remark=remark)


def _kind(person: AffectedPerson, notice: str, *, grown: bool) -> Kind:
    if notice == RESIDENT:
        return Kind.RESIDENT if grown else Kind.PARENT
    if person.group in STUDENTS:
        return Kind.ELIGIBLE_STUDENT if grown else Kind.PARENT
    return Kind.TEACHER_OR_PRINCIPAL


def _contacts(person: AffectedPerson, relation: Relation) -> list[Contact]:
    return [each for each in person.contacts if each.relation is relation]


def _only_guardians(person: AffectedPerson) -> bool:
    return bool(person.contacts) and not _contacts(person, Relation.SELF)
