"""``list``: what is most urgent, with nothing running."""

from __future__ import annotations

import pytest

from desk.casework import installation
from incidents.moments import Instant
from incidents.services.heartbeat import SWEEP
from tests.support.desk import CASE, ROSTER, Desk

RANSOM = """\
version: 1
title: File server encrypted overnight
agency: {name: Example BOCES, kind: boces, policy: null}
attributed_to: agency
moments: {cyber_incident_belief: 2026-03-16T07:00-04:00}
facts: {student_data: false, appr_data: false, private_information: []}
affected: []
"""
EVERYTHING = (
    "ny.8nycrr121.reimbursement",
    "policy.internal-report",
    "ny.8nycrr121.cpo-after-receipt",
    "ny.8nycrr121.individuals",
    "us.ferpa.disclosure-record",
)


def sweeps(at: str) -> None:
    """Let a sweep have run at an instant."""
    with installation().work(Instant.parse(at), "sweep") as work:
        work.heartbeats.beat(SWEEP)


def test_each_case_has_its_most_urgent_duty_the_nearest_first(desk: Desk) -> None:
    desk.opens()
    desk.opens(RANSOM)
    sweeps("2026-03-16T09:59-04:00")

    assert desk.says("list") == (
        "EXAMPLE-2026-001  File server encrypted overnight\n"
        "    running, 69 hours left: Report the cybersecurity incident to Homeland Security and "
        "Emergency Services\n"
        "    lawful until Thursday, March 19, 2026, 7:00 a.m.; 1 left to do\n"
        f"{CASE}  Roster on an open share\n"
        "    running, 10 days left: Report the contractor's notification to the State's Chief "
        "Privacy Officer\n"
        "    lawful until Thursday, March 26, 2026; 5 left to do\n"
    )


@pytest.mark.parametrize(
    ("at", "standing"),
    [
        ("2026-05-24T12:00-04:00", "running, aim for today"),
        ("2026-05-25T12:00-04:00", "overdue, target passed"),
        ("2026-05-26T23:59-04:00", "overdue, target passed"),
        ("2026-05-27T00:00-04:00", "missed, 1 day late"),
        ("2026-05-28T00:00-04:00", "missed, 2 days late"),
    ],
)
def test_a_clock_that_turned_since_is_told_by_its_dates(desk: Desk, at: str, standing: str) -> None:
    # 25 March + 60 days is Sunday, 24 May; Monday is Memorial Day, so the limit is the 26th.
    desk.at("2026-03-25T12:00-04:00").opens(ROSTER.replace("2026-03-16T09:30", "2026-03-25T09:30"))
    desk.says("file", CASE, "ny.8nycrr121.cpo-after-receipt", "--at", "2026-03-25")

    told = desk.at(at).says("list")

    assert f"    {standing}: Tell the parents, eligible students, teachers and" in told
    assert "aim for Sunday, May 24, 2026; lawful until Tuesday, May 26, 2026" in told


def test_old_sweeps_are_warned_of_apart_from_the_answer(desk: Desk) -> None:
    desk.opens()
    never = desk.runs("list")
    sweeps("2026-03-16T10:00-04:00")
    fresh = desk.at("2026-03-16T10:14-04:00").runs("list")
    old = desk.at("2026-03-16T13:00-04:00").runs("list", "--json")

    assert never.err.startswith("Warning: No sweep has run yet, so no reminder is sent;")
    assert fresh.err == ""
    assert old.err.startswith("Warning: The last sweep was 3 hours ago")
    assert old.out.startswith("{")


def test_an_empty_list_says_how_a_case_is_opened(desk: Desk) -> None:
    answer = desk.runs("list")

    assert answer.out == "No open case. Open one with: duenotice open FILE\n"
    assert answer.err == ""


def test_a_finished_case_says_how_it_is_closed(desk: Desk) -> None:
    desk.opens()
    desk.says("file", CASE, *EVERYTHING, "--at", "2026-03-16")

    assert f"nothing is left to do; close it with: duenotice close {CASE}" in desk.says("list")


def test_closed_cases_are_listed_where_they_are_asked_for(desk: Desk) -> None:
    desk.opens()
    desk.says("file", CASE, *EVERYTHING, "--at", "2026-03-16")
    desk.says("close", CASE)

    assert desk.says("list").startswith("No open case.")
    assert desk.says("list", "--all").splitlines() == [
        f"{CASE}  Roster on an open share",
        "    closed on Monday, March 16, 2026, 10:00 a.m.",
    ]


def test_one_agency_sees_its_own_cases(desk: Desk) -> None:
    desk.opens()
    desk.opens(RANSOM)

    assert [each["case"] for each in desk.tells("list", "--agency", "example-boces")] == [
        "EXAMPLE-2026-001"
    ]
    assert desk.refuses("list", "--agency", "example") == (
        "There is no agency `example`; there are example-boces, kingston-csd: choose one of these."
    )
