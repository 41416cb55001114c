"""A call sheet to write on: whom to call, about whom, and room for the log.

State Technology Law 208(5) wants a log of each notice by telephone; the number
at the beginning of each line is the one under which the call is logged.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import lru_cache
from importlib.resources import files
from typing import Any

from incidents.services.people_rows import Outgoing
from incidents.services.ports import NoticeRow
from notices.addressees import names_of
from notices.export.printable import printable
from notices.export.report_pdf import compiler
from notices.manifests import concerned_in

_DIGITS = 12


def call_sheet_pdf(notice: NoticeRow, calls: Sequence[Outgoing]) -> bytes:
    """Give a tagged PDF with a line for each call: the same bytes each time."""
    written = compiler().compile(
        input=_layout(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(notice.drafted_at.utc.timestamp()),
        sys_inputs={"sheet": json.dumps(printable(_sheet(notice, calls)), ensure_ascii=False)},
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written


def _sheet(notice: NoticeRow, calls: Sequence[Outgoing]) -> dict[str, Any]:
    return {
        "case": notice.case,
        "notice": notice.notice.replace("-", " "),
        "digest": notice.digest[:_DIGITS],
        "calls": [_call(each) for each in calls],
    }


def _call(call: Outgoing) -> list[str]:
    recipient = call.recipient
    return [
        str(call.delivery.id),
        recipient.phone or "",
        names_of(recipient),
        concerned_in(recipient),
        recipient.language,
    ]


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return files("notices").joinpath("layout", "call-sheet.typ").read_bytes()
