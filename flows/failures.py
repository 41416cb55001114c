"""What may be said of a failure where Prefect, or a log, can read it.

Prefect keeps the text of an error with the run that met it, and an error's
text can quote what a person typed. So no text leaves: only the kind of error
and the place in the code, which is what somebody who mends it needs.
"""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from incidents.errors import DueNoticeError


class FlowFailedError(DueNoticeError):
    """A flow met an error, told by its kind and place alone."""


@contextmanager
def only_kind_and_place() -> Iterator[None]:
    """Let an error out by its kind and place, without its text; wraps a flow's body."""
    try:
        yield
    except FlowFailedError:
        raise
    except Exception as error:  # noqa: BLE001 - raised again, without its text
        raise FlowFailedError(kind_and_place(error)) from None


def kind_and_place(error: BaseException) -> str:
    """Give the kind of an error and the file and line that raised it.

    >>> kind_and_place(KeyError("a name"))
    'KeyError'
    """
    if isinstance(error, FlowFailedError):
        return str(error)
    steps = traceback.extract_tb(error.__traceback__)
    if not steps:
        return type(error).__name__
    return f"{type(error).__name__} at {Path(steps[-1].filename).name}:{steps[-1].lineno}"
