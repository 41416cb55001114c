"""What a verification found, each finding one sentence for a person."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Verdict(StrEnum):
    """The outcome of a verification."""

    INTACT = "intact"
    ALTERED = "altered"
    #: Nothing that is there is wrong, but something is missing.
    INCOMPLETE = "incomplete"


class Kind(StrEnum):
    """What was done to a log."""

    EDITED = "edited"
    DELETED = "deleted"
    INSERTED = "inserted"
    SWAPPED = "swapped"
    BACK_DATED = "back-dated"
    CUT_OFF = "cut off"
    REBUILT = "rebuilt"
    CONTENT_CHANGED = "content changed"
    CONTENT_MISSING = "content missing"
    #: A checkpoint whose signature is wrong, or that is none at all.
    CHECKPOINT_FORGED = "checkpoint forged"
    #: A checkpoint that another key signed.
    OTHER_KEY = "other key"

    @property
    def verdict(self) -> Verdict:
        """Give the outcome that this finding alone would lead to."""
        missing = {Kind.CUT_OFF, Kind.CONTENT_MISSING}
        return Verdict.INCOMPLETE if self in missing else Verdict.ALTERED


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that is wrong.

    `entry` is the first entry that is or can be wrong, counted from 0; None
    where only a checkpoint is wrong and no entry can be named.
    """

    kind: Kind
    entry: int | None
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """The result of walking one log."""

    log: str
    #: How many entries were read; the walk ends at the first broken place.
    size: int
    #: The root over the entries read.
    root: bytes
    findings: tuple[Finding, ...]
    #: How many entries a checkpoint known from outside vouches for.
    vouched: int
    #: Entries whose contents were destroyed, with a record of it.
    erased: tuple[int, ...]

    @property
    def verdict(self) -> Verdict:
        """Give the outcome: altered outweighs incomplete."""
        verdicts = {finding.kind.verdict for finding in self.findings}
        for verdict in (Verdict.ALTERED, Verdict.INCOMPLETE):
            if verdict in verdicts:
                return verdict
        return Verdict.INTACT

    @property
    def first_wrong(self) -> int | None:
        """Give the number of the first wrong entry, if one can be named."""
        return min((f.entry for f in self.findings if f.entry is not None), default=None)
