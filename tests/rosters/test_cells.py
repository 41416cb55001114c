"""What one cell says: dates month before day, addresses, telephone numbers, words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from incidents.law.circumstances import Group
from incidents.law.exposure import PRIVATE_ELEMENTS
from incidents.moments import LocalDay
from incidents.people.person import Relation
from notices.fieldbook import PRIVATE_INFORMATION
from rosters.cells import birthday_of, day_of, email_of, phone_of, postal_code_of
from rosters.cleaning import cleaned
from rosters.exposures import Exposures
from rosters.names import natural_name
from rosters.problems import CellError
from rosters.words import (
    group_of,
    is_blank_word,
    language_of,
    relation_of,
    says_enrolled,
    says_former,
    state_of,
    yes_or_no,
)
from tests.rosters.reading import read, written


@pytest.mark.parametrize(
    "text",
    [
        *("2011-03-04", "2011-3-4", "03/04/2011", "3/4/2011", "3-4-2011", "03.04.2011"),
        *("2011-03-04T00:00:00Z", "2011-03-04 00:00:00", "3/4/2011 0:00", "20110304"),
        *("March 4, 2011", "Mar 4 2011", "04-Mar-2011", "4 March 2011", "40606"),
    ],
)
def test_every_way_of_writing_march_4_is_read(text: str) -> None:
    assert str(day_of(text)) == "2011-03-04"


@pytest.mark.parametrize(
    "text",
    [
        *("13/04/2011", "2011-02-29", "3/4/11", "03/2011", "2011", "tomorrow", "0"),
        *(
            "4/3/20111",
            "Smarch 4, 2011",
            "99999",
            "03042011",
            "\u0663/\u0664/\u0662\u0660\u0661\u0661",
        ),
    ],
)
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="accepted is a date such as 2011-03-04"):
        day_of(text)


@pytest.mark.parametrize("text", ["2026-03-17", "1899-12-31"])
def test_a_birthday_nobody_alive_can_have_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="a birthday lies in"):
        birthday_of(text, LocalDay.parse("2026-03-16"))


def test_a_birthday_long_before_the_law_is_read() -> None:
    assert str(birthday_of("7/4/1941", LocalDay.parse("2026-03-16"))) == "1941-07-04"


@pytest.mark.parametrize(
    "text", ["ana@example.org", "a.b+c@mail.example.co.uk", "o'neil@example.org", "A_1@x-y.org"]
)
def test_an_email_address_is_read(text: str) -> None:
    assert email_of(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("ana", "ana@", "@example.org", "ana@example", "ana example@x.org", "a@b@example.org"),
        *("ana@exämple.org", "a..b@example.org", "ana@-x.org", "<ana@example.org>", "a@x.o"),
        f"{'a' * 65}@example.org",
        f"a@{'x.' * 130}org",
    ],
)
def test_what_is_no_email_address_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="accepted is one e-mail address"):
        email_of(text)


@pytest.mark.parametrize(
    "text", ["845-555-0199", "(845) 555-0199", "+1 845.555.0199", "8455550199", "555-0199 x12"]
)
def test_a_telephone_number_is_kept_as_it_is_written(text: str) -> None:
    assert phone_of(text) == text


@pytest.mark.parametrize("text", ["call me", "555-01", "845-555-0199 or work", "1" * 30])
def test_what_is_no_telephone_number_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="accepted is a telephone number"):
        phone_of(text)


@pytest.mark.parametrize(
    "text", ["1", "123456", "12401-12", "K1A 0B1", "\uff11\uff12\uff14\uff10\uff11"]
)
def test_what_is_no_postal_code_is_refused(text: str) -> None:
    with pytest.raises(CellError, match="accepted is a postal code"):
        postal_code_of(text)


@pytest.mark.parametrize(
    ("reader", "text", "meaning"),
    [
        (yes_or_no, "Y", True),
        (yes_or_no, "No", False),
        (says_former, "Graduated", True),
        (says_former, "to be deleted", True),
        (says_former, "0", False),
        (says_enrolled, "yes", True),
        (says_enrolled, "inactive", False),
        (group_of, "Pupil", Group.STUDENTS),
        (group_of, "principals", Group.PRINCIPALS),
        (relation_of, "Foster Mother", Relation.GUARDIAN),
        (relation_of, "Emergency contact", None),
        (relation_of, "self", Relation.SELF),
        (language_of, "ESPAÑOL", "es"),
        (language_of, "zho", "zh"),
        (language_of, "pt-BR", "pt-BR"),
        (language_of, "Klingon", None),
        (state_of, "new york", "NY"),
        (state_of, "ny", "NY"),
        (is_blank_word, "N/A", True),
        (is_blank_word, " - ", True),
        (is_blank_word, "Ana", False),
    ],
)
def test_words_mean_what_people_mean_by_them(
    reader: Callable[[str], object], text: str, meaning: object
) -> None:
    assert reader(text) == meaning


@pytest.mark.parametrize("reader", [yes_or_no, says_former, says_enrolled, group_of, state_of])
def test_a_word_nobody_knows_is_refused(reader: Callable[[str], object]) -> None:
    with pytest.raises(CellError, match="accepted"):
        reader("perhaps")


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Rivera, Ana", "Ana Rivera"),
        ("Rivera Ortiz, Ana M", "Ana M Rivera Ortiz"),
        ("Reyes, Jr.", "Reyes, Jr."),
        ("Smith, John & Mary", "John & Mary Smith"),
        ("A, B, C", "A, B, C"),
        ("Ana Rivera", "Ana Rivera"),
    ],
)
def test_a_name_stands_as_on_an_envelope(given: str, shown: str) -> None:
    assert natural_name(given) == shown


def test_cells_lose_what_cannot_be_seen() -> None:
    assert cleaned("\ufeff Ana\u200b\u00a0 Lee\t") == "Ana Lee"
    assert cleaned(" 1 Main St \r\n\r\n Apt  2") == "1 Main St\nApt 2"
    assert cleaned("Zoe\u0308") == "Zo\u00eb"


def test_elements_are_known_by_name_and_by_their_words() -> None:
    exposures = Exposures(["Report cards"])

    assert exposures.listed("SSN; report cards;Social Security number; medical") == (
        *("ssn", "Report cards", "medical"),
    )
    with pytest.raises(CellError, match="accepted are ssn, drivers_license"):
        exposures.listed("ssn; shoe size")


def test_the_elements_are_those_that_the_notices_name() -> None:
    assert list(PRIVATE_ELEMENTS) == list(PRIVATE_INFORMATION)


def test_one_column_an_element_says_what_was_exposed(tmp_path: Path) -> None:
    rows = [
        ["Name", "SSN exposed", "Medical exposed"],
        ["Ana Lee", "yes", "no"],
        ["Bo Lee", "", ""],
        ["Cy Lee", "no", "no"],
        ["Di Lee", "x", ""],
    ]
    found = read(written(tmp_path / "list.csv", rows))

    assert [each.exposed for each in found.persons] == [("ssn",), None, (), ("ssn",)]
    assert "not exposed: 1 (first in row 4)." in found.look.remarks[0]


def test_a_number_under_a_column_of_elements_is_never_shown(tmp_path: Path) -> None:
    rows = [["Name", "SSN exposed"], ["Ana Lee", "123-45-6789"]]

    assert read(written(tmp_path / "list.csv", rows)).problems == [
        "Row 2, column B (SSN exposed): was given `•••-••-••••`; accepted are yes and no."
    ]


@pytest.mark.parametrize(
    ("heading", "longest"), [("Name", 120), ("Email", 100), ("Address", 250), ("Exposed", 1000)]
)
def test_a_value_too_long_for_a_letter_is_refused(
    tmp_path: Path, heading: str, longest: int
) -> None:
    headings = ["Name"] if heading == "Name" else ["Name", heading]
    cells = ["Ana"] * (len(headings) - 1) + ["A" * (longest + 1)]
    (problem,) = read(written(tmp_path / "list.csv", [headings, cells])).problems

    assert f"accepted are {longest} characters, and it has {longest + 1:,}; shorten it" in problem


def test_a_name_like_a_formula_is_kept_as_text_and_remarked(tmp_path: Path) -> None:
    rows = [["Name"], ["=cmd|' /C calc'!A0, x"], ["@Ana"], ["+Bo"], ["-Cy"]]
    found = read(written(tmp_path / "list.csv", rows))

    assert [each.name for each in found.persons] == ["=cmd|' /C calc'!A0, x", "@Ana", "+Bo", "-Cy"]
    assert found.look.remarks == (
        "Names that begin like a formula (=, +, -, @), kept as text: 4 (first in row 2).",
    )
