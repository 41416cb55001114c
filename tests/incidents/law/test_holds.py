"""A hold replaces a clock; what follows it, and which holds count."""

from __future__ import annotations

import pytest

from incidents.law.clock import Clock
from incidents.law.holds import HeldDeadline, Hold, HoldKind, HoldTerms, Party, under_holds
from tests.incidents.law.examples import (
    RECKONING,
    ZONE,
    days,
    hold,
    hours,
    moment,
    shown,
)

START = "2026-03-10"
#: 8 NYCRR 121.10(e): sixty days end on 9 May 2026, a Saturday, and roll to 11 May.
SIXTY = days(60)
BY_REGULATION = HoldTerms(
    party=Party.AGENCY,
    kinds=frozenset(HoldKind),
    then=days(7),
)
BY_CONTRACT = HoldTerms(party=Party.CONTRACTOR, kinds=frozenset([HoldKind.LAW_ENFORCEMENT]))


def held(
    *holds: Hold, clock: Clock = SIXTY, terms: HoldTerms | None = BY_REGULATION, start: str = START
) -> HeldDeadline:
    """Give the deadline of a clock as these holds leave it."""
    begun = moment(start)
    return under_holds(clock.deadline(begun, RECKONING), begun, holds, terms, RECKONING)


def dates(found: HeldDeadline) -> tuple[str | None, str | None]:
    """Give target and limit."""
    return shown(found.deadline.target), shown(found.deadline.limit)


def test_without_holds_the_clock_runs_on() -> None:
    assert dates(held()) == ("2026-05-09", "2026-05-11")
    assert not held().is_held


def test_a_rule_without_terms_knows_no_holds() -> None:
    assert dates(held(hold("2026-03-12"), terms=None)) == ("2026-05-09", "2026-05-11")


def test_an_open_hold_leaves_no_date() -> None:
    found = held(hold("2026-03-12"))

    assert found.is_held
    assert dates(found) == (None, None)


@pytest.mark.parametrize(
    ("until", "target", "limit"),
    [
        ("2026-03-20", "2026-03-27", "2026-05-11"),
        ("2026-05-04", "2026-05-11", "2026-05-11"),
        ("2026-05-05", "2026-05-12", "2026-05-12"),
        ("2026-06-27", "2026-07-04", "2026-07-06"),
        ("2026-06-27T23:59-04:00", "2026-07-04", "2026-07-06"),
        ("2026-06-28T03:59Z", "2026-07-04", "2026-07-06"),
    ],
)
def test_after_a_hold_seven_days_or_the_first_limit(until: str, target: str, limit: str) -> None:
    assert dates(held(hold("2026-03-12", until))) == (target, limit)


def test_of_several_ended_holds_the_latest_end_counts() -> None:
    first, second = hold("2026-03-12", "2026-06-30"), hold("2026-03-15", "2026-06-10")

    assert dates(held(first, second)) == ("2026-07-07", "2026-07-07")
    assert dates(held(second, first)) == ("2026-07-07", "2026-07-07")


def test_one_open_hold_of_several_holds() -> None:
    assert held(hold("2026-03-12", "2026-03-20"), hold("2026-03-25")).is_held


@pytest.mark.parametrize(
    ("starts", "counts"),
    [
        ("2026-05-11", True),
        ("2026-05-11T23:59-04:00", True),
        ("2026-05-12T00:00-04:00", False),
        ("2026-05-12", False),
    ],
)
def test_a_hold_counts_that_begins_by_the_limit(starts: str, counts: bool) -> None:
    assert held(hold(starts)).is_held is counts


@pytest.mark.parametrize(("starts", "counts"), [("2026-07-07", True), ("2026-07-08", False)])
def test_the_limit_is_the_one_that_then_stands(starts: str, counts: bool) -> None:
    """The first hold moved the limit from 11 May to 7 July."""
    assert held(hold("2026-03-12", "2026-06-30"), hold(starts)).is_held is counts


def test_a_hold_that_counts_for_nothing_moves_no_limit() -> None:
    late, later = hold("2026-05-12", "2026-06-30"), hold("2026-07-01")

    assert dates(held(late, later)) == ("2026-05-09", "2026-05-11")


@pytest.mark.parametrize(
    ("until", "start", "counts"),
    [
        ("2026-03-09", "2026-03-10", False),
        ("2026-03-10", "2026-03-10", True),
        ("2026-03-09", "2026-03-10T00:00-04:00", False),
        ("2026-03-10", "2026-03-10T09:00-04:00", True),
        ("2026-03-10T08:59-04:00", "2026-03-10T09:00-04:00", False),
        ("2026-03-10T09:00-04:00", "2026-03-10T09:00-04:00", True),
        ("2026-03-10T00:00-04:00", "2026-03-10", True),
        ("2026-03-09T23:59-04:00", "2026-03-10", False),
    ],
)
def test_a_hold_over_before_the_clock_is_ignored(until: str, start: str, counts: bool) -> None:
    found = held(hold("2026-03-01", until), start=start)

    assert (dates(found) == ("2026-03-17", "2026-05-11")) is (counts and "03-10" in until)
    assert (dates(found) == ("2026-05-09", "2026-05-11")) is not counts


def test_holds_of_another_party_or_kind_touch_nothing() -> None:
    contractors = hold("2026-03-12", party=Party.CONTRACTOR)
    vulnerability = hold("2026-03-12", kind=HoldKind.UNFIXED_VULNERABILITY, party=Party.CONTRACTOR)

    assert not held(contractors).is_held
    assert not held(vulnerability, terms=BY_CONTRACT).is_held
    assert held(contractors, terms=BY_CONTRACT).is_held


def test_an_unfixed_vulnerability_holds_too() -> None:
    found = held(hold("2026-03-12", kind=HoldKind.UNFIXED_VULNERABILITY))

    assert found.deadline.working[-1] == (
        "A hold for an unfixed vulnerability is open since Thursday, March 12, 2026; "
        "while it is open this duty has no date."
    )


def test_where_nothing_follows_there_is_no_fixed_date() -> None:
    """NDPA Art. V s.4: within a reasonable time after the incident."""
    ended = hold("2026-03-11", "2026-03-12", party=Party.CONTRACTOR)
    found = held(ended, clock=hours(72), terms=BY_CONTRACT)

    assert not found.is_held
    assert dates(found) == (None, None)
    assert found.deadline.working[-1] == (
        "After it there is no fixed date: within a reasonable time."
    )


@pytest.mark.parametrize(
    ("starts", "counts"),
    [
        ("2026-03-12", True),
        ("2026-03-13T00:00-04:00", True),
        ("2026-03-13T00:01-04:00", False),
        ("2026-03-13", False),
    ],
)
def test_a_limit_in_hours_is_met_by_the_end_of_a_day(starts: str, counts: bool) -> None:
    """72 hours from 10 March end with 12 March; a hold from a date stands for its end."""
    begins = hold(starts, party=Party.CONTRACTOR)

    assert held(begins, clock=hours(72), terms=BY_CONTRACT).is_held is counts


def test_a_hold_after_the_clauses_limit_never_counts() -> None:
    """Also where an earlier hold left the clause without a date."""
    ended = hold("2026-03-11", "2026-03-12", party=Party.CONTRACTOR)
    late = hold("2026-06-01", party=Party.CONTRACTOR)

    assert not held(ended, late, clock=hours(72), terms=BY_CONTRACT).is_held


def test_a_duty_without_a_limit_is_held_at_any_time() -> None:
    """State Technology Law 208(4)."""
    terms = HoldTerms(party=Party.AGENCY, kinds=frozenset([HoldKind.LAW_ENFORCEMENT]))

    assert held(hold("2029-01-01"), clock=Clock(), terms=terms).is_held


def test_the_working_names_the_holds_and_their_ends() -> None:
    ended, seven, same, first = held(hold("2026-03-12", "2026-03-20")).deadline.working[2:]

    assert ended == "The last hold that counts ended on Friday, March 20, 2026."
    assert seven == (
        "7 calendar days after Friday, March 20, 2026, that day not counted "
        "(General Construction Law 20), end on Friday, March 27, 2026: the target."
    )
    assert same == "That is a business day, so the limit is the same day."
    assert first == "The first limit, Monday, May 11, 2026, is later and stays the limit."


def test_the_working_names_who_placed_an_open_hold() -> None:
    found = held(hold("2026-03-12", authority="Ulster County Sheriff"))

    assert found.deadline.working[-1] == (
        "A hold for law enforcement (Ulster County Sheriff) is open since "
        "Thursday, March 12, 2026; while it is open this duty has no date."
    )


@pytest.mark.parametrize(
    ("until", "fulfilled", "over"),
    [
        ("2026-03-20", "2026-03-20", True),
        ("2026-03-20", "2026-03-20T12:00-04:00", False),
        ("2026-03-20T12:00-04:00", "2026-03-20T12:00-04:00", True),
        ("2026-03-20T12:01-04:00", "2026-03-20T12:00-04:00", False),
        (None, "2026-03-20", False),
    ],
)
def test_a_fulfilment_is_judged_by_holds_over_by_then(
    until: str | None, fulfilled: str, over: bool
) -> None:
    assert hold("2026-03-12", until).was_over_by(moment(fulfilled), ZONE) is over
