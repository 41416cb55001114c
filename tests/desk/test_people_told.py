"""Who is told, at the keyboard: found out, shown, corrected, excused, reckoned."""

from __future__ import annotations

import json
from dataclasses import replace
from io import StringIO

import pytest

from desk.casework import installation
from incidents.case.telling_events import RosterImported
from incidents.law.circumstances import Group
from incidents.moments import Instant
from incidents.people.person import AffectedPerson
from tests.incidents.people.telling import guardian, student
from tests.support.desk import CASE, ROSTER, Desk

AT = "2026-05-08T09:00-04:00"
PRIVATE = ROSTER.replace("private_information: []", "private_information: [ssn]").replace(
    "with_private_information: 0", "with_private_information: 4800"
)


def listed(desk: Desk, *persons: AffectedPerson, incident: str = ROSTER) -> Desk:
    """Open the case and take a list in, on the day of sending."""
    desk.opens(incident)
    with installation().work(Instant.parse(AT), "dpo") as work:
        roster = work.rosters.add(CASE, 1, "c" * 64, len(persons))
        numbered = [replace(each, local_id=str(n)) for n, each in enumerate(persons)]
        added = work.people.add(CASE, 1, roster.number, numbered)
        imported = RosterImported(
            wave=1,
            roster=1,
            sha256="c" * 64,
            rows=len(persons),
            added=added.added,
            known=0,
            columns={},
        )
        work.append(CASE, [imported])
    return desk.at(AT)


def test_finding_out_says_how_many_and_what_comes_next(desk: Desk) -> None:
    listed(desk, student("Ana"), student("Bo", guardian("Mia", address=None)))

    assert desk.says("people", "resolve", CASE) == (
        "2 recipients for 2 affected persons, for a sending on Friday, May 8, 2026.\n"
        "1 recipient has no usable address: duenotice people to-find KINGSTON-2026-001\n"
        "What a sending would be: duenotice preflight KINGSTON-2026-001\n"
    )
    assert desk.tells("people", "resolve", CASE, "--on", "2026-06-01", "--prefer", "email") == [
        {
            "case": CASE,
            "wave": 1,
            "on": "2026-06-01",
            "persons": 2,
            "recipients": 2,
            "without_method": 1,
            "not_owed": {},
            "told_of_less": 0,
            "told_earlier": 0,
        }
    ]


def test_a_list_that_was_cut_short_is_said_where_people_are_found(desk: Desk) -> None:
    listed(desk, student("Ana"))
    with installation().work(Instant.parse(AT), "dpo") as work:
        work.rosters.add(CASE, 1, "d" * 64, 9)

    assert desk.says("people", "resolve", CASE).splitlines()[-1] == (
        "The import of list 2 was cut short, so persons may lack: import that file again, the one "
        "whose SHA-256 begins with dddddddddddd, and then do this again."
    )


def test_a_preflight_names_the_languages(desk: Desk) -> None:
    listed(desk, *(student(code, guardian(code, language=code)) for code in ("es", "ht", "tlh")))
    desk.says("people", "resolve", CASE)

    shown = " ".join(desk.says("preflight", CASE, "--no-dns").split())

    assert "by language Spanish 1, Haitian Creole 1, tlh 1" in shown
    assert "1 who read Haitian Creole" in shown
    assert "The text family-notice for parent in English is not drafted." in shown


def test_the_way_of_the_settings_is_tried_first(desk: Desk) -> None:
    listed(desk, student("Ana", guardian(email="rosa@example.org")))
    (desk.place / "home" / "settings.toml").write_text('[sending]\nprefer = "email"\n', "utf-8")
    installation.cache_clear()
    desk.says("people", "resolve", CASE)

    (told,) = desk.tells("people", "show", CASE)

    assert told["groups"][0]["method"] == "email"
    assert told["groups"][0]["fallback"] == "first_class_mail"


def test_nobody_is_said_to_be_reached_before_it_is_known(desk: Desk) -> None:
    listed(desk, student("Ana"))

    assert desk.says("people", "to-find", CASE) == (
        "Who is told in case KINGSTON-2026-001 is not found out yet: duenotice people resolve "
        "KINGSTON-2026-001\n"
    )
    desk.says("people", "resolve", CASE)
    assert desk.says("people", "to-find", CASE) == (
        "Everybody who has to be told in case KINGSTON-2026-001 can be reached.\n"
    )


def test_the_list_to_work_is_worked_off(desk: Desk) -> None:
    lost = guardian("Mia Chen", address=None)
    listed(desk, student("Bo", lost), student("Cy", replace(lost, name="Ed Roy")))
    desk.says("people", "resolve", CASE)
    (found,) = desk.tells("people", "to-find", CASE)
    to_find = found["to_find"]
    assert [each["names"] for each in to_find] == [["Mia Chen"], ["Ed Roy"]]
    shown = desk.says("people", "to-find", CASE).splitlines()
    assert max(map(len, shown[:-1])) <= 80
    assert shown[1].endswith(f"  Mia Chen, about Bo (person {to_find[0]['concerns'][0]['person']})")
    assert shown[2] == "       no usable postal address, e-mail or telephone number"
    bo, cy = (each["concerns"][0]["person"] for each in to_find)

    address = "300 Broadway, Apt 4B, Kingston, NY 12401"
    said = desk.says("people", "correct", CASE, bo, "--address", address, "--source", "her aunt")
    assert f"Corrected for person {bo}." in said
    assert "  address: 300 Broadway, Apt 4B, Kingston, NY 12401\n" in said
    recipient = to_find[1]["recipient"]
    assert desk.says("people", "excuse", CASE, recipient, "--reason", "Moved abroad") == (
        f"Recipient {recipient} need not be told: Moved abroad\n"
    )

    assert desk.tells("people", "to-find", CASE) == [
        {"case": CASE, "wave": 1, "is_found_out": True, "to_find": []}
    ]
    assert "Moved abroad" in desk.says("people", "show", CASE, "--person", cy)


def test_a_person_is_shown_with_whoever_is_told(desk: Desk) -> None:
    flagged = guardian("Juan", address=None, not_to_be_told="court order of 2025")
    listed(desk, student("Ana", guardian(email="rosa@example.org"), flagged, exposed=("grades",)))
    desk.says("people", "resolve", CASE)
    (to_show,) = desk.tells("people", "show", CASE, "--recipient", 1)

    shown = desk.says("people", "show", CASE, "--person", to_show["concerns"][0]["person"])

    assert "Ana, of the students, born 2011-02-03\n  exposed: grades\n" in shown
    assert "    is told nothing: court order of 2025\n" in shown
    assert "  told by: first-class mail, then e-mail (first-class mail, as preferred)\n" in shown
    assert to_show["names"] == ["Rosa Lopez"]
    assert to_show["concerns"][0]["exposed"] == ["grades"]


def test_how_many_are_told_needs_no_name(desk: Desk) -> None:
    listed(desk, student("Ana"), student("Bo", guardian("Mia", language="es")))
    desk.says("people", "resolve", CASE)

    assert desk.says("people", "show", CASE) == (
        "Case KINGSTON-2026-001, wave 1: 2 affected persons.\n"
        "  1 get family-notice for parent, in English: first-class mail\n"
        "  1 get family-notice for parent, in Spanish: first-class mail\n"
    )


def test_a_preflight_shows_all_there_is_to_know(desk: Desk) -> None:
    lost = student("Bo", guardian("Mia", address=None))
    listed(desk, student("Ana"), lost, incident=PRIVATE)
    desk.says("people", "resolve", CASE)

    shown = " ".join(desk.says("preflight", CASE, "--no-dns").split())

    for words in (
        "a sending from Friday, May 8, 2026",
        "affected persons 2 recipients 2 by notice family-and-resident-notice 2",
        "by method first-class mail 1, no usable address 1",
        "first-class mail, 1 at 2,000 a day finishes on Friday, May 8, 2026; the limit is",
        "Friday, May 15, 2026: 7 days to spare",
        "postage $0.78 printing $0.12 together $0.90",
        "family-and-resident-notice for parent, in English missing, for 2",
        "Open: substitute notice may be given for ny.stl208.residents",
        "1. 1 recipient has no usable address",
    ):
        assert words in shown


def test_a_preflight_as_json_has_the_same(desk: Desk) -> None:
    listed(desk, student("Ana"))
    desk.says("people", "resolve", CASE)

    (found,) = desk.tells("preflight", CASE, "--on", "2026-05-16")

    assert found["finishes"][0]["finishes"] == "2026-05-18"
    assert found["finishes"][0]["too_late"] is True
    assert found["finishes"][0]["days_to_spare"] == -3
    assert found["costs"] == {"postage": 78, "printing": 12, "total": 90}
    assert found["domain"] == []
    assert len(found["warnings"]) == 3


def test_a_preflight_by_email_looks_at_the_domain(desk: Desk) -> None:
    listed(desk, student("Ana", guardian(email="rosa@example.org")))
    desk.says("people", "resolve", CASE, "--prefer", "email")

    (found,) = desk.tells("preflight", CASE)
    (blind,) = desk.tells("preflight", CASE, "--no-dns")

    # Without a mail server there is no sender, and nothing is looked up.
    assert [each["verdict"] for each in found["domain"]] == ["not_checked"] * 3
    assert "no sender's address" in desk.says("preflight", CASE)
    assert blind["domain"] == []


def test_substitute_notice_is_chosen_with_its_figures(desk: Desk) -> None:
    listed(desk, student("Bo", guardian("Mia", address=None)), incident=PRIVATE)
    desk.says("people", "resolve", CASE)

    said = desk.says("people", "substitute", CASE, "--ground", "no-contact")
    (chosen,) = desk.tells("people", "substitute", CASE, "--ground", "no-contact")

    assert "to the 1 recipient without a usable address only" in said
    assert "The Attorney General has to be shown that the test is met.\n" in said
    assert said.endswith(f"duenotice file {CASE} ny.stl208.residents --at DAY --evidence FILE\n")
    assert chosen["showing"]["without_address"] == 1
    assert "The test `cost`" in desk.refuses("people", "substitute", CASE, "--ground", "cost")


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (("--address", "12 Main Street"), "`12 Main Street` cannot be read as an address; write"),
        (("--address", "12 Main, Kingston, New York"), "cannot be read as an address; write 300"),
        (("--address", ", Kingston, NY 12401"), "cannot be read as an address; write 300"),
        (("--email", "rosa at example"), "`rosa at example` is no e-mail address"),
        (("--phone", "555-0142"), "`555-0142` is no number with its area code"),
        ((), "Nothing to correct was given"),
    ],
)
def test_what_cannot_be_an_address_is_refused(
    desk: Desk, given: tuple[str, ...], said: str
) -> None:
    listed(desk, student("Ana"))

    assert said in desk.refuses("people", "correct", CASE, 1, *given)


def test_a_person_and_a_recipient_at_once_are_refused(desk: Desk) -> None:
    listed(desk, student("Ana"))

    refused = desk.refuses("people", "show", CASE, "--person", 1, "--recipient", 1)

    assert "Give --person or --recipient, not both." in refused


def test_no_name_reaches_the_record(desk: Desk) -> None:
    listed(desk, student("Ana Lopez", guardian("Mia Chen", address=None)))
    desk.says("people", "resolve", CASE)
    desk.says("people", "correct", CASE, 1, "--email", "mia@example.org", "--source", "a call")

    (shown,) = desk.tells("show", CASE)

    kept = json.dumps(shown)
    assert not any(each in kept for each in ("Mia", "Lopez", "mia@example.org"))


def test_a_correction_and_an_excuse_answer_in_json(desk: Desk) -> None:
    consenting = guardian(
        "Ed", consents_to_email=True, email="ed@example.org", phone="845-555-0142"
    )
    listed(desk, student("Bo", guardian("Mia", address=None)), student("Cy", consenting))
    assert "Nobody is told for them so far." in desk.says("people", "show", CASE, "--person", 2)
    desk.says("people", "resolve", CASE)

    (corrected,) = desk.tells(
        "people", "correct", CASE, 1, "--email", "mia@example.org", "--phone", "845-555-0143"
    )
    (excused,) = desk.tells("people", "excuse", CASE, 1, "--reason", "Found to be a double")

    assert corrected["persons"] == [1]
    assert corrected["again"] == []
    assert corrected["recipients"][0]["method"] == "email"
    assert excused == {"case": CASE, "recipient": 1, "reason": "Found to be a double"}
    assert "  need not be told: Found to be a double\n" in desk.says(
        "people", "show", CASE, "--recipient", 1
    )
    (shown,) = desk.tells("people", "show", CASE, "--person", 2)
    assert shown["contacts"][0]["consents_to_email"] is True
    text = desk.says("people", "show", CASE, "--person", 2)
    assert "    ed@example.org (consents to e-mail)\n    845-555-0142\n" in text


def test_whom_no_duty_asks_for_is_counted_with_the_reason(desk: Desk) -> None:
    teacher = replace(student("Kim"), group=Group.TEACHERS)
    listed(desk, student("Ana"), teacher)

    said = desk.says("people", "resolve", CASE)
    shown = desk.says("preflight", CASE, "--no-dns")

    reason = "nothing of theirs that a duty is about was exposed"
    assert f"1 of the persons: nobody is told, {reason}.\n" in said
    assert f"1: {reason}" in " ".join(shown.split())


def test_what_is_typed_of_somebody_stays_out_of_the_shell(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(desk, student("Bo", guardian("Mia Chen", address=None)))
    desk.says("people", "resolve", CASE)
    learned = "300 Broadway, Kingston, NY 12401\nmia@example.org\n845-555-0142\nMia Roy\n"
    monkeypatch.setattr("sys.stdin", StringIO(learned))

    values = ("--address", "-", "--email", "-", "--phone", "-", "--name", "-")
    said = desk.says("people", "correct", CASE, 1, *values)

    assert "Mia Roy" in said
    assert "300 Broadway, Kingston, NY 12401" in said
    shown = desk.says("people", "show", CASE, "--person", 1)
    assert "mia@example.org" in shown
    assert "845-555-0142" in shown


def test_a_value_that_does_not_come_in_is_refused(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    listed(desk, student("Bo", guardian("Mia Chen")))
    monkeypatch.setattr("sys.stdin", StringIO("mia@example.org\n"))

    assert desk.refuses("people", "correct", CASE, 1, "--email", "-", "--phone", "-") == (
        "Invalid value for '--phone': standard input has no line left for the phone; write one "
        "line for each -. Help: duenotice people correct --help"
    )


@pytest.mark.parametrize(
    "words",
    [
        ("people", "correct"),
        ("people", "excuse"),
        ("returned",),
        ("sending", "stop"),
        ("decide",),
        ("close",),
        ("file",),
    ],
)
def test_a_free_text_asks_that_nobody_is_named(desk: Desk, words: tuple[str, ...]) -> None:
    told = " ".join(desk.says(*words, "--help").split())

    assert "Name nobody: it stands unsealed in the record." in told
