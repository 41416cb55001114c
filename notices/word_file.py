"""A notice as a Word file, for the lawyer's pen.

Headings are headings and lists are lists, so that the outline, comments and
tracked changes work. The same notice gives the same bytes. What comes back from
the pen is no approved text: the changes go into the template or the wording.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from notices.document import Block, BlockKind, Document
from notices.language import is_right_to_left
from notices.slots import printable

if TYPE_CHECKING:
    from docx.document import Document as Pages
    from docx.text.paragraph import Paragraph

#: Margins in inches, as on paper; and a moment that no file can lie before.
_MARGIN, _EPOCH = 1, (1980, 1, 1, 0, 0, 0)
#: The colour of all words, as on paper.
_INK = "1B1B1B"


def docx(document: Document) -> bytes:
    """Give the notice as a Word file, the same bytes each time."""
    import docx as word  # noqa: PLC0415  only who writes such a file loads it

    pages = word.Document()
    _set_up(pages, document)
    for block in printable(document).blocks:
        _WRITERS[block.kind](pages, block)
    if is_right_to_left(document.language):
        _turn(pages)
    written = io.BytesIO()
    pages.save(written)
    return _repacked(written.getvalue())


def _set_up(pages: Pages, document: Document) -> None:
    from docx.oxml.ns import qn  # noqa: PLC0415  as above
    from docx.shared import Inches, Pt, RGBColor  # noqa: PLC0415  as above

    section = pages.sections[0]
    section.page_width, section.page_height = Inches(8.5), Inches(11)
    section.left_margin = section.right_margin = Inches(_MARGIN)
    normal = pages.styles["Normal"]
    normal.font.name, normal.font.size = "Arial", Pt(10.5)
    for level in (1, 2):
        heading = pages.styles[f"Heading {level}"]
        heading.font.color.rgb = RGBColor.from_string(_INK)
        # A name of its own is not enough where the style names fonts of a theme.
        heading.element.rPr.rFonts.attrib.clear()
        heading.font.name = "Arial"
    made = datetime.fromisoformat(document.date).replace(tzinfo=UTC)
    about = pages.core_properties
    about.title, about.author, about.language = document.title, "", document.language
    about.created = about.modified = made
    about.last_modified_by = ""
    fonts = pages.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    if fonts is not None:
        fonts.set(qn("w:val"), document.language)


def _lines(pages: Pages, block: Block) -> None:
    from docx.enum.text import WD_BREAK  # noqa: PLC0415  as above

    paragraph = pages.add_paragraph()
    for index, line in enumerate(block.items):
        if index:
            paragraph.add_run().add_break(WD_BREAK.LINE)
        run = paragraph.add_run(line)
        run.bold = block.kind is BlockKind.LETTERHEAD and index == 0


def _text(style: str) -> Callable[[Pages, Block], None]:
    def written(pages: Pages, block: Block) -> None:
        pages.add_paragraph(block.text, style=style)

    return written


def _heading(level: int) -> Callable[[Pages, Block], None]:
    def written(pages: Pages, block: Block) -> None:
        pages.add_heading(block.text, level=level)

    return written


def _items(style: str) -> Callable[[Pages, Block], None]:
    def written(pages: Pages, block: Block) -> None:
        for item in block.items:
            pages.add_paragraph(item, style=style)

    return written


def _table(pages: Pages, block: Block) -> None:
    rows = ((block.columns,) if block.columns else ()) + block.rows
    table = pages.add_table(rows=0, cols=len(rows[0]), style="Table Grid")
    for index, row in enumerate(rows):
        cells = table.add_row().cells
        for column, words in enumerate(row):
            run = cells[column].paragraphs[0].add_run(words)
            is_head = index == 0 if block.columns else column == 0
            run.bold = is_head
    if block.columns:
        _repeat_head(table.rows[0]._tr)  # noqa: SLF001  python-docx has no public way
    pages.add_paragraph()


def _repeat_head(row: object) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415  as above

    row.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # type: ignore[attr-defined]


def _blank(pages: Pages, block: Block) -> None:
    pages.add_paragraph(f"{block.text}: {'_' * 40}")


def _footer(pages: Pages, block: Block) -> None:
    pages.sections[0].footer.paragraphs[0].text = block.text


def _turn(pages: Pages) -> None:
    """Set every paragraph from right to left."""
    for paragraph in pages.paragraphs:
        _turned(paragraph)
    for table in pages.tables:
        for row in table.rows:
            for cell in row.cells:
                _turned(cell.paragraphs[0])


def _turned(paragraph: Paragraph) -> None:
    from docx.oxml import OxmlElement  # noqa: PLC0415  as above

    paragraph._p.get_or_add_pPr().append(OxmlElement("w:bidi"))  # noqa: SLF001  as above
    for run in paragraph.runs:
        run.font.rtl = True


def _repacked(content: bytes) -> bytes:
    """Give the same package without the moments at which its parts were written."""
    written = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as given,
        zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as kept,
    ):
        for name in given.namelist():
            part = zipfile.ZipInfo(name, _EPOCH)
            part.compress_type = zipfile.ZIP_DEFLATED
            kept.writestr(part, given.read(name))
    return written.getvalue()


_WRITERS: dict[BlockKind, Callable[[Pages, Block], None]] = {
    BlockKind.LETTERHEAD: _lines,
    BlockKind.DATE: _text("Normal"),
    BlockKind.TO: _lines,
    BlockKind.TITLE: _heading(1),
    BlockKind.HEADING: _heading(2),
    BlockKind.PARAGRAPH: _text("Normal"),
    BlockKind.CALLOUT: _text("Intense Quote"),
    BlockKind.BULLETS: _items("List Bullet"),
    BlockKind.STEPS: _items("List Number"),
    BlockKind.FACTS: _table,
    BlockKind.TABLE: _table,
    BlockKind.BLANK: _blank,
    BlockKind.QUOTE: _items("Quote"),
    BlockKind.SIGNATURE: _lines,
    BlockKind.FOOTER: _footer,
}
