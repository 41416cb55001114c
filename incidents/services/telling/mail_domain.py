"""What the internet says of the domain that e-mail is sent from: the port.

Large mailbox providers refuse or hide mass mail from a domain without SPF, DKIM
and DMARC. The program looks with the resolver of the machine, and says plainly
where it could not.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class Verdict(StrEnum):
    """What was found of one record."""

    GOOD = "good"
    BAD = "bad"
    NOT_CHECKED = "not_checked"

    @property
    def words(self) -> str:
        """Give it as it stands in a table."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class DomainCheck:
    """One record of a domain: what it is called, what was found, and why it matters."""

    record: str
    verdict: Verdict
    words: str


class DomainChecker(Protocol):
    """Whoever can look up the records of a domain."""

    def __call__(self, sender: str | None, selector: str | None) -> tuple[DomainCheck, ...]:
        """Give what is found of SPF, DKIM and DMARC for a sender's address.

        Never raises: what cannot be found out is not checked, with the reason.
        """
        ...
