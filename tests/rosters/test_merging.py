"""Several rows of one person become one, in order or out of it."""

from __future__ import annotations

from pathlib import Path

import pytest

from incidents.people.person import AffectedPerson, Relation
from rosters import merging
from rosters.problems import RosterError
from tests.rosters.reading import Read, read, written

HEADINGS = ["Student Number", "Name", "Birthday", "Contact", "Contact Email", "Contact Phone"]


def listed(tmp_path: Path, *rows: list[str]) -> Read:
    return read(written(tmp_path / "list.csv", [HEADINGS, *rows]))


def contacts(person: AffectedPerson) -> list[tuple[str, str | None, str | None]]:
    return [(each.name, each.email, each.phone) for each in person.contacts]


def test_rows_that_follow_each_other_are_one_person(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ["1", "Ana Lee", "2011-03-04", "Kim Lee", "kim@example.org", ""],
        ["1", "Ana Lee", "2011-03-04", "Pat Lee", "pat@example.org", ""],
        ["2", "Bo Lee", "2012-04-05", "Kim Lee", "kim@example.org", ""],
    )

    assert (found.look.rows, [each.name for each in found.persons]) == (3, ["Ana Lee", "Bo Lee"])
    assert [name for name, _, _ in contacts(found.persons[0])] == ["Kim Lee", "Pat Lee"]


def test_rows_that_lie_apart_are_one_person_too(tmp_path: Path) -> None:
    first = [[str(n), f"Ana {n}x", "2011-03-04", f"Kim {n}x", "", ""] for n in range(40)]
    second = [[str(n), f"Ana {n}x", "2011-03-04", f"Pat {n}x", "", ""] for n in range(39, -1, -1)]

    found = listed(tmp_path, *first, *second)

    assert len(found.persons) == 40
    assert {len(each.contacts) for each in found.persons} == {2}
    assert found.look.tally.persons == 40


def test_what_one_row_lacks_is_taken_from_another(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ["a1", "Ana Lee", "", "Kim Lee", "kim@example.org", ""],
        ["A1", "ana lee", "2011-03-04", "KIM LEE", "", "845-555-0101"],
        ["a1", "Ana Lee", "", "Kim Lee", "other@example.org", ""],
    )
    (ana,) = found.persons

    assert str(ana.birthday) == "2011-03-04"
    assert contacts(ana) == [
        ("Kim Lee", "kim@example.org", "845-555-0101"),
        ("Kim Lee", "other@example.org", None),
    ]


def test_a_flag_of_one_row_and_a_consent_of_all_count(tmp_path: Path) -> None:
    headings = ["Student Number", "Name", "Contact", "Contact Flag", "Contact Email Consent"]
    rows = [
        ["1", "Ana Lee", "Kim Lee", "", "yes"],
        ["1", "Ana Lee", "Kim Lee", "court order", ""],
        ["2", "Bo Lee", "Pat Lee", "no", "yes"],
        ["2", "Bo Lee", "Pat Lee", "", "yes"],
    ]
    ana, bo = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    assert [(each.not_to_be_told, each.consents_to_email) for each in ana.contacts] == [
        ("court order", False)
    ]
    assert [(each.not_to_be_told, each.consents_to_email) for each in bo.contacts] == [(None, True)]


def test_who_left_one_school_and_is_at_another_has_not_left(tmp_path: Path) -> None:
    headings = ["Student Number", "Name", "Former", "Exposed"]
    rows = [["1", "Ana Lee", "yes", "ssn"], ["1", "Ana Lee", "no", "medical;ssn"]]
    (ana,) = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    assert (ana.is_former, ana.exposed) == (False, ("ssn", "medical"))


def test_one_number_for_two_names_is_a_problem(tmp_path: Path) -> None:
    found = listed(tmp_path, ["1", "Ana Lee", "", "", "", ""], ["1", "Bo Reyes", "", "", "", ""])

    assert found.problems == [
        (
            "Row 3, column A (Student Number): was given `1`; two different names have this "
            "number; correct the one that is wrong."
        )
    ]


def test_one_number_for_two_birthdays_is_a_problem(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ["1", "Ana Lee", "2011-03-04", "", "", ""],
        ["1", "Ana Lee", "2011-04-03", "", "", ""],
    )

    assert found.look.problem_count == 1
    assert "another row of this person has another birthday" in found.problems[0]


def test_two_of_one_name_cannot_be_told_apart_without_more(tmp_path: Path) -> None:
    found = listed(tmp_path, ["", "Ana Lee", "", "", "", ""], ["", "Ana Lee", "", "", "", ""])

    assert found.look.problem_count == 1
    assert "give either, so that two of one name are told apart" in found.problems[0]


def test_two_of_one_name_are_two_by_birthday_or_number(tmp_path: Path) -> None:
    found = listed(
        tmp_path,
        ["", "Ana Lee", "2011-03-04", "", "", ""],
        ["", "Ana Lee", "2012-03-04", "", "", ""],
        ["7", "Ana Lee", "2012-03-04", "", "", ""],
        ["8", "Ana Lee", "2012-03-04", "", "", ""],
    )

    assert len(found.persons) == 4


def test_a_long_list_in_no_order_is_refused_with_advice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(merging, "MOST_OPEN", 20)
    rows = [[str(n % 30), f"Ana {n % 30}x", "", "", "", ""] for n in range(60)]

    with pytest.raises(RosterError, match="sort the list by student number"):
        listed(tmp_path, *rows)


def test_a_contact_by_the_word_self_is_the_student(tmp_path: Path) -> None:
    headings = ["Name", "Contact", "Contact Relation", "Contact Email"]
    rows = [["Ana Lee", "Ana Lee", "Self", "ana@example.org"]]
    (ana,) = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    assert [each.relation for each in ana.contacts] == [Relation.SELF]


def test_a_guardian_has_their_own_address_where_the_list_has_one(tmp_path: Path) -> None:
    headings = [
        *("Name", "Street", "City", "State", "Zip", "Guardian 1", "Guardian 2"),
        *("Guardian 2 Street", "Guardian 2 City", "Guardian 2 State", "Guardian 2 Zip"),
    ]
    rows = [
        ["Ana", "1 Main St", "Hurley", "NY", "12443", "Kim", "Pat", "9 Elm", "Troy", "NY", "12180"],
        ["Bo", "2 Main St", "Hurley", "NY", "12443", "Kim", "Pat", "", "", "", ""],
    ]
    ana, bo = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    def streets(person: AffectedPerson) -> list[str | None]:
        return [each.address.street[0] if each.address else None for each in person.contacts]

    assert streets(ana) == ["1 Main St", "1 Main St", "9 Elm"]
    assert streets(bo) == ["2 Main St", "2 Main St", None]
    assert ana.residence == "NY"


def test_a_whole_address_in_one_cell_is_taken_apart(tmp_path: Path) -> None:
    headings = ["Name", "Guardian 1", "Guardian 1 Address"]
    rows = [
        ["Ana", "Kim", "1 Main Street, Apt 2, West Hurley, NY 12491"],
        ["Bo", "Pat", "somewhere in Hurley"],
    ]
    (problem,) = read(written(tmp_path / "list.csv", [headings, *rows])).problems
    (ana,) = read(written(tmp_path / "list.csv", [headings, rows[0]])).persons

    assert "accepted is a whole address, such as 1 Main Street, Kingston, NY 12401" in problem
    assert ana.contacts[0].address is not None
    assert ana.contacts[0].address.lines() == ("1 Main Street", "Apt 2", "West Hurley, NY 12491")


def test_a_contact_without_a_name_is_written_to_as_guardian(tmp_path: Path) -> None:
    headings = ["Name", "Guardian 1", "Guardian 1 Email"]
    rows = [["Ana Lee", "", "kim@example.org"], ["Bo Lee", "", ""]]
    ana, bo = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    # Who writes says "parent or guardian of", in the language of the letter.
    assert [each.name for each in ana.contacts] == [""]
    assert bo.contacts == ()


def test_a_flag_in_a_row_without_a_contact_holds_all_of_them(tmp_path: Path) -> None:
    headings = ["Student Number", "Name", "Custody flag", "Contact", "Contact Email"]
    rows = [
        ["1", "Ana Lee", "", "Kim Lee", "kim@example.org"],
        ["1", "Ana Lee", "court order", "", ""],
        ["2", "Bo Lee", "court order", "", ""],
    ]
    ana, bo = read(written(tmp_path / "list.csv", [headings, *rows])).persons

    assert [each.not_to_be_told for each in ana.contacts] == ["court order", "court order"]
    assert [each.not_to_be_told for each in bo.contacts] == ["court order"]
