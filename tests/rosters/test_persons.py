"""What a row says of a person, and what it says of those who are told for them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from incidents.people.person import AffectedPerson, PostalAddress
from rosters import matchings
from rosters.columns import Choices
from rosters.first_look import matching_of, persons_of, take_first_look
from rosters.opening import open_roster
from rosters.persons import Terms
from rosters.problems import RosterError
from tests.rosters.reading import TODAY, Read, read, written


def one(tmp_path: Path, **cells: str) -> AffectedPerson:
    (person,) = listed(tmp_path, **cells).persons
    return person


def listed(tmp_path: Path, **cells: str) -> Read:
    headings = [each.replace("_", " ") for each in cells]
    return read(written(tmp_path / "list.csv", [headings, list(cells.values())]))


def test_a_name_in_parts_is_put_together(tmp_path: Path) -> None:
    ana = one(tmp_path, First="Ana", Middle="M", Last="  de la   Cruz ", Suffix="III")

    assert ana.name == "Ana M de la Cruz III"


def test_a_row_without_a_name_is_a_problem(tmp_path: Path) -> None:
    found = listed(tmp_path, First_Name="", Last_Name="", Student_Number="4711")

    assert found.problems == [
        "Row 2, column A (First Name): accepted is the name of a person, with letters."
    ]


@pytest.mark.parametrize(
    ("heading", "cell", "is_former"),
    [
        ("Former", "yes", True),
        ("Active", "no", True),
        ("Active", "yes", False),
        ("Enroll_Status", "-1", True),
        ("Enroll_Status", "0", False),
        ("Exit_Date", "2026-03-16", True),
        ("Exit_Date", "6/26/2026", False),
        ("Exit_Date", "", False),
    ],
)
def test_who_left_is_known_by_any_of_the_columns(
    tmp_path: Path, heading: str, cell: str, is_former: bool
) -> None:
    assert one(tmp_path, Name="Ana", **{heading: cell}).is_former is is_former


def test_a_list_may_name_elements_and_tick_others(tmp_path: Path) -> None:
    ana = one(tmp_path, Name="Ana", Exposed="ssn; medical", Biometric_exposed="yes")

    assert ana.exposed == ("ssn", "medical", "biometric")


def test_a_relation_nobody_knows_is_a_problem(tmp_path: Path) -> None:
    (problem,) = listed(
        tmp_path, Name="Ana", Guardian_1="Kim", Guardian_1_Relation="Bus driver"
    ).problems

    assert "was given `Bus driver`; accepted are words such as parent, mother" in problem


def test_a_language_nobody_knows_is_remarked_and_left_open(tmp_path: Path) -> None:
    found = listed(tmp_path, Name="Ana", Guardian_1="Kim", Language="Elvish tongue")

    assert found.persons[0].contacts[0].language is None
    assert "Languages not known by their word" in found.look.remarks[0]


@pytest.mark.parametrize(
    ("cell", "flag"),
    [
        ("", None),
        ("no", None),
        ("n/a", None),
        ("yes", "No contact: yes"),
        ("Order of May 4", "Order of May 4"),
    ],
)
def test_a_flag_is_kept_in_its_own_words(tmp_path: Path, cell: str, flag: str | None) -> None:
    ana = one(tmp_path, Name="Ana", Guardian_1="Kim", No_contact=cell)

    assert [each.not_to_be_told for each in ana.contacts] == [flag]


def test_words_for_nothing_in_a_contact_are_nothing(tmp_path: Path) -> None:
    ana = one(tmp_path, Name="Ana", Guardian_1="Kim", Guardian_1_Email="none", Phone="unknown")

    assert [(each.name, each.email) for each in ana.contacts] == [("Kim", None)]


def test_an_address_abroad_is_kept_as_it_is(tmp_path: Path) -> None:
    ana = one(
        tmp_path,
        Name="Ana",
        Street="10 Rue Haute",
        City="Montréal",
        State="QC",
        Zip="H2Y 1A1",
        Country="Canada",
    )

    assert ana.contacts[0].address == PostalAddress(
        street=("10 Rue Haute",),
        city="Montréal",
        state="QC",
        postal_code="H2Y 1A1",
        country="Canada",
    )
    assert ana.residence is None


def test_half_an_address_is_left_out_and_counted(tmp_path: Path) -> None:
    found = listed(tmp_path, Name="Ana", Street="1 Main Street", City="", Zip="")

    assert (found.persons[0].contacts, found.look.tally.without_contact) == ((), 1)
    assert found.look.remarks == (
        "Addresses left out that lack the street, the city or the postal code: 1 (first in row 2).",
    )


def test_several_addresses_in_an_email_cell_have_all_to_be_right(tmp_path: Path) -> None:
    found = listed(tmp_path, Name="Ana", Email="ana@example.org; ana@")

    assert found.look.problem_count == 1


def test_residence_is_that_of_guardians_where_they_agree(tmp_path: Path) -> None:
    headings = ["Name", "Guardian 1", "Guardian 1 Address", "Guardian 2", "Guardian 2 Address"]
    here, there = "1 Main Street, Kingston, NY 12401", "2 Elm Street, Newark, NJ 07102"
    rows = [["Ana", "Kim", here, "Pat", here], ["Bo", "Kim", here, "Pat", there]]

    ana, bo = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    assert (ana.residence, bo.residence) == ("NY", None)


def test_a_list_with_problems_gives_nobody(tmp_path: Path) -> None:
    path, terms = written(tmp_path / "list.csv", [["Name"], ["123"]]), Terms(today=TODAY)
    with open_roster(path) as roster:
        look = take_first_look(roster, matching_of(roster, terms), terms)
        with pytest.raises(RosterError, match="has problems; put them right"):
            next(persons_of(roster, look, terms))


def test_a_list_that_has_become_another_is_not_taken(tmp_path: Path) -> None:
    path, terms = written(tmp_path / "list.csv", [["Name"], ["Ana"]]), Terms(today=TODAY)
    with open_roster(path) as roster:
        look = take_first_look(roster, matching_of(roster, terms), terms)
        with path.open("r+b") as file:  # of the same length, in the same file
            file.write(b"Name\r\n123\r\n")
        with pytest.raises(RosterError, match="was changed"):
            list(persons_of(roster, look, terms))


def test_what_is_remembered_is_for_its_owner_only(tmp_path: Path) -> None:
    matchings.remember(tmp_path, "kingston-csd", ["A"], Choices(columns={"A": "name"}))
    (kept,) = (tmp_path / "rosters").iterdir()

    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert stat.S_IMODE(kept.parent.stat().st_mode) == 0o700


def test_a_memory_that_cannot_be_written_leaves_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    matchings.remember(tmp_path, "kingston-csd", ["A"], Choices(columns={"A": "name"}))

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(RosterError, match=r"cannot be written \(No space left on device\)"):
        matchings.remember(tmp_path, "kingston-csd", ["A"], Choices(columns={"A": "email"}))

    assert matchings.remembered(tmp_path, "kingston-csd", ["A"]).columns == {"A": "name"}
    assert len(list((tmp_path / "rosters").iterdir())) == 1
