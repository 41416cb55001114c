"""``show``: the case now, and as it was recorded at any moment."""

from __future__ import annotations

from desk.casework import installation
from incidents.case.events import DutyPlanned
from incidents.moments import Instant
from tests.support.desk import CASE, RUMOUR, Desk

RECEIPT = "ny.8nycrr121.cpo-after-receipt"


def words(desk: Desk, *arguments: object) -> str:
    """Give what ``show`` prints, however its lines are broken."""
    return " ".join(desk.says("show", CASE, *arguments).split())


def test_a_past_moment_has_the_facts_of_that_moment(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-18T09:00-04:00")
    desk.says("record", CASE, "fact", "private_information", "ssn", "--source", "2nd letter")
    desk.says("file", CASE, RECEIPT, "--at", "2026-03-17")

    then = words(desk, "--at", "2026-03-17T09:00-04:00")
    now = words(desk)

    assert "as it stood on Tuesday, March 17, 2026, 9:00 a.m." in then
    assert "Private information none Records computerized" in then
    assert "Filings" not in then
    assert "Private information Social Security number Records computerized" in now
    assert "Filings 1 Tue Mar 17, 2026" in now


def test_the_history_tells_each_entry_under_its_hour_and_author(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-17T15:00-04:00")
    desk.says("record", CASE, "cost", 100, "--by", "superintendent", "--source", "a quote")
    lines = desk.says("show", CASE).splitlines()
    history = [line.rstrip() for line in lines[lines.index("History") :]]

    assert history[1:3] == [
        "Monday, March 16, 2026, 10:00 a.m., dpo",
        "    0 The case was opened: Roster on an open share.",
    ]
    assert history[-2:] == [
        "Tuesday, March 17, 2026, 3:00 p.m., superintendent",
        "    8 Recorded: the notices will cost about $100; source: a quote.",
    ]


def test_what_is_known_is_shown_beside_the_plan(desk: Desk) -> None:
    desk.opens()
    shown = words(desk)

    assert "What is known Attributed to the contractor Contractor Example Learning Inc" in shown
    assert "The receipt of the contractor's Monday, March 16, 2026, 9:30 a.m. notification" in shown
    assert "Affected students, NY 4,800, with private information: 0" in shown


def test_the_working_of_one_duty_has_its_terms_of_then(desk: Desk) -> None:
    desk.opens()
    shown = words(desk, "--why", RECEIPT)

    assert "10 calendar days after Monday, March 16, 2026, that day not counted" in shown
    assert "8 NYCRR 121.10(b)" in shown
    assert "When it first arose: 10 calendar days, in force from 2020-01-29." in shown


def test_a_duty_taken_away_says_that_it_stays_on_the_record(desk: Desk) -> None:
    desk.opens()
    desk.says("record", CASE, "moment", "report", "2026-03-16")
    desk.says("record", CASE, "moment", "report", "unknown", "--source", "another case")

    assert "Corrected facts took this duty away later; it stays on the record." in words(
        desk, "--why", "ny.8nycrr121.cpo-after-discovery"
    )


def test_each_wave_has_its_own_plan_and_facts(desk: Desk) -> None:
    desk.opens()
    desk.says("open", "incident.yaml", "--into", CASE)
    shown = words(desk)

    assert f"{CASE}: Roster on an open share (wave 1), as it stood on" in shown
    assert "What is known (wave 2)" in shown
    assert "(ny.8nycrr121.individuals), wave 2" in words(desk, "--why", "ny.8nycrr121.individuals")


def test_a_closed_case_says_so_first(desk: Desk) -> None:
    desk.opens(RUMOUR)
    desk.says("close", CASE, "--reason", "Nothing happened")

    assert desk.says("show", CASE).startswith(
        f"Case {CASE} was closed on Monday, March 16, 2026, 10:00 a.m.\n"
    )


def test_a_time_before_the_case_is_refused(desk: Desk) -> None:
    desk.opens()

    assert desk.refuses("show", CASE, "--at", "2026-03-16T09:59-04:00") == (
        f"Case {CASE} was not yet open on Monday, March 16, 2026, 9:59 a.m. but only on Monday, "
        "March 16, 2026, 10:00 a.m.; give a later instant."
    )


def test_a_later_change_of_the_law_stands_beside_the_terms_of_then(desk: Desk) -> None:
    desk.opens(RUMOUR)
    then = {"title": "Report", "period": "14 calendar days", "in_force": "from 2019-01-01"}
    with installation().work(Instant.parse("2026-03-16T10:00-04:00"), "dpo") as work:
        work.append(CASE, [DutyPlanned(wave=1, duty=RECEIPT, terms={**then})])
    desk.says("record", CASE, "fact", "student_data", "true", "--source", "a letter")
    desk.says("record", CASE, "moment", "receipt", "2026-03-16")

    shown = words(desk, "--why", RECEIPT)

    assert "When it first arose: 14 calendar days, in force from 2019-01-01." in shown
    assert "By the rules of today: 10 calendar days, in force from 2020-01-29." in shown
