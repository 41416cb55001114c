"""Pages of evidence as a tagged PDF, one section a recipient, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from incidents.services.export_case import CaseRecord
from notices.export.printable import printable
from notices.export.report_pdf import compiler


def evidence_pdf(record: CaseRecord, sections: Sequence[Mapping[str, Any]]) -> bytes:
    """Give the pages of some recipients; each begins on a page of its own."""
    zone = record.agency.zone
    shown = {
        "case": record.number,
        "title": record.case.title,
        "agency": record.agency.name or record.agency_id,
        "as_of": zone.words(record.at),
        "people": [dict(each) for each in sections],
    }
    written = compiler().compile(
        input=_layout(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(record.at.utc.timestamp()),
        sys_inputs={"evidence": json.dumps(printable(shown), ensure_ascii=False)},
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return files("notices").joinpath("export", "evidence.typ").read_bytes()
