"""The plan against a second calculation that shares no line with it.

``independent_plan`` walks day by day and tries every possible world; the
product reasons. They have to agree, field by field, on any incident file.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from config.incident_files import read_document
from config.planning import plan_incident
from incidents.moments import Instant
from tests.support.incident_strategies import Document, cases
from tests.support.independent_plan import independent_plan
from tests.support.scenario_files import same

NEW_YORK = ZoneInfo("America/New_York")
FIELDS = ("id", "state", "starts", "target", "limit", "binding", "late", "needs")
#: One run draws the same cases as the next, so that a red run can be repeated.
STEADY = settings(
    max_examples=400,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
FEWER = settings(STEADY, max_examples=120)
Case = tuple[Document, str]

#: Each period of days and of hours, the moment that starts it, and where it is stated.
DAY_PERIODS = (
    ("ny.8nycrr121.contractor-notice", "contractor_discovery", 7),
    ("ny.8nycrr121.cpo-after-receipt", "receipt", 10),
    ("ny.8nycrr121.cpo-after-discovery", "discovery", 10),
    ("ny.gbl899aa.owner-notice", "contractor_discovery", 30),
    ("ny.gml995c.explanation", "ransom_payment", 30),
    ("ny.8nycrr121.individuals", "discovery", 60),
    ("ny.8nycrr121.complaint-findings", "complaint_receipt", 60),
)
ALL_REQUIRED: Document = {
    "version": 1,
    "title": "Everything applies",
    "agency": "kingston-csd",
    "attributed_to": "contractor",
    "contract": "codehs-liverpool",
    "facts": {
        "student_data": True,
        "private_information": ["ssn"],
        "encrypted": False,
        "medium": "computerized",
        "custody": "owned",
    },
    "affected": [
        {"group": "students", "residence": "NY", "count": 6000, "with_private_information": 6000}
    ],
}


def plan_of(document: Document, at: str) -> list[dict[str, Any]]:
    """Give the duties that the product plans."""
    plan = plan_incident(read_document(document), at=Instant.parse(at))
    return cast("list[dict[str, Any]]", plan.as_json()["duties"])


def duty_of(document: Document, at: str, duty_id: str) -> dict[str, Any]:
    """Give one duty that the product plans."""
    return next(duty for duty in plan_of(document, at) if duty["id"] == duty_id)


def moments_alone(**moments: str) -> Document:
    """Give the file in which every duty applies, with these moments."""
    return {**ALL_REQUIRED, "moments": moments}


def end_of(value: str) -> datetime:
    """Give the instant at which a target or a limit runs out, in New York."""
    if "T" in value:
        return datetime.fromisoformat(value)
    day = date.fromisoformat(value) + timedelta(days=1)
    return datetime(day.year, day.month, day.day, tzinfo=NEW_YORK).astimezone(UTC)


@STEADY
@given(cases())
@example(({"version": 1, "title": "Nothing known", "agency": "kingston-csd"}, "2026-05-04T09:00Z"))
def test_the_plan_agrees_with_the_second_calculation(case: Case) -> None:
    """Field by field, in the table's order."""
    document, at = case
    ours = plan_of(document, at)
    theirs = independent_plan(document, at)
    wrong = [
        f"{expected['id']}: {field} is {planned[field]!r} and should be {expected[field]!r}"
        for planned, expected in zip(ours, theirs, strict=True)
        for field in FIELDS
        if not same(planned[field], expected[field])
    ]
    assert wrong == []


@FEWER
@given(cases())
def test_a_limit_never_comes_before_its_target(case: Case) -> None:
    """The extension is lawful only in one direction."""
    for duty in plan_of(*case):
        assert (duty["target"] is None) == (duty["limit"] is None)
        if duty["limit"] is not None:
            assert end_of(duty["target"]) <= end_of(duty["limit"])


@FEWER
@given(cases())
def test_a_target_never_comes_before_its_start(case: Case) -> None:
    """A promised day may be any day; the offset of a start may cost it a day."""
    for duty in plan_of(*case):
        if duty["target"] is None or duty["id"] == "ny.8nycrr121.complaint-findings":
            continue
        started = duty["starts"]["at"][:10]
        assert duty["target"][:10] >= (date.fromisoformat(started) - timedelta(days=1)).isoformat()


@FEWER
@given(cases())
def test_the_states_and_their_fields_fit_together(case: Case) -> None:
    """No date without a clock, no need without a question, no lateness without a limit."""
    for duty in plan_of(*case):
        if duty["state"] in ("not_required", "not_started", "held", "no_fixed_date"):
            assert duty["target"] is None
        if duty["state"] in ("running", "overdue", "missed"):
            assert duty["limit"] is not None
        assert (duty["state"] == "undecided") == bool(duty["needs"])
        assert (duty["late"] is None) == (duty["limit"] is None)
        assert duty["needs"] == sorted(set(duty["needs"]))


@FEWER
@given(cases())
def test_null_is_the_same_as_absent(case: Case) -> None:
    """A key that says null says nothing."""
    document, at = case
    without = {key: value for key, value in document.items() if value is not None}
    for key in ("moments", "facts"):
        if key in without:
            said = without[key].items()
            without[key] = {name: value for name, value in said if value is not None}
    assert plan_of(document, at) == plan_of(without, at)


@FEWER
@given(cases())
def test_every_duty_shows_its_working(case: Case) -> None:
    """Whatever the state, the plan says why."""
    for duty in plan_of(*case):
        assert duty["working"]
        assert all(sentence.strip() for sentence in duty["working"])


@pytest.mark.parametrize(("duty_id", "moment", "length"), DAY_PERIODS)
@FEWER
@given(day=st.dates(date(2025, 7, 26), date(2029, 6, 30)))
def test_a_period_of_days_ends_that_many_days_on(
    duty_id: str, moment: str, length: int, day: date
) -> None:
    """The day of the moment is not counted; the limit is at most four days later."""
    document = moments_alone(**{moment: day.isoformat()})
    duty = duty_of(document, f"{day}T23:59-05:00", duty_id)
    target, limit = date.fromisoformat(duty["target"]), date.fromisoformat(duty["limit"])
    assert (target - day).days == length
    assert 0 <= (limit - target).days <= 4


@FEWER
@given(day=st.dates(date(2020, 10, 21), date(2029, 6, 30)))
def test_a_longer_length_never_gives_an_earlier_day(day: date) -> None:
    """Seven, ten and sixty days from one day come in that order."""
    text = day.isoformat()
    document = moments_alone(contractor_discovery=text, discovery=text)
    at = f"{day}T23:59-05:00"
    seven, ten, sixty = (
        duty_of(document, at, f"ny.8nycrr121.{name}")
        for name in ("contractor-notice", "cpo-after-discovery", "individuals")
    )
    assert seven["target"] < ten["target"] < sixty["target"]
    assert seven["limit"] <= ten["limit"] <= sixty["limit"]


@FEWER
@given(day=st.dates(date(2020, 10, 21), date(2029, 6, 30)))
def test_a_later_start_never_gives_an_earlier_limit(day: date) -> None:
    """Rolling keeps the order of the days."""
    after = day + timedelta(days=1)
    limits = [
        duty_of(moments_alone(discovery=str(start)), f"{after}T23:59-05:00", duty_id)["limit"]
        for duty_id in ("ny.8nycrr121.cpo-after-discovery",)
        for start in (day, after)
    ]
    assert limits == sorted(limits)


@FEWER
@given(day=st.dates(date(2020, 10, 21), date(2029, 6, 30)))
def test_seven_business_days_outlast_seven_calendar_days(day: date) -> None:
    """So the regulation always binds a contractor under the model agreement."""
    document = moments_alone(contractor_discovery=day.isoformat())
    at = f"{day}T23:59-05:00"
    regulation = duty_of(document, at, "ny.8nycrr121.contractor-notice")
    contract = duty_of(document, at, "contract.notice")
    assert regulation["limit"] < contract["limit"]
    assert regulation["binding"]


@FEWER
@given(
    hour=st.datetimes(datetime(2025, 7, 27), datetime(2029, 6, 30)).map(  # noqa: DTZ001 (made aware below)
        lambda naive: naive.replace(second=0, microsecond=0, tzinfo=UTC)
    )
)
def test_a_period_of_hours_is_that_many_real_hours(hour: datetime) -> None:
    """Seventy-two and twenty-four, whatever the clocks and the calendar do."""
    text = hour.strftime("%Y-%m-%dT%H:%MZ")
    document = moments_alone(cyber_incident_belief=text, ransom_payment=text)
    incident = duty_of(document, text, "ny.gml995b.incident")
    payment = duty_of(document, text, "ny.gml995c.payment")
    assert datetime.fromisoformat(incident["limit"]) - hour == timedelta(hours=72)
    assert datetime.fromisoformat(payment["limit"]) - hour == timedelta(hours=24)
    assert (incident["target"], payment["target"]) == (incident["limit"], payment["limit"])
