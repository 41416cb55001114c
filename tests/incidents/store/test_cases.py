"""Cases: numbered, listed, answered, closed."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text

from incidents.moments import Instant
from incidents.services.ports import UnknownCaseError
from tests.incidents.store.samples import (
    KINGSTON,
    LIVERPOOL,
    NOW,
    CrashError,
    Noted,
    a_duty,
    looking,
    open_case,
    work_at,
)


def unanswered(engine: Engine, hours: int = 0) -> list[str]:
    """Give the cases that have to be looked at, so many hours from now."""
    with looking(engine, hours) as work:
        return work.cases.unanswered()


def test_a_case_is_numbered_by_code_year_and_count(engine: Engine) -> None:
    case = open_case(engine)

    assert case.number == "KINGSTON-2026-001"
    assert (case.agency, case.title) == (KINGSTON, "Roster on an open share")
    assert (case.opened_at, case.closed_at, case.is_open) == (NOW, None, True)
    assert (case.size, case.answered, case.wakes_at) == (1, 0, None)


def test_each_code_and_each_year_has_a_count_of_its_own(engine: Engine) -> None:
    numbers = [open_case(engine).number for _ in range(2)]
    numbers.append(open_case(engine, LIVERPOOL, "LIVERPOOL").number)
    with work_at(engine) as work:
        numbers.append(work.cases.open(KINGSTON, "KINGSTON", 2027, "Next year").number)
        work.append(numbers[-1], [Noted()])

    assert numbers == [
        "KINGSTON-2026-001",
        "KINGSTON-2026-002",
        "LIVERPOOL-2026-001",
        "KINGSTON-2027-001",
    ]


def test_an_opening_that_is_undone_gives_its_number_back(engine: Engine) -> None:
    def fail() -> None:
        with work_at(engine) as work:
            work.cases.open(KINGSTON, "KINGSTON", 2026, "Undone")
            raise CrashError

    with pytest.raises(CrashError):
        fail()

    assert open_case(engine).number == "KINGSTON-2026-001"


def test_the_thousandth_case_of_a_year_has_four_digits(engine: Engine) -> None:
    open_case(engine)
    with engine.begin() as connection:
        connection.execute(text("UPDATE counters SET count = 998"))

    assert open_case(engine).number == "KINGSTON-2026-999"
    assert open_case(engine).number == "KINGSTON-2026-1000"


def test_an_unknown_case_is_refused_by_every_question(engine: Engine) -> None:
    for question in (
        lambda work: work.cases.get("KINGSTON-2026-999"),
        lambda work: work.cases.close("KINGSTON-2026-999"),
        lambda work: work.cases.mark_answered("KINGSTON-2026-999", 1, None),
    ):
        unknown = pytest.raises(UnknownCaseError, match="no case KINGSTON-2026-999")
        with unknown, work_at(engine) as work:
            question(work)


def test_the_list_begins_with_the_most_urgent_case(engine: Engine) -> None:
    """Each with its first pending duty, and how many there are."""
    calm, urgent, bare = (open_case(engine).number for _ in range(3))
    soon = Instant.parse("2026-03-17T04:00Z")
    with work_at(engine) as work:
        work.duties.replace(calm, 1, [a_duty(calm)])
        work.duties.replace(
            urgent,
            1,
            [
                a_duty(urgent, "later"),
                a_duty(urgent, "soon", turns_at=soon),
                a_duty(urgent, "no-date", turns_at=None, target=None),
                a_duty(urgent, "done", turns_at=NOW, pending=False, state="done"),
            ],
        )

    with looking(engine) as work:
        lines = work.cases.list_open()

    assert [line.case.number for line in lines] == [urgent, calm, bare]
    assert [line.duty.duty if line.duty else None for line in lines] == [
        "soon",
        "ny.8nycrr121.individuals",
        None,
    ]
    assert [line.pending for line in lines] == [3, 1, 0]
    assert lines[1].duty == a_duty(calm)


def test_a_duty_without_a_date_comes_after_those_with_one(engine: Engine) -> None:
    number = open_case(engine).number
    undated = a_duty(number, "a-first-by-name", turns_at=None, target=None, limit=None)
    with work_at(engine) as work:
        work.duties.replace(number, 1, [undated, a_duty(number, "dated")])

    with looking(engine) as work:
        (line,) = work.cases.list_open()

    assert line.duty is not None
    assert line.duty.duty == "dated"


def test_the_list_of_one_agency_shows_none_of_another(engine: Engine) -> None:
    ours = open_case(engine).number
    theirs = open_case(engine, LIVERPOOL, "LIVERPOOL").number

    with looking(engine) as work:
        assert [line.case.number for line in work.cases.list_open(KINGSTON)] == [ours]
        assert [line.case.number for line in work.cases.list_open(LIVERPOOL)] == [theirs]
        assert [case.number for case in work.cases.list_all(LIVERPOOL)] == [theirs]
        assert [case.number for case in work.cases.list_all()] == [ours, theirs]


def test_a_closed_case_leaves_the_list_and_stays_on_record(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine, 5) as work:
        work.append(number, [Noted(tag="case:closed")])
        work.cases.close(number)

    with looking(engine) as work:
        assert work.cases.list_open() == []
        (case,) = work.cases.list_all()
    assert (case.closed_at, case.is_open) == (NOW.plus_hours(5), False)


def test_a_changed_case_waits_until_it_is_answered(engine: Engine) -> None:
    """The row is what is left to do when nothing was running."""
    number = open_case(engine).number
    assert unanswered(engine) == [number]

    with work_at(engine) as work:
        work.cases.mark_answered(number, 1, None)
    assert unanswered(engine) == []

    with work_at(engine) as work:
        work.append(number, [Noted()])
    assert unanswered(engine) == [number]


def test_what_is_appended_during_an_answer_is_not_lost(engine: Engine) -> None:
    """The answer counts for the entries it has seen and no others."""
    number = open_case(engine).number
    with looking(engine) as work:
        seen = work.cases.get(number).size
    with work_at(engine) as work:
        work.append(number, [Noted(note="meanwhile")])
    with work_at(engine) as work:
        work.cases.mark_answered(number, seen, None)

    assert unanswered(engine) == [number]


def test_an_answered_case_wakes_when_its_clock_turns(engine: Engine) -> None:
    number = open_case(engine).number
    with work_at(engine) as work:
        work.cases.mark_answered(number, 1, NOW.plus_hours(24))

    assert unanswered(engine, 23) == []
    assert unanswered(engine, 24) == [number]
    with looking(engine) as work:
        assert work.cases.get(number).wakes_at == NOW.plus_hours(24)


def test_an_agency_log_is_never_waiting_for_an_answer(engine: Engine) -> None:
    with work_at(engine) as work:
        work.logs.ensure_agency(KINGSTON)
        work.append(KINGSTON, [Noted()])

    assert unanswered(engine) == []
