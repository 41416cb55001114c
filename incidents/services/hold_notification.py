"""Places a hold on the notification of people, and ends it."""

from __future__ import annotations

from typing import Any

from incidents.case.events import HoldPlaced, HoldReleased
from incidents.errors import DueNoticeError
from incidents.law.holds import HoldKind, Party
from incidents.moments import Moment
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of


class UnknownHoldError(DueNoticeError):
    """The case has no such open hold."""


def place_hold(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    kind: HoldKind,
    *,
    starts: Moment,
    authority: str,
    party: Party = Party.AGENCY,
    wave: int = 1,
) -> Changed:
    """Record a hold with its authority; while it is open some duties have no date."""
    case = case_of(work, number)
    hold = HoldPlaced(
        wave=wave,
        hold=len(case.wave(wave).get("holds") or []),
        kind=kind.value,
        party=party.value,
        starts=str(starts),
        authority=authority,
    )
    return change_case(work, law, number, [hold])


def release_hold(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    *,
    until: Moment,
    hold: int | None = None,
    wave: int = 1,
) -> Changed:
    """End a hold; the short period that the law leaves runs from its end.

    Without a number the only open hold is meant. Raise UnknownHoldError where
    there is none, or more than one.
    """
    case = case_of(work, number)
    holds = case.wave(wave).get("holds") or []
    is_open = [index for index, each in enumerate(holds) if each.get("until") is None]
    chosen = is_open if hold is None else [index for index in is_open if index == hold - 1]
    if len(chosen) != 1:
        raise UnknownHoldError(_which(number, wave, [(each + 1, holds[each]) for each in is_open]))
    return change_case(
        work, law, number, [HoldReleased(wave=wave, hold=chosen[0], until=str(until))]
    )


def _which(number: str, wave: int, still_open: list[tuple[int, dict[str, Any]]]) -> str:
    if not still_open:
        return f"Wave {wave} of case {number} has no open hold; duenotice show {number} lists them."
    listed = ", ".join(f"{place} ({hold['kind']})" for place, hold in still_open)
    return (
        f"Wave {wave} of case {number} has these open holds: {listed}; name one of them by its "
        f"number, such as: duenotice release {number} {still_open[0][0]} --until DATE"
    )
