"""Holds the record against itself and against what lies outside it.

Each log is walked with every checkpoint there is: in the database, on the shelf
outside it, in what a person hands in, and in what the agency's own log says was
sealed. The head kept for it, and the bytes of each notice and file that an
entry names, must fit. Then the logs are held against each other: a case that an
agency's log names is there, and no case is there that it does not name.

A change within a log is found by its chain. A log that was rebuilt, cut off or
taken out whole is found by what lies elsewhere.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from incidents.errors import DueNoticeError
from incidents.ledger.findings import Kind, Verdict, Verification
from incidents.ledger.keys import VerifierKey
from incidents.ledger.verify import NOTHING_KNOWN, Known, known_from, verify
from incidents.services.agency_record import AgencyRecord, Tap
from incidents.services.handed_in import by_log
from incidents.services.kept_files import file_faults
from incidents.services.ledger_faults import Fault, LedgerCheck, LogCheck
from incidents.services.ports import LogRow, UnitOfWork, UnknownCaseError
from incidents.services.seals import Seals

_CLOSED = {True: "closed", False: "open"}
#: These say nothing of the entries: a note is wrong, or a content.
_BESIDE_ENTRIES = (
    Kind.CONTENT_CHANGED,
    Kind.CONTENT_MISSING,
    Kind.CHECKPOINT_FORGED,
    Kind.OTHER_KEY,
)


class CannotVerifyError(DueNoticeError):
    """Something that the check needs is not there, so it says nothing."""


def verify_ledger(
    work: UnitOfWork, seals: Seals, case: str | None = None, handed_in: Sequence[str] = ()
) -> LedgerCheck:
    """Check every log, or those of one case and its agency.

    ``handed_in`` are checkpoints that a person kept. Raise CannotVerifyError
    where they concern no log that is checked, or the public key is gone that
    signed; raise UnknownLogError where there is no such case.
    """
    check = _Check(work, seals, by_log(handed_in))
    rows = work.logs.list_all()
    if case is None:
        return check.everything(rows)
    agency = work.logs.get(case).agency
    return check.one_case(case, [row for row in rows if row.id in (case, agency)])


class _Check:
    def __init__(
        self, work: UnitOfWork, seals: Seals, handed_in: Mapping[str, Sequence[str]]
    ) -> None:
        self._work = work
        self._seals = seals
        self._handed_in = handed_in
        self._record = AgencyRecord()
        self._logs: list[LogCheck] = []
        self._faults: list[Fault] = []

    def everything(self, rows: Sequence[LogRow]) -> LedgerCheck:
        self._walk(rows)
        there = {row.id for row in rows}
        outside = {*self._seals.shelf.logs(), *self._handed_in}
        for log in sorted(outside - there):
            self._fault(log, 0, f"A checkpoint speaks of the log {log}, which is not there.")
        for number, (agency, seq) in self._record.opened.items():
            if number not in there:
                gone = f"Case {number} is not there; entry {seq} of {agency} records its opening."
                self._fault(agency, seq, gone)
        return LedgerCheck(logs=tuple(self._logs), faults=tuple(self._faults))

    def one_case(self, case: str, rows: Sequence[LogRow]) -> LedgerCheck:
        if self._handed_in and not any(row.id in self._handed_in for row in rows):
            others = ", ".join(self._handed_in)
            raise CannotVerifyError(
                f"The checkpoint that was given is of {others} and not of {case}; give one of it "
                "or of its agency, or leave the case out to check everything."
            )
        self._walk(rows)
        return LedgerCheck(logs=tuple(self._logs), faults=tuple(self._faults))

    def _walk(self, rows: Sequence[LogRow]) -> None:
        """Take the agencies first: what they say is held against the cases."""
        for row in sorted(rows, key=lambda row: (row.kind == "case", row.id)):
            self._log(row)

    def _log(self, row: LogRow) -> None:
        notes = [each.note for each in self._work.checkpoints.of_log(row.id)]
        shelved = self._seals.shelf.notes(row.id)
        outside = [*shelved, *self._handed_in.get(row.id, ())]
        key = self._key(row, needed=bool(notes or outside))
        known = _known(outside, key, row.id, inside=notes)
        sealed = tuple(self._record.sealed.get(row.id, ()))
        tap = Tap()
        found = verify(
            row.id,
            tap.through(self._work.logs.stream(row.id)),
            Known(
                checkpoints=(*known.checkpoints, *sealed),
                inside=known.inside,
                findings=known.findings,
            ),
        )
        self._faults += [Fault.of(row.id, finding) for finding in found.findings]
        if all(finding.kind in _BESIDE_ENTRIES for finding in found.findings):
            self._beside(row, found, tap, lost=set(shelved) - set(notes))
        if row.kind == "agency":
            first = found.first_wrong
            self._record.learn(row.id, tap.about_cases, found.size if first is None else first)
        elsewhere = [each.size for each in _known(outside, key, row.id).checkpoints]
        self._logs.append(
            LogCheck(
                log=row.id,
                agency=row.agency,
                entries=found.size,
                root=found.root.hex(),
                vouched=found.vouched,
                vouched_outside=max(
                    (each for each in elsewhere if each <= found.vouched), default=0
                ),
            )
        )

    def _beside(self, row: LogRow, found: Verification, tap: Tap, *, lost: set[str]) -> None:
        """Judge what lies beside a log whose entries are as they were."""
        if (row.size, row.head) != (found.size, tap.head()):
            self._faults.append(_other_end(row, found.size))
        if lost:
            taken = f"Checkpoints that lie outside were taken out of the database: {len(lost)}."
            self._fault(row.id, None, taken)
        self._faults += file_faults(self._work, row.id, row.agency, tap.naming_files)
        if row.kind == "case":
            self._faults += self._listing_faults(row, closed=tap.says_closed())

    def _listing_faults(self, row: LogRow, *, closed: bool) -> Iterator[Fault]:
        """Compare a case with what its agency's log and the list say of it."""
        if row.id not in self._record.opened:
            unknown = f"No entry of {row.agency} records the opening of case {row.id}."
            yield Fault(log=row.id, entry=0, verdict=Verdict.ALTERED, sentence=unknown)
        try:
            listed = not self._work.cases.get(row.id).is_open
        except UnknownCaseError:
            gone = f"Case {row.id} has a log and is not in the list of cases."
            yield Fault(log=row.id, entry=None, verdict=Verdict.INCOMPLETE, sentence=gone)
            return
        if listed is not closed:
            other = (
                f"Case {row.id} is listed as {_CLOSED[listed]}; by its log it is {_CLOSED[closed]}."
            )
            yield Fault(log=row.id, entry=None, verdict=Verdict.ALTERED, sentence=other)

    def _key(self, row: LogRow, *, needed: bool) -> VerifierKey | None:
        key = self._seals.keys.verifier(row.agency)
        if key is None and needed:
            raise CannotVerifyError(
                f"The public key of {row.agency} is gone, so its checkpoints say nothing; put "
                f"{row.agency}.pub back into the keys folder from a copy."
            )
        return key

    def _fault(self, log: str, entry: int | None, sentence: str) -> None:
        missing = Verdict.INCOMPLETE
        self._faults.append(Fault(log=log, entry=entry, verdict=missing, sentence=sentence))


def _other_end(row: LogRow, entries: int) -> Fault:
    """Tell a log whose end was cut off from one whose listed end was changed."""
    if row.size > entries:
        cut = f"The log ends before entry {entries}; it is listed with {row.size} entries."
        return Fault(log=row.id, entry=entries, verdict=Verdict.INCOMPLETE, sentence=cut)
    other = f"The end that is listed for the log ({row.size} entries) is not its end."
    return Fault(log=row.id, entry=None, verdict=Verdict.ALTERED, sentence=other)


def _known(
    outside: Iterable[str], key: VerifierKey | None, log: str, inside: Iterable[str] = ()
) -> Known:
    """Give what vouches for a log; whoever has the key can re-sign what lies inside."""
    if key is None:
        return NOTHING_KNOWN
    return known_from(dict.fromkeys(outside), key, log, dict.fromkeys(inside))
