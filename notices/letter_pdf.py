"""A notice as PDF: tagged, on US Letter, the same bytes each time.

The document goes into the layout as data, never as markup: the layout reads
JSON, and no text is ever evaluated. Only the fonts that the product ships are
used. The file says PDF/UA-1; the engine refuses to write it where headings
are out of order or a character has no glyph.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import lru_cache
from importlib.resources import as_file, files
from typing import TYPE_CHECKING, Any

from notices.characters import named
from notices.document import BlockKind, Document
from notices.drafts import Draft
from notices.fields import NoticeFields
from notices.filling import MissingGlyphError
from notices.glyphs import first_missing
from notices.language import is_right_to_left
from notices.slots import printable
from notices.window import address_area, fitted

if TYPE_CHECKING:
    import typst


def pdf(draft: Draft, *, addressee: tuple[str, ...] = ()) -> bytes:
    """Give the notice as a tagged PDF, with this name and address if given.

    The address is a line each, as it stands in the envelope's window. Raises
    FieldsRefusedError for an address that no letter may hold, LetterRefusedError
    for one that does not fit the window, and MissingGlyphError for a character
    that the font lacks.
    """
    document = draft.document
    if addressee:
        lines = NoticeFields({"addressee": addressee}).values["addressee"]
        document = document.addressed_to(tuple(map(str, lines)))  # type: ignore[arg-type]
    document = printable(document)
    _refuse_missing_glyphs(document)
    notice = json.dumps(for_layout(document), ensure_ascii=False)
    return compiled("notice", document.date, {"notice": notice})


def for_layout(document: Document) -> dict[str, Any]:
    """Give a document as the layouts read it."""
    plain = document.plain()
    for block in plain["blocks"]:
        add_direction(block)
    plain["direction"] = "rtl" if is_right_to_left(document.language) else "ltr"
    if document.form == "letter":
        plain["window"] = _window(plain["blocks"])
    return plain


def add_direction(block: dict[str, Any]) -> dict[str, Any]:
    """Give a block in JSON with the direction of its own language, if it has one."""
    if code := block.get("language"):
        block["direction"] = "rtl" if is_right_to_left(code) else "ltr"
    return block


def window_of(lines: tuple[str, ...]) -> tuple[dict[str, Any], tuple[str, ...]]:
    """Give where and how large an address stands, and its lines as they fit."""
    area, address = address_area(), fitted(lines)
    place = {name: getattr(area, name) for name in ("left", "top", "width", "height")}
    return {**place, "size": address.size, "leading": address.leading}, address.lines


def _window(blocks: list[dict[str, Any]]) -> dict[str, Any]:
    """Fit the address among the blocks, and give its place."""
    address = next((each for each in blocks if each["kind"] == BlockKind.TO), None)
    place, lines = window_of(tuple(address["items"]) if address else ("",))
    if address:
        address["items"] = list(lines)
    return place


def compiled(layout: str, date: str, inputs: dict[str, str]) -> bytes:
    """Give the PDF of a layout; the date of the notice stands for the time of making."""
    with engine(layout, inputs) as typesetter:
        return typeset(typesetter, date)


def typeset(typesetter: typst.Compiler, date: str) -> bytes:
    """Give the PDF of an engine that has its layout and its inputs."""
    made = datetime.fromisoformat(date).replace(tzinfo=UTC)
    written = typesetter.compile(
        format="pdf", pdf_standards=["ua-1"], timestamp=int(made.timestamp())
    )
    if not isinstance(written, bytes):
        raise TypeError("the PDF engine gave no bytes")
    return written


@contextmanager
def engine(layout: str, inputs: dict[str, str]) -> Iterator[typst.Compiler]:
    """Give the PDF engine with a layout, its inputs and the fonts of the letters."""
    import typst  # noqa: PLC0415  40 MB that only those who print need

    with as_file(files("notices").joinpath("layout")) as folder:
        yield typst.Compiler(
            input=folder / f"{layout}.typ",
            root=folder,
            font_paths=_fonts(),
            ignore_system_fonts=True,
            sys_inputs=inputs,
        )


def _refuse_missing_glyphs(document: Document) -> None:
    for text in document.strings():
        if missing := first_missing(text):
            raise MissingGlyphError(
                f"The letter holds {missing!r}, {named(missing)}, which its font cannot print, in "
                f"{text[:60]!r}; write it another way."
            )


@lru_cache(maxsize=1)
def _fonts() -> typst.Fonts:
    import typst  # noqa: PLC0415  as above

    with as_file(files("notices").joinpath("fonts")) as folder:
        return typst.Fonts(
            include_system_fonts=False, include_embedded_fonts=False, font_paths=[folder]
        )
