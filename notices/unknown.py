"""The one way to say that nobody knows yet."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Unknown:
    """A fact that was looked for and is not known, with the reason.

    The reason is a few words that can follow a colon ("the contractor is
    still counting"); sheets for officials show it, letters to families do not.
    """

    why: str
