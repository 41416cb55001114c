"""Where a provision stands, and whether a person has read it there."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Verification:
    """Who read the source itself, and when."""

    by: str
    #: The day, or the month, of the reading: ``2026-11-21`` or ``2026-11``.
    on: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Citation:
    """Title, section and link of one provision.

    ``verified`` is None until somebody has read the wording at its source;
    every page that shows the provision then says so.
    """

    title: str
    section: str
    url: str
    verified: Verification | None = None

    @property
    def short(self) -> str:
        """Give the citation as it stands in a sentence."""
        return f"{self.title} {self.section}".strip()

    @property
    def reading(self) -> str:
        """Give who read the wording at its source, or that nobody has yet."""
        if self.verified is None:
            return "not yet read at its source"
        return f"read by {self.verified.by}, {self.verified.on}"

    def as_json(self) -> dict[str, object]:
        """Give the citation as the plan prints it."""
        return {
            "title": self.title,
            "section": self.section,
            "url": self.url,
            "verified": self.verified is not None,
        }
