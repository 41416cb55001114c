"""Lists as student information systems write them; everybody in them is made up."""

from __future__ import annotations

from datetime import date

from incidents.law.circumstances import Group
from incidents.moments import LocalDay
from incidents.people.person import PostalAddress, Relation
from tests.rosters.reading import FILES, read


def test_powerschool_names_are_turned_and_guardians_found() -> None:
    found = read(FILES / "powerschool.csv")
    ana = found.persons[0]

    assert found.look.words == ("CSV, separated by commas, in UTF-8 with a mark at its beginning")
    assert (ana.name, ana.local_id, str(ana.birthday)) == (
        "Ana M Rivera Ortiz",
        "40211",
        "2011-03-04",
    )
    assert [(each.name, each.relation, each.email) for each in ana.contacts] == [
        ("Ana M Rivera Ortiz", Relation.SELF, None),
        ("Maria Ortiz", Relation.GUARDIAN, "maria@example.org"),
        ("Luis Rivera", Relation.GUARDIAN, None),
    ]
    assert ana.contacts[2].address == PostalAddress(
        street=("1 Main Street",), city="Kingston", state="NY", postal_code="12401"
    )
    assert "several e-mail addresses, of which the first is taken: 1 (first in row 2)." in "".join(
        found.look.remarks
    )


def test_powerschool_status_3_is_somebody_who_left() -> None:
    persons = read(FILES / "powerschool.csv").persons

    assert [each.is_former for each in persons] == [False, True, False]


def test_a_custody_alert_of_a_row_holds_every_contact() -> None:
    zoe = read(FILES / "powerschool.csv").persons[2]

    assert zoe.name == "Zoë Weiß"
    assert {each.not_to_be_told for each in zoe.contacts} == {
        "Court order: no contact with the father"
    }


def test_a_column_nobody_knows_is_named_and_not_read() -> None:
    look = read(FILES / "powerschool.csv").look

    assert [(each.letter, each.heading) for each in look.matching.unread] == [("D", "Grade_Level")]


def test_infinite_campus_in_utf_16_with_tabs_is_read() -> None:
    found = read(FILES / "infinite-campus.txt")
    minh, widline = found.persons

    assert found.look.words == "CSV, separated by tabs, in UTF-16"
    assert minh.name == "Minh An Nguyễn"
    assert [each.language for each in minh.contacts] == ["vi", "vi"]
    assert (widline.is_former, widline.residence) == (True, "NJ")
    assert widline.contacts[1].address is not None
    assert widline.contacts[1].address.postal_code == "07030"


def test_rows_of_guardians_become_one_student_with_contacts() -> None:
    found = read(FILES / "schooltool-guardians.csv")
    by_number = {each.local_id: each for each in found.persons}
    jose = by_number["S-1"]

    assert (found.look.rows, len(found.persons)) == (5, 2)
    assert [(each.name, each.email, each.not_to_be_told) for each in jose.contacts] == [
        ("Inés Muñoz", "ines@example.org", None),
        ("Raúl Muñoz", "raul@example.org", "Do not contact: yes"),
    ]
    assert any("guessed to be Windows-1252" in each for each in found.look.remarks)
    assert any("neither guardian nor student" in each for each in found.look.remarks)


def test_oneroster_users_are_known_by_their_headings() -> None:
    found = read(FILES / "oneroster-users.csv")
    ada, bea = found.persons

    assert (ada.local_id, ada.name, ada.group) == ("u-1", "Ada Stone", Group.STUDENTS)
    assert (bea.name, bea.group, bea.is_former) == ("Bea Lynn Wood", Group.TEACHERS, True)
    assert [each.heading for each in found.look.matching.unread] == [
        *("dateLastModified", "enabledUser", "orgSourcedIds", "username", "userIds"),
        *("identifier", "sms", "agentSourcedIds", "grades", "password"),
    ]


def test_a_workbook_gives_its_first_sheet_with_rows() -> None:
    found = read(FILES / "staff.xlsx")
    dale, jo = found.persons

    assert found.look.words == "XLSX, sheet 'Staff'"
    assert (dale.local_id, dale.birthday) == ("1001", LocalDay(date(1971, 2, 28)))
    assert (dale.group, dale.exposed) == (Group.TEACHERS, ("ssn",))
    assert (jo.name, jo.group, jo.exposed) == ("Jo Frost", Group.PRINCIPALS, ())
    assert jo.residence == "MA"
    assert jo.contacts[0].address is not None
    assert jo.contacts[0].address.postal_code == "01230"
    assert "Rows 1 to 2 are above the headings and not read." in found.look.remarks
