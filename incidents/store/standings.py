"""Counts where each recipient stands, in the database, with nobody's name opened."""

from __future__ import annotations

from collections import Counter

from incidents.people.recipient import Method
from incidents.services.people_rows import RecipientCount, RecipientState
from incidents.store.recipient_rows import JOINT, OF_WAVE
from incidents.store.transaction import Prepared, Transaction

#: What a delivery says about its recipient; a cancelled one says nothing.
_SAYS = {
    "0": RecipientState.TOLD,
    "1": RecipientState.ON_THE_WAY,
    "2": RecipientState.UNDETERMINED,
    "3": RecipientState.FAILED,
}
#: The least of these words, a figure and the method, is the best that was tried.
_STANDING = Prepared(
    "SELECT duties, is_excused, method, best, count(*) FROM"  # noqa: S608 - names of ours
    " (SELECT r.id, r.duties, r.excused IS NOT NULL AS is_excused, r.method, min(CASE"
    " WHEN d.state IN ('accepted', 'delivered') THEN '0'"
    " WHEN d.state IN ('queued', 'sending', 'in_hand') THEN '1'"
    " WHEN d.state = 'undetermined' THEN '2'"
    " WHEN d.state IN ('bounced', 'returned', 'unreached') THEN '3' END || d.method) AS best"
    f" FROM recipients AS r LEFT JOIN deliveries AS d ON d.recipient = r.id WHERE {OF_WAVE}"
    " GROUP BY r.id, r.duties, r.excused, r.method) AS each_one"
    " GROUP BY duties, is_excused, method, best"
)


def standing(work: Transaction, case: str, wave: int) -> list[RecipientCount]:
    """Give how many recipients of a wave stand where, by duties and method."""
    counts: Counter[tuple[str, RecipientState, Method | None]] = Counter()
    for duties, is_excused, method, best, count in work.run(_STANDING, case=case, wave=wave):
        state, way = _stands(best, method, is_excused=bool(is_excused))
        counts[duties, state, way] += count
    return [
        RecipientCount(
            duties=tuple(duties.split(JOINT)) if duties else (),
            state=state,
            method=way,
            count=count,
        )
        for (duties, state, way), count in sorted(counts.items(), key=str)
    ]


def _stands(
    best: str | None, planned: str | None, *, is_excused: bool
) -> tuple[RecipientState, Method | None]:
    """Give where a recipient stands: told before all, and excused before what is tried."""
    tried = Method(best[1:]) if best else None
    way = tried or (Method(planned) if planned else None)
    if best and best[0] == "0":
        return RecipientState.TOLD, tried
    if is_excused:
        return RecipientState.EXCUSED, way
    if best:
        return _SAYS[best[0]], tried
    return (RecipientState.NOT_SENT if way else RecipientState.WITHOUT_ADDRESS), way
