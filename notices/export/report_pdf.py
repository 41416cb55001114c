"""The report as a tagged PDF on US Letter, the same bytes each time."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from incidents.moments import Instant
from incidents.services.export_case import CaseRecord
from notices.export.report import report_of

if TYPE_CHECKING:
    import typst


def report_pdf(record: CaseRecord) -> bytes:
    """Give the report; the last entry's time stands for the time of making."""
    written, _ = typeset(report_of(record), record.at)
    return written


def typeset(report: Mapping[str, Any], made: Instant) -> tuple[bytes, tuple[str, ...]]:
    """Give the PDF of what `report_of` gave, and what its engine remarked."""
    written, warnings = compiler().compile_with_warnings(
        input=files("notices").joinpath("export", "report.typ").read_bytes(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made.utc.timestamp()),
        sys_inputs={"report": json.dumps(report, ensure_ascii=False)},
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written, tuple(warning.message for warning in warnings)


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Give the engine with the fonts that the product ships, and no others."""
    import typst  # noqa: PLC0415 - 40 MB that only those who print need

    with as_file(files("notices").joinpath("fonts")) as folder:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
