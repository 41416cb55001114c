"""Walk a log from its first entry and name the first that is wrong.

The walk keeps three things from the entry before: its hash, its instant and the
tree so far. Each entry must be in the canonical form, belong to this log, carry
the next number, name the hash before it, not lie earlier in time, and have a
content whose salted digest is the one it keeps. At each size for which a
checkpoint is known from outside, the root must be the checkpoint's. At the end
no checkpoint may speak of more entries than there are.

What each check finds:

- form, number, log, link (`diagnosis`): an entry edited, deleted, inserted or
  swapped; the walk ends there, because nothing after it has a firm place;
- instant: an entry back-dated;
- content: a content changed, or gone without a record of its destruction;
- root: a log rebuilt with links that fit; the first entry that no agreeing
  checkpoint vouches for is named, since from there on nothing is proven;
- size: a log cut off.

The links alone do not find a log that its owner rebuilt or cut off: that is
what checkpoints kept elsewhere are for (`known_from`).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, islice

from incidents.ledger.blocks import NO_INSTANT, Accepted, accept, room
from incidents.ledger.checkpoint import Checkpoint, NoteError, OtherKeyError, open_note
from incidents.ledger.contents import ERASED, Row, erased_entries
from incidents.ledger.diagnosis import Place, diagnose, link_fits
from incidents.ledger.entry import (
    NO_ENTRY,
    SALT_BYTES,
    Entry,
    EntryError,
    content_digest,
    entry_hash,
)
from incidents.ledger.findings import Finding, Kind, Verification
from incidents.ledger.keys import VerifierKey
from incidents.ledger.merkle import Frontier

__all__ = ["NOTHING_KNOWN", "Known", "Row", "known_from", "verify"]

#: After so many changed contents no further ones are listed.
MOST_FINDINGS = 100
_ERASING = f'{{"action":"{ERASED}",'.encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """The checkpoints that a log is held against."""

    #: Kept elsewhere, out of reach of whoever keeps the log.
    checkpoints: tuple[Checkpoint, ...] = ()
    #: Kept beside the log: whoever has the key can sign these anew.
    inside: tuple[Checkpoint, ...] = ()
    #: What was wrong with the checkpoints themselves.
    findings: tuple[Finding, ...] = ()


NOTHING_KNOWN = Known()


def known_from(
    notes: Iterable[str | bytes],
    key: VerifierKey,
    log: str,
    inside: Iterable[str | bytes] = (),
) -> Known:
    """Give the checkpoints of a log that the key signed, and what is wrong.

    `notes` were kept elsewhere, `inside` beside the log.
    """
    findings: list[Finding] = []
    return Known(
        checkpoints=tuple(_opened(notes, key, log, findings)),
        inside=tuple(_opened(inside, key, log, findings)),
        findings=tuple(findings),
    )


def _opened(
    notes: Iterable[str | bytes], key: VerifierKey, log: str, findings: list[Finding]
) -> Iterator[Checkpoint]:
    for note in notes:
        try:
            checkpoint = open_note(note, key)
        except NoteError as wrong:
            kind = Kind.OTHER_KEY if isinstance(wrong, OtherKeyError) else Kind.CHECKPOINT_FORGED
            findings.append(Finding(kind=kind, entry=None, sentence=str(wrong)))
            continue
        if checkpoint.log == log:
            yield checkpoint
        else:
            sentence = f"A checkpoint given for {log} speaks of the log {checkpoint.log}."
            findings.append(Finding(kind=Kind.CHECKPOINT_FORGED, entry=None, sentence=sentence))


def verify(log: str, stored: Iterable[Row], known: Known = NOTHING_KNOWN) -> Verification:
    """Give what is wrong with a log, reading its entries once, in order.

    Rows are `Stored` or plain tuples (entry, salt, body, erased), as a database
    driver gives them; the log may be longer than memory.
    """
    walk = _Walk(log=log, known=known, rows=iter(stored))
    walk.run()
    return Verification(
        log=log,
        size=walk.frontier.size,
        root=walk.frontier.root(),
        findings=tuple(sorted(walk.findings, key=_first_entry_first)),
        vouched=walk.vouched,
        erased=tuple(walk.erased),
    )


def _first_entry_first(finding: Finding) -> tuple[bool, int, bool]:
    of_content = finding.kind in {Kind.CONTENT_CHANGED, Kind.CONTENT_MISSING}
    return (finding.entry is None, finding.entry or 0, of_content)


@dataclass(slots=True, kw_only=True)
class _Walk:
    log: str
    known: Known
    rows: Iterator[Row]
    frontier: Frontier = field(default_factory=Frontier)
    prev: str = NO_ENTRY
    before: str | None = None
    at: str = NO_INSTANT
    #: How many entries agree with any checkpoint, and with one kept elsewhere.
    vouched: int = 0
    proven: int = 0
    ended: bool = False
    findings: list[Finding] = field(default_factory=list)
    erased: list[int] = field(default_factory=list)
    announced: set[int] = field(default_factory=set)
    roots: dict[int, set[bytes]] = field(default_factory=dict)
    elsewhere: dict[int, set[bytes]] = field(default_factory=dict)

    def run(self) -> None:
        self.findings.extend(self.known.findings)
        for checkpoint in self.known.checkpoints:
            self.elsewhere.setdefault(checkpoint.size, set()).add(checkpoint.root)
        for checkpoint in (*self.known.checkpoints, *self.known.inside):
            self.roots.setdefault(checkpoint.size, set()).add(checkpoint.root)
        stops = [size for size in sorted(self.roots, reverse=True) if size]
        self._compare_roots()
        while not self.ended:
            while stops and stops[-1] <= self.frontier.size:
                stops.pop()
            seq = self.frontier.size
            most = min(room(seq), stops[-1] - seq) if stops else room(seq)
            block = list(islice(self.rows, most))
            if not block:
                break
            self._take_block(block)
        if not self.ended:
            self._judge_end()

    def _take_block(self, block: Sequence[Row]) -> None:
        seq = self.frontier.size
        accepted = accept(block, log=self.log, seq=seq, prev=self.prev, at=self.at)
        if accepted:
            self._take_accepted(block, accepted)
        else:
            self._take_singly(block)
        if not self.ended:
            self._compare_roots()

    def _take_accepted(self, block: Sequence[Row], accepted: Accepted) -> None:
        if any(opening.startswith(_ERASING) for opening in accepted.openings):
            for seq, row in enumerate(block, self.frontier.size):
                self._note_erasure(seq, row)
        first = self.frontier.size
        self.erased.extend(seq for seq, row in enumerate(block, first) if row[1] is None)
        self.frontier.extend(accepted.leaves)
        self.at = accepted.at
        self.before = accepted.leaves[-2].hex() if len(block) > 1 else self.prev
        self.prev = accepted.leaves[-1].hex()

    def _take_singly(self, block: Sequence[Row]) -> None:
        for index, row in enumerate(block):
            following = (later[0] for later in chain(block[index + 1 :], self.rows))
            self._take(row, following)
            if self.ended:
                return

    def _take(self, row: Row, following: Iterator[bytes]) -> None:
        seq, written = self.frontier.size, row[0]
        try:
            entry = Entry.parse(written)
        except EntryError:
            entry = None
        if entry is None or (entry.log, entry.seq, entry.prev) != (self.log, seq, self.prev):
            self._end(diagnose(self._place(), written, following))
            return
        if entry.at.stamp() < self.at:
            earlier = (
                f"Entry {seq} is dated {entry.at.stamp()}, before the entry before it ({self.at})."
            )
            self._end(Finding(kind=Kind.BACK_DATED, entry=seq, sentence=earlier))
            return
        self._check_content(entry, row)
        self._note_erasure(seq, row)
        leaf = entry_hash(written)
        self.frontier.extend([leaf])
        self.before, self.prev, self.at = self.prev, leaf.hex(), entry.at.stamp()

    def _check_content(self, entry: Entry, row: Row) -> None:
        _, salt, body, erased = row
        if salt is None and body is None:
            if erased:
                self.erased.append(entry.seq)
            else:
                self._add(
                    Kind.CONTENT_MISSING, entry.seq, f"The content of entry {entry.seq} is gone."
                )
        elif (
            salt is None
            or body is None
            or len(salt) != SALT_BYTES
            or content_digest(salt, body) != entry.content
        ):
            changed = f"The content of entry {entry.seq} is not the one that was recorded."
            self._add(Kind.CONTENT_CHANGED, entry.seq, changed)

    def _note_erasure(self, seq: int, row: Row) -> None:
        if row[2] is not None and row[0].startswith(_ERASING):
            self.announced |= {erased for erased in erased_entries(row[2]) if erased < seq}

    def _compare_roots(self) -> None:
        size = self.frontier.size
        if size not in self.roots:
            return
        root = self.frontier.root()
        if self.roots[size] == {root}:
            self.vouched = size
            self.proven = size if size in self.elsewhere else self.proven
            return
        contradicted = not self.elsewhere.get(size, set()) <= {root}
        self._end(
            self._edited_last() or self._rebuilt(self.proven if contradicted else self.vouched)
        )

    def _edited_last(self) -> Finding | None:
        """Judge by the next entry whether only the last one was changed."""
        row = next(self.rows, None)
        if row is None or link_fits(self._place(), row[0]):
            return None
        finding = diagnose(self._place(), row[0], (later[0] for later in self.rows))
        return finding if finding.entry == self.frontier.size - 1 else None

    def _rebuilt(self, first: int) -> Finding:
        """Name the first entry that no checkpoint worth its name vouches for."""
        size = self.frontier.size
        if first >= size - 1:
            one = f"Entry {first} is not the one that the checkpoint of {size} entries vouches for."
            return Finding(kind=Kind.EDITED, entry=first, sentence=one)
        many = (
            f"The first {size} entries are not those of the checkpoint of {size} entries: "
            f"from entry {first} on, or a later one, the log was written anew."
        )
        return Finding(kind=Kind.REBUILT, entry=first, sentence=many)

    def _judge_end(self) -> None:
        size, largest = self.frontier.size, max(self.roots, default=0)
        if largest > size:
            cut = f"The log ends before entry {size}; a checkpoint vouches for {largest} entries."
            self._end(Finding(kind=Kind.CUT_OFF, entry=size, sentence=cut))
        for seq in self.erased:
            if seq not in self.announced:
                gone = (
                    f"The content of entry {seq} is marked as destroyed, but no entry records that."
                )
                self._add(Kind.CONTENT_MISSING, seq, gone)

    def _place(self) -> Place:
        seq = self.frontier.size
        return Place(
            log=self.log,
            seq=seq,
            prev=self.prev,
            before=self.before,
            vouched=self.vouched,
            frontier=self.frontier,
            next_roots=frozenset(self.roots.get(seq + 1, ())),
        )

    def _add(self, kind: Kind, entry: int, sentence: str) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(kind=kind, entry=entry, sentence=sentence))

    def _end(self, finding: Finding) -> None:
        self.findings.append(finding)
        self.ended = True
