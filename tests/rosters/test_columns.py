"""Headings are matched to fields, or told by hand; nothing is dropped in silence."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.errors import InputRefusedError
from rosters.columns import Choices, match_columns
from rosters.headings import known_headings
from rosters.matchings import remember, remembered
from rosters.problems import RosterError, letter_of

ELEMENTS = ("ssn", "student_id", "grades and courses")


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("Student_Number", "local_id"),
        ("STUDENT #", "local_id"),
        ("studentNumber", "local_id"),
        ("sourcedId", "local_id"),
        ("givenName", "given_name"),
        ("family-name", "family_name"),
        ("LastFirst", "name"),
        ("birthDate", "birthday"),
        ("D.O.B.", "birthday"),
        ("Exitdate", "exit_date"),
        ("homePrimaryLanguage", "language"),
        ("Parent/Guardian 1 E-mail", "guardian_1_email"),
        ("Guardian_FN", "guardian_1_given_name"),
        ("Father", "guardian_2_name"),
        ("Contact 2 Relationship", "guardian_2_relation"),
        ("SSN exposed", "exposed.ssn"),
        ("exposed_student_id", "exposed.student_id"),
        ("Grades and courses exposed", "exposed.grades and courses"),
        ("Teléfono", None),
        ("SSN", None),
        ("Homeroom", None),
    ],
)
def test_a_heading_is_known_however_it_is_written(heading: str, field: str | None) -> None:
    headings = ["Name", heading] if field != "name" else [heading]

    assert match_columns(headings, ELEMENTS).columns[-1].field == field


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        ("Address, City, State, Zip", ["street", "city", "state", "postal_code"]),
        ("Home Address, Apt, Zip", ["street", "street_2", "postal_code"]),
        ("Address", ["address"]),
        # A state alone is where somebody lives, and says nothing of the column beside it.
        ("Address, State", ["address", "state"]),
        ("Address, Street, City", ["address", "street", "city"]),
        (
            "Guardian 1 Address, Guardian 1 City, Address",
            ["guardian_1_street", "guardian_1_city", "address"],
        ),
    ],
)
def test_an_address_beside_its_city_is_a_street(headings: str, fields: list[str]) -> None:
    found = match_columns(["Name", *headings.split(", ")], ELEMENTS)

    assert [each.field for each in found.columns[1:]] == fields


def test_an_address_said_by_hand_stays_a_whole_one() -> None:
    said = Choices(columns={"Address": "address"})

    found = match_columns(["Name", "Address", "City"], ELEMENTS, said)

    assert found.fields["address"] == 1


def test_no_heading_is_listed_under_two_fields() -> None:
    assert len(known_headings()) > 2_000
    assert known_headings()["studentid"] == "local_id"


def test_two_columns_for_one_field_are_refused() -> None:
    with pytest.raises(RosterError) as refused:
        match_columns(["Name", "Street", "Mailing_Street"], ELEMENTS)

    assert str(refused.value) == (
        "The columns B (Street) and C (Mailing_Street) are both read as street; leave one out with "
        '--ignore "Mailing_Street", or rename one of them in the list.'
    )


def test_an_ignored_column_leaves_its_field_to_the_other() -> None:
    matching = match_columns(
        ["Name", "Street", "Mailing_Street"], ELEMENTS, Choices(ignored=["street"])
    )

    assert matching.fields == {"name": 0, "street": 2}
    assert matching.unread == ()


def test_what_is_said_by_hand_takes_the_place_of_a_heading() -> None:
    matching = match_columns(
        ["Name", "Legal name of pupil"], ELEMENTS, Choices(columns={"legal name of pupil": "name"})
    )

    assert matching.fields == {"name": 1}
    assert [each.heading for each in matching.unread] == ["Name"]


def test_columns_are_lettered_as_in_a_spreadsheet() -> None:
    assert [letter_of(each) for each in (0, 25, 26, 51, 52, 701, 702)] == [
        *("A", "Z", "AA", "AZ", "BA", "ZZ", "AAA"),
    ]


def test_what_was_said_is_remembered_by_the_set_of_headings(tmp_path: Path) -> None:
    said = Choices(columns={'Pupil "full"': "name", "Né le": "birthday"}, ignored=("Room\\1",))
    remember(tmp_path, "kingston-csd", ['Pupil "full"', "Né le", "Room\\1"], said)

    again = remembered(tmp_path, "kingston-csd", ["ROOM\\1", "né  le", 'pupil "full"'])

    assert (dict(again.columns), again.ignored) == (dict(said.columns), ("Room\\1",))
    assert remembered(tmp_path, "kingston-csd", ["Né le"]) == Choices()
    assert remembered(tmp_path, "example-csd", ['Pupil "full"', "Né le", "Room\\1"]) == Choices()


def test_other_lists_stay_remembered_and_the_latest_word_counts(tmp_path: Path) -> None:
    for heading, field in (("A", "name"), ("B", "name"), ("A", "email")):
        remember(tmp_path, "kingston-csd", [heading], Choices(columns={heading: field}))

    assert remembered(tmp_path, "kingston-csd", ["A"]).columns == {"A": "email"}
    assert remembered(tmp_path, "kingston-csd", ["B"]).columns == {"B": "name"}


def test_nothing_said_leaves_no_file_behind(tmp_path: Path) -> None:
    remember(tmp_path, "kingston-csd", ["Name"], Choices())

    assert list(tmp_path.iterdir()) == []


def test_a_memory_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    place = tmp_path / "rosters" / "kingston-csd.toml"
    place.parent.mkdir()
    for text in ("[[list]", "list = 3", "[[list]]\nheadings = 3"):
        place.write_text(text, "utf-8")
        with pytest.raises(InputRefusedError, match="correct it, or take it away to begin anew"):
            remembered(tmp_path, "kingston-csd", ["Name"])


def test_hands_over_memory_where_they_say_something_else() -> None:
    known = Choices(columns={"A": "name", "B": "email"}, ignored=("C", "D"))
    now = Choices(columns={"b": "phone", "C": "city"}, ignored=("A",))

    both = now.over(known)

    assert (dict(both.columns), both.ignored) == ({"b": "phone", "C": "city"}, ("D", "A"))
