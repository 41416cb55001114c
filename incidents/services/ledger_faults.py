"""What a verification of the record found, log by log."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.ledger.findings import Finding, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One thing that is wrong, in a sentence for a person.

    ``entry`` is the first entry of the log that is or can be wrong, counted
    from 0; None where no entry is to blame.
    """

    log: str
    entry: int | None
    verdict: Verdict
    sentence: str

    @classmethod
    def of(cls, log: str, finding: Finding) -> Fault:
        """Give what the walk through a log found."""
        return cls(
            log=log, entry=finding.entry, verdict=finding.kind.verdict, sentence=finding.sentence
        )

    def as_json(self) -> dict[str, object]:
        """Give the fault as ``verify --json`` prints it."""
        return {
            "log": self.log,
            "entry": self.entry,
            "verdict": self.verdict.value,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LogCheck:
    """What one log is, as far as it could be read."""

    log: str
    agency: str
    entries: int
    root: str
    #: How many entries some checkpoint vouches for, and one from outside.
    vouched: int
    vouched_outside: int

    def as_json(self) -> dict[str, object]:
        """Give the log as ``verify --json`` prints it."""
        return {
            "log": self.log,
            "agency": self.agency,
            "entries": self.entries,
            "root": self.root,
            "vouched": self.vouched,
            "vouched_outside": self.vouched_outside,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerCheck:
    """What was found in the logs that were asked for, and across them."""

    logs: tuple[LogCheck, ...]
    faults: tuple[Fault, ...]

    @property
    def verdict(self) -> Verdict:
        """Give the outcome: altered outweighs incomplete."""
        verdicts = {fault.verdict for fault in self.faults}
        for verdict in (Verdict.ALTERED, Verdict.INCOMPLETE):
            if verdict in verdicts:
                return verdict
        return Verdict.INTACT

    @property
    def first_wrong(self) -> Fault | None:
        """Give the fault with the first wrong entry of the first faulty log."""
        named = [fault for fault in self.faults if fault.entry is not None]
        if not named:
            return None
        same_log = [fault for fault in named if fault.log == named[0].log]
        return min(same_log, key=lambda fault: fault.entry or 0)
