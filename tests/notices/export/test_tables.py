"""Registers as CSV and XLSX: all of the text, none of it live, always the same."""

from __future__ import annotations

import csv
import io
import time
import zipfile

import openpyxl

from incidents.services.registers import Register
from notices.export.tables import LONGEST_CELL, as_csv, as_workbook
from tests.notices.export.test_cells import FORMULAS

PEOPLE = Register(
    name="people",
    columns=("number", "name", "words"),
    rows=((1, "=1+1", "Zoë “said”, twice"), (-5, "O'Hara", "two\r\nlines"), (0, "", "+1")),
)


def test_csv_quotes_texts_and_leaves_numbers_bare() -> None:
    written = as_csv(PEOPLE).decode("utf-8")

    assert written.startswith("\ufeff")
    assert written[1:].split("\r\n")[:2] == [
        '"number","name","words"',
        '1,"\'=1+1","Zoë “said”, twice"',
    ]


def test_csv_is_read_back_as_it_was_but_for_the_apostrophe() -> None:
    rows = list(csv.reader(io.StringIO(as_csv(PEOPLE).decode("utf-8-sig"), newline="")))

    assert rows[1:] == [
        ["1", "'=1+1", "Zoë “said”, twice"],
        ["-5", "O'Hara", "two\r\nlines"],
        ["0", "", "'+1"],
    ]


def test_no_field_of_a_csv_begins_a_formula() -> None:
    hostile = Register(name="x", columns=("text",), rows=tuple((text,) for text in FORMULAS))
    fields = csv.reader(io.StringIO(as_csv(hostile).decode("utf-8-sig"), newline=""))

    assert all(field.startswith("'") for (field,) in list(fields)[1:])


def test_every_text_of_a_workbook_is_a_text() -> None:
    hostile = Register(
        name="x",
        columns=("text",),
        rows=(*((text,) for text in FORMULAS), ("https://example.org",)),
    )
    content = as_workbook([hostile])
    sheet = openpyxl.load_workbook(io.BytesIO(content))["x"]

    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.hyperlink is None for cell in cells)
    inside = zipfile.ZipFile(io.BytesIO(content))
    assert b"<f>" not in inside.read("xl/worksheets/sheet1.xml")


def test_a_workbook_has_a_sheet_a_register_with_its_head() -> None:
    book = openpyxl.load_workbook(io.BytesIO(as_workbook([PEOPLE, PEOPLE_AGAIN])))

    assert book.sheetnames == ["people", "again"]
    assert [cell.value for cell in book["people"][1]] == ["number", "name", "words"]
    assert [cell.value for cell in book["people"][2]] == [1, "=1+1", "Zoë “said”, twice"]
    assert book["people"].freeze_panes == "A2"


PEOPLE_AGAIN = Register(name="again", columns=("number", "name", "words"), rows=())


def test_a_text_too_long_for_a_cell_is_cut_and_says_so() -> None:
    long = Register(name="x", columns=("text",), rows=(("x" * 40_000,),))
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([long])))["x"]

    value = sheet["A2"].value
    assert len(value) == LONGEST_CELL
    assert value.endswith("(cut here; the CSV file has the rest)")
    assert "x" * 40_000 in as_csv(long).decode("utf-8-sig")


def test_a_workbook_is_the_same_at_any_time() -> None:
    first = as_workbook([PEOPLE])
    time.sleep(2.1)  # a zip file counts in steps of two seconds

    assert as_workbook([PEOPLE]) == first


def test_control_characters_do_not_break_a_workbook() -> None:
    odd = Register(name="x", columns=("text",), rows=(("a\x00b\x01c\x1f\ufffe",),))
    sheet = openpyxl.load_workbook(io.BytesIO(as_workbook([odd])))["x"]

    assert str(sheet["A2"].value).startswith("ab")
