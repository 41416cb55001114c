"""Records what was learned: a moment, a fact, who was affected, a cost.

Nothing is overwritten. What replaces something that was already known needs a
reason, because a correction may move a deadline.
"""

from __future__ import annotations

from collections.abc import Mapping

from incidents.case.case import at_path
from incidents.case.events import CostEstimated, FactRecorded
from incidents.errors import DueNoticeError
from incidents.ledger.canonical import Json, canonical
from incidents.services.follow_up import Changed, change_case
from incidents.services.lawbook import LawBook
from incidents.services.ports import UnitOfWork
from incidents.services.view_case import case_of


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

    Raise InputRefusedError where the case would no longer make sense, and
    ReasonMissingError where it replaces another value without a source; either
    undoes the unit of work.
    """
    case = case_of(work, number)
    before = at_path(case.wave(wave), path)
    recorded = FactRecorded(wave=wave, path=path, value=value, before=before, source=source)
    changed = change_case(work, law, number, [recorded])
    if before is not None and before != value and not (source or "").strip():
        raise ReasonMissingError(
            f"`{path}` is already recorded as {_shown(before)}; to replace it, say why and from "
            "where with --source."
        )
    return changed


def record_affected(
    work: UnitOfWork,
    law: LawBook,
    number: str,
    group: Mapping[str, Json],
    *,
    wave: int = 1,
    source: str | None = None,
) -> Changed:
    """Record one affected group, in the place of what was known of it.

    A group is told from another by its name and its residence. Raise
    ReasonMissingError where it was counted before and no source is given.
    """
    case = case_of(work, number)
    known: list[Json] = list(case.wave(wave).get("affected") or [])
    places = [index for index, each in enumerate(known) if _is_same_group(each, group)]
    entry = dict(group)
    counted = [entry if index in places else each for index, each in enumerate(known)]
    value: list[Json] = counted if places else [*known, entry]
    recorded = FactRecorded(
        wave=wave, path="affected", value=value, before=known or None, source=source
    )
    changed = change_case(work, law, number, [recorded])
    if places and known[places[0]] != entry and not (source or "").strip():
        raise ReasonMissingError(
            f"{_group_words(group)} are already counted ({_count_words(known[places[0]])}); to "
            "replace that, say why and from where with --source."
        )
    return changed


def record_cost(
    work: UnitOfWork, law: LawBook, number: str, dollars: int, *, source: str | None = None
) -> Changed:
    """Record what the notices are estimated to cost, in whole dollars."""
    return change_case(work, law, number, [CostEstimated(dollars=dollars, source=source)])


def _is_same_group(known: Json, group: Mapping[str, Json]) -> bool:
    return isinstance(known, Mapping) and all(
        known.get(key) == group.get(key) for key in ("group", "residence")
    )


def _group_words(group: Mapping[str, Json]) -> str:
    residence = group.get("residence")
    named = str(group.get("group")).replace("_", " ")
    return f"The {named} of {residence}" if residence else f"The {named} of unknown residence"


def _count_words(known: Json) -> str:
    found = known if isinstance(known, Mapping) else {}
    count, private = found.get("count"), found.get("with_private_information")
    return f"{_number(count)}, with private information {_number(private)}"


def _number(count: Json) -> str:
    return f"{count:,}" if isinstance(count, int) else "not known"


def _shown(value: Json) -> str:
    """Give a value as an incident file would hold it."""
    return value if isinstance(value, str) else canonical(value).decode()
