"""What an installation works by: the law, its notices, its reminders."""

from __future__ import annotations

from dataclasses import dataclass

from incidents.case.ladder import Ladder
from incidents.services.drafter import Drafter
from incidents.services.lawbook import LawBook


@dataclass(frozen=True, slots=True, kw_only=True)
class Practice:
    """The three that most acts on a case need together."""

    law: LawBook
    drafter: Drafter
    ladder: Ladder
