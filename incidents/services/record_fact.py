"""Records what was learned: a moment, a fact, who was affected, a cost.

Nothing is overwritten. What replaces something that was already known needs a
reason, because a correction may move a deadline.
"""

from __future__ import annotations

from incidents.case.case import Case, at_path
from incidents.case.events import CostEstimated, FactRecorded
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork


class ReasonMissingError(DueNoticeError):
    """What replaces something already recorded needs a reason."""


def record_fact(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    path: str,
    value: Json,
    *,
    wave: int = 1,
    source: str | None = None,
) -> Changed:
    """Record one value at a path of the incident file, and what follows.

    Raise ReasonMissingError where it replaces another value without a source,
    and InputRefusedError where the case would no longer make sense.
    """
    case = Case.replay(number, work.history(number))
    before = at_path(case.wave(wave), path)
    if before is not None and before != value and source is None:
        raise ReasonMissingError(
            f"`{path}` is already recorded as {before}; to replace it, say why and from where with --source."
        )
    recorded = FactRecorded(wave=wave, path=path, value=value, before=before, source=source)
    return change_case(work, law, number, [recorded])


def record_cost(
    work: UnitOfWork, law: LawBook, number: str, dollars: int, *, source: str | None = None
) -> Changed:
    """Record what the notices are estimated to cost, in whole dollars."""
    return change_case(work, law, number, [CostEstimated(dollars=dollars, source=source)])
