"""``people look`` and ``people import``: a first look, a yes, and persons in the case."""

from __future__ import annotations

import json
import logging
import shlex
import shutil

import pytest

from desk.casework import installation
from desk.commands.people import COMMANDS
from incidents.moments import Instant
from tests.rosters.reading import FILES
from tests.support.desk import CASE, Desk

SMALL = """\
Student Number,Name,Birthday,Guardian 1,Guardian 1 Email,Street,City,State,Zip,Homeroom
1,Ana Lee,2011-03-04,Kim Lee,kim@example.org,1 Main Street,Kingston,NY,12401,7B
2,Bo Reyes,2012-04-05,Sam Reyes,,2 Main Street,Kingston,NY,12401,7C
"""


def persons(wave: int = 1) -> list[str]:
    with installation().reading(Instant.parse("2027-01-01T00:00Z")) as work:
        return [each.person.name for each in work.people.stream(CASE, wave)]


def test_a_look_shows_columns_persons_and_counts_in_80_columns(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens()
    desk.file("list.csv", SMALL)
    monkeypatch.setenv("COLUMNS", "80")

    told = desk.says("people", "look", CASE, "list.csv")

    lines = [line.rstrip() for line in told.splitlines()]
    assert max(map(len, lines)) <= 80
    assert lines == [
        "list.csv: CSV, separated by commas, in UTF-8.",
        "2 rows, 2 persons.",
        "   Heading           is read as",
        "A  Student Number    local_id",
        "B  Name              name",
        "C  Birthday          birthday",
        "D  Guardian 1        guardian_1_name",
        "E  Guardian 1 Email  guardian_1_email",
        "F  Street            street",
        "G  City              city",
        "H  State             state",
        "I  Zip               postal_code",
        "Not known, so not read: J (Homeroom). To read one: --column 'HEADING=FIELD'.",
        "",
        "The first ones, as they are understood:",
        "  Ana Lee (students, number 1, born 2011-03-04)",
        "    self: 1 Main Street, Kingston, NY 12401",
        "    Kim Lee: 1 Main Street, Kingston, NY 12401; kim@example.org",
        "  Bo Reyes (students, number 2, born 2012-04-05)",
        "    self: 2 Main Street, Kingston, NY 12401",
        "    Sam Reyes: 2 Main Street, Kingston, NY 12401",
        "",
        "All of them:",
        "  students of NY: 2",
        "  can be reached: 2 by letter, 1 by e-mail, 0 by telephone",
        "  for whom the list does not say what was exposed: 2",
    ]


def test_a_look_keeps_nothing(desk: Desk) -> None:
    desk.opens()
    before = desk.entries()
    desk.says("people", "look", CASE, desk.file("list.csv", SMALL))

    assert (persons(), desk.entries()) == ([], before)
    assert not (desk.place / "home" / "rosters").exists()


def test_a_list_with_problems_is_shown_and_not_taken(desk: Desk) -> None:
    desk.opens()
    before = desk.entries()
    desk.file("list.csv", "Name,Birthday\nAna,2030-01-01\nBo,yesterday\n")

    answers = [
        desk.runs("people", "look", CASE, "list.csv"),
        desk.runs("people", "import", CASE, "list.csv", "--yes"),
    ]

    for answer in answers:
        assert answer.status == 1
        assert "Row 2, column B (Birthday): was given `2030-01-01`; a birthday lies in the" in (
            answer.out
        )
        assert answer.out.endswith(
            "2 problems: put them right in the list, and look again. Nothing was kept.\n"
        )
    assert (persons(), desk.entries()) == ([], before)


def test_twenty_problems_are_shown_and_the_rest_counted(desk: Desk) -> None:
    desk.opens()
    rows = "".join(f"Ana {each},{each}\n" for each in "abcdefghijklmnopqrstuvwxyz")
    desk.file("list.csv", f"Name,Birthday\n{rows}")

    told = desk.runs("people", "look", CASE, "list.csv").out

    assert told.count("was given `") == 20
    assert "26 problems, 6 of them not shown: put them right" in told


def test_the_same_problem_in_many_rows_is_shown_once(desk: Desk) -> None:
    desk.opens()
    rows = "".join(f"Ana {each},x\n" for each in "abcdefghijklmnopqrstuvwxyz")
    desk.file("list.csv", f"Name,Birthday\n{rows}")

    told = desk.runs("people", "look", CASE, "list.csv").out

    assert told.count("was given `x`") == 1
    assert "Row 2 and 25 more, column B (Birthday)" in " ".join(told.split())
    assert "26 problems: put them right" in told


def test_an_import_says_what_came_of_it_and_what_to_record(desk: Desk) -> None:
    desk.opens()
    told = desk.says("people", "import", CASE, desk.file("list.csv", SMALL), "--yes")

    assert told.splitlines()[-3:] == [
        (
            "Imported as list 1: 2 persons added, 0 were there already and are left as they are. "
            "The wave has 2 persons."
        ),
        "Students of NY: 2 on the lists, 4,800 recorded. To record what the lists say:",
        (
            f"  duenotice record {CASE} affected students --residence NY --count 2 "
            '--with-private-information 0 --source "imported list"'
        ),
    ]
    assert persons() == ["Ana Lee", "Bo Reyes"]


def test_the_command_that_is_given_settles_the_difference(desk: Desk) -> None:
    desk.opens()
    told = desk.says("people", "import", CASE, desk.file("list.csv", SMALL), "--yes")
    _, *given = shlex.split(told.splitlines()[-1])

    desk.says(*given)

    assert "recorded" not in desk.says("people", "import", CASE, "list.csv", "--yes")


def test_importing_the_same_file_again_adds_nobody(desk: Desk) -> None:
    desk.opens()
    desk.says("people", "import", CASE, desk.file("list.csv", SMALL), "--yes")
    before = desk.entries()

    told = desk.says("people", "import", CASE, "list.csv", "--yes")

    assert "This file was imported before, as list 1; nobody was added. The wave has 2" in told
    assert (persons(), desk.entries()) == (["Ana Lee", "Bo Reyes"], before)


def test_a_list_that_was_cut_short_is_spoken_of_until_it_is_whole(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.opens()
    desk.file("other.csv", "Student Number,Name\n9,Di Lee\n")
    with monkeypatch.context() as torn:
        torn.setattr("incidents.services.telling.import_roster._finished", power_cut)
        with pytest.raises(OSError, match="dark"):
            desk.runs("people", "import", CASE, desk.file("list.csv", SMALL), "--yes")

    warned = desk.runs("people", "import", CASE, "other.csv", "--yes")
    whole = desk.runs("people", "import", CASE, "list.csv", "--yes")

    assert warned.err.startswith("Warning: the import of list 1 was cut short, so persons may")
    assert "Imported as list 1: 2 persons added, 0 were there already" in whole.out
    assert whole.err == ""


def power_cut(*_: object, **__: object) -> None:
    """End an import before its last unit of work."""
    msg = "dark"
    raise OSError(msg)


def test_who_says_no_imports_nobody(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.opens()
    before = desk.entries()
    monkeypatch.setattr("click.confirm", lambda *_, **__: False)

    answer = desk.runs("people", "import", CASE, desk.file("list.csv", SMALL))

    assert (answer.status, answer.err) == (130, "Stopped; nothing more was changed.\n")
    assert (persons(), desk.entries()) == ([], before)


def test_who_says_yes_imports_them(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    desk.opens()
    asked: list[str] = []

    def says_yes(text: str, **_: object) -> bool:
        asked.append(text)
        return True

    monkeypatch.setattr("click.confirm", says_yes)

    desk.says("people", "import", CASE, desk.file("list.csv", SMALL))

    assert asked == ["Take these 2 persons into the case?"]
    assert persons() == ["Ana Lee", "Bo Reyes"]


def test_json_names_the_same_things_for_scripts(desk: Desk) -> None:
    desk.opens()
    desk.file("list.csv", SMALL)

    (look,) = desk.tells("people", "look", CASE, "list.csv")
    (told,) = desk.tells("people", "import", CASE, "list.csv", "--yes")

    assert look["counts"]["groups"] == [
        {
            "group": "students",
            "residence": "NY",
            "count": 2,
            "with_private_information": None,
        }
    ]
    assert told["look"] == look
    assert (told["roster"], told["added"], told["known"], told["recorded"]) == (1, 2, 0, True)
    assert [(each["listed"], each["recorded"]) for each in told["differences"]] == [(2, 4800)]


def test_json_asks_nobody_and_so_needs_a_yes(desk: Desk) -> None:
    desk.opens()
    desk.file("list.csv", SMALL)

    assert desk.refuses("people", "import", CASE, "list.csv", "--json").startswith(
        "With --json nobody is asked; look at the list, and give --yes."
    )


def test_what_was_said_of_columns_is_remembered_for_the_district(desk: Desk) -> None:
    desk.opens()
    first = "Pupil;Born;Number\nAna Lee;2011-03-04;1\n"
    desk.file("first.csv", first)
    desk.file("next.csv", first.replace("Ana", "Bo").replace(";1", ";2"))
    options = ("--column", "Pupil=name", "--ignore", "Number")

    desk.says("people", "import", CASE, "first.csv", "--yes", *options)
    look = json.loads(desk.says("people", "look", CASE, "next.csv", "--json"))

    assert [(each["heading"], each["field"], each["ignored"]) for each in look["columns"]] == [
        ("Pupil", "name", False),
        ("Born", "birthday", False),
        ("Number", None, True),
    ]
    kept = (desk.place / "home" / "rosters" / "kingston-csd.toml").read_text("utf-8")
    assert '"Pupil" = "name"' in kept
    assert "Ana" not in kept


def test_the_words_of_the_case_may_say_what_was_exposed(desk: Desk) -> None:
    desk.opens()
    desk.file("list.csv", "Name,Exposed\nAna Lee,Grades and courses; SSN\n")
    refused = desk.runs("people", "look", CASE, "list.csv").out

    desk.says("record", CASE, "wording", "data_types", "grades and courses")
    look = json.loads(desk.says("people", "look", CASE, "list.csv", "--json"))

    assert "duenotice record CASE wording data_types" in " ".join(refused.split())
    assert look["first"][0]["exposed"] == ["grades and courses", "ssn"]


def test_a_workbook_of_staff_goes_in_with_its_groups(desk: Desk) -> None:
    desk.opens()
    shutil.copy(FILES / "staff.xlsx", desk.place)
    told = desk.says("people", "import", CASE, "staff.xlsx", "--sheet", "Staff", "--yes")

    assert "Students of NY: 4,800 recorded, and nobody of them is on a list yet." in told
    assert "affected teachers --residence NY --count 1 --with-private-information 1" in told
    assert "affected principals --residence MA --count 1 --with-private-information 0" in told


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--wave", 2], "has no wave 2"),
        (["--column", "Name"], "--column was given `Name`; accepted is the heading"),
        (["--column", "Pupil=name"], "The list has no column with the heading 'Pupil'"),
        (["--column", "Name=nickname"], "There is no field `nickname`; accepted are name,"),
        (["--ignore", "Name"], "No column with names is known among"),
        (["--sheet", "x"], "is CSV and has no sheets"),
        (["--by", "nobody"], "has the id `nobody`"),
    ],
)
def test_what_cannot_be_done_is_refused_in_one_sentence(
    desk: Desk, options: list[object], said: str
) -> None:
    desk.opens()
    desk.file("list.csv", SMALL)
    before = desk.entries()

    answer = desk.runs("people", "import", CASE, "list.csv", "--yes", *options)

    assert answer.status in (1, 2)
    assert said in answer.err
    assert answer.err.count("\n") == 1
    assert (persons(), desk.entries()) == ([], before)


def test_no_name_reaches_a_log(desk: Desk, caplog: pytest.LogCaptureFixture) -> None:
    desk.opens()
    with caplog.at_level(logging.DEBUG):
        desk.says("people", "import", CASE, desk.file("list.csv", SMALL), "--yes")

    assert "Ana" not in caplog.text


def test_every_command_of_people_says_one_line() -> None:
    for name, (_, line) in COMMANDS.items():
        assert line.endswith("."), name
        assert len(line) < 60, name
