"""CSV in every dialect and encoding, and files that are broken or hostile."""

from __future__ import annotations

from pathlib import Path

import pytest

from rosters.problems import RosterError
from tests.rosters.reading import read, written

HEADINGS = ["Student Number", "Name", "Birthday", "Email"]
ANA = ["1", "Ana Núñez", "2011-03-04", "ana@example.org"]
BO = ["2", "Bo Lee", "2012-04-05", ""]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_each_delimiter_is_found(tmp_path: Path, delimiter: str) -> None:
    path = written(tmp_path / "list.csv", [HEADINGS, ANA, BO], delimiter=delimiter)

    assert [each.name for each in read(path).persons] == ["Ana Núñez", "Bo Lee"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
def test_each_encoding_is_found(tmp_path: Path, encoding: str) -> None:
    path = written(tmp_path / "list.csv", [HEADINGS, ANA], encoding)

    assert [each.name for each in read(path).persons] == ["Ana Núñez"]


@pytest.mark.parametrize("encoding", ["utf-16-le", "cp1252"])
def test_a_guessed_encoding_is_said_aloud(tmp_path: Path, encoding: str) -> None:
    found = read(written(tmp_path / "list.csv", [HEADINGS, ANA], encoding))

    assert found.look.remarks[0].startswith("The encoding was guessed to be ")


def test_one_letter_late_in_a_long_file_decides_the_encoding(tmp_path: Path) -> None:
    rows = [[str(each), f"Name {each}a", "", ""] for each in range(70_000)]
    late = ["70000", "José", "", ""]
    path = written(tmp_path / "list.csv", [HEADINGS, *rows, late], "cp1252")

    assert read(path).persons[-1].name == "José"


def test_a_quoted_line_break_keeps_a_row_together(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(
        b'Name,Street,City,State,Zip\r\nAna Lee,"1 Main St\r\nApt 2",Hurley,NY,12443\r\n'
    )

    address = read(path).persons[0].contacts[0].address
    assert address is not None
    assert address.street == ("1 Main St", "Apt 2")


def test_the_line_on_the_separator_is_no_heading(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("sep=;\nName;Birthday\nAna, the first;2011-03-04\n", "utf-8")

    assert str(read(path).persons[0].birthday) == "2011-03-04"


def test_blank_lines_are_passed_over_and_counted(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("\nName,Birthday\n\nAna Lee,2011-03-04\n,\nBo Lee,13/40/2011\n", "utf-8")
    found = read(path)

    assert found.look.rows == 2
    assert found.problems == [
        (
            "Row 6, column B (Birthday): was given `13/40/2011`; there is no such day; accepted is "
            "a date such as 2011-03-04, or 03/04/2011 for March 4, 2011."
        )
    ]


@pytest.mark.parametrize(("row", "cells"), [("Ana", 1), ("Ana,2011-03-04,a@example.org,x", 4)])
def test_a_row_that_lost_or_gained_a_cell_is_a_problem(
    tmp_path: Path, row: str, cells: int
) -> None:
    path = tmp_path / "list.csv"
    path.write_text(f"Name,Birthday,Email\n{row}\n", "utf-8")

    assert read(path).problems == [
        (
            f"Row 2: it has {cells} cells under 3 headings, so its values stand under the wrong "
            "ones; correct the row."
        )
    ]


def test_empty_cells_at_the_end_of_a_row_do_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text("Name,Birthday\nAna,2011-03-04,,\n", "utf-8")

    assert len(read(path).persons) == 1


def test_a_nul_byte_in_a_cell_is_a_problem_with_its_place(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Name,Birthday\nA\0na,2011-03-04\n")

    assert read(path).problems == [
        (
            "Row 2, column A (Name): was given `A\N{REPLACEMENT CHARACTER}na`; it has a character "
            "that no page can show (U+0000); type the value again."
        )
    ]


@pytest.mark.parametrize("sign", ["\x1b", "\x9b", "\u202e", "\ufffe"])
def test_a_character_that_turns_a_terminal_is_a_problem(tmp_path: Path, sign: str) -> None:
    path = written(tmp_path / "list.csv", [["Name", "Email"], [f"Ana{sign} Lee", ""]])
    found = read(path)

    assert found.look.problem_count == 1
    assert sign not in found.problems[0]


def test_an_enormous_value_is_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_text('Name,Birthday\n"' + "Ana\n" * 100_000, "utf-8")

    with pytest.raises(RosterError, match=r"one value goes on for more than 131,072 characters"):
        read(path)


def test_a_file_without_the_end_of_a_line_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(b"Name,Birthday\n" + b"A" * 3_000_000)

    with pytest.raises(RosterError, match="a line of more than a million characters"):
        read(path)


@pytest.mark.parametrize("text", ['Name\n"Ana "the first" Lee"\n', 'Name\n"Ana Lee\n'])
def test_a_quotation_mark_out_of_place_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "list.csv"
    path.write_text(text, "utf-8")

    with pytest.raises(RosterError, match=r"Line \d is not well written"):
        read(path)


def test_a_list_that_changes_while_it_is_read_is_refused(tmp_path: Path) -> None:
    from rosters.opening import open_roster  # noqa: PLC0415 - only here

    path = written(tmp_path / "list.csv", [HEADINGS, ANA])
    with open_roster(path) as roster:
        path.write_text("Name\nSomebody else\n", "utf-8")
        with pytest.raises(RosterError, match=r"list\.csv was changed while it was read"):
            list(roster.rows())


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n\n\n", "has no rows"),
        (b"%PDF-1.7", "is a PDF"),
        (b"<html><table><tr><td>Name", "is a web page under the name of a list"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "is an .xls workbook or has a password"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "has a password; open it in Excel",
        ),
        (b"\xff\xfe\x00\x00N\x00\x00\x00", "is written in UTF-32"),
        (b"Colour,Size\nred,5\n", "No column with names is known among 'Colour', 'Size'"),
        (b"\x00\x01\x02Name\n", "a character that no page can show where the headings"),
        ("Name\nJosé\n".encode("utf-16")[:-1], "does not know"),
        (b"Name\n\x81\x8d\n", "does not know"),
    ],
)
def test_what_is_no_list_is_refused_in_one_sentence(
    tmp_path: Path, content: bytes, said: str
) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)

    with pytest.raises(RosterError) as refused:
        read(path)
    assert said in str(refused.value)
    assert "\n" not in str(refused.value)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="cannot be read"):
        read(tmp_path)
    with pytest.raises(RosterError, match="is no file"):
        read(Path("/dev/null"))


def test_a_sheet_of_a_csv_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(RosterError, match="has no sheets; leave --sheet out"):
        read(written(tmp_path / "list.csv", [HEADINGS, ANA]), sheet="Students")
