"""Holds: placed with an authority, ended by number, and looked at when they end."""

from __future__ import annotations

import pytest

from incidents.law.duty import DutyState
from incidents.law.holds import HoldKind
from incidents.moments import Instant, parse_moment
from incidents.services.follow_up import next_turn
from incidents.services.hold_notification import UnknownHoldError, place_hold, release_hold
from tests.support.caseworker import LAW, Caseworker

PEOPLE = "ny.8nycrr121.individuals"
HELD = "2026-03-19T09:00-04:00"


def holds(dpo: Caseworker, at: str = HELD) -> None:
    """Place a hold of the sheriff from the day of an instant."""
    dpo.at(
        at,
        lambda work: place_hold(
            work,
            LAW,
            dpo.number,
            HoldKind.LAW_ENFORCEMENT,
            starts=parse_moment(at[:10]),
            authority="County Sheriff",
        ),
    )


def test_a_hold_stops_what_people_are_told(dpo: Caseworker) -> None:
    dpo.opens()
    holds(dpo)

    assert dpo.duty(HELD, PEOPLE).state is DutyState.HELD
    assert dpo.duty(HELD, "ny.8nycrr121.cpo-after-receipt").state is DutyState.RUNNING


def test_an_end_that_lies_ahead_wakes_the_case_on_that_day(dpo: Caseworker) -> None:
    dpo.opens(moments={"receipt": "2026-03-16T09:30-04:00"})
    holds(dpo)
    ahead = parse_moment("2026-03-24")
    dpo.at(HELD, lambda work: release_hold(work, LAW, dpo.number, until=ahead))

    # A date holds that whole day; until then the hold counts as open.
    assert dpo.duty("2026-03-24T23:59-04:00", PEOPLE).state is DutyState.HELD
    assert dpo.duty("2026-03-25T00:00-04:00", PEOPLE).state is DutyState.RUNNING
    assert next_turn(dpo.sees("2026-03-24T12:00-04:00")) == Instant.parse("2026-03-25T00:00-04:00")


def test_the_only_open_hold_needs_no_number(dpo: Caseworker) -> None:
    dpo.opens()
    holds(dpo)
    holds(dpo, "2026-03-20T09:00-04:00")
    day = parse_moment("2026-03-20")

    with pytest.raises(UnknownHoldError, match=r"these open holds: 1 \(law_enforcement\), 2 "):
        dpo.at(
            "2026-03-21T09:00-04:00", lambda work: release_hold(work, LAW, dpo.number, until=day)
        )
    dpo.at(
        "2026-03-21T09:00-04:00",
        lambda work: release_hold(work, LAW, dpo.number, until=day, hold=2),
    )
    dpo.at("2026-03-21T09:00-04:00", lambda work: release_hold(work, LAW, dpo.number, until=day))

    ended = [each.get("until") for each in dpo.case().wave(1)["holds"]]
    assert ended == ["2026-03-20", "2026-03-20"]
