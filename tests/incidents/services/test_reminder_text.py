"""The words of a reminder, for each way in which a duty may stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from incidents.law.duty import DutyState
from incidents.moments import Instant, LocalDay, Zone
from incidents.services.reminder_text import (
    RemindedDuty,
    Telling,
    brief_of,
    lasting,
    subject_of,
    text_of,
)

PEOPLE = RemindedDuty(
    case="KINGSTON-2026-001",
    wave=1,
    duty="ny.8nycrr121.individuals",
    title="Tell the parents",
    holder="agency",
    state=DutyState.RUNNING,
    target=LocalDay.parse("2026-05-09"),
    limit=LocalDay.parse("2026-05-11"),
)


def telling(now: str) -> Telling:
    """Give a telling at eight that morning, on time."""
    at = Instant.parse(f"{now}T08:00-04:00")
    return Telling(now=at, zone=Zone("America/New_York"), due_at=at)


def head_of(duty: RemindedDuty, now: str) -> list[str]:
    """Give the lines of a message above what to do."""
    return text_of(duty, telling(now)).partition("What to do:")[0].strip().splitlines()[3:]


@pytest.mark.parametrize(
    ("now", "standing", "aim", "until"),
    [
        ("2026-05-07", "2 days left", "2 days left", "4 days left"),
        ("2026-05-08", "1 day left", "1 day left", "3 days left"),
        ("2026-05-09", "today", "today", "2 days left"),
        ("2026-05-10", "OVERDUE, target 1 day past", "1 day past", "1 day left"),
        ("2026-05-11", "OVERDUE, target 2 days past", "2 days past", "today"),
        ("2026-05-12", "OVERDUE, limit 1 day past", "3 days past", "1 day past"),
    ],
)
def test_what_is_left_is_told_for_target_and_limit(
    now: str, standing: str, aim: str, until: str
) -> None:
    """Sixty days end on a Saturday; the law allows until Monday."""
    assert subject_of(PEOPLE, telling(now)) == f"KINGSTON-2026-001: {standing}: Tell the parents"
    assert head_of(PEOPLE, now) == [
        f"Aim for: Saturday, May 9, 2026 ({aim})",
        f"Lawful until: Monday, May 11, 2026 ({until})",
    ]


def test_a_duty_without_a_date_has_no_countdown() -> None:
    open_ended = replace(PEOPLE, state=DutyState.NO_FIXED_DATE, target=None, limit=None)

    assert subject_of(open_ended, telling("2026-05-07")) == (
        "KINGSTON-2026-001: still open, no fixed date: Tell the parents"
    )
    assert head_of(open_ended, "2026-05-07") == ["No fixed date: without unreasonable delay."]


def test_an_internal_target_has_no_lawful_limit() -> None:
    own = replace(PEOPLE, state=DutyState.NO_FIXED_DATE, limit=None)

    assert "OVERDUE, target 1 day past" in subject_of(own, telling("2026-05-10"))
    assert head_of(own, "2026-05-10")[1] == (
        "Lawful until: no fixed date, without unreasonable delay"
    )


def test_what_is_undecided_asks_for_the_answer() -> None:
    undecided = replace(PEOPLE, state=DutyState.UNDECIDED)

    assert subject_of(undecided, telling("2026-05-07")) == (
        "KINGSTON-2026-001: still undecided, 2 days left: Tell the parents"
    )
    assert head_of(undecided, "2026-05-07")[0] == (
        "Whether this has to be done is still undecided."
    )
    assert "- See which answer would decide it, and record that answer:" in text_of(
        undecided, telling("2026-05-07")
    )
    assert "still undecided: Tell" in subject_of(
        replace(undecided, target=None, limit=None), telling("2026-05-07")
    )


def test_the_contractors_lateness_is_the_contractors() -> None:
    theirs = replace(PEOPLE, holder="contractor", state=DutyState.MISSED)

    assert subject_of(theirs, telling("2026-05-12")) == (
        "KINGSTON-2026-001: the contractor is late, limit 1 day past: Tell the parents"
    )
    assert head_of(theirs, "2026-05-12")[0] == (
        "The contractor has to do this; that it did is not recorded."
    )


def test_the_commands_name_a_later_wave() -> None:
    text = text_of(replace(PEOPLE, wave=2), telling("2026-05-07"))

    assert text.startswith("Case KINGSTON-2026-001, wave 2\n")
    assert "--at WHEN --evidence FILE --wave 2\n" in text
    assert "--by WHO --wave 2\n" in text


def test_a_late_message_and_a_possible_copy_say_so() -> None:
    now = Instant.parse("2026-05-10T20:00-04:00")
    due = Instant.parse("2026-05-07T08:00-04:00")
    on_time = telling("2026-05-07")
    late = replace(on_time, now=now, due_at=due, is_late=True, may_repeat=True)

    lines = text_of(PEOPLE, late).splitlines()
    assert lines[3].startswith("You may have had this reminder before: sending it was interrupted")
    assert lines[4] == (
        "This reminder was planned for Thursday, May 7, 2026, 8:00 a.m. and comes 3 days and 12 "
        "hours late. Earlier ones that were missed are not sent any more."
    )


def test_an_alert_is_short_and_says_where_to_look() -> None:
    assert brief_of(PEOPLE, telling("2026-05-07")).splitlines() == [
        "Case KINGSTON-2026-001",
        "Tell the parents (ny.8nycrr121.individuals)",
        "",
        "Aim for: Saturday, May 9, 2026 (2 days left)",
        "Lawful until: Monday, May 11, 2026 (4 days left)",
        "",
        "duenotice show KINGSTON-2026-001",
    ]


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "less than a minute"),
        (timedelta(minutes=1), "1 minute"),
        (timedelta(minutes=61), "1 hour and 1 minute"),
        (timedelta(hours=71, minutes=59), "71 hours and 59 minutes"),
        (timedelta(hours=72), "3 days"),
        (timedelta(days=1200, hours=1), "1,200 days and 1 hour"),
    ],
)
def test_a_length_of_time_is_told_in_two_units(length: timedelta, words: str) -> None:
    assert lasting(length) == words
