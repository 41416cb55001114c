"""A printer whose process is ended says so in one sentence, and prints again."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing import active_children
from threading import Thread

import pytest

from incidents.services.telling.letters import Letter
from notices.letter_batch import PrinterEndedError
from tests.notices.letter_samples import a_family, a_kept_notice, in_one_file


@contextmanager
def ended_as_it_starts() -> Iterator[None]:
    """End the process of the next printer, as a machine without memory does."""
    others = {each.pid for each in active_children()}

    def end() -> None:
        until = time.monotonic() + 60
        while time.monotonic() < until:
            found = [each for each in active_children() if each.pid not in others]
            for each in found:
                each.kill()
            if found:
                return
            time.sleep(0.005)

    thread = Thread(target=end)
    thread.start()
    yield
    thread.join()


def test_an_ended_process_is_one_sentence_and_can_be_repeated() -> None:
    notice = a_kept_notice()
    letters = [Letter(number=number, recipient=a_family()) for number in range(1, 41)]

    with ended_as_it_starts(), pytest.raises(PrinterEndedError) as refused:
        in_one_file(notice, letters)

    assert str(refused.value) == (
        "The process that prints the letters was ended before its file was written, as a machine "
        "does that has no memory left; nothing of this file was kept: free some memory and print "
        "it again."
    )
    assert len(in_one_file(notice, letters[:2]).letters) == 2
