"""Workbooks: values and not formulas, and nothing unpacked that could do harm."""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from rosters import archives, sheets
from rosters.problems import RosterError
from tests.rosters.reading import FILES, read

HEADINGS = ["Student Number", "Name", "Birthday", "Email"]


def workbook(path: Path, fill: Callable[[Any, Any], None]) -> Path:
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("Students")
        sheet.write_row(0, 0, HEADINGS)
        fill(book, sheet)
    return path


def rezipped(path: Path, change: Callable[[str, bytes], bytes | None], **extra: bytes) -> Path:
    """Pack a workbook anew with some parts changed, left out or added."""
    with zipfile.ZipFile(FILES / "staff.xlsx") as source:
        parts = {each: source.read(each) for each in source.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name, content in {**parts, **extra}.items():
            changed = change(name, content)
            if changed is not None:
                target.writestr(name, changed)
    return path


def refusal(path: Path, **options: Any) -> str:
    with pytest.raises(RosterError) as refused:
        read(path, **options)
    assert "\n" not in str(refused.value)
    return str(refused.value)


def test_dates_numbers_and_truths_are_read_as_they_look(tmp_path: Path) -> None:
    def fill(book: Any, sheet: Any) -> None:
        day = book.add_format({"num_format": "mm/dd/yyyy"})
        sheet.write_row(1, 0, [40211, "Ana Lee"])
        sheet.write_datetime(1, 2, date(2011, 3, 4), day)
        sheet.write_row(2, 0, ["007", "Bo Lee", 40606])

    ana, bo = read(workbook(tmp_path / "list.xlsx", fill)).persons

    assert (ana.local_id, str(ana.birthday)) == ("40211", "2011-03-04")
    assert (bo.local_id, str(bo.birthday)) == ("007", "2011-03-04")


def test_a_formula_gives_its_value_and_never_itself(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write(1, 0, 1)
        sheet.write_formula(1, 1, '=HYPERLINK("https://example.org","x")', None, "Ana Lee")

    assert read(workbook(tmp_path / "list.xlsx", fill)).persons[0].name == "Ana Lee"


def test_a_formula_that_failed_is_a_problem_at_its_cell(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_row(1, 0, [1, "Ana Lee", "2011-03-04"])
        sheet.write_formula(1, 3, "=NA()", None, "#N/A")

    assert read(workbook(tmp_path / "list.xlsx", fill)).problems == [
        "Row 2, column D (Email): was given `#N/A`; this cell has no value; write it in."
    ]


def test_a_formula_that_was_never_reckoned_is_a_problem(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (HEADINGS, [1, "Ana Lee", "2011-03-04", '="ana"&"@example.org"']):
        sheet.append(row)
    book.save(tmp_path / "list.xlsx")

    assert read(tmp_path / "list.xlsx").problems == [
        (
            "Row 2, column D (Email): was given `a formula without a value`; this cell has no "
            "value; write it in."
        )
    ]


def test_text_that_looks_like_a_failed_formula_is_text(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write_string(1, 1, "#N/A Smith")

    assert read(workbook(tmp_path / "list.xlsx", fill)).persons[0].name == "#N/A Smith"


def test_a_named_sheet_is_read_and_another_refused() -> None:
    assert read(FILES / "staff.xlsx", sheet="Staff").look.words == "XLSX, sheet 'Staff'"
    assert refusal(FILES / "staff.xlsx", sheet="Pupils") == (
        "The workbook has no sheet 'Pupils'; it has 'About', 'Staff': choose one with --sheet."
    )
    assert "no sheet with rows" in refusal(FILES / "staff.xlsx", sheet="About")


def test_a_bomb_is_refused_by_its_directory(tmp_path: Path) -> None:
    path = rezipped(tmp_path / "bomb.xlsx", lambda _, content: content, extra=bytes(20_000_000))

    assert "a part that unpacks to more than 100 times its size" in refusal(path)


def test_many_parts_are_refused(tmp_path: Path) -> None:
    many = {f"part{each}": b"" for each in range(1_000)}

    assert "parts, some of one name or too many" in refusal(
        rezipped(tmp_path / "many.xlsx", lambda _, content: content, **many)
    )


def test_a_workbook_that_unpacks_too_large_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_BYTES", 1_000_000)
    noise = random.Random(1).randbytes(1_200_000)  # noqa: S311 - any bytes that do not pack

    assert "save the list as CSV, which may be of any length" in refusal(
        rezipped(tmp_path / "large.xlsx", lambda _, content: content, noise=noise)
    )


def test_a_part_longer_than_its_directory_says_is_refused(tmp_path: Path) -> None:
    path = rezipped(tmp_path / "liar.xlsx", lambda _, content: content, zz=b"x" * 4_000_000)
    content = bytearray(path.read_bytes())
    listed = content.rfind(b"PK\x01\x02")
    content[listed + 24 : listed + 28] = (1_000).to_bytes(4, "little")
    path.write_bytes(content)

    assert "a part that is longer than its directory says" in refusal(path)


def test_a_sheet_with_a_far_corner_is_refused(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        sheet.write(1, 1, "Ana Lee")
        sheet.write(1_048_575, 16_383, "x")

    assert refusal(workbook(tmp_path / "far.xlsx", fill)) == (
        "The sheet reaches to cell XFD1048576, and at most 3,000,000 cells are taken from a "
        "workbook; save the list as CSV, which may be of any length."
    )


def test_the_limit_of_cells_is_that_of_the_whole_sheet(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_CELLS", 20)

    assert "The sheet reaches to cell K5" in refusal(FILES / "staff.xlsx")


def test_cells_that_do_not_say_where_they_stand_are_refused(tmp_path: Path) -> None:
    def without_places(name: str, content: bytes) -> bytes:
        return content.replace(b'r="A5"', b"") if name.endswith("sheet2.xml") else content

    assert "do not say where they stand" in refusal(rezipped(tmp_path / "x.xlsx", without_places))


def test_a_workbook_that_declares_entities_is_refused(tmp_path: Path) -> None:
    def declaring(name: str, content: bytes) -> bytes:
        declared = b'<!DOCTYPE x [<!ENTITY a "b">]><workbook'
        return content.replace(b"<workbook", declared, 1) if "workbook.xml" in name else content

    assert "declares names of its own" in refusal(rezipped(tmp_path / "x.xlsx", declaring))


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/_rels/workbook.xml.rels"])
def test_a_zip_file_that_is_no_workbook_is_refused(tmp_path: Path, part: str) -> None:
    path = rezipped(tmp_path / "x.xlsx", lambda name, content: None if name == part else content)

    assert refusal(path) == (
        "This is no .xlsx workbook; save the list as .xlsx or as CSV, and take that."
    )


def test_a_broken_workbook_is_refused_wherever_it_is_cut(tmp_path: Path) -> None:
    whole = (FILES / "staff.xlsx").read_bytes()
    for length in range(4, len(whole), 311):
        path = tmp_path / "cut.xlsx"
        path.write_bytes(whole[:length])
        assert "broken" in refusal(path)


def test_no_flipped_byte_makes_a_workbook_fall_over(tmp_path: Path) -> None:
    whole, chance = (FILES / "staff.xlsx").read_bytes(), random.Random(7)  # noqa: S311 - a test
    for _ in range(150):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        path = tmp_path / "flipped.xlsx"
        path.write_bytes(content)
        try:
            read(path)
        except RosterError as refused:
            assert "\n" not in str(refused)  # noqa: PT017 - either outcome is right


def test_no_altered_part_makes_a_workbook_fall_over(tmp_path: Path) -> None:
    chance = random.Random(7)  # noqa: S311 - a test

    def altered(name: str, content: bytes) -> bytes:
        if "sheet2" not in name and "shared" not in name and "workbook" not in name:
            return content
        changed = bytearray(content)
        for _ in range(chance.randrange(3)):
            place = chance.randrange(len(changed))
            changed[place : place + chance.randrange(2)] = chance.choice(
                [b"", b"<", b'"', b"-1", b"4294967296", b"\xff"]
            )
        return bytes(changed)

    for _ in range(150):
        path = rezipped(tmp_path / "altered.xlsx", altered)
        try:
            read(path)
        except RosterError as refused:
            assert "\n" not in str(refused)  # noqa: PT017 - either outcome is right


def test_a_part_that_announces_more_texts_than_it_has_room_for_is_refused(tmp_path: Path) -> None:
    def boasting(name: str, content: bytes) -> bytes:
        boast = b'uniqueCount="4294967296999999"'
        return re.sub(rb'uniqueCount="\d+"', boast, content) if "shared" in name else content

    assert "The workbook is broken" in refusal(rezipped(tmp_path / "boast.xlsx", boasting))


def test_one_text_in_very_many_cells_is_no_boast(tmp_path: Path) -> None:
    def fill(_: Any, sheet: Any) -> None:
        for row in range(1, 2_000):
            sheet.write_row(row, 0, [row, "Ana Lee", "", "ana@example.org"])

    assert len(read(workbook(tmp_path / "list.xlsx", fill)).persons) == 1_999


def test_an_encoding_nobody_knows_is_refused(tmp_path: Path) -> None:
    def strange(name: str, content: bytes) -> bytes:
        return content.replace(b"UTF-8", b"UTF-X") if name == "xl/workbook.xml" else content

    assert "The workbook is broken" in refusal(rezipped(tmp_path / "x.xlsx", strange))


def test_a_password_inside_the_archive_is_named(tmp_path: Path) -> None:
    content = bytearray((FILES / "staff.xlsx").read_bytes())
    listed = content.find(b"PK\x01\x02")
    content[listed + 8] |= 1
    path = tmp_path / "locked.xlsx"
    path.write_bytes(content)

    assert refusal(path) == "The workbook has a password; save it without one and take that."


def test_sheets_of_other_writers_with_prefixes_are_read(tmp_path: Path) -> None:
    def prefixed(name: str, content: bytes) -> bytes:
        if not name.endswith("sheet2.xml"):
            return content
        text = content.decode().replace("</", "</\0").replace("<", "<x:").replace("<x:/\0", "</x:")
        return text.replace("<x:?xml", "<?xml").replace("xmlns=", "xmlns:x=").encode()

    found = read(rezipped(tmp_path / "prefixed.xlsx", prefixed))

    assert [each.name for each in found.persons] == ["Dale Hart", "Jo Frost"]


def test_a_stored_part_is_read_as_well(tmp_path: Path) -> None:
    target = io.BytesIO()
    with (
        zipfile.ZipFile(FILES / "staff.xlsx") as source,
        zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as stored,
    ):
        for name in source.namelist():
            stored.writestr(name, source.read(name))
    path = tmp_path / "stored.xlsx"
    path.write_bytes(target.getvalue())

    assert len(read(path).persons) == 2
