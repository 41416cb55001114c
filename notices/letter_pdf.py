"""A notice as PDF: tagged, on US Letter, the same bytes each time.

The document goes into the layout as data, never as markup: the layout reads
JSON, and no text is ever evaluated. Only the fonts that the product ships are
used. The file says PDF/UA-1; the engine refuses to write it where headings
are out of order or a character has no glyph.
"""

from __future__ import annotations

import json
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from notices.characters import named
from notices.document import Document
from notices.drafts import Draft
from notices.fields import NoticeFields
from notices.filling import MissingGlyphError
from notices.glyphs import first_missing
from notices.language import is_right_to_left
from notices.slots import printable

if TYPE_CHECKING:
    import typst


def pdf(draft: Draft, *, addressee: tuple[str, ...] = ()) -> bytes:
    """Give the notice as a tagged PDF, with this name and address if given.

    The address is a line each, as it stands in the envelope's window. Raises
    FieldsRefusedError for an address that no letter may hold and
    MissingGlyphError for a character that the font lacks.
    """
    document = draft.document
    if addressee:
        lines = NoticeFields({"addressee": addressee}).values["addressee"]
        document = document.addressed_to(tuple(map(str, lines)))  # type: ignore[arg-type]
    document = printable(document)
    _refuse_missing_glyphs(document)
    return _compiled(document)


def _refuse_missing_glyphs(document: Document) -> None:
    for text in document.strings():
        if missing := first_missing(text):
            raise MissingGlyphError(
                f"The letter holds {missing!r}, {named(missing)}, which its font cannot print, in "
                f"{text[:60]!r}; write it another way."
            )


def _compiled(document: Document) -> bytes:
    """Give the PDF; the date of the notice stands for the time of making."""
    made = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    written = _compiler().compile(
        input=_layout(),
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=int(made.timestamp()),
        sys_inputs={"notice": json.dumps(_for_layout(document), ensure_ascii=False)},
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written


def _for_layout(document: Document) -> dict[str, Any]:
    direction = "rtl" if is_right_to_left(document.language) else "ltr"
    return {**document.plain(), "direction": direction}


@lru_cache(maxsize=1)
def _layout() -> bytes:
    return files("notices").joinpath("layout", "notice.typ").read_bytes()


@lru_cache(maxsize=1)
def _compiler() -> typst.Compiler:
    import typst  # noqa: PLC0415  40 MB that only those who print need

    with as_file(files("notices").joinpath("fonts")) as folder:
        fonts = typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
    return typst.Compiler(font_paths=fonts, ignore_system_fonts=True)
