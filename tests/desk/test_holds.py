"""``hold`` and ``release``: what waits, and what runs from the end."""

from __future__ import annotations

from tests.support.desk import CASE, Desk

HOLD = ("hold", CASE, "law_enforcement", "--from", "2026-03-19", "--authority", "County Sheriff")


def test_a_hold_says_which_duty_waits(desk: Desk) -> None:
    desk.opens()

    assert desk.at("2026-03-19T09:00-04:00").says(*HOLD).splitlines() == [
        "Hold 1 began on Thursday, March 19, 2026: law enforcement (County Sheriff).",
        "ny.8nycrr121.individuals: running, lawful until Friday, May 15, 2026 → held.",
    ]


def test_the_end_of_a_hold_gives_the_new_dates(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-19T09:00-04:00").says(*HOLD)

    told = desk.at("2026-06-02T09:00-04:00").says("release", CASE, "--until", "2026-06-01")

    # The seventh day after 1 June is Monday, 8 June: 8 NYCRR 121.10(e).
    assert told.splitlines() == [
        "Hold 1 ends on Monday, June 1, 2026.",
        "ny.8nycrr121.individuals: held → running, lawful until Monday, June 8, 2026.",
    ]


def test_a_hold_that_changes_nothing_is_still_said_back(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-19T09:00-04:00").says(*HOLD)

    assert desk.says(*HOLD) == (
        "Hold 2 began on Thursday, March 19, 2026: law enforcement (County Sheriff).\n"
    )


def test_one_of_several_holds_has_to_be_named(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-19T09:00-04:00").says(*HOLD)
    desk.says(*HOLD)

    assert "has these open holds: 1 (law_enforcement), 2 (law_enforcement); name one" in (
        desk.refuses("release", CASE, "--until", "2026-03-19")
    )
    assert desk.says("release", CASE, 2, "--until", "2026-03-19").startswith("Hold 2 ends on")


def test_without_an_open_hold_there_is_nothing_to_end(desk: Desk) -> None:
    desk.opens()

    assert desk.refuses("release", CASE, "--until", "2026-03-19") == (
        f"Wave 1 of case {CASE} has no open hold; duenotice show {CASE} lists them."
    )


def test_a_hold_cannot_end_before_it_began(desk: Desk) -> None:
    desk.opens()
    desk.at("2026-03-19T09:00-04:00").says(*HOLD)

    assert "`holds[0].until` (2026-03-18) is before its `from` (2026-03-19)" in (
        desk.refuses("release", CASE, "--until", "2026-03-18")
    )
