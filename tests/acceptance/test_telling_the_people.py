"""Thirteen affected students, from their list to a record that proves who was told.

Everything goes through the command line, and by a real mail server on this machine.
A private number of two of them was exposed; the people are made up.
"""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from desk.casework import installation
from tests.support.desk import CASE, ROSTER, Desk
from tests.support.mail_sink import MailSink
from tests.support.returned_mail import returned

INCIDENT = ROSTER.replace("private_information: []", "private_information: [ssn]").replace(
    "count: 4800, with_private_information: 0", "count: 13, with_private_information: 2"
)
HEADINGS = (
    *("Student_Number", "LastFirst", "DOB", "Email", "Language", "SSN exposed", "Email consent"),
    *("Street", "City", "State", "Zip"),
    *("Guardian 1 Name", "Guardian 1 Email", "Guardian 1 Phone", "Guardian 1 No contact"),
    *("Guardian 2 Name", "Guardian 2 Street", "Guardian 2 City", "Guardian 2 State"),
    "Guardian 2 Zip",
)
FAMILIES, RESIDENTS = "ny.8nycrr121.individuals", "ny.stl208.residents"
WORDS = {
    "incident_description": "A class list lay open on the internet for nine days.",
    "incident_description@es": "Una lista de alumnos estuvo abierta en internet nueve días.",
    "data_types": "names",
    "data_types@es": "nombres",
    "investigation": "We are finding out who opened the list.",
    "investigation@es": "Estamos averiguando quién abrió la lista.",
    "steps_taken": "The list was taken down.",
    "steps_taken@es": "La lista se retiró.",
}
#: Whom each student's notice goes to in the end, and by which way; nobody else gets one.
TOLD = {
    "Maria Ortiz": "e-mail",
    "Jane Cole": "first-class mail",
    "Tom Cole": "first-class mail",
    "Ngozi Okafor": "first-class mail",
    "Sam Grant": "e-mail",
    "Rosa Perez": "e-mail",
    "Eve Stone": "first-class mail",
    "Una Ring": "telephone",
    "Gus Kay": "e-mail",
    "Hal Lee": "first-class mail",
    "Ida Vale": "first-class mail",
}


def student(
    number: int, name: str, birthday: str, guardian: str, /, **given: str
) -> dict[str, str]:
    """Give a row of the list: a home in Kingston unless it says otherwise."""
    home = {"Street": f"{number} Main Street", "City": "Kingston", "State": "NY", "Zip": "12401"}
    named = {
        "Student_Number": str(number),
        "LastFirst": name,
        "DOB": birthday,
        "Guardian 1 Name": guardian,
    }
    said = {key.replace("_", " "): value for key, value in given.items()}
    return home | named | {"Language": "en", "SSN exposed": "no"} | said


def away(street: str, name: str) -> dict[str, str]:
    """Give a second guardian who lives somewhere else."""
    town = {"City": "Kingston", "State": "NY", "Zip": "12401"}
    return {
        f"Guardian_2_{key}": each for key, each in ({"Name": name, "Street": street} | town).items()
    }


NOWHERE = {"Street": "", "City": "", "State": "", "Zip": ""}


def by_email(local: str) -> dict[str, str]:
    """Give the mailbox of the first guardian."""
    return {"Guardian_1_Email": f"{local}@families.example"}


ROWS = [
    student(1, "Rivera, Ana", "03/04/2011", "Maria Ortiz", **by_email("maria")),
    # Two households of one child.
    student(2, "Cole, Ben", "05/06/2012", "Jane Cole", **away("9 Hill Road", "Tom Cole")),
    # Three children of one.
    student(3, "Okafor, Chidi", "07/08/2010", "Ngozi Okafor"),
    student(4, "Okafor, Dayo", "07/08/2012", "Ngozi Okafor", Street="3 Main Street"),
    student(5, "Okafor, Efe", "07/08/2014", "Ngozi Okafor", Street="3 Main Street"),
    # Of age on the day of sending.
    student(6, "Grant, Sam", "01/02/2007", "Pat Grant", Email="sam@families.example"),
    student(7, "Perez, Lucia", "09/09/2013", "Rosa Perez", Language="es", **by_email("rosa")),
    # The father must not be told.
    student(
        *(8, "Stone, Ivy", "10/10/2012", "Max Stone"),
        **by_email("max"),
        **away("8 Lake Road", "Eve Stone"),
        Guardian_1_No_contact="yes",
    ),
    student(9, "Lowe, Noah", "11/11/2011", "Ada Lowe", **NOWHERE),
    student(
        *(10, "Ring, Zoe", "12/12/2011", "Una Ring"), **NOWHERE, Guardian_1_Phone="845-555-0142"
    ),
    # Private information, with and without consent to e-mail.
    student(
        *(11, "Kay, Liam", "02/02/2012", "Gus Kay"),
        **by_email("gus"),
        Email_consent="yes",
        SSN_exposed="yes",
    ),
    student(12, "Lee, Mona", "02/03/2012", "Hal Lee", **by_email("hal"), SSN_exposed="yes"),
    # The mailbox is gone.
    student(13, "Vale, Otto", "02/04/2012", "Ida Vale", **by_email("ida")),
]


@pytest.fixture
def sink() -> Iterator[MailSink]:
    with MailSink() as running:
        yield running


@pytest.fixture
def dpo(
    tmp_path: Path,
    database: str,
    sink: MailSink,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Desk]:
    """Give a DPO at a desk with a mail server, once on each database."""
    monkeypatch.setenv("DUENOTICE_DATABASE_URL", database)
    monkeypatch.setenv("DUENOTICE_FIELD_KEYS", f"{tmp_path}-keys")
    dpo = Desk(tmp_path, monkeypatch, capsys)
    (tmp_path / "bounces").mkdir()
    dpo.file(
        "home/settings.toml",
        f'[mail]\nhost = "127.0.0.1"\nport = {sink.port}\nstarttls = false\n'
        f'sender = "privacy@kingston.example"\nbounces = "{tmp_path / "bounces"}"\n'
        '[sending]\nprefer = "email"\n',
    )
    district = tmp_path / "home" / "districts" / "kingston-csd.yaml"
    accepts = "accept_shipped_translations: true\n"
    district.write_text(district.read_text("utf-8") + accepts, "utf-8")
    installation.cache_clear()
    yield dpo
    installation().engine.dispose()
    installation.cache_clear()


def test_everybody_is_told_once_and_the_record_proves_it(dpo: Desk, sink: MailSink) -> None:
    the_list_is_taken_in(dpo)
    two_people_let_it_go(dpo)
    emails_go_out(dpo, sink)
    letters_and_a_call_follow(dpo)
    one_email_comes_back(dpo, sink)
    one_letter_comes_back(dpo)
    nobody_is_left(dpo)
    the_case_is_closed(dpo)
    the_record_says_who_was_told(dpo)


def the_list_is_taken_in(dpo: Desk) -> None:
    """Open the case, say what happened, take the list in and find out who is told."""
    assert dpo.opens(INCIDENT) == CASE
    for field, words in WORDS.items():
        dpo.says("record", CASE, "wording", field, words)
    text = io.StringIO()
    writer = csv.DictWriter(text, HEADINGS)
    writer.writeheader()
    writer.writerows(ROWS)
    dpo.file("students.csv", text.getvalue())
    looked = dpo.says("people", "look", CASE, "students.csv")
    assert "13 rows, 13 persons." in looked
    assert "with a contact who is not to be told (a flag): 1" in looked
    assert dpo.tells("people", "import", CASE, "students.csv", "--yes")[0]["added"] == 13

    dpo.at("2026-03-17T09:00-04:00")
    (found,) = dpo.tells("people", "resolve", CASE)

    assert (found["persons"], found["recipients"], found["without_method"]) == (13, 12, 1)
    assert found["not_owed"] == {}


def two_people_let_it_go(dpo: Desk) -> None:
    """Draft in both languages, look ahead, and release with two approvals."""
    for notice in ("family-notice", "family-and-resident-notice"):
        dpo.says("draft", CASE, notice, "--out", "texts")
    looked = dpo.tells("preflight", CASE, "--no-dns")[0]
    assert {each["language"] for each in looked["texts"]} == {"en", "es"}
    assert {each["state"] for each in looked["texts"]} == {"drafted"}
    assert dpo.tells("sending", "prepare", CASE)[0]["methods"] == {
        "email": 5,
        "first_class_mail": 5,
        "telephone": 1,
    }
    dpo.says("sending", "approve", CASE, "--by", "dpo")
    alone = dpo.runs("sending", "release", CASE, "--by", "dpo", "--yes")
    assert alone.status == 1
    assert "Two named people approve" in alone.err
    dpo.refuses("letters", CASE, "to-print")
    dpo.says("sending", "release", CASE, "--by", "superintendent", "--yes")


def emails_go_out(dpo: Desk, sink: MailSink) -> None:
    """Send them; each says what was exposed of that child, and no number that was not."""
    assert dpo.says("send", CASE) == "Sending 1: 5 accepted.\n"
    assert dpo.says("send", CASE) == "Sending 1: nothing was due.\n"

    texts = to_families(sink)
    assert sorted(texts) == ["gus", "ida", "maria", "rosa", "sam"]
    assert "Ana Rivera: names\n" in texts["maria"]
    assert "Liam Kay: names and Social Security number\n" in texts["gus"]
    assert "Lucia Perez: nombres\n" in texts["rosa"]
    assert "una lista de alumnos" in texts["rosa"].lower()
    assert all("Ivy Stone" not in each for each in texts.values())


def letters_and_a_call_follow(dpo: Desk) -> None:
    """Print five letters and a call sheet, mail the letters and make the call."""
    dpo.says("letters", CASE, "to-print")
    letters = rows(dpo, "to-print")
    assert sorted(each["names"] for each in letters) == [
        *("Eve Stone", "Hal Lee", "Jane Cole", "Ngozi Okafor", "Tom Cole"),
    ]
    assert "Max Stone" not in str(letters)
    dpo.says("calls", CASE, "to-call")
    (call,) = rows(dpo, "to-call")
    assert (call["names"], call["telephone"]) == ("Una Ring", "845-555-0142")
    dpo.says("letters-mailed", CASE, 1, 2, "--at", "2026-03-17", "--cost", "1.95")
    dpo.at("2026-03-18T10:00-04:00").says("called", CASE, call["call"], "told")


def one_email_comes_back(dpo: Desk, sink: MailSink) -> None:
    """The mailbox of one family is gone: a letter follows by itself."""
    (lost,) = (each for each in sink.messages if "ida@" in str(each["To"]))
    message_id = str(lost["Message-ID"]).strip("<>")
    report = returned(message_id, "ida@families.example")
    (dpo.place / "bounces" / "1.eml").write_bytes(report)

    assert "1 e-mails were given up and go another way now" in dpo.says("bounces")
    dpo.says("letters", CASE, "to-print")
    assert rows(dpo, "to-print")[-1]["names"] == "Ida Vale"
    dpo.says("letters-mailed", CASE, 4, "--at", "2026-03-18")


def one_letter_comes_back(dpo: Desk) -> None:
    """The father has moved: his new address is found, and he gets the letter there."""
    (tom,) = (each for each in rows(dpo, "to-print") if each["names"] == "Tom Cole")
    dpo.at("2026-03-24T10:00-04:00").says("returned", CASE, tom["sheet"], "--why", "moved")
    (listed,) = dpo.tells("people", "to-find", CASE)
    assert [each["names"] for each in listed["to_find"]] == [["Ada Lowe"], ["Tom Cole"]]

    moved = ("--address", "77 New Road, Kingston, NY 12401", "--source", "the employer")
    dpo.says("people", "correct", CASE, 2, "--contact", 3, *moved)
    dpo.says("letters", CASE, "to-print")
    again = rows(dpo, "to-print")[-1]
    assert (again["names"], again["street 1"]) == ("Tom Cole", "77 New Road")
    dpo.says("letters-mailed", CASE, 5, "--at", "2026-03-24")


def nobody_is_left(dpo: Desk) -> None:
    """Whoever cannot be found keeps the duty open until somebody says why."""
    assert "1 without a usable address" in dpo.says("progress", CASE)
    dpo.refuses("file", CASE, FAMILIES)
    (listed,) = dpo.tells("people", "to-find", CASE)
    (left,) = listed["to_find"]
    why = "No address in the school's files, nor at the post office"
    dpo.says("people", "excuse", CASE, left["recipient"], "--reason", why)

    progress = {each["duty"]: each for each in dpo.tells("progress", CASE)[0]["duties"]}

    families = progress[FAMILIES]
    assert (families["owed"], families["excused"], families["complete"]) == (12, 1, True)
    assert families["told"] == {"email": 4, "first_class_mail": 6, "telephone": 1}
    assert (progress[RESIDENTS]["owed"], progress[RESIDENTS]["complete"]) == (2, True)
    assert "Tuesday, March 24, 2026" in dpo.says("file", CASE, FAMILIES)
    assert "Tuesday, March 17, 2026" in dpo.says("file", CASE, RESIDENTS)


def the_case_is_closed(dpo: Desk) -> None:
    """File what else was owed, and close."""
    offices = ("attorney-general", "department-of-state", "its")
    dpo.says(
        *("file", CASE, "policy.internal-report", "ny.8nycrr121.cpo-after-receipt"),
        *(f"ny.stl208.{each}" for each in offices),
        *("us.ferpa.disclosure-record", "--at", "2026-03-23"),
    )
    reason = ("--reason", "The company posted the letters itself.")
    dpo.says("decide", CASE, "ny.8nycrr121.reimbursement", "--not-required", *reason)
    dpo.says("close", CASE)


def the_record_says_who_was_told(dpo: Desk) -> None:
    """With the people in it, and checked with nothing but Python."""
    dpo.says("export", CASE, "without")
    dpo.says("export", CASE, "bag", "--with-people")
    checked = subprocess.run(
        [sys.executable, "-I", dpo.place / "bag" / "verify.py"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (checked.returncode, checked.stdout.splitlines()[0]) == (0, "Result: INTACT")
    names = {each["recipient"]: each["names"] for each in table(dpo, "bag/data/people/people.csv")}
    tried = table(dpo, "bag/data/registers/deliveries.csv")
    told = [each for each in tried if each["state"] == "accepted"]

    known = {
        each["names"]: (each["told about"], each["corrected since"])
        for each in table(dpo, "bag/data/people/people.csv")
    }
    assert known["Jane Cole"][0] == "Ben Cole: no element of private information"
    assert known["Tom Cole"][1] == "", "his last letter went to the address that is known"
    assert {names[each["recipient"]]: each["method"] for each in told} == TOLD
    assert set(Counter(each["recipient"] for each in told).values()) == {1}
    assert set(names.values()) - set(TOLD) == {"Ada Lowe"}, "excused, for a reason on record"
    without = dpo.place / "without"
    shown = b"".join(each.read_bytes() for each in without.rglob("*") if each.is_file())
    for family in (*TOLD, "Max Stone", "Ada Lowe", "Ana Rivera", "77 New Road"):
        assert family.encode() not in shown


def to_families(sink: MailSink) -> dict[str, str]:
    """Give the text of each message to a family by its mailbox; none gets two."""
    to = [each for each in sink.recipients if each.endswith("@families.example")]
    assert len(to) == len(set(to))
    texts = {}
    for message in sink.messages:
        body = message.get_body(("plain",))
        address = str(message["To"].addresses[0].addr_spec)
        if body is not None and address in to:
            texts[address.partition("@")[0]] = body.get_content().replace("\r\n", "\n")
    return texts


def rows(dpo: Desk, folder: str) -> list[dict[str, str]]:
    """Give the rows of all the manifests in a folder, in the order of the batches."""
    names = sorted(each.name for each in (dpo.place / folder).glob("*.csv"))
    return [row for name in names for row in table(dpo, f"{folder}/{name}")]


def table(dpo: Desk, name: str) -> list[dict[str, str]]:
    """Give the rows of a table."""
    return list(csv.DictReader(io.StringIO((dpo.place / name).read_text("utf-8-sig"))))
