"""Letters printed as the command prints them, to the last file on the disk.

    python -m bench printing

A case with so many families is told by mail: imported, resolved, prepared and
released on SQLite, with the real text. Then all of it is timed that a district
does with ``duenotice letters``: claim, open the sealed names, fill, print, write
each file and its manifest to the disk, and chain its batch. ``engine`` is the PDF
engine's bare rate in the same run, before and after. ``DUENOTICE_BENCH_LETTERS``
makes it smaller. It is started by ``bench`` alone: the processes that print load
the module that was started, as they load the short one of the command.
"""

from __future__ import annotations

import os
import tempfile
from itertools import islice
from pathlib import Path
from time import perf_counter

from bench.letters import bare_engine
from bench.million import NOW, District, Peak, a_district
from config.sending_settings import SendingSettings
from incidents.people.recipient import Kind, Method
from incidents.services.chunks import chunks
from incidents.services.telling.letters import Letter
from incidents.services.telling.print_batch import print_letters
from incidents.services.telling.printing import Printing
from incidents.services.view_case import case_of
from notices.letters import ApprovedLetters
from notices.presses import LetterPress
from notices.print_folder import letter_folder
from rosters.opening import open_roster

LETTERS, MEGABYTES = 100_000, 1_000
#: Of so many students whose families are told by mail, how many letters become.
_STUDENTS_A_LETTER = 1.27
_FILES, _SIZE = 10, SendingSettings().letters_per_batch
_MEGABYTE = 1_000_000


def printing(letters: int = LETTERS) -> dict[str, float]:
    """Give the rate of printing so many letters, beside the bare engine, and its memory."""
    with (
        a_district(int(letters * _STUDENTS_A_LETTER)) as district,
        tempfile.TemporaryDirectory(prefix="duenotice-print-") as folder,
    ):
        _tell_by_mail(district)
        ready = _ready(district)
        before = bare_engine(ready)
        with Peak() as peak:
            began = perf_counter()
            printed = _print(district, Path(folder))
            seconds = perf_counter() - began
        engine = _SIZE * (before + bare_engine(ready)) / 2
        size = sum(path.stat().st_size for path in Path(folder).iterdir())
    return {
        "letters printed": printed,
        "minutes": seconds / 60,
        "letters a second, with everything": printed / seconds,
        "letters a second, the bare engine on ready input": engine,
        "share of the bare engine (at least 0.85)": printed / seconds / engine,
        f"peak of memory, MB (at most {MEGABYTES:,})": peak.mebibytes * 2**20 / _MEGABYTE,
        "files, MB": size / _MEGABYTE,
    }


def _tell_by_mail(district: District) -> None:
    with open_roster(district.list) as roster:
        district.imports(roster, district.looks(roster))
    district.resolves(Method.FIRST_CLASS_MAIL)
    district.drafts()
    district.prepares()
    district.releases()


def _ready(district: District) -> list[tuple[str, str, str]]:
    """Give what the engine reads of the first families that read English."""
    with district.home.reading(NOW) as work:
        ours = (
            Letter(number=each.id, recipient=each.recipient)
            for each in work.recipients.stream(district.case, 1)
            if (each.recipient.kind, each.recipient.language) == (Kind.PARENT, "en")
        )
        letters = list(islice(ours, _FILES * _SIZE))
        drafts = case_of(work, district.case).drafts.values()
        digest = next(
            each.digest
            for each in drafts
            if (each.recipient_kind, each.language) == ("parent", "en")
        )
        notice = work.notices.get(district.case, digest)
    if notice is None:
        raise SystemExit("the text of the families is not there")
    return [ApprovedLetters().ready(notice, some) for some in chunks(letters, _SIZE)]


def _print(district: District, folder: Path) -> int:
    with letter_folder(folder) as place:
        by_dpo = Printing(
            work=lambda at: district.home.work(at, "dpo"), folder=place, clock=lambda: NOW
        )
        press = LetterPress(writer=ApprovedLetters())
        report = print_letters(by_dpo, press, district.case, 1)
    return sum(each.letters for each in report.batches)


def main() -> None:
    """Print every figure."""
    letters = int(os.environ.get("DUENOTICE_BENCH_LETTERS", str(LETTERS)))
    for name, figure in printing(letters).items():
        print(f"{name:<75} {figure:>14,.3f}")
