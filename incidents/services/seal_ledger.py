"""Seals the logs: signs how many entries there are and what they come to.

A log that grew since its last checkpoint gets a new one, in the database and on
the shelf outside it; what was sealed of a case is an entry of its agency's log,
which is sealed after it. Before anything is signed the log is held against every
checkpoint there is: a log that shrank or was rewritten is never vouched for.

The signature is made within a transaction and handed out only after it, so that
nothing is ever vouched for that was not kept. What a crash kept from the shelf
is put there the next time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from incidents.case.agency_events import CaseSealed
from incidents.errors import DueNoticeError
from incidents.ledger.checkpoint import Checkpoint, sign
from incidents.ledger.findings import Kind, Verification
from incidents.ledger.keys import SigningKey
from incidents.ledger.verify import known_from, verify
from incidents.services.ports import CheckpointRow, LogRow, UnitOfWork
from incidents.services.seals import Seals, ShelfError

#: These leave the entries alone; a checkpoint over them is still true.
_OF_CONTENTS = (Kind.CONTENT_CHANGED, Kind.CONTENT_MISSING)


class SealRefusedError(DueNoticeError):
    """A log that contradicts what was sealed before; nothing was signed."""


class KeyLostError(SealRefusedError):
    """Checkpoints were signed before, and the key that signed them is gone."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SealReport:
    """What was signed, and what was refused, each a sentence."""

    signed: tuple[CheckpointRow, ...]
    refused: tuple[str, ...]


def seal_ledger(
    open_work: Callable[[], UnitOfWork], seals: Seals, logs: Iterable[str] | None = None
) -> SealReport:
    """Seal each log that grew, then the logs of their agencies.

    Each log has a transaction of its own, from ``open_work``. A case number
    stands for its agency too; None means every log. One log that is refused
    stops no other: its sentence is in the report, and must be shown.
    """
    with open_work() as work:
        wanted = [work.logs.get(log) for log in logs] if logs is not None else work.logs.list_all()
    cases = [row.id for row in wanted if row.kind == "case"]
    agencies = dict.fromkeys(row.agency for row in wanted)
    signed: list[CheckpointRow] = []
    refused: list[str] = []
    for log in (*cases, *agencies):
        try:
            signed.extend(_seal(open_work, seals, log, of_agency=log in agencies))
        except (SealRefusedError, ShelfError) as wrong:
            refused.append(str(wrong))
    return SealReport(signed=tuple(signed), refused=tuple(refused))


def seal_case(open_work: Callable[[], UnitOfWork], seals: Seals, number: str) -> CheckpointRow:
    """Seal one case and its agency; give the case's last checkpoint.

    To be called at each milestone, after the change was kept. Raise
    SealRefusedError where the record contradicts what was sealed before.
    """
    report = seal_ledger(open_work, seals, [number])
    if report.refused:
        raise SealRefusedError("\n".join(report.refused))
    with open_work() as work:
        last = work.checkpoints.last(number)
    if last is None:
        raise SealRefusedError(f"{number} has no entry yet, so there is nothing to seal.")
    return last


def _seal(
    open_work: Callable[[], UnitOfWork], seals: Seals, log: str, *, of_agency: bool
) -> list[CheckpointRow]:
    with open_work() as work:
        row = work.logs.ensure_agency(log) if of_agency else work.logs.get(log)
        made = seal_log(work, seals, row)
        kept = work.checkpoints.of_log(log)
    shelved = seals.shelf.sizes(log)
    for each in kept:
        if each.size not in shelved or each in made:
            seals.shelf.keep(log, each.size, each.note)
    return made


def seal_log(work: UnitOfWork, seals: Seals, log: LogRow) -> list[CheckpointRow]:
    """Sign a log where it grew, within a unit of work; give what was signed.

    The caller hands the notes out once the unit of work is kept.
    """
    last = work.checkpoints.last(log.id)
    if log.size == (last.size if last else 0) and log.size >= max(
        seals.shelf.sizes(log.id), default=0
    ):
        return []
    key = _key(work, seals, log)
    found = _examined(work, seals, log, key)
    if last is not None and found.size <= last.size:
        return []
    work.checkpoints.add(log.id, found.size, sign(_checkpoint(found), key))
    if log.kind == "case":
        work.logs.ensure_agency(log.agency)
        work.append(log.agency, [CaseSealed(number=log.id, size=found.size, root=found.root.hex())])
    row = work.checkpoints.last(log.id)
    return [row] if row is not None else []


def _checkpoint(found: Verification) -> Checkpoint:
    return Checkpoint(log=found.log, size=found.size, root=found.root)


def _key(work: UnitOfWork, seals: Seals, log: LogRow) -> SigningKey:
    """Give the agency's key; never a new one where an old one has signed."""
    key = seals.keys.find(log.agency)
    if key is not None:
        return key
    for each in (log.id, log.agency):
        if seals.shelf.sizes(each) or work.checkpoints.last(each):
            raise KeyLostError(
                f"{log.id} was not sealed: checkpoints of {log.agency} were signed before, and the "
                "key that signed them is gone; put its file back from a copy of the keys folder."
            )
    return seals.keys.ensure(log.agency)


def _examined(work: UnitOfWork, seals: Seals, log: LogRow, key: SigningKey) -> Verification:
    """Give the log as it is, or refuse it where it contradicts what is known."""
    inside = dict.fromkeys(row.note for row in work.checkpoints.of_log(log.id))
    shelved = dict.fromkeys(seals.shelf.notes(log.id))
    known = known_from(shelved, key.verifier, log.id, inside)
    found = verify(log.id, work.logs.stream(log.id), known)
    wrong = next((each for each in found.findings if each.kind not in _OF_CONTENTS), None)
    if wrong is not None:
        raise SealRefusedError(
            f"{log.id} was not sealed: {wrong.sentence} Run duenotice verify, and keep the "
            "database and the checkpoints as they are."
        )
    return found
