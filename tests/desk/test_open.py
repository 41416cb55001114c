"""``open``: a number, the plan, and what to do next."""

from __future__ import annotations

import pytest

from tests.support.desk import CASE, ROSTER, Desk

UNKNOWN = ROSTER.replace("  private_information: []\n  encrypted: false\n", "").replace(
    ", with_private_information: 0", ""
)


def test_the_first_line_is_the_number_of_the_case(desk: Desk) -> None:
    assert desk.says("open", desk.file("incident.yaml", ROSTER)).splitlines()[0] == CASE


def test_people_see_the_plan_and_the_next_commands(desk: Desk) -> None:
    told = desk.says("open", desk.file("incident.yaml", ROSTER))

    assert "10 days left" in told
    assert f"duenotice draft {CASE} nysed-report-sheet --out letters" in told
    assert f"duenotice file {CASE} ny.8nycrr121.cpo-after-receipt --at DATE --evidence FILE" in told
    assert "A duty arose" not in told, "the table says it already"


def test_what_is_undecided_comes_first_among_the_next_commands(desk: Desk) -> None:
    told = desk.says("open", desk.file("incident.yaml", UNKNOWN))

    assert "Find out which private information was exposed, or that none was: 5 duties wait" in told
    assert f"duenotice record {CASE} fact private_information VALUE" in told


def test_a_suggested_command_is_not_accepted_before_it_is_filled_in(desk: Desk) -> None:
    desk.opens(UNKNOWN)

    said = desk.refuses("record", CASE, "fact", "private_information", "VALUE")
    assert "`facts.private_information` was given `VALUE`" in said


def test_a_number_of_the_law_crossed_at_opening_is_said(desk: Desk) -> None:
    many = ROSTER.replace("private_information: []", "private_information: [ssn]")
    many = many.replace("with_private_information: 0", "with_private_information: 4800")
    many = many.replace("4800", "5001")

    told = desk.says("open", desk.file("incident.yaml", many))

    assert "5,001 is more than 5,000: the consumer reporting agencies have to be told." in told


def test_a_moment_that_lies_ahead_is_warned_of(desk: Desk) -> None:
    typed = ROSTER.replace("receipt: 2026-03-16", "receipt: 2027-03-16")
    answer = desk.runs("open", desk.file("incident.yaml", typed))

    assert answer.err == (
        "Warning: the receipt of the contractor's notification (Tuesday, March 16, 2027, "
        "9:30 a.m.) lies in the future; until then it starts no clock.\n"
    )


def test_a_second_wave_goes_into_the_same_case(desk: Desk) -> None:
    desk.opens()
    later = ROSTER.replace("2026-03-16T09:30-04:00", "2026-04-20T10:00-04:00")
    desk.at("2026-04-20T11:00-04:00")

    told = desk.says("open", desk.file("second.yaml", later), "--into", CASE)

    assert told.startswith(f"{CASE}\n{CASE}: Roster on an open share (wave 2), as it stood on")
    assert f"duenotice draft {CASE} nysed-report-sheet --out letters --wave 2" in told


def test_two_agencies_without_settings_get_codes_of_their_own(desk: Desk) -> None:
    district = "agency: {name: Example %s, kind: school_district, policy: null}"
    first = ROSTER.replace("agency: kingston-csd", district % "Central School District")
    second = ROSTER.replace("agency: kingston-csd", district % "Union Free School District")

    assert desk.opens(first) == "EXAMPLE-2026-001"
    assert desk.opens(second) == "EXAMPLEUNION-2026-001"
    assert desk.opens(first) == "EXAMPLE-2026-002"
    assert desk.opens(second) == "EXAMPLEUNION-2026-002"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("version: 2\nagency: kingston-csd\n", "line 1: `version` was given 2; this program"),
        (ROSTER.replace("title: Roster on an open share\n", ""), "`title` is missing; a case"),
        ("version: [", "line 2: this is neither YAML nor JSON"),
    ],
    ids=["another version", "no title", "no YAML"],
)
def test_a_broken_file_is_refused_and_opens_nothing(desk: Desk, text: str, sentence: str) -> None:
    assert sentence in desk.refuses("open", desk.file("incident.yaml", text))
    assert desk.entries() == {}


def test_a_file_that_is_not_there_is_named(desk: Desk) -> None:
    assert desk.refuses("open", "gone.yaml") == (
        "gone.yaml cannot be read (No such file or directory); check its name, and that you may "
        "read it."
    )
