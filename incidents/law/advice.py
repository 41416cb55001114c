"""Sentences that belong to a plan and to none of its duties."""

from __future__ import annotations

from collections.abc import Iterable

from incidents.law.circumstances import Circumstances, Group
from incidents.law.duty import PlannedDuty
from incidents.law.rule import RuleBook


def warnings_of(
    book: RuleBook, known: Circumstances, duties: Iterable[PlannedDuty]
) -> tuple[str, ...]:
    """Give what a person must know beside the duties, most general first."""
    return (
        *_states(book, known),
        *_calendar(book, known, duties),
        *_employees(known),
        *_contract(known),
    )


def _states(book: RuleBook, known: Circumstances) -> list[str]:
    residences = {group.residence for group in known.affected or () if group.residence}
    return [
        f"Residents of {state} are affected, and there are no rules for {state} here: "
        "ask counsel which duties its law adds."
        for state in sorted(residences - book.states)
    ]


def _calendar(book: RuleBook, known: Circumstances, duties: Iterable[PlannedDuty]) -> list[str]:
    certain = book.calendar.certain_through
    dates = [moment for duty in duties for moment in (duty.target, duty.limit) if moment]
    if not any(known.zone.day_of(moment).date.year > certain for moment in dates):
        return []
    warning = (
        f"Some dates lie after {certain}, the last year for which the public holidays are certain: "
        "check them against the calendar again when they come near."
    )
    return [warning]


def _employees(known: Circumstances) -> list[str]:
    affected = any(group.group is Group.EMPLOYEES for group in known.affected or ())
    return list(known.policy.advisories) if affected and known.policy else []


def _contract(known: Circumstances) -> list[str]:
    terms = known.contract
    if terms is None or not terms.unknown_exhibits:
        return []
    named = ", ".join(terms.unknown_exhibits)
    return [f"The contract family {terms.family} has no exhibit {named}; it changes nothing here."]
