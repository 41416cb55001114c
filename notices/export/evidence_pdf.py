"""Pages of evidence as a tagged PDF, one section a recipient, the same bytes each time.

The PDF engine keeps something of every file that it made, so the files of a long
list are made in processes that end after some of them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import lru_cache
from importlib.resources import files
from multiprocessing import get_all_start_methods, get_context
from typing import Any

from incidents.services.export_case import CaseRecord
from notices.export.printable import printable
from notices.export.report_pdf import compiler

#: So many files are made in this process; it takes longer to start another.
FEW = 4
#: A process that makes more files than this grows beyond some hundred megabytes.
_FILES_PER_PROCESS = 8
_START = "forkserver" if "forkserver" in get_all_start_methods() else "spawn"


class EvidencePrinter:
    """Makes files of evidence one after another; memory stays bounded."""

    def __init__(self) -> None:
        """Begin; the other processes are started once they are needed."""
        self._made = 0
        self._pool: ProcessPoolExecutor | None = None

    def make(self, record: CaseRecord, sections: Sequence[Mapping[str, Any]]) -> bytes:
        """Give the pages of some recipients; each begins on a page of its own."""
        self._made += 1
        shown, made = _shown(record, sections), int(record.at.utc.timestamp())
        if self._made <= FEW:
            return evidence_pdf(shown, made)
        self._pool = self._pool or ProcessPoolExecutor(
            max_workers=1,
            mp_context=get_context(_START),
            max_tasks_per_child=_FILES_PER_PROCESS,
        )
        return self._pool.submit(evidence_pdf, shown, made).result()

    def close(self) -> None:
        """End the other processes."""
        if self._pool is not None:
            self._pool.shutdown()


def _shown(record: CaseRecord, sections: Sequence[Mapping[str, Any]]) -> str:
    zone = record.agency.zone
    shown = {
        "case": record.number,
        "title": record.case.title,
        "agency": record.agency.name or record.agency_id,
        "as_of": zone.words(record.at),
        "people": [dict(each) for each in sections],
    }
    return json.dumps(printable(shown), ensure_ascii=False)


def evidence_pdf(shown: str, made: int) -> bytes:
    """Give the file of what ``evidence.typ`` reads, dated by a number of seconds."""
    written = compiler().compile(
        input=_layout(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=made,
        sys_inputs={"evidence": shown},
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return files("notices").joinpath("export", "evidence.typ").read_bytes()
