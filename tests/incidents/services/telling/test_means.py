"""When each way would be finished, against the limit of its duties."""

from __future__ import annotations

from dataclasses import replace

import pytest

from incidents.moments import Instant, LocalDay
from incidents.people.recipient import Method
from incidents.services.telling.means import Finish, Means, Reckoned
from tests.support.caseworker import LAW, roster

MAIL, EMAIL, TELEPHONE = Method.FIRST_CLASS_MAIL, Method.EMAIL, Method.TELEPHONE
MEANS = Means(
    per_minute=30,
    per_day=10_000,
    letters_per_day=2_000,
    calls_per_day=200,
    postage_cents=78,
    letter_cents=12,
    email_cents=1,
    call_cents=150,
)
INCIDENT = LAW.read(roster())
ZONE = INCIDENT.circumstances.zone
#: The notification came on Monday, March 16, 2026: the limit is Friday, May 15.
DUTY = LAW.plan_of(INCIDENT, Instant.parse("2026-03-20T12:00-04:00")).duty(
    "ny.8nycrr121.individuals"
)


def finish(method: Method, count: int, on: str, means: Means = MEANS) -> Finish:
    """Give when so many would be finished if they began on a day."""
    reckoned = Reckoned(on=LocalDay.parse(on), zone=ZONE, calendar=LAW.rule_book.calendar)
    return reckoned.finish(method, count, means.a_day(method), [DUTY])


def test_the_limit_is_that_of_the_duty() -> None:
    assert str(DUTY.limit) == "2026-05-15"


@pytest.mark.parametrize(
    ("method", "count", "on", "finishes"),
    [
        (EMAIL, 1, "2026-05-01", "2026-05-01"),
        (EMAIL, 10_000, "2026-05-01", "2026-05-01"),
        (EMAIL, 10_001, "2026-05-01", "2026-05-02"),
        # A mailbox works on Saturdays and Sundays too.
        (EMAIL, 50_000, "2026-05-01", "2026-05-05"),
        (EMAIL, 1_000_000, "2026-05-01", "2026-08-08"),
        # Friday, May 1: letters go on Friday, Monday and Tuesday.
        (MAIL, 2_000, "2026-05-01", "2026-05-01"),
        (MAIL, 6_000, "2026-05-01", "2026-05-05"),
        # Whoever begins on a Saturday mails on Monday.
        (MAIL, 10, "2026-05-02", "2026-05-04"),
        # Memorial Day, Monday, May 25, is no business day.
        (MAIL, 4_000, "2026-05-22", "2026-05-26"),
        (TELEPHONE, 1_000, "2026-05-04", "2026-05-08"),
    ],
)
def test_each_way_takes_the_days_that_it_takes(
    method: Method, count: int, on: str, finishes: str
) -> None:
    assert str(finish(method, count, on).finishes) == finishes


@pytest.mark.parametrize(
    ("per_minute", "per_day", "a_day"),
    [(30, 10_000, 10_000), (5, 10_000, 7_200), (0, 2_000, 2_000), (30, 0, 43_200), (0, 0, 0)],
)
def test_the_narrower_bound_of_a_mailbox_counts(per_minute: int, per_day: int, a_day: int) -> None:
    means = replace(MEANS, per_minute=per_minute, per_day=per_day)

    assert means.a_day(EMAIL) == a_day


def test_without_a_bound_all_goes_at_once() -> None:
    means = replace(MEANS, per_minute=0, per_day=0)

    assert str(finish(EMAIL, 1_000_000, "2026-05-01", means).finishes) == "2026-05-01"


@pytest.mark.parametrize(
    ("method", "count", "on", "words"),
    [
        (
            MAIL,
            6_000,
            "2026-05-01",
            (
                "finishes on Tuesday, May 5, 2026; the limit is Friday, May 15, 2026: 10 "
                "days to spare"
            ),
        ),
        (
            MAIL,
            20_000,
            "2026-05-01",
            (
                "finishes on Thursday, May 14, 2026; the limit is Friday, May 15, 2026: 1 "
                "day to spare"
            ),
        ),
        (
            MAIL,
            22_000,
            "2026-05-01",
            (
                "finishes on Friday, May 15, 2026; the limit is Friday, May 15, 2026: on the "
                "last day, with none to spare"
            ),
        ),
        (
            MAIL,
            24_000,
            "2026-05-01",
            (
                "too late by 3 days: it would finish on Monday, May 18, 2026, and the limit "
                "is Friday, May 15, 2026; at least 2,182 a day would do: choose a mail "
                "house, or another way for some"
            ),
        ),
        (
            EMAIL,
            1_000_000,
            "2026-05-06",
            (
                "too late by 90 days: it would finish on Thursday, August 13, 2026, and the "
                "limit is Friday, May 15, 2026; at least 100,000 a day would do: choose a "
                "mail service that takes more, or letters for some"
            ),
        ),
        (
            TELEPHONE,
            1_000_000,
            "2026-05-04",
            (
                "too late: it would not be finished within ten years, and the limit is "
                "Friday, May 15, 2026; at least 100,000 a day would do: choose more people "
                "at the telephones, or letters for some"
            ),
        ),
        (
            MAIL,
            1,
            "2026-05-18",
            (
                "too late by 3 days: it would finish on Monday, May 18, 2026, and the limit "
                "is Friday, May 15, 2026; the limit is past: send by the quickest way there "
                "is, and say why it is late"
            ),
        ),
    ],
)
def test_a_finish_is_told_against_the_limit(
    method: Method, count: int, on: str, words: str
) -> None:
    assert finish(method, count, on).words == words


def test_a_day_to_aim_for_comes_before_the_limit() -> None:
    sunday = Finish(
        method=MAIL,
        count=1,
        a_day=1,
        finishes=LocalDay.parse("2026-03-16"),
        limit=LocalDay.parse("2026-03-16"),
        target=LocalDay.parse("2026-03-15"),
        would_do=1,
    )

    assert not sunday.is_too_late
    assert sunday.words == (
        "finishes on Monday, March 16, 2026; the limit is Monday, March 16, 2026: on the last day, "
        "with none to spare (but after the day to aim for, Sunday, March 15, 2026)"
    )


def test_a_duty_without_a_number_of_days_has_no_limit() -> None:
    reckoned = Reckoned(on=LocalDay.parse("2026-05-01"), zone=ZONE, calendar=LAW.rule_book.calendar)

    found = reckoned.finish(MAIL, 10, 2_000, [])

    assert not found.is_too_late
    assert found.words == (
        "finishes on Friday, May 1, 2026; the law gives no number of days: without unreasonable "
        "delay"
    )


def test_each_way_has_its_price() -> None:
    assert MEANS.cents(MAIL, 1_000) == {"postage": 78_000, "printing": 12_000}
    assert MEANS.cents(EMAIL, 1_000) == {"e-mail": 1_000}
    assert MEANS.cents(TELEPHONE, 1_000) == {"calls": 150_000}
