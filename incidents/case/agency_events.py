"""What an agency's own log keeps of its cases, so that none can vanish.

A case whose whole log is taken out of the database leaves no broken link
behind. Its number stays here: in the log of the agency, which has a chain and
checkpoints of its own. The names repeat those of a case's own events, so import
the module and not the classes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from incidents.case.events import CaseEvent


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOpened(CaseEvent):
    """A case was opened; written in the same transaction as the case."""

    tag: ClassVar[str] = "case:opened"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseClosed(CaseEvent):
    """A case was closed."""

    tag: ClassVar[str] = "case:closed"
    number: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseSealed(CaseEvent):
    """A checkpoint was signed over a case: so many entries, this root.

    The root is in hexadecimal. It vouches for the case even where each copy of
    the checkpoint itself was taken away.
    """

    tag: ClassVar[str] = "case:sealed"
    number: str
    size: int
    root: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseExported(CaseEvent):
    """The record of a case was read out into a bag.

    Kept here and not in the case: a reading changes nothing in it, so that two
    exports of an unchanged case are the same. ``bag`` is the SHA-256 of the
    bag's tag manifest, which stands for all that was handed out.
    """

    tag: ClassVar[str] = "case:exported"
    number: str
    size: int
    bag: str
    by: str
