"""Letters and texts for thousands, beside what the PDF engine alone can do.

``engine`` is the bare rate: ready input, the same layout, nothing asked. What
an office does today is measured where LibreOffice is installed: the same letter
as a Word file for each recipient, turned into PDF.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from statistics import median
from time import perf_counter

from config.sending_settings import SendingSettings
from incidents.people.recipient import Recipient
from incidents.services.ports import NoticeRow
from incidents.services.telling.letters import Letter
from notices.drafts import draft_from
from notices.language import language
from notices.letter_batch import letter_printer
from notices.letters import ApprovedLetters
from notices.merging import Merger
from notices.word_file import docx
from tests.notices.letter_samples import a_family, a_kept_notice

_TEXTS, _SINGLES, _BY_OFFICE = 2_000, 200, 60
#: Letters a file, as the settings have it.
_SIZE = SendingSettings().letters_per_batch


def letters_and_texts(rounds: int = 5, files: int = 6) -> dict[str, float]:
    """Give letters and texts a second, and the pipeline as a share of the engine.

    Each round measures engine and pipeline, one after the other, so that a busy
    machine slows both alike; the share is the median of the rounds.
    """
    notice, writer = a_kept_notice(), ApprovedLetters()
    pairs = [
        (_engine(notice, writer, files), _pipeline(notice, writer, files)) for _ in range(rounds)
    ]
    singles = _singles(notice, writer)
    return {
        "texts and HTML filled, a second": _texts(notice),
        "letters checked for the window and the font, a second": _checked(notice, writer),
        "letters a second, the bare engine on ready input": median(bare for bare, _ in pairs),
        "letters a second, merged in tagged files": median(whole for _, whole in pairs),
        "merged letters as a share of the bare engine": median(all_ / bare for bare, all_ in pairs),
        "letters a second, each a tagged file": singles,
        "pages of such a letter": float(_pages(notice, writer)),
        **_office(notice, singles, median(whole for _, whole in pairs)),
    }


def _families(first: int, count: int) -> Iterator[Letter]:
    for number in range(first, first + count):
        yield Letter(number=number, recipient=_family(number))


def _family(number: int) -> Recipient:
    family = a_family()
    return replace(family, names=(f"{family.names[0]} {number}",))


def bare_engine(ready: Sequence[tuple[str, str, str]]) -> float:
    """Give files a second of ready input: date, text and letters, printed as the program does."""
    begun = perf_counter()
    with letter_printer(_SIZE) as printer:
        printing = [printer.begin(*each, places=False) for each in ready]
        for each in printing:
            each.result()
    return len(ready) / (perf_counter() - begun)


def _engine(notice: NoticeRow, writer: ApprovedLetters, files: int) -> float:
    numbers = (each * _SIZE for each in range(files))
    return _SIZE * bare_engine([writer.ready(notice, [*_families(n, _SIZE)]) for n in numbers])


def _pipeline(notice: NoticeRow, writer: ApprovedLetters, files: int) -> float:
    """Fill and check the letters of families, and print them."""
    begun = perf_counter()
    pieces = ((notice, list(_families(1_000_000 + each * _SIZE, _SIZE))) for each in range(files))
    for _ in writer.chunks(pieces, most=_SIZE):
        pass
    return files * _SIZE / (perf_counter() - begun)


def _singles(notice: NoticeRow, writer: ApprovedLetters) -> float:
    """Print families as files of one letter each, as ``letters_per_batch = 1`` does."""
    begun = perf_counter()
    for _ in writer.chunks(((notice, [each]) for each in _families(0, _SINGLES)), most=1):
        pass
    return _SINGLES / (perf_counter() - begun)


def _texts(notice: NoticeRow) -> float:
    kept = draft_from(notice.document or b"", notice.digest)
    merger = Merger(kept, language(kept.language))
    families = [_family(number) for number in range(_TEXTS)]
    return _rate(lambda number: merger.filled(families[number]), _TEXTS)


def _checked(notice: NoticeRow, writer: ApprovedLetters) -> float:
    families = [_family(number) for number in range(_TEXTS)]
    return _rate(lambda number: writer.problem(notice, families[number]), _TEXTS)


def _pages(notice: NoticeRow, writer: ApprovedLetters) -> int:
    return next(writer.chunks([(notice, list(_families(1, 1)))], most=1)).letters[0].pages


def _office(notice: NoticeRow, singles: float, merged: float) -> dict[str, float]:
    """Give how many times as fast as Word files turned into PDF by LibreOffice."""
    program = shutil.which("soffice")
    if program is None:
        print("not measured: LibreOffice is not installed")
        return {}
    kept = draft_from(notice.document or b"", notice.digest)
    merger = Merger(kept, language(kept.language))
    begun = perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        for number in range(_BY_OFFICE):
            path = Path(folder) / f"{number}.docx"
            path.write_bytes(docx(merger.document(_family(number))))
        command = [program, "--headless", "--convert-to", "pdf", "--outdir", folder]
        found = sorted(map(str, Path(folder).glob("*.docx")))
        subprocess.run([*command, *found], check=True, capture_output=True)  # noqa: S603
    rate = _BY_OFFICE / (perf_counter() - begun)
    return {
        "letters a second, Word files turned into PDF by LibreOffice": rate,
        "tagged files, times as fast as that": singles / rate,
        "merged letters, times as fast as that": merged / rate,
    }


def _rate(work: Callable[[int], object], times: int) -> float:
    begun = perf_counter()
    for number in range(times):
        work(number)
    return times / (perf_counter() - begun)


if __name__ == "__main__":
    for name, value in letters_and_texts().items():
        print(f"{name}: {value:,.2f}")
