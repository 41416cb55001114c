"""The family of errors a person may meet, each one clear sentence."""

from __future__ import annotations

from collections.abc import Sequence


class DueNoticeError(Exception):
    """Something the person at the keyboard can put right.

    The message says what was given, what is accepted and what to do; the
    doors print it as it stands, without a traceback.
    """


class InputRefusedError(DueNoticeError):
    """One or more mistakes in what was given; nothing was changed."""

    def __init__(self, problems: Sequence[str]) -> None:
        """Keep every problem, so that all are shown at once."""
        self.problems = tuple(problems)
        super().__init__("\n".join(self.problems))
