"""Determinations: who decided what, why, and on which facts.

Only a determination extinguishes a duty. It is kept for as long as the law
says, with the facts that were known when it was made.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from incidents.case.case import Case
from incidents.case.events import CaseEvent, DeterminationMade, FactRecorded
from incidents.errors import DueNoticeError
from incidents.law.moment_names import MomentName
from incidents.law.rule import RuleBook
from incidents.ledger.canonical import Json
from incidents.moments import LocalDay, Moment, Zone
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.people import person_of
from incidents.services.ports import UnitOfWork

_RELIED_ON = ("attributed_to", "contract", "moments", "holds", "facts", "affected")


class WorksheetError(DueNoticeError):
    """The worksheet of signs of acquisition is not filled in."""


class UnknownDutyError(DueNoticeError):
    """There is no duty with that id."""


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
    """Record that a duty is, or is not, required."""
    known_duty(law.rule_book, duty)
    made = _made(work, law, number, decided, duty=duty, required=required)
    return change_case(work, law, number, [made])


def decide_exemption(work: UnitOfWork, law: LawBook, number: str, decided: Decided) -> Changed:
    """Record the determination that residents need no notice.

    It is a moment of its own: the Attorney General's clock starts with it
    (State Technology Law 208(2)(a)).
    """
    name = MomentName.EXEMPTION_DETERMINATION
    made = _made(work, law, number, decided, duty=None, required=False)
    moment = FactRecorded(
        wave=decided.wave,
        path=f"moments.{name}",
        value=str(decided.made_at),
        before=None,
        source=decided.reason,
    )
    return change_case(work, law, number, [made, moment])


def decide_no_breach(work: UnitOfWork, law: LawBook, number: str, decided: Decided) -> Changed:
    """Record that there was no breach, which ends each duty that rests on one.

    The policy's signs of acquisition have to be looked at, one by one; raise
    WorksheetError where an answer is missing.
    """
    case = Case.replay(number, work.history(number))
    incident = law.read(case.document(decided.wave))
    policy = incident.circumstances.policy
    missing = [
        sign
        for sign in (policy.signs_of_acquisition if policy else ())
        if sign.id not in decided.worksheet
    ]
    if missing:
        asked = " ".join(f"--sign {sign.id}='…' ({sign.ask})" for sign in missing)
        raise WorksheetError(
            f"{policy.title if policy else ''} asks for these signs to be looked at: {asked}"
        )
    plan = law.plan(case.document(decided.wave), work.now)
    resting = [
        each.id for each in plan.duties if each.rule.rests_on_a_breach and not each.state.is_settled
    ]
    whole = _made(work, law, number, decided, duty=None, required=False)
    each_duty = [_made(work, law, number, decided, duty=duty, required=False) for duty in resting]
    return change_case(work, law, number, [whole, *each_duty])


def known_duty(book: RuleBook, duty: str) -> str:
    """Give the duty's id; raise UnknownDutyError with those there are."""
    if duty not in book.ids:
        raise UnknownDutyError(f"There is no duty `{duty}`; there are {', '.join(book.ids)}.")
    return duty


def _made(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    decided: Decided,
    *,
    duty: str | None,
    required: bool,
) -> CaseEvent:
    case = Case.replay(number, work.history(number))
    document = case.document(decided.wave)
    agency = law.agency_of(document)
    worksheet: dict[str, Json] = dict(decided.worksheet)
    return DeterminationMade(
        wave=decided.wave,
        duty=duty,
        required=required,
        reason=decided.reason,
        by=person_of(agency, decided.by).id,
        made_at=str(decided.made_at),
        facts=_facts(document),
        worksheet=worksheet,
        keep_until=str(keep_until(law.rule_book, decided.made_at, agency.zone)),
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
