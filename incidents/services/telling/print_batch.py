"""Prints letters, or the calls of a sheet, of a released sending: each once.

They go in batches, each with a manifest: a row a sheet, or a row a call.

The letters are claimed first and committed, then printed, then recorded with the
digest of their manifest, and only then do the files get their name. Somebody who
is killed in between goes on in the same folder with the same letters: the batch
has the same number and the same bytes, and none is printed twice or lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby

from incidents.case.telling import BatchSummary
from incidents.case.telling_events import BatchMade
from incidents.errors import DueNoticeError
from incidents.people.recipient import Method
from incidents.services.chunks import chunks
from incidents.services.note_quietly import note_quietly
from incidents.services.people_rows import DeliveryState, Outgoing, SendingRow, Settled
from incidents.services.ports import NoticeRow, UnitOfWork
from incidents.services.telling.holds_of import is_held_now
from incidents.services.telling.letters import RefusedLetter
from incidents.services.telling.printing import (
    Piece,
    Press,
    Pressed,
    PrintFolderError,
    Printing,
)
from incidents.services.telling.settle_deliveries import settle_deliveries
from incidents.services.view_case import case_of

#: How many files' worth of letters is claimed at once: letters of one text go together.
_FILES = 16
#: How the names of a batch's files begin.
_KINDS = {
    Method.FIRST_CLASS_MAIL: "letters",
    Method.TELEPHONE: "calls",
    Method.EMAIL: "list",
}


class NotPrintedError(DueNoticeError):
    """The letters of a sending cannot be printed now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedBatch:
    """One file of letters that lies in the folder."""

    number: int
    name: str
    letters: int
    manifest: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintReport:
    """What was printed, and what could not be."""

    batches: tuple[PrintedBatch, ...]
    #: By sheet number, with what has to be changed; another way follows for each.
    refused: tuple[RefusedLetter, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Job:
    """One sending that is being printed."""

    printing: Printing
    press: Press
    sending: SendingRow
    #: Those that its notices fulfil: a hold on one of them stops the printing.
    duties: tuple[str, ...]

    def work(self) -> UnitOfWork:
        """Give a unit of work as of now."""
        return self.printing.work(self.printing.clock())


def name_of(method: str, batch: int) -> str:
    """Give the name of a batch's files, without their endings.

    >>> name_of("first_class_mail", 7)
    'letters-0007'
    """
    return f"{_KINDS[Method(method)]}-{batch:04}"


def print_letters(printing: Printing, press: Press, number: str, sending: int) -> PrintReport:
    """Print all letters that wait in a sending, with its number within the case.

    Raise NotPrintedError where it is not released, or the letters were taken
    over meanwhile, and PrintFolderError where the folder cannot take them.
    """
    found = released_sending(printing, number, sending)
    job = _Job(printing=printing, press=press, sending=found, duties=_duties(printing, found))
    reports = [PrintReport(batches=tuple(recovered(printing, number)), refused=())]
    # All that is claimed is recorded before more is: whoever goes on makes the same pieces.
    claimed = _held(job) or _claimed(job)
    while claimed:
        reports.append(_print_claimed(job, claimed))
        claimed = _claimed(job)
    return together(reports)


def together(reports: Sequence[PrintReport]) -> PrintReport:
    """Give several reports as one."""
    return PrintReport(
        batches=tuple(batch for each in reports for batch in each.batches),
        refused=tuple(refused for each in reports for refused in each.refused),
    )


def print_again(printing: Printing, press: Press, number: str, batch: int) -> PrintedBatch:
    """Print a batch once more, byte for byte, where its files were lost.

    Raise NotPrintedError where an address or a text is another one by now.
    """
    with printing.work(printing.clock()) as work:
        summary = case_of(work, number).telling.batches.get(batch)
        if summary is None or summary.method != press.method:
            kind = _KINDS[press.method]
            raise NotPrintedError(
                f"Case {number} has no batch {batch} of {kind} to print again; see duenotice "
                f"progress {number}"
            )
        letters = list(work.deliveries.stream(number, batch=batch))
        notice = _notice(work, number, letters[0].delivery.notice)
    piece = Piece(notice=notice, deliveries=letters)
    (pressed,) = press.press([piece], len(letters))
    digest = sha256(pressed.manifest).hexdigest()
    if digest != summary.manifest:
        raise NotPrintedError(
            f"Batch {batch} would not be the same any more: an address was corrected since. Record "
            "the letters that came back; each is then told anew."
        )
    printing.folder.hold(digest, pressed.pdf, pressed.manifest)
    printing.folder.release(digest, name_of(press.method, batch))
    return _batch_of(summary)


def released_sending(printing: Printing, number: str, sending: int) -> SendingRow:
    """Give a sending that may be printed now; raise NotPrintedError."""
    with printing.work(printing.clock()) as work:
        found = work.sendings.get(number, sending)
        if found is not None and found.state.lets_go:
            refuse_held(work, found)
            return found
    said = "does not exist" if found is None else f"is {found.state.value}"
    raise NotPrintedError(
        f"Sending {sending} of case {number} {said}; only a released sending is printed: see "
        f"duenotice progress {number}"
    )


def refuse_held(work: UnitOfWork, sending: SendingRow) -> None:
    """Raise NotPrintedError where a hold stands in the way of a sending."""
    if is_held_now(work, sending.case, sending.wave, _duties_of(work, sending)):
        raise NotPrintedError(
            f"A hold stands in the way of sending {sending.number}; print once it is released: see "
            f"duenotice show {sending.case}"
        )


def _duties(printing: Printing, sending: SendingRow) -> tuple[str, ...]:
    with printing.work(printing.clock()) as work:
        return _duties_of(work, sending)


def _duties_of(work: UnitOfWork, sending: SendingRow) -> tuple[str, ...]:
    summary = case_of(work, sending.case).telling.sendings.get(sending.number)
    return summary.duties if summary else ()


def recovered(printing: Printing, number: str) -> Iterator[PrintedBatch]:
    """Give held files their name where their batch was recorded, and drop the others."""
    held = printing.folder.held()
    if not held:
        return
    with printing.work(printing.clock()) as work:
        batches = case_of(work, number).telling.batches.values()
    recorded = {each.manifest: each for each in batches}
    for digest in held:
        if digest in recorded:
            printing.folder.release(
                digest, name_of(recorded[digest].method, recorded[digest].number)
            )
            yield _batch_of(recorded[digest])
        else:
            printing.folder.discard(digest)


def _held(job: _Job) -> list[Outgoing]:
    """Give what was claimed for this folder before, and is in no batch yet."""
    with job.work() as work:
        worker = job.printing.folder.worker
        return work.deliveries.held(job.sending.id, job.press.method, worker=worker)


def _claimed(job: _Job) -> list[Outgoing]:
    with job.work() as work:
        return work.deliveries.claim(
            job.sending.id,
            job.press.method,
            worker=job.printing.folder.worker,
            until=job.printing.until(),
            limit=job.printing.size * _FILES,
        )


def _print_claimed(job: _Job, claimed: list[Outgoing]) -> PrintReport:
    """Print what was claimed, and record each file as it comes."""
    batches: list[PrintedBatch] = []
    refused: list[RefusedLetter] = []
    pieces = list(_pieces(job, claimed))
    with closing(job.press.press(pieces, job.printing.size)) as files:
        for pressed, piece in zip(files, pieces, strict=True):
            if pressed.refused:
                _set_aside(job, piece, pressed.refused)
                refused += pressed.refused
            if pressed.sheets:
                batches.append(_kept(job, pressed))
    return PrintReport(batches=tuple(batches), refused=tuple(refused))


def _pieces(job: _Job, claimed: list[Outgoing]) -> Iterator[Piece]:
    """Give the letters of each text apart, so many at a time, by number."""
    claimed.sort(key=lambda each: (each.delivery.notice, each.delivery.id))
    with job.work() as work:
        for digest, same in groupby(claimed, key=lambda each: each.delivery.notice):
            notice = _notice(work, job.sending.case, digest)
            for some in chunks(same, job.printing.size):
                yield Piece(notice=notice, deliveries=some)


def _kept(job: _Job, pressed: Pressed) -> PrintedBatch:
    """Keep a file under its hidden name, record its batch, and give it its name."""
    folder = job.printing.folder
    digest = sha256(pressed.manifest).hexdigest()
    folder.hold(digest, pressed.pdf, pressed.manifest)
    try:
        batch = _recorded(job, pressed.sheets, digest)
    except DueNoticeError:
        folder.discard(digest)
        raise
    folder.release(digest, batch.name)
    return batch


def _notice(work: UnitOfWork, case: str, digest: str) -> NoticeRow:
    row = work.notices.get(case, digest)
    if row is None:
        raise NotPrintedError(
            f"The text {digest[:12]} of case {case} is gone; run duenotice verify, and restore the "
            "last good back-up."
        )
    return row


def _recorded(job: _Job, sheets: Sequence[int], digest: str) -> PrintedBatch:
    """Record the batch, if its letters are still ours and may still go."""
    printing, sending, method = job.printing, job.sending, job.press.method
    with job.work() as work:
        now = work.sendings.get(sending.case, sending.number)
        ours = work.deliveries.renew(sheets, worker=printing.folder.worker, until=printing.until())
        is_held = is_held_now(work, sending.case, sending.wave, job.duties)
        if now is None or not now.state.lets_go or is_held or ours != len(sheets):
            raise NotPrintedError(
                f"Sending {sending.number} was stopped or held, or somebody else took its letters "
                "over while they were printed; nothing of this batch was kept."
            )
        batch = work.deliveries.add_batch(sending.id, method, sheets, digest)
        name = name_of(method, batch.number)
        if not printing.folder.is_free(name):
            raise PrintFolderError(
                f"{name} lies in the folder already and is of another case; give a folder of its "
                "own for each case."
            )
        made = BatchMade(
            sending=sending.number,
            wave=sending.wave,
            batch=batch.number,
            method=method.value,
            deliveries=len(sheets),
            manifest=digest,
        )
        note_quietly(work, sending.case, [made])
    return PrintedBatch(number=batch.number, name=name, letters=len(sheets), manifest=digest)


def _set_aside(job: _Job, piece: Piece, refused: Sequence[RefusedLetter]) -> None:
    """Record letters that cannot be printed; another way follows for each."""
    rows = {each.delivery.id: each.delivery for each in piece.deliveries}
    with job.work() as work:
        settled = [
            Settled(
                delivery=each.number,
                state=DeliveryState.BOUNCED,
                result=f"not printed: {each.reason}",
                at=work.now,
            )
            for each in refused
        ]
        settle_deliveries(work, job.sending, settled, rows)


def _batch_of(summary: BatchSummary) -> PrintedBatch:
    return PrintedBatch(
        number=summary.number,
        name=name_of(summary.method, summary.number),
        letters=summary.deliveries,
        manifest=summary.manifest,
    )
