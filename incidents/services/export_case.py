"""Reads the record of a case up to a checkpoint, for an export.

Everything in an export follows from the entries that the checkpoint covers and
from the bytes that they name. What was appended since is left out, and the time
of reading plays no part, so that two exports at one checkpoint are the same.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from incidents.case.agency import Agency
from incidents.case.case import Case
from incidents.errors import DueNoticeError
from incidents.ledger.contents import Row, content_line
from incidents.ledger.keys import VerifierKey
from incidents.moments import Instant
from incidents.services.kept_files import NamedFile, files_in, kept_bytes
from incidents.services.lawbook import LawBook
from incidents.services.ports import CheckpointRow, StoredEvent, UnitOfWork
from incidents.services.seals import Seals
from incidents.services.view_case import CaseView, view_of


class IncompleteRecordError(DueNoticeError):
    """Something that an entry names is gone; no export would be whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRecord:
    """The record of a case as of its last sealed entry."""

    number: str
    #: The agency's id in the record.
    agency_id: str
    rows: tuple[Row, ...]
    events: tuple[StoredEvent, ...]
    checkpoints: tuple[CheckpointRow, ...]
    key: VerifierKey
    #: The case and its plans at the time of its last entry.
    view: CaseView

    @property
    def case(self) -> Case:
        """Give the case that the entries come to."""
        return self.view.case

    @property
    def agency(self) -> Agency:
        """Give the agency as its settings describe it."""
        return self.view.agency

    @property
    def at(self) -> Instant:
        """Give the time of the last entry, which is that of the export."""
        return self.view.at

    @property
    def is_final(self) -> bool:
        """Say whether the case is closed, so that this is the record."""
        return self.case.closed_at is not None

    def files(self) -> list[NamedFile]:
        """Give each file that an entry names, sorted by path."""
        return sorted({named for event in self.events for named in files_in(event.body)})

    def events_lines(self) -> Iterator[bytes]:
        """Give the lines of ``events.jsonl``: the entries themselves."""
        for entry, *_ in self.rows:
            yield entry + b"\n"

    def contents_lines(self) -> Iterator[bytes]:
        """Give the lines of ``contents.jsonl``: what the entries' digests stand for."""
        for seq, (_, salt, body, _) in enumerate(self.rows):
            if salt is not None and body is not None:
                yield content_line(seq, salt, body)


def read_record(work: UnitOfWork, law: LawBook, seals: Seals, number: str, size: int) -> CaseRecord:
    """Give the record of a case up to the checkpoint of that size.

    Raise StoreError where a content is gone, and IncompleteRecordError where
    the key is.
    """
    row = work.cases.get(number)
    key = seals.keys.verifier(row.agency)
    if key is None:
        raise IncompleteRecordError(
            f"The public key of {row.agency} is gone; put {row.agency}.pub back from a copy."
        )
    events = tuple(work.history(number)[:size])
    rows = tuple(entry for entry, _ in zip(work.logs.stream(number), range(size), strict=False))
    checkpoints = [each for each in work.checkpoints.of_log(number) if each.size <= size]
    return CaseRecord(
        number=number,
        agency_id=row.agency,
        rows=rows,
        events=events,
        checkpoints=tuple(sorted(checkpoints, key=lambda each: each.size)),
        key=key,
        view=view_of(Case.replay(number, events), law, events[-1].at),
    )


def read_file(work: UnitOfWork, record: CaseRecord, named: NamedFile) -> bytes:
    """Give the bytes that an entry names; raise IncompleteRecordError."""
    content = kept_bytes(work, record.number, record.agency_id, named)
    if content is None:
        raise IncompleteRecordError(
            f"The file {named.path} of case {record.number} is gone; run duenotice verify, and "
            "restore the last good back-up."
        )
    return content
