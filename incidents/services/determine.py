"""Determinations: who decided what, why, and on which facts.

Only a determination extinguishes a duty. It is kept for as long as the law
says, with the facts that were known when it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Any

from incidents.case.agency import Agency
from incidents.case.case import Document, at_path
from incidents.case.events import CaseEvent, DeterminationMade, FactRecorded, Subject
from incidents.errors import DueNoticeError
from incidents.law.moment_names import MomentName
from incidents.law.policy import Policy
from incidents.law.rule import RuleBook
from incidents.ledger.canonical import Json
from incidents.moments import LocalDay, Moment, Zone
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of

_RELIED_ON = ("attributed_to", "contract", "moments", "holds", "facts", "affected")


class WorksheetError(DueNoticeError):
    """The worksheet of signs of acquisition is not filled in."""


class UnknownDutyError(DueNoticeError):
    """There is no duty with that id."""


class DecisionRefusedError(DueNoticeError):
    """The determination cannot be recorded as it was given."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """A decision as somebody took it."""

    by: str
    reason: str
    made_at: Moment
    wave: int = 1
    worksheet: Mapping[str, str] = field(default_factory=dict)


def decide_duty(
    work: UnitOfWork, law: LawBook, number: str, duty: str, decided: Decided, *, required: bool
) -> Changed:
    """Record that a duty is, or is not, required.

    Raise UnknownDutyError where there is no such duty, and DecisionRefusedError
    where the decision lies in the future.
    """
    known_duty(law.rule_book, duty)
    deciding = _Deciding.on(work, law, number, decided)
    return change_case(work, law, number, [deciding.about(duty, required=required)])


def decide_exemption(work: UnitOfWork, law: LawBook, number: str, decided: Decided) -> Changed:
    """Record the determination that residents need no notice.

    It is a moment of its own: the Attorney General's clock starts with it
    (State Technology Law 208(2)(a)).
    """
    deciding = _Deciding.on(work, law, number, decided)
    path = f"moments.{MomentName.EXEMPTION_DETERMINATION}"
    moment = FactRecorded(
        wave=decided.wave,
        path=path,
        value=str(decided.made_at),
        before=at_path(deciding.document, path),
        source=decided.reason,
    )
    return change_case(work, law, number, [deciding.on_the_whole(Subject.EXEMPTION), moment])


def decide_no_breach(work: UnitOfWork, law: LawBook, number: str, decided: Decided) -> Changed:
    """Record that there was no breach, which ends each duty that rests on one.

    The policy's signs of acquisition have to be looked at, one by one; raise
    WorksheetError where an answer is missing.
    """
    deciding = _Deciding.on(work, law, number, decided)
    _check_worksheet(law.read(deciding.document).circumstances.policy, decided.worksheet)
    plan = law.plan(deciding.document, work.now)
    resting = [
        deciding.about(each.id, required=False)
        for each in plan.duties
        if each.rule.rests_on_a_breach and not each.state.is_settled
    ]
    whole = deciding.on_the_whole(Subject.NO_BREACH)
    return change_case(work, law, number, [whole, *resting])


def _check_worksheet(policy: Policy | None, answered: Mapping[str, str]) -> None:
    """Refuse a worksheet that leaves a sign of the policy out, or adds one to it."""
    signs = policy.signs_of_acquisition if policy else ()
    missing = [sign for sign in signs if sign.id not in answered]
    if missing:
        asked = "".join(f"\n  --sign {sign.id}='…'  {sign.ask}" for sign in missing)
        raise WorksheetError(
            f"{policy.title if policy else ''} asks for these signs to be looked at:{asked}"
        )
    known = [sign.id for sign in signs]
    unknown = [sign for sign in answered if sign not in known]
    if unknown:
        raise WorksheetError(
            f"`{unknown[0]}` is no sign on the worksheet; it asks for {', '.join(known) or 'none'}."
        )


def known_duty(book: RuleBook, duty: str) -> str:
    """Give the duty's id; raise UnknownDutyError with the ids most like it."""
    if duty in book.ids:
        return duty
    like = get_close_matches(duty, book.ids, n=3, cutoff=0.5)
    meant = f"did you mean {' or '.join(like)}? " if like else ""
    raise UnknownDutyError(
        f"There is no duty `{duty}`; {meant}duenotice law lists them all, and duenotice show "
        "those of a case."
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Deciding:
    """One decision, with what it rests on."""

    document: Document
    agency: Agency
    decided: Decided
    keep_until: LocalDay

    @classmethod
    def on(cls, work: UnitOfWork, law: LawBook, number: str, decided: Decided) -> _Deciding:
        """Give the decision on a case as it stands; refuse one that was not taken yet."""
        document = case_of(work, number).document(decided.wave)
        agency = law.agency_of(document)
        if agency.zone.start_of(decided.made_at) > work.now:
            raise DecisionRefusedError(
                f"{decided.made_at} lies in the future; record a decision once it was taken."
            )
        until = keep_until(law.rule_book, decided.made_at, agency.zone)
        return cls(document=document, agency=agency, decided=decided, keep_until=until)

    def about(self, duty: str, *, required: bool) -> CaseEvent:
        """Give the determination on one duty."""
        return self._made(Subject.DUTY, duty, required=required)

    def on_the_whole(self, subject: Subject) -> CaseEvent:
        """Give the determination that something is not required of a whole wave."""
        return self._made(subject, None, required=False)

    def _made(self, subject: Subject, duty: str | None, *, required: bool) -> CaseEvent:
        worksheet: dict[str, Json] = dict(self.decided.worksheet)
        return DeterminationMade(
            wave=self.decided.wave,
            subject=subject.value,
            duty=duty,
            required=required,
            reason=self.decided.reason,
            by=person_of(self.agency, self.decided.by).id,
            made_at=str(self.decided.made_at),
            facts=_facts(self.document),
            worksheet=worksheet,
            keep_until=str(self.keep_until),
        )


def _facts(document: Mapping[str, Any]) -> dict[str, Json]:
    return {key: document[key] for key in _RELIED_ON if document.get(key) is not None}


def keep_until(book: RuleBook, made_at: Moment, zone: Zone) -> LocalDay:
    """Give the day until which a determination has to be kept at least."""
    years = max((rule.retention.years for rule in book.rules if rule.retention), default=0)
    day = zone.day_of(made_at).date
    try:
        return LocalDay(day.replace(year=day.year + years))
    except ValueError:  # 29 February: at least so many years end on 1 March
        return LocalDay(date(day.year + years, 3, 1))


def answers(pairs: Sequence[str]) -> dict[str, str]:
    """Give the worksheet's answers from ``sign=answer`` pairs."""
    split = [pair.partition("=") for pair in pairs]
    wrong = [sign for sign, equals, answer in split if not equals or not answer.strip()]
    if wrong:
        raise WorksheetError(
            f"`{wrong[0]}` has no answer; write --sign {wrong[0]}='what was found'."
        )
    return {sign: answer.strip() for sign, _, answer in split}
